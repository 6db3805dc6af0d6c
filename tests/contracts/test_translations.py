"""Korean everywhere: every string of ours and of the panel's theme is translated, and what is compiled is current."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import unfold
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "eduai" / "locale" / "ko" / "LC_MESSAGES"
OURS = [ROOT / name for name in ("eduai", "tenants", "questions", "templates")]
THEME = [Path(unfold.__file__).parent]
MARKERS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
QUOTED = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|gettext|ngettext)\(\s*{QUOTED}")
DIRECTIVE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) "(.*)"$')


def strings_of_python(text: str) -> Iterator[str]:
    """What a module marks for translation with a constant."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if name in MARKERS and texts:
            yield texts[1] if name in WITH_CONTEXT and len(texts) > 1 else texts[0]


def strings_of_template(text: str) -> Iterator[str]:
    """What a template marks, as Django's own extractor rewrites it."""
    for call in CALL.finditer(templatize(text)):
        yield ast.literal_eval(call.group(2))


def marked(folders: list[Path]) -> set[str]:
    found: set[str] = set()
    for folder in folders:
        for path in folder.rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(strings_of_python(path.read_text(encoding="utf-8")))
        for path in folder.rglob("*.html"):
            found.update(strings_of_template(path.read_text(encoding="utf-8")))
    return found


def entries_of(text: str) -> list[dict[str, str]]:
    """The entries of a .po file: `msgid`, `msgstr` and so on to their texts; `fuzzy` where it is marked so."""
    entries: list[dict[str, str]] = []
    for block in re.split(r"\n\s*\n", text):
        entry: dict[str, str] = {}
        field = ""
        for line in block.splitlines():
            if match := DIRECTIVE.match(line):
                field = match.group(1)
                entry[field] = ast.literal_eval(f'"{match.group(2)}"')
            elif line.startswith('"'):
                entry[field] += ast.literal_eval(line)
            elif line.startswith("#,") and "fuzzy" in line:
                entry["fuzzy"] = line
        if "msgid" in entry:
            entries.append(entry)
    return entries


def compiled(path: Path) -> dict[object, str]:
    """The messages of a .mo file, without its header; a plural's under its singular."""
    with path.open("rb") as stream:
        catalogue: dict[object, str] = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
    return {
        key[0] if isinstance(key, tuple) else key: text for key, text in catalogue.items() if key not in ("", ("", 0))
    }


@pytest.fixture(scope="module")
def entries() -> list[dict[str, str]]:
    return entries_of((CATALOGUE / "django.po").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def translated(entries: list[dict[str, str]]) -> set[str]:
    return {
        entry["msgid"]
        for entry in entries
        if "fuzzy" not in entry and (entry.get("msgstr") or entry.get("msgstr[0]")) and entry["msgid"]
    }


def test_every_string_of_ours_is_translated_by_us(translated: set[str]) -> None:
    assert len(marked(OURS)) > 150
    assert sorted(marked(OURS) - translated) == []


def test_every_string_of_the_panels_theme_is_translated_by_django_or_by_us(translated: set[str]) -> None:
    django_knows: set[object] = set()
    for path in Path(django.__file__).parent.rglob("locale/ko/LC_MESSAGES/django.mo"):
        django_knows.update(key for key, text in compiled(path).items() if text)

    assert len(marked(THEME)) > 150
    assert sorted(marked(THEME) - translated - django_knows) == []


def test_nothing_is_translated_that_nobody_says(translated: set[str]) -> None:
    assert sorted(translated - marked(OURS) - marked(THEME)) == []


def test_what_is_filled_in_is_the_same_in_both_languages(entries: list[dict[str, str]]) -> None:
    holes = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    differing = [
        entry["msgid"]
        for entry in entries
        if entry["msgid"]
        and sorted(holes.findall(entry["msgid"])) != sorted(holes.findall(entry.get("msgstr") or entry["msgstr[0]"]))
    ]
    assert differing == []


def test_the_compiled_catalogue_is_that_of_the_text(entries: list[dict[str, str]]) -> None:
    written = {
        entry["msgid"]: entry.get("msgstr") or entry["msgstr[0]"]
        for entry in entries
        if entry["msgid"] and "fuzzy" not in entry
    }
    assert compiled(CATALOGUE / "django.mo") == written


def test_a_string_that_is_missing_would_be_seen() -> None:
    assert set(strings_of_python('x = _("one")\ny = pgettext_lazy("where", "two")\nz = _(name)')) == {"one", "two"}
    assert set(strings_of_template('{% load i18n %}{% translate "three" %}{{ _("four") }}')) == {"three", "four"}
    entry = entries_of('#, fuzzy\nmsgid ""\n"five\\n"\n"six"\nmsgstr "여섯"\n')[0]
    assert (entry["msgid"], entry["msgstr"], "fuzzy" in entry) == ("five\nsix", "여섯", True)
