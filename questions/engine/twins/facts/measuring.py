"""Figures with printed quantities: the chart that the printed ones fix, and the blueprint's parts from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from questions.engine.twins.facts import charts_angles, charts_plane, charts_solid
from questions.engine.twins.facts.quantities import Chart, Quantity
from questions.engine.twins.facts.statements import facts_of
from questions.engine.twins.facts.tokens import Facts
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind

CHARTS: tuple[Chart, ...] = (*charts_angles.CHARTS, *charts_plane.CHARTS, *charts_solid.CHARTS)
_LENGTH = re.compile(r"(cm|mm|km|m)(?:\^([23]))?")


def measured(reading: Reading) -> Iterator[Sketch]:
    """The sketch of a stem that prints quantities of one figure and asks for another."""
    core = without_order(reading.text)
    for facts in facts_of(core):
        unit = length_unit(facts)
        for chart in CHARTS if unit is not None else ():
            if chart.figure == facts.figure and fits(facts, chart):
                sketch = _sketch(facts, chart, unit or "")
                if sketch is not None:
                    yield sketch
                    return


def fits(facts: Facts, chart: Chart) -> bool:
    """Whether the chart has all that is printed and asked, each with its own symbol and dimension."""
    if facts.asked not in chart.quantities or facts.asked in facts.printed:
        return False
    for name, shown in facts.printed.items():
        known = chart.quantities.get(name)
        if known is None or known.symbol != shown.symbol or not _right_dimension(known, shown.unit):
            return False
    return True


def _right_dimension(known: Quantity, unit: str) -> bool:
    found = _LENGTH.fullmatch(unit)
    if found is not None:
        return known.dimension == (found[2] or "1")
    return known.dimension == "°" if unit == "°" else known.dimension != "°"


def length_unit(facts: Facts) -> str | None:
    """The unit of length that all printed lengths, areas and volumes share; None where they differ."""
    found = {_LENGTH.sub(r"\1", shown.unit) for shown in facts.printed.values() if shown.unit != "°"}
    counted = facts.figure in ("polygon", "regular")
    return found.pop() if len(found) == 1 else "" if not found or counted else None


def _sketch(facts: Facts, chart: Chart, unit: str) -> Sketch | None:
    printed = {name: shown.value for name, shown in facts.printed.items()}
    sizes = chart.sizes(printed)
    if sizes is None:
        return None
    asked = chart.quantities[facts.asked]
    sketch = Sketch(chart.concept, f"facts.{chart.figure}.{asked.name}", keeps_size=False, bounded=False)
    for name, size in sizes.items():
        sketch.originals[name] = size
        sketch.domains[name] = chart.domains[name]
        if name in facts.printed:
            sketch.texts[name] = facts.printed[name].text
    sketch.places = [(name, shown.first, shown.last) for name, shown in facts.printed.items()]
    sketch.let = [(one.name, one.formula) for one in _needed(chart, [*printed, asked.name], asked)]
    sketch.where = list(chart.where)
    _ask(sketch, asked, unit)
    sketch.say = [
        *_reasons(chart, facts),
        asked.say or f"따라서 답은 ${{{asked.name}}}$이다.",
        _conclusion(asked, sketch.unit),
    ]
    return sketch


def _needed(chart: Chart, names: list[str], asked: Quantity) -> list[Quantity]:
    """The derived quantities whose names the texts and wrong answers use, in the chart's order."""
    used = set(names)
    texts = " ".join([chart.quantities[name].say for name in names] + [formula for formula, _ in asked.wrong])
    used |= {name for name in chart.quantities if re.search(rf"\b{name}\b", texts)}
    return [one for one in chart.quantities.values() if one.name in used and one.formula != one.name]


def _ask(sketch: Sketch, asked: Quantity, unit: str) -> None:
    times = f"*{asked.symbol}" if asked.symbol else ""
    sketch.answer = f"{asked.name}{times}"
    sketch.wrong = [(f"({formula}){times}", kind) for formula, kind in asked.wrong]
    if asked.dimension == "word":
        sketch.kind = AnswerKind.TEXT
    power = {"1": "", "2": "²", "3": "³"}.get(asked.dimension)
    sketch.unit = "°" if asked.dimension == "°" else unit + power if power is not None and unit else ""


def _reasons(chart: Chart, facts: Facts) -> list[str]:
    """A line for each printed quantity that is no free size: the equation from which the free size follows."""
    return [
        chart.quantities[name].say
        for name in facts.printed
        if name in chart.quantities and name not in chart.base and chart.quantities[name].say
    ]


def _conclusion(asked: Quantity, unit: str) -> str:
    if asked.dimension == "word":
        return f"따라서 답은 {{{asked.name}}}이다."
    symbol = {"pi": r"\pi", "sqrt(2)": r"\sqrt{2}", "sqrt(3)": r"\sqrt{3}"}.get(asked.symbol, "")
    return f"따라서 답은 ${{{asked.name}}}{symbol}${unit}이다."
