"""What a stem asks about the numbers it lists: a place in their order, a number of digits, whose is most, how many.

Read are Korean stems only, and only those whose other numbers are the place asked for or the length of the list.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.twins.words.arithmetic import apply
from questions.engine.twins.words.spans import NumberSpan, number_spans

_N = r"(?<![\d.])\d+(?:\.\d+)?"
_UNIT = r"(?:\s?(?:cm|mm|km|m|kg|g|mL|L|점|개|명|번|살|권|장|마리|송이|원|쪽|회|반))?"
_LIST = re.compile(rf"{_N}{_UNIT}(?:\s?[,、]\s?{_N}{_UNIT}){{2,}}(?:\s?(?:와|과|그리고)\s?{_N})?")
_PLACES = {
    "첫": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip
_RANK = re.compile(rf"(\d+|{'|'.join(_PLACES)})\s?번째")
_LARGE, _SMALL = r"큰|크|많|높|무거|무겁|긴|길", r"작|적(?!어도|당|용|절|합|히|혀|힌)|낮|가벼|가볍|짧"
_GIVEN = re.compile(r"\s?(?:\S{1,2}\s)?(?:순(?:입니다|이었|이다|으로|이라)|순서(?:입니다|였|이다))")
_FROM = re.compile(r"(?:번호|나이|키)\s?(?:순서|순)(?!.{0,12}거꾸로)")
_BEHIND = re.compile(r"뒤에서|끝에서|왼쪽|오른쪽|거꾸로|아래에서|밑에서|마지막|사이|제외|빼고|아닌|않")
_DIGITS = {"두": 2, "세": 3, "네": 4, "다섯": 5}
_MADE = re.compile(r"(?<!소수 )(?<!소수)(두|세|네|다섯)\s?자리\s?(?:의\s?)?(?:자연)?수")
_LOOSE = re.compile(r"여러\s?번|중복|홀수|짝수|배수|소수|몇\s?개|모두|가깝")
_CONDITION = re.compile(r"만들|자리|카드|홀수|짝수|배수|약수|소수(?!점)|기약|평균|곱셈|나눗셈|계산")
_LIMIT = re.compile(
    rf"({_N}){_UNIT}\s?(?:보다\s(?:더\s)?(큰|작은|많은|적은|높은|낮은|긴|짧은|무거운|가벼운)|(이상|이하|초과|미만))"
)
_WHOSE = re.compile(r"누가|누구|어느|무엇")
_MOST = re.compile(rf"(?:가장|제일)\s(?:더\s)?(?:({_LARGE})|({_SMALL}))")
_TOPIC = re.compile(r"(?:은|는|이|가)$")
_MORE = re.compile(rf"(?:가장|제일|더)\s(?:({_LARGE})|({_SMALL}))")
_PARTICLE = re.compile(r"(?:이네|이는|이가|이의|에는|은|는|이|가|의|네)$")
_OPERATIONS = (("합", "+"), ("차", "-"), ("곱", "*"))


@dataclass(frozen=True, slots=True)
class Question:
    """The listed numbers, the formula over what stands for them, and whether their order must stay.

    `digits` marks one-digit numbers; `limit` is a value that none of them may take.
    """

    spans: tuple[NumberSpan, ...]
    formula: Callable[[Sequence[str]], str]
    answer: Fraction | str
    ordered: bool
    digits: bool = False
    limit: Fraction | None = None
    needed: frozenset[int] = frozenset()

    @property
    def numbers(self) -> tuple[Fraction, ...]:
        return tuple(span.value for span in self.spans)


def question_of(stem: str) -> Question | None:
    """The one question of this kind that `stem` asks, or None."""
    if not re.search(r"[가-힣]", stem) or _BEHIND.search(stem):
        return None
    spans = number_spans(stem)
    listed = _listed(stem, spans)
    if listed:
        if _CONDITION.search(stem):
            return _made(stem, spans, listed)
        return _beyond(stem, spans, listed) or _placed(stem, spans, listed)
    return _whose(stem, spans)


def _listed(stem: str, spans: Sequence[NumberSpan]) -> tuple[NumberSpan, ...]:
    found = list(_LIST.finditer(stem))
    if len(found) != 1:
        return ()
    start, end = found[0].span()
    inside = tuple(span for span in spans if start <= span.start < end and span.kind == "plain")
    sound = all(span.frozen in ("", "name", "one", "extreme") and span.scale == 1 for span in inside)
    return inside if sound and len({span.value for span in inside}) == len(inside) >= 3 else ()


def _others(spans: Sequence[NumberSpan], listed: Sequence[NumberSpan], allowed: set[Fraction]) -> bool:
    """Whether every other number in digits is the list's length or one of `allowed`."""
    known = allowed | {Fraction(len(listed))}
    return all(span in listed or span.kind == "word" or span.value in known for span in spans)


def _rank(stem: str) -> tuple[int, re.Match[str]] | None:
    found = list(_RANK.finditer(stem))
    if len(found) != 1:
        return None
    word = found[0].group(1)
    return (int(word) if word.isdigit() else _PLACES[word]), found[0]


def _direction(text: str) -> int:
    """1 where the text speaks of the larger first, -1 of the smaller, 0 of neither or both."""
    large, small = re.search(_LARGE, text), re.search(_SMALL, text)
    return 0 if bool(large) == bool(small) else 1 if large else -1


def _placed(stem: str, spans: Sequence[NumberSpan], listed: tuple[NumberSpan, ...]) -> Question | None:
    end = listed[-1].end
    rank = _rank(stem)
    if rank is None:
        return _extremes(stem, spans, listed)
    place, match = rank
    if not 1 <= place <= len(listed) or not _others(spans, listed, {Fraction(place)}):
        return None
    after = re.match(rf"{_UNIT}", stem[end:])
    if _GIVEN.match(stem[end + (after.end() if after else 0) :]):
        chosen = place - 1
    else:
        turned = _turned(stem, match)
        if not turned:
            return None
        order = sorted(range(len(listed)), key=lambda i: listed[i].value, reverse=turned > 0)
        chosen = order[place - 1]
    return Question(listed, lambda shown: shown[chosen], listed[chosen].value, ordered=True, needed=frozenset({chosen}))


def _turned(stem: str, rank: re.Match[str]) -> int:
    behind = re.match(rf"로\s(?:\S+\s)?(?:{_LARGE}|{_SMALL})\S*", stem[rank.end() :])
    if behind:
        return _direction(behind.group())
    word = rf"(?:{_LARGE}|{_SMALL})"
    first = re.search(rf"{word}\S{{0,3}}\s(?:\S{{1,4}}\s?)?(?:순서|순|부터)|{word}\S*\s\S+부터", stem)
    if first:
        return _direction(first.group())
    return -1 if _FROM.search(stem) and not re.search(rf"{_LARGE}|{_SMALL}", stem) else 0


def _extremes(stem: str, spans: Sequence[NumberSpan], listed: tuple[NumberSpan, ...]) -> Question | None:
    """The largest, the smallest, or one operation of both."""
    if not _others(spans, listed, set()):
        return None
    most = [bool(match.group(1)) for match in _MOST.finditer(stem)]
    order = sorted(range(len(listed)), key=lambda i: listed[i].value)
    if len(most) == 1 and re.search(r"얼마|몇|무엇|구하|쓰", stem) and not re.search(r"합|차|곱|더하|빼|나누|배", stem):
        chosen = order[-1] if most[0] else order[0]
        return Question(
            listed, lambda shown: shown[chosen], listed[chosen].value, ordered=True, needed=frozenset({chosen})
        )
    if sorted(most) == [False, True]:
        return _pair(stem, listed, order[-1], order[0])
    return None


def _pair(stem: str, listed: tuple[NumberSpan, ...], high: int, low: int) -> Question | None:
    asked = _asked(stem)
    if len(asked) != 1:
        return None
    value = apply(asked[0], listed[high].value, listed[low].value)
    return Question(
        listed,
        lambda shown: f"({shown[high]}) {asked[0]} ({shown[low]})",
        value,
        ordered=True,
        needed=frozenset({high, low}),
    )


def _asked(stem: str) -> list[str]:
    """The operations that the stem asks of two numbers: `의 합은`, `의 차를`."""
    return [sign for word, sign in _OPERATIONS if re.search(rf"의\s{word}(?:은|을|는|를|이)?(?![가-힣])", stem)]


def _made(stem: str, spans: Sequence[NumberSpan], listed: tuple[NumberSpan, ...]) -> Question | None:
    """A number made of listed digits, each used at most once."""
    size = _MADE.findall(stem)
    digits = all(span.value.denominator == 1 and span.value < 10 and not span.decimals for span in listed)
    once = re.search(r"카드|한\s?번씩", stem) and not _LOOSE.search(stem)
    if len(set(size)) != 1 or not digits or not once or "만들" not in stem:
        return None
    width = _DIGITS[size[0]]
    drawn = {Fraction(width)}
    if width > len(listed) or not _others(spans, listed, drawn):
        return None
    made = sorted(
        (group for group in itertools.permutations(range(len(listed)), width) if listed[group[0]].value),
        key=lambda group: [listed[i].value for i in group],
    )
    return _of_made(stem, listed, made)


def _of_made(stem: str, listed: tuple[NumberSpan, ...], made: list[tuple[int, ...]]) -> Question | None:
    rank = _rank(stem)
    most = [bool(match.group(1)) for match in _MOST.finditer(stem)]
    if rank and not most:
        behind = re.match(rf"로\s(?:{_LARGE}|{_SMALL})\S*", stem[rank[1].end() :])
        turned = _direction(behind.group()) if behind else 0
        if not turned or not 1 <= rank[0] <= len(made):
            return None
        groups, sign = [made[-rank[0] if turned > 0 else rank[0] - 1]], ""
    elif not rank and len(most) == 1 and not re.search(r"합|차|곱|더하|빼|나누|배", stem):
        groups, sign = [made[-1] if most[0] else made[0]], ""
    elif not rank and sorted(most) == [False, True]:
        asked = _asked(stem)
        if len(asked) != 1:
            return None
        groups, sign = [made[-1], made[0]], asked[0]
    else:
        return None
    values = [Fraction("".join(str(listed[i].value) for i in group)) for group in groups]
    value = apply(sign, values[0], values[1]) if sign else values[0]

    def formula(shown: Sequence[str]) -> str:
        parts = [
            " + ".join(f"{10 ** (len(group) - 1 - place)}*({shown[i]})" for place, i in enumerate(group))
            for group in groups
        ]
        return parts[0] if not sign else f"({parts[0]}) {sign} ({parts[1]})"

    return Question(listed, formula, value, ordered=True, digits=True)


def _beyond(stem: str, spans: Sequence[NumberSpan], listed: tuple[NumberSpan, ...]) -> Question | None:
    """How many of the listed numbers lie beyond one printed limit."""
    found = list(_LIMIT.finditer(stem))
    if len(found) != 1 or not re.search(r"몇\s?(?:개|명|장|마리)", stem):
        return None
    limit = Fraction(found[0].group(1))
    if not _others(spans, listed, {limit}) or limit in {span.value for span in listed}:
        return None
    word = found[0].group(2) or found[0].group(3)
    large = word in ("이상", "초과") or _direction(word) > 0
    sign = ">" if large else "<"
    count = sum((span.value > limit) is large for span in listed)
    shown_limit = str(limit)
    return Question(
        listed,
        lambda shown: " + ".join(f"(1 if {name} {sign} {shown_limit} else 0)" for name in shown),
        Fraction(count),
        ordered=False,
        limit=limit,
    )


def _whose(stem: str, spans: Sequence[NumberSpan]) -> Question | None:
    """The name beside the largest or smallest number."""
    plain = tuple(span for span in spans if span.kind == "plain")
    most = list((_MORE if len(plain) == 2 else _MOST).finditer(stem))
    if len(most) != 1 or not _WHOSE.search(stem) or len(plain) < 2 or len(plain) != len(spans):
        return None
    units = {span.unit[:1] for span in plain}
    sound = all(not span.frozen and span.scale == 1 and span.end < most[0].start() for span in plain)
    if not sound or len(units) != 1 or units & {"등", "위", "번", "시", "분", "초", "월", "일"}:
        return None
    names = _names(stem, plain)
    if not names or len({span.value for span in plain}) != len(plain):
        return None
    large = bool(most[0].group(1))
    best = sorted(range(len(plain)), key=lambda i: plain[i].value, reverse=large)[0]

    def formula(shown: Sequence[str]) -> str:
        sign = ">" if large else "<"
        text = f"'{names[-1]}'"
        for i in range(len(shown) - 2, -1, -1):
            first = " and ".join(f"{shown[i]} {sign} {shown[j]}" for j in range(len(shown)) if j != i)
            text = f"'{names[i]}' if {first} else {text}"
        return text

    return Question(plain, formula, names[best], ordered=False)


def _names(stem: str, plain: Sequence[NumberSpan]) -> list[str]:
    """What each number belongs to: the topics of the clauses or, where these are alike, their first words."""
    clauses = [_clause(stem, plain[i - 1].end if i else 0, span.start) for i, span in enumerate(plain)]
    for pick in (_topic, _first):
        names = [_PARTICLE.sub("", pick(words)) for words in clauses]
        if all(names) and len(set(names)) == len(names):
            return names
    return []


def _clause(stem: str, start: int, end: int) -> list[str]:
    """The words that lead to a number."""
    clause = re.sub(r"^\S*", "", stem[start:end]) if start else stem[start:end]
    return re.findall(r"[가-힣A-Za-z]+", re.split(r"[.!?]\s", clause)[-1])


def _topic(words: Sequence[str]) -> str:
    return next((word for word in reversed(words) if _TOPIC.search(word)), _first(words))


def _first(words: Sequence[str]) -> str:
    return words[0] if words else ""
