"""Second solutions of tales of what goes on evenly: acted out step by step with supposed numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from questions.engine.resolving.tales import Answers, Numbers, Story, acted

_MINUTES = Fraction(60)


def _even(u: Numbers, v: Numbers, way: int) -> Fraction:
    """What is left over when C comes or goes with every M."""
    steps = u["x"] / v.get("M", Fraction(1))
    return u["y"] - (v["S"] + way * steps * v["C"])


_RATE: dict[str, Story] = {
    "down": lambda u, v: _even(u, v, -1),
    "up": lambda u, v: _even(u, v, 1),
    "down each": lambda u, v: _even(u, v, -1),
    "drive": lambda u, v: _even(u, v, -1),
    "up each": lambda u, v: _even(u, v, 1),
    "?value": lambda u, v: u["x"] - v["t"],
    "?when": lambda u, v: u["y"] - v["v"],
    "?out": lambda u, v: u["y"],
}


def _met(unit: str, same: bool) -> dict[str, Story]:
    """How far apart they still are, in metres, after y minutes."""
    per_minute = Fraction(1000) / _MINUTES if unit == "km" else Fraction(1)

    def go(u: Numbers, v: Numbers) -> Fraction:
        first, second = v["A"] * per_minute * u["y"], v["B"] * per_minute * u["y"]
        ahead = abs(v["A"] - v["B"]) * per_minute * u["y"]
        return u["x"] - (ahead if same else first + second)

    return {"way m": lambda u, v: u["x"] - v["L"], "way km": lambda u, v: u["x"] / 1000 - v["L"], "go": go}


_MEETING: Answers = {"minutes": lambda u, v: u["y"], "hours": lambda u, v: u["y"] / _MINUTES}


def _walked(u: Numbers, v: Numbers, hours: Fraction) -> Fraction:
    return u["x"] / v["A"] + u["y"] / v["B"] - hours


_HIKE: dict[str, Story] = {
    "longer": lambda u, v: u["y"] - v["d"] - u["x"],
    "shorter": lambda u, v: u["y"] + v["d"] - u["x"],
    "hours": lambda u, v: _walked(u, v, v["t"]),
    "hours and minutes": lambda u, v: _walked(u, v, v["t"] + v["m"] / _MINUTES),
}


def _done(first: Fraction, second: Fraction, v: Numbers) -> Fraction:
    """The share of the work that is still to do after so many days of each."""
    return 1 - first / v["A"] - second / v["B"]


_WORK: dict[str, Story] = {
    "rest both": lambda u, v: _done(v["C"] + u["x"], u["x"], v),
    "rest two": lambda u, v: _done(v["C"], u["x"], v),
    "?together": lambda u, v: _done(u["x"], u["x"], v),
}
SOLVERS: dict[str, Callable[[Any], Any]] = {
    "tale.rate": acted(
        "xy", _RATE.get, {"value": lambda u, v: u["y"], "when": lambda u, v: u["x"], "out": lambda u, v: u["x"]}
    ),
    **{
        f"tale.meet.{how}.{unit}": acted("xy", _met(unit, how != "toward").get, _MEETING)
        for how in ("toward", "first", "second")
        for unit in ("m", "km")
    },
    "tale.hike": acted(
        "xy",
        _HIKE.get,
        {"there": lambda u, v: u["x"], "back": lambda u, v: u["y"], "both": lambda u, v: u["x"] + u["y"]},
    ),
    "tale.work": acted("x", _WORK.get, {"days": lambda u, v: u["x"], "together": lambda u, v: u["x"]}),
}
