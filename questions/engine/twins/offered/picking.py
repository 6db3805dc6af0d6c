"""Choice questions whose options carry them: every option is exchanged for another of which the same is true.

The stem stays as it is; each option becomes a list of options of its own shape, found by changing its numbers, for
which the decision is the note's. One option alone may be what is asked for, and it must be the printed answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from math import gcd, isqrt

from questions.engine.texts.normalising import normal_text
from questions.engine.twins.grammar.answers import chosen_option
from questions.engine.twins.grammar.reading import with_fraction_braces
from questions.engine.twins.offered.asking import Asking, asked
from questions.engine.twins.offered.deciding import SIZES, decided
from questions.engine.types import (
    AnswerForm,
    AnswerKind,
    Blueprint,
    ChoiceDomain,
    Distractor,
    Note,
    Parameter,
    Refusal,
)

ENOUGH, TRIES, LEAST = 9, 2500, 4
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
_SIGNED = re.compile(r"-?\d+")
_PLACE = re.compile(r"\$?[A-Z]?\(?-?\d+(?:,\s*-?\d+\))?\$?")
_FRACTION = re.compile(r"\\frac\{(\d+)\}\{(\d+)\}")
_ROOT = re.compile(r"\\sqrt\{?(\d+)")
_TWO = re.compile(r"\$?(\d+), ?(\d+)\$?")
_BARE = re.compile(r"[-−]?\d+(?:[./]\d+)?")
_KEEPS_POWERS = frozenset({"solved", "through", "roots", "parallel", "monotone", "width", "opens", "type"})
_CONCEPTS = {
    "prime": "중1.소인수분해.소수와 합성수", "multiple": "중1.소인수분해.약수와 배수",
    "coprime": "중1.소인수분해.서로소", "prime.to": "중1.소인수분해.서로소",
    "class": "중3.실수.유리수와 무리수", "finite": "중2.유리수와 순환소수", "solved": "중1.일차방정식.해",
    "inside": "중2.방정식과 부등식.해", "passes": "중2.함수의 그래프.점", "through": "중2.함수의 그래프.점",
    "roots": "중3.이차방정식.근의 개수", "parallel": "중2.일차함수.평행", "monotone": "중2.일차함수.기울기",
    "width": "중3.이차함수.그래프", "opens": "중3.이차함수.그래프", "like": "중1.문자와 식.동류항",
}  # fmt: skip
_REASONS = {
    "prime": "소수는 약수가 1과 자기 자신뿐인 자연수이고, 1이 아니면서 소수도 아닌 자연수는 합성수이다.",
    "multiple": "나누어떨어지는지 보기의 수를 하나씩 나누어 본다.",
    "coprime": "최대공약수가 1인 두 수가 서로소이다.",
    "prime.to": "최대공약수가 1인 두 수가 서로소이다.",
    "class": "근호를 없앨 수 있는지, 분수로 나타낼 수 있는지 하나씩 따진다.",
    "finite": "기약분수로 고쳤을 때 분모의 소인수가 2나 5뿐이면 유한소수로 나타낼 수 있다.",
    "solved": "주어진 값을 보기의 식에 하나씩 대입하여 참이 되는지 본다.",
    "inside": "보기의 값을 하나씩 대입하여 참이 되는지 본다.",
    "passes": "보기의 점의 좌표를 식에 하나씩 대입하여 등식이 성립하는지 본다.",
    "through": "점의 좌표를 보기의 식에 하나씩 대입하여 등식이 성립하는지 본다.",
    "roots": "각 이차방정식의 판별식의 부호를 따진다.",
    "parallel": "기울기가 같고 $y$절편이 다른 두 직선이 평행하다.",
    "monotone": "기울기의 부호를 따진다.",
    "width": "$x^2$의 계수의 절댓값이 클수록 그래프의 폭이 좁다.",
    "opens": "$x^2$의 계수가 양수이면 아래로, 음수이면 위로 볼록하다.",
    "type": "모든 항을 한쪽으로 옮겨 정리한 다음 차수를 본다.",
    "like": "문자와 차수가 각각 같은 항이 동류항이다.",
}


def author(note: Note) -> Blueprint | Refusal | None:
    """A blueprint whose options change, or why there is none; None where the options do not carry the question."""
    asking = asked(note.stem) if 3 <= len(note.choices) <= 5 else None
    if asking is None:
        return None
    try:
        found = [decided(asking, option) for option in note.choices]
    except ValueError:
        return None
    right = _right(asking, found)
    key = chosen_option(note, note.answer)
    if len(right) != 1:
        return Refusal("choices_unsound", f"묻는 것에 맞는 보기가 {len(right)}개입니다.")
    if normal_text(key) != normal_text(note.choices[right[0]]):
        return Refusal("answer_disagrees", f"노트의 정답은 {key}인데 다시 따지면 {note.choices[right[0]]}입니다.")
    lists = [
        _alternatives(
            option, _keeps(asking, found, right[0], at), powers=_powers_change(asking, option), far=found[at] is True
        )
        for at, option in enumerate(note.choices)
    ]
    if (
        sorted(map(len, lists))[1] < LEAST
        or len(lists[right[0]]) < LEAST
        or any("{o" in option for option in note.choices)
    ):
        return Refusal("no_draws", "보기와 같은 꼴로 바꿀 수 있는 다른 보기를 찾지 못했습니다.")
    return _blueprint(note, asking, right[0], lists)


def _powers_change(asking: Asking, option: str) -> bool:
    """Whether exponents may become others: those of powers alone, not those that make a polynomial what it is."""
    return asking.kind not in _KEEPS_POWERS and re.search(r"[a-z]\S*(?<!\^)(?<!\{)[-+]", option) is None


def _right(asking: Asking, found: list[bool | float]) -> list[int]:
    """The places of the options that are what is asked for."""
    if asking.kind not in SIZES:
        return [place for place, one in enumerate(found) if one is asking.wanted]
    sizes = [round(float(size), 9) for size in found]
    if asking.kind == "odd":
        alone = [place for place, size in enumerate(sizes) if sizes.count(size) == 1]
        return alone if len(set(sizes)) == 2 else []
    return [place for place, size in enumerate(sizes) if size == max(sizes)]


def _keeps(asking: Asking, found: list[bool | float], key: int, place: int) -> Callable[[str], bool]:
    """Whether another text may stand in an option's place: the same is true of it, whatever the others become."""
    old = found[place]

    def fits(text: str) -> bool:
        try:
            new = decided(asking, text)
        except ValueError:
            return False
        if asking.kind not in SIZES:
            return new is old
        if asking.kind == "odd":
            return not _near(new, found[key - 1]) if place == key else _near(new, old)
        return new >= old - 1e-9 if place == key else new < found[key] - 1e-6

    return fits


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 1e-9


def _fenced(option: str) -> str:
    """A bare number between dollars, so that it stays the text that it is."""
    text = with_fraction_braces(option.strip())
    return f"${text}$" if _BARE.fullmatch(text) else text


def _alternatives(option: str, fits: Callable[[str], bool], *, powers: bool, far: bool) -> list[str]:
    """The option itself and others of its shape that fit, found by trying numbers in an order fixed by its text."""
    text = _fenced(option)
    found, shapes = [text], {normal_text(text)}
    for new in _places(text) if _PLACE.fullmatch(text.replace("−", "-")) else _tries(text, powers=powers, far=far):
        if normal_text(new) in shapes or not _as_simple(text, new):
            continue
        shapes.add(normal_text(new))
        if fits(new):
            found.append(new)
            if len(found) > ENOUGH:
                break
    return found


def _places(text: str) -> Iterator[str]:
    """Every number or pair of numbers nearby, with either sign where a pair or the note has signs."""
    spans = [found.span() for found in _SIGNED.finditer(text)]
    numbers = [int(text[first:last]) for first, last in spans]
    lists = []
    for number in numbers:
        top = max(9, min(2 * abs(number), abs(number) + 40))
        low = -top if len(numbers) > 1 or number < 0 else 1
        lists.append([one for one in range(low, top + 1) if one or number == 0])
    drawn = list(product(*lists))
    random.Random(text).shuffle(drawn)
    for values in drawn:
        yield _with(text, spans, [str(value) for value in values])


def _with(text: str, spans: list[tuple[int, int]], texts: list[str]) -> str:
    pieces, end = [], 0
    for (first, last), new in zip(spans, texts, strict=True):
        pieces += [text[end:first], new]
        end = last
    return "".join([*pieces, text[end:]])


def _as_simple(old: str, new: str) -> bool:
    """Fractions stay in lowest terms, roots stay roots and the numbers of a pair stay different where they were."""
    for before, after in zip(_FRACTION.findall(old), _FRACTION.findall(new), strict=True):
        if gcd(*map(int, before)) == 1 and gcd(*map(int, after)) != 1:
            return False
    for one, other in zip(_ROOT.findall(old), _ROOT.findall(new), strict=True):
        if isqrt(int(one)) ** 2 != int(one) and isqrt(int(other)) ** 2 == int(other):
            return False
    numbers = _TWO.fullmatch(new)
    return numbers is None or numbers[1] != numbers[2]


def _tries(text: str, *, powers: bool, far: bool) -> Iterator[str]:
    """The text with some of its numbers exchanged: for others of their size, or for what the ones before suggest."""
    found = [one for one in _NUMERAL.finditer(text) if powers or not _is_power(text, one.start())]
    spans = [one.span() for one in found if int(one.group().replace(".", "")) > 0]
    generator = random.Random(text)
    for _ in range(TRIES if spans else 0):
        count = len(spans) if generator.random() < 0.6 else generator.randint(1, len(spans))
        places = set(generator.sample(range(len(spans)), count))
        texts: list[str] = []
        for place, (first, last) in enumerate(spans):
            old = text[first:last]
            pool = [int(one) for one in texts[-3:] if one.isdigit()]
            power, rooted = _is_power(text, first), "sqrt{" in text[max(0, first - 12) : first]
            most = 6 if power else (3 if rooted else 2) * int(old.replace(".", "") or 1)
            texts.append(_other(old, pool, generator, power=power, most=most, far=far) if place in places else old)
        yield _with(text, spans, texts)


def _is_power(text: str, place: int) -> bool:
    return text[max(0, place - 2) : place].endswith(("^", "^{"))


def _other(old: str, pool: list[int], generator: random.Random, *, power: bool, most: int, far: bool) -> str:
    if "." in old:
        places = len(old.partition(".")[2])
        size = generator.randint(1, max(9, 2 * int(old.replace(".", ""))))
        return f"{size / 10**places:.{places}f}"
    value = int(old)
    limit = 9 if power else 1000 if far else max(12, 2 * value)
    suggested = [one for one in _suggested(pool) if one <= limit]
    if suggested and generator.random() < 0.8:
        return str(generator.choice(suggested))
    low = 1 if value == 1 and not power else 2
    return str(generator.randint(low, most if power else max(9, most)))


def _suggested(pool: list[int]) -> list[int]:
    """Sums, differences, products and powers of the numbers before: what an answer, right or wrong, is made of."""
    numbers = [one for one in pool if 1 < one < 100]
    found = {*numbers, *(2 * one for one in numbers), *(one * one for one in numbers)}
    found |= {one * one // 4 for one in numbers if one % 2 == 0} | {isqrt(one) for one in numbers}
    for index, one in enumerate(numbers):
        for other in numbers[index + 1 :]:
            found |= {one + other, abs(one - other), one * other}
            if other <= 4:
                found.add(one**other)
            if one % other == 0:
                found.add(one // other)
    return sorted(number for number in found if 2 <= number < 1000)


def _blueprint(note: Note, asking: Asking, key: int, lists: list[list[str]]) -> Blueprint:
    names = [f"option{place + 1}" for place in range(len(lists))]
    student = normal_text(chosen_option(note, note.student_answer)) if note.student_answer.strip() else ""
    wrong = [(name, options[0]) for name, options in zip(names, lists, strict=True) if name != names[key]]
    return Blueprint(
        concept=_CONCEPTS.get(asking.kind, "보기의 참과 거짓"),
        parameters=tuple(
            Parameter(name, options[0], ChoiceDomain(tuple(options)))
            for name, options in zip(names, lists, strict=True)
        ),
        stem=tuple(note.stem.strip().split("\n")),
        answer=AnswerForm(AnswerKind.CHOICE, names[key]),
        solution=(
            _REASONS.get(asking.kind, "보기를 하나씩 계산하여 확인한다."),
            f"묻는 것에 맞는 보기는 {{{names[key]}}}뿐이다.",
        ),
        distractors=tuple(
            Distractor(name, "own" if student and normal_text(option) == student else "other") for name, option in wrong
        ),
        shows_choices=True,
        author="twin",
        family=f"options.{asking.kind}",
        readings=("stem",),
    )
