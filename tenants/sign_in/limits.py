"""How many tries of a password or a code are let through, counted in Redis before each try.

A try is counted before the password is looked at and taken back when it was right, in one step of the server: of
sixty-four at once exactly as many get through as may. Counts are by person and address together, so that nobody
elsewhere can shut somebody out; a browser that has signed in before counts by itself, so that nobody on the same
school network can either. Behind both stands a wider limit for each address.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache as once
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from eduai.lib.errors import EduError

KEYS = "sign-in:"
TRIES, WINDOW_SECONDS = 5, 300
TRIES_OF_ADDRESS = 100
LONGEST_SECONDS = 24 * 3600
REMEMBERED_SECONDS = 7 * 24 * 3600
CLOSED = "지금은 로그인할 수 없어요. 잠시 뒤 다시 시도해 주세요. 이미 로그인한 화면은 그대로 쓸 수 있어요."
# KEYS: the pair, and the address where there is one. ARGV: how many of each, and the window in milliseconds. Answers
# the wait, 0 for none.
COUNT = """
local wait = 0
for i = 1, #KEYS do
  if tonumber(redis.call('GET', KEYS[i]) or '0') >= tonumber(ARGV[i]) then
    wait = math.max(wait, redis.call('PTTL', KEYS[i]), 1)
  end
end
if wait > 0 then return wait end
for i = 1, #KEYS do
  if redis.call('INCR', KEYS[i]) == 1 then redis.call('PEXPIRE', KEYS[i], ARGV[3]) end
end
return 0
"""
TAKE_BACK = """
redis.call('DEL', KEYS[1])
if KEYS[2] and tonumber(redis.call('GET', KEYS[2]) or '0') > 0 then redis.call('DECR', KEYS[2]) end
return 0
"""
# KEYS: the wrong ones in a row, and the wait. ARGV: after how many one waits, how long at first and at most, and how
# long wrong ones are remembered, in milliseconds. Answers as COUNT does.
COUNT_SLOWING = """
local wait = redis.call('PTTL', KEYS[2])
if wait > 0 then return wait end
local wrong, tries = redis.call('INCR', KEYS[1]), tonumber(ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if wrong % tries == 0 then
  local doubled = tonumber(ARGV[2]) * 2 ^ (wrong / tries - 1)
  redis.call('SET', KEYS[2], 1, 'PX', string.format('%d', math.min(doubled, tonumber(ARGV[3]))))
end
return 0
"""
FORGET = "return redis.call('DEL', KEYS[1], KEYS[2])"


class TooMany(EduError):
    """So many tries that the next one has to wait; `seconds` says how long."""

    code = "too_many_tries"
    retryable = True

    def __init__(self, seconds: int) -> None:
        minutes, hours = -(-seconds // 60), -(-seconds // 3600)
        later = f"{minutes}분" if minutes < 60 else f"{hours}시간"
        super().__init__(f"여러 번 틀려서 잠시 쉬어 가요. {later} 뒤에 다시 시도해 주세요.")
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

    keys: tuple[str, ...]
    taken_back_by: str

    def was_right(self) -> None:
        """This will forget the wrong ones before it. Raises SignInClosed where Redis does not answer."""
        _run(self.taken_back_by, self.keys)


def begin(*, who: str, address: str, browser: str = "") -> Try:
    """This will count one try of `who` from an address, or from a browser that is known to be theirs.

    Without an address (behind a socket file) there is no wide limit: everybody would share it.
    Raises TooMany where no more may be tried now, and SignInClosed where Redis does not answer.
    """
    pair = _key("pair", who.strip().lower(), "browser" if browser else "address", browser or address)
    keys = (pair, _key("address", address)) if address and not browser else (pair,)
    _count(COUNT, keys, TRIES, TRIES_OF_ADDRESS, WINDOW_SECONDS * 1000)
    return Try(keys, TAKE_BACK)


def begin_slowing(*, what: str, who: int, browser: str = "") -> Try:
    """This will count one try of a person at `what` from everywhere together, or from a browser known to be theirs;
    each five wrong ones in a row wait twice as long as those before.

    Raises TooMany where nothing may be tried now, and SignInClosed where Redis does not answer.
    """
    keys = tuple(_key(kind, what, str(who), browser) for kind in ("wrong", "wait"))
    _count(COUNT_SLOWING, keys, TRIES, *(1000 * s for s in (WINDOW_SECONDS, LONGEST_SECONDS, REMEMBERED_SECONDS)))
    return Try(keys, FORGET)


def _count(script: str, keys: tuple[str, ...], *arguments: int) -> None:
    wait = _run(script, keys, *arguments)
    if wait:
        raise TooMany(-(-wait // 1000))


def _key(*parts: str) -> str:
    """The academy's own key: whom it is about cannot be read from it, and no other parts have the same."""
    return cache.make_key(f"{KEYS}{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}")


def _run(script: str, keys: tuple[str, ...], *arguments: int) -> int:
    try:
        run = _script(script, str(settings.CACHES["default"]["LOCATION"]))
        return int(run(keys=list(keys), args=list(arguments)))
    except (RedisError, OSError) as error:
        raise SignInClosed from error


@once
def _script(text: str, address: str) -> Any:
    client = redis.Redis.from_url(address, socket_connect_timeout=0.5, socket_timeout=0.5)
    return client.register_script(text)
