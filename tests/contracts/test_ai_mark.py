"""Wherever a generated text is shown, the mark that says so stands beside it (L-48, L-49)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from rest_framework import serializers

from questions.api import notes
from tenants import ai_mark
from tenants.personal import Personal

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TEXTS = r"(?:variant(?:\.row)?|explanation)\.(?:stem|solution|choices|diagnosis|steps|remember)"
SHOWN = re.compile(rf"{{[{{%][^}}]*\b{TEXTS}\b")
LINES_OF_A_SOLUTION = re.compile(r"{% for line in lines %}")
MARK = '{% include "questions/_made_by.html"'
BLOCK = re.compile(r"<(article|form|section)\b.*?</\1>", re.DOTALL)
SOURCES = sorted(
    path for folder in ("admin", "views", "api", "management") for path in (ROOT / "questions" / folder).rglob("*.py")
)
GENERATED = {"stem", "solution", "choices", "diagnosis", "steps", "remember"}
HANDS_ON = {"_lines", "_variants"}
"""Cut a text for a template, which is looked at above."""


def blocks_without_a_mark(text: str) -> list[str]:
    """The articles, forms and sections of a template that show a generated text and no mark; else the whole of it."""
    blocks = [match[0] for match in BLOCK.finditer(text)]
    rest = BLOCK.sub("", text)
    return [
        block
        for block in [*blocks, rest]
        if (SHOWN.search(block) or LINES_OF_A_SOLUTION.search(block)) and MARK not in block
    ]


def shows_unmarked(tree: ast.Module) -> list[str]:
    """The functions that read a generated text of a variant or explanation and name no provenance."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or node.name in HANDS_ON:
            continue
        attributes = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
        shown = [
            part
            for part in attributes
            if part.attr in GENERATED
            and ast.unparse(part.value).rpartition(".")[2] in {"variant", "explanation", "row"}
            and ast.unparse(part.value) != "row.note"
        ]
        if shown and "provenance" not in {part.attr for part in attributes}:
            found.append(node.name)
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_shows_no_generated_text_without_the_mark(path: Path) -> None:
    assert blocks_without_a_mark(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_made_by_code_shows_one_without_the_mark(path: Path) -> None:
    assert shows_unmarked(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_every_serializer_of_generated_rows_says_how_they_came_about() -> None:
    generated = {
        model
        for model in apps.get_models()
        if isinstance(told := vars(model).get("personal"), Personal) and told.generated
    }
    of_rows = [
        kind
        for kind in vars(notes).values()
        if isinstance(kind, type) and issubclass(kind, serializers.ModelSerializer) and hasattr(kind, "Meta")
        if kind.Meta.model in generated
    ]

    assert [kind.__name__ for kind in of_rows] == ["OutQuestion"]
    for kind in of_rows:
        assert {"ai_generated", "generated_by", "ai_mark"} <= set(kind.Meta.fields)


def test_a_missing_mark_would_be_noticed() -> None:
    assert blocks_without_a_mark("<article>{{ variant.stem }}</article>")
    assert blocks_without_a_mark("<article>{% for x in explanation.steps %}{% endfor %}</article>" + MARK)
    assert not blocks_without_a_mark(f"<article>{{{{ variant.stem }}}}{MARK} with made=x %}}</article>")
    assert shows_unmarked(ast.parse("def f(attempt):\n    return formula(attempt.variant.stem)")) == ["f"]


def test_every_way_a_text_comes_about_has_words_and_a_source_type_and_only_a_models_says_ai() -> None:
    ways = [ai_mark.Provenance(maker, edited) for maker in ai_mark.Maker for edited in (False, True)]

    assert len({way.mark for way in ways}) == len({way.code for way in ways}) == 6
    assert all(way.source_type.startswith("http://cv.iptc.org/newscodes/digitalsourcetype/") for way in ways)
    assert [way.code for way in ways if "AI가 생성한 내용" in way.mark] == ["ai", "ai_edited"]
    assert [way.code for way in ways if way.is_ai] == ["ai", "ai_edited"]
    assert ai_mark.provenance_of(object()).mark == "AI가 생성한 내용"
