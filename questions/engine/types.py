"""The values that the engine's parts hand each other. Frozen, typed, without behaviour.

Formulas are kept as text in the formula language (a Python subset, see `expressions`); they are parsed
and evaluated by the engine and by nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from questions.engine.figures import Figure, Picture


class AnswerKind(StrEnum):
    NUMBER = "number"
    EXPRESSION = "expression"
    EQUATION = "equation"
    SET = "set"
    INTERVAL = "interval"
    CHOICE = "choice"
    TEXT = "text"


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_VERIFIED = "not_verified"


class CertificateResult(StrEnum):
    PASSED = "passed"
    CONDITIONAL = "conditional"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Note:
    """A wrong-answer note as the engine sees it: the question, never who got it wrong.

    `choices` holds the options' texts in printed order, empty for an open question. `answer` is the
    correct answer as printed (for a choice question the option's text or its number, ①–⑤ or 1–5).
    """

    id: str
    stem: str
    answer: str
    choices: tuple[str, ...] = ()
    solution: str = ""
    student_answer: str = ""
    cause: str = ""
    subject: str = "math"
    grade: str = ""
    concept: str = ""


@dataclass(frozen=True, slots=True)
class RangeDomain:
    """Every `low + k·step` up to and including `high`; exact rationals."""

    low: Fraction
    high: Fraction
    step: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class ChoiceDomain:
    """One of the listed words or numbers, each written as in a stem (`철수`, `1/2`)."""

    values: tuple[str, ...]


Domain = RangeDomain | ChoiceDomain


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name that changes from variant to variant. `original` is its value in the note, as text."""

    name: str
    original: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Derived:
    name: str
    formula: str


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The answer as a formula of the names.

    Formula by kind: number `s` · expression `(x + p)*(x + q)` · equation `y = a*x + b` (several joined by
    commas) · set `r, s` · interval as an inequality `p < x <= q` · text a word parameter or
    `'가' if a > b else '나'`. `form` asks for a shape as well as a value (`factored`,
    `lowest_terms` … as `grading.forms` names them; empty: any). `places` above 0: the note prints a decimal with so
    many, so numbers that end are printed as decimals.
    """

    kind: AnswerKind
    formula: str
    unit: str = ""
    form: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong answer that a known misconception produces; `own` is this student's."""

    formula: str
    misconception: str


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A family of questions: what changes, what follows from it, and the texts it fills.

    `shows_choices` follows the note. `free` are the letters that stay letters (`x`). `readings` names the
    independent ways in which the author arrived at the same function (`stem`, `solution`, `answer`); a
    conditional certificate needs both `stem` and `solution` among them. `author` is `twin` or the backend's name.
    """

    concept: str
    parameters: tuple[Parameter, ...]
    stem: tuple[str, ...]
    answer: AnswerForm
    derived: tuple[Derived, ...] = ()
    conditions: tuple[str, ...] = ()
    solution: tuple[str, ...] = ()
    distractors: tuple[Distractor, ...] = ()
    shows_choices: bool = False
    free: tuple[str, ...] = ()
    figure: Figure | None = None
    author: str = "twin"
    family: str = ""
    readings: tuple[str, ...] = ()
    language: str = "ko"
    version: int = 1


@dataclass(frozen=True, slots=True)
class WrongOption:
    """An option that is not the key, and the reason why it is wrong."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class DirectItem:
    """A question of fixed text, for what cannot be computed (languages, social studies).

    `key` is the text of the right option, or the short answer where `wrong` is empty. The order of the options is
    the engine's. `author` is the backend's name.
    """

    concept: str
    stem: tuple[str, ...]
    key: str
    passage: tuple[str, ...] = ()
    solution: tuple[str, ...] = ()
    wrong: tuple[WrongOption, ...] = ()
    author: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was made. `code` is for machines and statistics, `reason` a sentence for a teacher."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draw:
    """One drawing of a blueprint: each name's exact value, and the texts made from it.

    `answer` is the answer as printed (LaTeX or Korean text, with its unit); `expected` is the same in the
    plain spelling that `grading` reads. `choices` is empty unless the blueprint shows choices; then `key` is
    the zero-based place of the right one. A direct item's draw has no values, and its stem begins with the passage.
    """

    values: Mapping[str, object]
    stem: str
    answer: str
    expected: str
    solution: str
    choices: tuple[str, ...] = ()
    key: int | None = None
    figure: Picture | None = None


@dataclass(frozen=True, slots=True)
class GateResult:
    gate: str
    verdict: Verdict
    evidence: str
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Certificate:
    result: CertificateResult
    gates: tuple[GateResult, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A finished similar question with its proof."""

    draw: Draw
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call made: the variants, and where fewer than asked, why."""

    blueprint: Blueprint | None
    variants: tuple[Variant, ...] = ()
    refused: Refusal | None = None
    family_size: int | None = None
    rejected: tuple[Certificate, ...] = field(default=())
