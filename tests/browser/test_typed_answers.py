"""What is typed is shown as it will be graded: the preview's LaTeX, read by the engine, is the same answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from questions.engine.expressions import equivalent, evaluate, parse
from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.models import Role
from tests.browser.conftest import PHONE, Site
from tests.cast import NOW, actor, note, variants_of, verified

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).resolve().parents[2] / "eduai" / "static" / "typed.js"
SPELLINGS = (
    "1/2", "-4/3", "2x/3", "1/2x", "x/2y", "1/2(x+1)", "(x+1)(x-2)/3", "1/2/3", "√2", "√2x", "√2/3", "2√3", "1/√2",
    "sqrt(2)/2", "√(x+1)", "x^2", "x^2y", "2^-1", "-x^2", "x^(1/2)", "x²+1", "3 1/2", "3½", "12,000/7", "2π", "2pi/3",
    "-3<x<=5", "x≥2", "x=2, y=3", "2*x-1", "(x+5)(x-6)", "a-b/c",
)  # fmt: skip
PLAIN = ("5", "17cm", "개념", "3개", "", "12,000", "O")


def read(text: str, spelling: Any) -> Any:
    return evaluate(parse(text, spelling), {}, free="abcxy")


def without_breaks(latex: str) -> str:
    """The same without the places where a line may break (`{x=2,}\\allowbreak {y=3}`)."""
    return latex.strip("{}").replace(r"}\allowbreak {", "") if r"\allowbreak" in latex else latex


def test_the_preview_reads_an_answer_as_the_grader_does(browser: Any) -> None:
    page = browser.new_page()
    page.add_script_tag(path=str(SCRIPT))
    latex = page.evaluate("(texts) => texts.map(typedToLatex)", [*SPELLINGS])
    assert None not in latex
    differing = [
        (text, shown)
        for text, shown in zip(SPELLINGS, latex, strict=True)
        if equivalent(read(text, "plain"), read(without_breaks(shown), "latex")) is not True
    ]
    assert differing == []
    assert page.evaluate("(texts) => texts.map(typedToLatex)", [*PLAIN]) == [None] * len(PLAIN)


def test_the_symbol_keys_write_at_the_cursor_and_the_preview_follows(site: Site) -> None:
    page = site.sign_in(Role.STUDENT, size=PHONE)
    with tenancy.use(site.academy):
        kept = note()
        approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
        variant = variants_of(kept)[0]
    page.goto(f"{site.base}/practice/{variant.pk}")
    field, preview = page.get_by_role("textbox", name="답"), page.locator("#answer-preview")
    assert not preview.is_visible()

    field.fill("x=2")
    page.get_by_role("button", name="또는").click()
    page.keyboard.type("x=")
    page.get_by_role("button", name="루트").click()
    page.keyboard.type("3")
    assert field.input_value() == "x=2 또는 x=√3"
    assert preview.locator(".katex .sqrt").count() == 1 and "또는" in preview.inner_text()
    field.evaluate("(place) => place.setSelectionRange(0, 0)")
    page.get_by_role("button", name="작거나 같다").click()
    assert field.input_value() == "≤x=2 또는 x=√3"

    heights = page.locator(".keys button").evaluate_all(
        "(keys) => keys.map((key) => key.getBoundingClientRect().height)"
    )
    assert len(heights) == 7 and min(heights) >= 44
    for broken in ("((((", "1/", "/2", "^", "\\frac{", "$", "{}%&#_~", ")))"):
        field.fill(broken)
        assert page.locator("#answer-preview .katex-error").count() == 0
