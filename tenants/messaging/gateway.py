"""SMS and 알림톡, by way of any HTTPS gateway that takes the request of docs/operations.md ("Messages").

POST URL
Authorization: Bearer KEY
Idempotency-Key: 6b0c…            the message's number, the same at every try
{"channel": "sms", "kind": "receipt", "from": "0212345678", "to": "01012345678",
 "subject": "…", "text": "…", "reference": "6b0c…"}

2xx {"id": "the gateway's number", "delivered": false}
"""

from __future__ import annotations

import ipaddress
import time
from typing import Any

import httpx2

from tenants.messaging.types import MessageFailed, Outgoing, Receipt

TIMEOUT = httpx2.Timeout(10.0, connect=5.0)
TRY_AGAIN = frozenset({408, 425, 429})
MOST_BYTES = 64 * 1024
# A timeout is per read; an answer that drips is not read to its end.
MOST_SECONDS = 20.0


class GatewayMessenger:
    """Sends by one gateway. Follows no redirect and no proxy of the environment: what it carries is personal."""

    def __init__(self, *, url: str, api_key: str, sender: str) -> None:
        self.url = url
        self.api_key = api_key
        self.sender = sender

    def send(self, message: Outgoing) -> Receipt:
        """One request. A 4xx is final, but for those that ask for patience; a 5xx or silence is tried again."""
        if not _is_safe(self.url):
            raise MessageFailed("gateway_not_https", retryable=False)
        try:
            with (
                httpx2.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", self.url, json=self._asked(message), headers=self._headers(message)) as answer,
            ):
                return _read(answer)
        except httpx2.HTTPError:
            raise MessageFailed("gateway_unreachable", retryable=True) from None
        except (httpx2.InvalidURL, ValueError):
            raise MessageFailed("gateway_unusable", retryable=False) from None

    def _asked(self, message: Outgoing) -> dict[str, str]:
        return {
            "channel": message.channel,
            "kind": message.kind,
            "from": self.sender,
            "to": message.recipient,
            "subject": message.subject,
            "text": message.body,
            "reference": message.reference,
        }

    def _headers(self, message: Outgoing) -> dict[str, str]:
        headers = {"Idempotency-Key": message.reference}
        return headers | {"Authorization": f"Bearer {self.api_key}"} if self.api_key else headers


def _read(answer: httpx2.Response) -> Receipt:
    status = answer.status_code
    if not 200 <= status < 300:
        raise MessageFailed(f"gateway_{status}", retryable=status >= 500 or status in TRY_AGAIN)
    try:
        said: Any = httpx2.Response(200, content=_body(answer)).json()
    except (httpx2.HTTPError, ValueError):  # it took the message whatever it says: another try would send it twice
        return Receipt()
    if not isinstance(said, dict):
        return Receipt()
    return Receipt(provider_id=str(said.get("id", ""))[:200], delivered=said.get("delivered") is True)


def _body(answer: httpx2.Response) -> bytes:
    body, until = b"", time.monotonic() + MOST_SECONDS
    for part in answer.iter_bytes():
        body += part
        if len(body) > MOST_BYTES or time.monotonic() > until:
            return b""
    return body


def _is_safe(url: str) -> bool:
    """https, or this machine itself (고시 제7조 제4항: personal data cross the internet encrypted)."""
    try:
        address = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        return False
    if address.scheme == "https":
        return True
    try:
        return address.scheme == "http" and ipaddress.ip_address(address.host).is_loopback
    except ValueError:
        return address.scheme == "http" and address.host == "localhost"
