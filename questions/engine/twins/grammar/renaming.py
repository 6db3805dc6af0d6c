"""Names of a sketch that the stem prints as letters in braces."""

from __future__ import annotations

import re

from questions.engine.twins.grammar.sketch import Sketch


def rename_clashing(sketch: Sketch, source: str) -> None:
    """Names that the stem itself prints in braces (`\\sqrt{b}`) get others, so that they are no placeholders."""
    names = [*sketch.originals, *(name for name, _ in sketch.let)]
    clashing = [name for name in dict.fromkeys(names) if f"{{{name}}}" in source]
    if not clashing:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(clashing)})\b")

    def new(text: str) -> str:
        return pattern.sub(lambda found: f"{found.group()}v", text)

    sketch.places = [(new(name), first, last) for name, first, last in sketch.places]
    sketch.originals = {new(name): value for name, value in sketch.originals.items()}
    sketch.texts = {new(name): text for name, text in sketch.texts.items()}
    sketch.domains = {new(name): domain for name, domain in sketch.domains.items()}
    sketch.let = [(new(name), new(formula)) for name, formula in sketch.let]
    sketch.where = [new(one) for one in sketch.where]
    sketch.wrong = [(new(formula), why) for formula, why in sketch.wrong]
    sketch.answer = new(sketch.answer)
    sketch.say, sketch.tell = (
        [re.sub(r"\{[^{}]*\}", lambda group: new(group.group()), line) for line in lines]
        for lines in (sketch.say, sketch.tell)
    )
