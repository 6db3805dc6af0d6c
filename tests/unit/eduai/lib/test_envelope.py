"""Sealed values open with their key at their place, and nowhere else."""

from __future__ import annotations

import pytest

from eduai.lib import envelope

KEY = envelope.new_key()


def test_what_is_sealed_opens_again_and_looks_different_each_time() -> None:
    one, two = (envelope.seal(KEY, b"010-1234-5678", "a/b/c") for _ in range(2))

    assert one != two
    assert envelope.unseal(KEY, one, "a/b/c") == envelope.unseal(KEY, two, "a/b/c") == b"010-1234-5678"
    assert b"1234" not in one


@pytest.mark.parametrize("place", range(30))
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(envelope.seal(KEY, b"x", "a"))
    sealed[place % len(sealed)] ^= 1

    with pytest.raises(envelope.SealBroken):
        envelope.unseal(KEY, bytes(sealed), "a")


def test_another_key_or_another_place_does_not_open_it() -> None:
    sealed = envelope.seal(KEY, b"x", "haneul/guardian/contact")

    with pytest.raises(envelope.SealBroken):
        envelope.unseal(envelope.new_key(), sealed, "haneul/guardian/contact")
    with pytest.raises(envelope.SealBroken):
        envelope.unseal(KEY, sealed, "bada/guardian/contact")


def test_a_key_is_made_of_a_long_secret_alone() -> None:
    assert len(envelope.key_from_secret("x" * 32)) == 32
    with pytest.raises(ValueError, match="32"):
        envelope.key_from_secret("x" * 31)
