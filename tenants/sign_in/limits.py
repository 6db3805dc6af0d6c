"""How many tries of a password or a code are let through, counted in Redis before each try.

A try is counted before the password is looked at and taken back when it was right, in one step of the server: of
sixty-four at once exactly as many get through as may. Counts are by person and address together, so that nobody
elsewhere can shut somebody out; a browser that has signed in before counts by itself, so that nobody on the same
school network can either. Behind both stands a wider limit for each address.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache as once
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from eduai.lib.errors import EduError

TRIES, WINDOW_SECONDS = 5, 300
TRIES_OF_ADDRESS = 100
CLOSED = "지금은 로그인할 수 없어요. 잠시 뒤 다시 시도해 주세요. 이미 로그인한 화면은 그대로 쓸 수 있어요."
# KEYS: the pair, the address. ARGV: how many of each, and the window in milliseconds. Answers the wait, 0 for none.
COUNT = """
local wait = 0
for i = 1, 2 do
  if tonumber(redis.call('GET', KEYS[i]) or '0') >= tonumber(ARGV[i]) then
    wait = math.max(wait, redis.call('PTTL', KEYS[i]), 1)
  end
end
if wait > 0 then return wait end
for i = 1, 2 do
  if redis.call('INCR', KEYS[i]) == 1 then redis.call('PEXPIRE', KEYS[i], ARGV[3]) end
end
return 0
"""
TAKE_BACK = """
redis.call('DEL', KEYS[1])
if tonumber(redis.call('GET', KEYS[2]) or '0') > 0 then redis.call('DECR', KEYS[2]) end
return 0
"""


class TooMany(EduError):
    """So many tries that the next one has to wait; `seconds` says how long."""

    code = "too_many_tries"
    retryable = True

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(f"여러 번 틀려서 잠시 쉬어 가요. {minutes}분 뒤에 다시 시도해 주세요.")
        self.seconds = seconds


class SignInClosed(EduError):
    """Tries cannot be counted, so nobody signs in; who is signed in stays so."""

    code = "sign_in_closed"
    retryable = True

    def __init__(self) -> None:
        super().__init__(CLOSED)


@dataclass(frozen=True, slots=True)
class Try:
    """One counted try, to be taken back when it was right."""

    pair: str
    address: str

    def was_right(self) -> None:
        """This will forget the wrong ones before it. Raises SignInClosed where Redis does not answer."""
        _run(TAKE_BACK, self)


def begin(*, who: str, address: str, browser: str = "") -> Try:
    """This will count one try of `who` from an address, or from a browser that is known to be theirs.

    Raises TooMany where no more may be tried now, and SignInClosed where Redis does not answer.
    """
    place = f"browser:{browser}" if browser else address
    made = Try(_key(f"{who.strip().lower()}\n{place}"), _key(f"address\n{place}"))
    wait = _run(COUNT, made, TRIES, TRIES_OF_ADDRESS, WINDOW_SECONDS * 1000)
    if wait:
        raise TooMany(-(-wait // 1000))
    return made


def _key(text: str) -> str:
    """The academy's own key: whom it is about cannot be read from it."""
    return cache.make_key(f"sign-in:{hashlib.sha256(text.encode()).hexdigest()}")


def _run(script: str, of: Try, *arguments: int) -> int:
    try:
        run = _script(script, str(settings.CACHES["default"]["LOCATION"]))
        return int(run(keys=[of.pair, of.address], args=list(arguments)))
    except (RedisError, OSError) as error:
        raise SignInClosed from error


@once
def _script(text: str, address: str) -> Any:
    client = redis.Redis.from_url(address, socket_connect_timeout=0.5, socket_timeout=0.5)
    return client.register_script(text)
