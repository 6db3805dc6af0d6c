"""The gateway's import figures come from fresh processes that really load the providers."""

from __future__ import annotations

from bench.gateway_parts.imports import ALL, ONE, _measured


def test_the_programs_run_and_all_providers_weigh_more_than_one() -> None:
    (one_seconds, one_mb), (all_seconds, all_mb) = _measured(ONE), _measured(ALL)
    assert one_seconds > 0 and all_seconds > 0
    assert 5 < one_mb < all_mb < 90
