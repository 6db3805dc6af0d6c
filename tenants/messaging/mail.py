"""E-mail, through Django's mail and the SMTP server of the settings."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.core.mail import EmailMessage

from tenants.messaging.types import MessageFailed, Outgoing, Receipt

GREYLISTED = range(400, 500)
"""RFC 5321, 4.2.1: 4yz is a transient refusal, 5yz a permanent one."""


class MailMessenger:
    """Sends from `sender`. The message id is the same at every try, so that mailboxes can drop a double."""

    def __init__(self, *, sender: str) -> None:
        self.sender = sender

    def send(self, message: Outgoing) -> Receipt:
        """Hand over to the SMTP server; that it took a mail does not say that it arrived."""
        domain = parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"
        number = f"<{message.reference}@{domain}>"
        mail = EmailMessage(
            subject=" ".join(message.subject.split()),
            body=message.body,
            from_email=self.sender,
            to=[message.recipient],
            headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except (OSError, ValueError) as error:
            raise _failed(error) from None
        return Receipt(provider_id=number)


def _failed(error: OSError | ValueError) -> MessageFailed:
    """What kind of failure it was; an SMTP error's own words quote the address, so they stay behind."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((code for code, _said in error.recipients.values()), 550)
        return MessageFailed(f"smtp_{code}", retryable=code in GREYLISTED)
    if isinstance(error, smtplib.SMTPResponseException):
        return MessageFailed(f"smtp_{error.smtp_code}", retryable=error.smtp_code in GREYLISTED)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return MessageFailed("smtp_unusable", retryable=False)
    return MessageFailed("smtp_unreachable", retryable=True)
