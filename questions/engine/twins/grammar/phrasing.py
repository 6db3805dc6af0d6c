"""One way of speaking: a stem in the normal spelling with its fixed phrases brought to one form.

Schoolbooks ask the same thing in many words (`만족시키는`/`만족하는`/`참이 되게 하는`, `라고 할 때`/`라 하면`,
`를 이용하여`/`를 써서`). The grammars are tried on the stem as it stands and on this form; every character
still leads back to the source, so that a similar question keeps the wording of its note.
"""

from __future__ import annotations

import re

from questions.engine.twins.grammar.reading import Reading

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"좌표평면(?:위에서|위의|에서)|좌표평면위에있는", ""),
    (r"(?<=[가-힣])좌표평면위의|수직선위의", ""),
    (
        r"(?:을|를|이|가)?(?:만족시키는|만족시킬|참이되게하는|참이되도록하는|성립하게하는|성립하도록하는|성립시키는|만족하게하는|"
        r"성립할때의?|참일때의?|참이될때의?)(?=[가-힣]{0,7}[a-zA-Z])",
        "를만족하는",
    ),
    (r"(?:을|를)만족하는", "를만족하는"),
    (
        r"(?:이?라고?(?:각각)?(?:할|하였을|했을|놓을)때|이?라고?(?:각각)?하자\.?(?:이때|그러면)?|이?라고?(?:각각)?하면|이?라고?(?:각각)?놓으면)",
        "라할때",
    ),
    (
        r"(?<=[^가-힣])(?:이?라면|이면|일경우에?|인경우에?|이다\.이때|일때의?|이다\.)(?=[^가-힣0-9]|[가-힣])",
        "일때",
    ),
    (r"(?<=[^가-힣])인(?=[xya-z]의값)", "일때"),
    (r"의(?:해|근)(?:를|가|은|는)(?P<r>[a-z])=(?P<n>[a-wz])(?:라할때|일때),?(?:상수|수)?(?P=n)의값", "의해"),
    (r"에(?:대해서|대해|관하여|관해서?|있어서)", "에대하여"),
    (r"에관한", "에대한"),
    (r"통과하는|통과할", "지나는"),
    (r"(?<=의)함숫값|(?<=일때)함숫값", "값"),
    (r"(?:을|를)?(?:이용해서|이용하면|이용해|써서|사용하여|사용해서?|활용하여|가지고)", "를이용하여"),
    (
        r"(?:로|으로)(?:알맞은것|옳은것|바른것|적당한것|적절한것|맞는것)(?:은|을고르면|을고르시오|을찾으시오)?[?.]*$",
        "은?",
    ),
    (r"(?:을|를)?a\+bi(?:의)?(?:꼴|형태|모양)?(?:로|으로)(?=나타)", "를간단히"),
    (r"(?:다음)?(?:식|수|분수)?의분모를(?:각각)?유리화하(?:시오|여라|세요)[.:]?(?=[\\\d(])", "식을간단히하시오"),
    (r"(?:을|를)?(?:바르게|옳게|올바르게)(?=인수분해|전개|계산|나타|간단|구|짝|정리)", "를"),
    (r"(?:은|는)?(?:다음중)?(?:어느것|어떤것)(?:인가|입니까|일까요|인지고르시오)?[?.]*$", "은?"),
    (r"다음중(?:에서)?", ""),
    (r"(?:을|를)풀어그(?=해|근)", "의"),
    (r"(?<=위의)점(?=[A-Z]?\()", "점"),
    (r"(?:두|세)?개의(?=점|직선|수|함수)", ""),
    (r"(?<=그래프)(?:에서|에대하여)(?=[xy]절편)", "의"),
    (r"(?<=[xy])축과(?:의교점의[xy]좌표|만나는점의[xy]좌표)", "절편"),
    (
        r"(?:을|를|의)?(?:가장간단한꼴로|가장간단하게|간단한꼴로|간단하게|간단히)(?=나타|하|정리|고치)",
        "를간단히",
    ),
    (r"(?<=간단히)(?:나타내|정리하|고치)(?=면|시오|어라|여라|세요)", "하"),
    (r"(?:두식|두방정식|두일차방정식|다음두식|두등식)(?=[-\dxya-z(])", "연립방정식"),
    (r"(?:을|를)?(?:동시에|모두)를?만족하는(?=[x-y])", "를만족하는"),
    (r"하세요|하십시오|하여보시오|하여라|해보시오|해보세요|해라|하시요", "하시오"),
    (r"(?<=[가-힣])(?:모두|각각|차례로|차례대로)(?=구|더|쓰|말)", ""),
)
_TABLE = tuple((re.compile(pattern), text) for pattern, text in _PHRASES)


def canonical(reading: Reading) -> Reading:
    """The same stem in the one way of speaking; the reading itself where nothing is said differently."""
    found = reading
    for pattern, text in _TABLE:
        found = rewritten(found, pattern, text)
    return found


def rewritten(reading: Reading, pattern: re.Pattern[str], new: str) -> Reading:
    """The reading with what the pattern finds spelt in another way."""
    pieces: list[tuple[str, int, int, bool]] = []
    place = 0
    for match in pattern.finditer(reading.text):
        if match.group() == new or match.start() < place:
            continue
        pieces += _letters(reading, place, match.start())
        first, last = reading.starts[match.start()], reading.ends[match.end() - 1]
        pieces += [(letter, first, last, False) for letter in new]
        place = match.end()
    if place == 0:
        return reading
    pieces += _letters(reading, place, len(reading.text))
    return Reading(
        reading.source,
        "".join(one[0] for one in pieces),
        tuple(one[1] for one in pieces),
        tuple(one[2] for one in pieces),
        tuple(one[3] for one in pieces),
    )


def _letters(reading: Reading, first: int, last: int) -> list[tuple[str, int, int, bool]]:
    return [(reading.text[i], reading.starts[i], reading.ends[i], reading.fenced[i]) for i in range(first, last)]


def readings(reading: Reading) -> tuple[Reading, ...]:
    """The stem as it stands and, where it differs, in the one way of speaking."""
    other = canonical(reading)
    ways = (reading,) if other.text == reading.text else (reading, other)
    moved = _data_first(reading)
    return ways if moved is None else (*ways, moved)


_DATA_LAST = re.compile(
    r"(?:다음은|아래는)[가-힣0-9A-Z]{2,40}?(?:이다|입니다)\.(?:이자료의|자료의|이들의)?(?P<asked>[가-힣,]{2,24}?)(?:을|를)"
    r"(?:각각|차례로)?구하(?:시오|여라|세요)[.:]?(?P<data>-?\d+(?:\.\d+)?(?:[,、]-?\d+(?:\.\d+)?){2,})"
)


def _data_first(reading: Reading) -> Reading | None:
    """Data that are printed below their question, before it: `자료 …의 중앙값`; None for another stem."""
    found = _DATA_LAST.fullmatch(reading.text)
    if found is None:
        return None
    first, last = found.span("data")
    before = (reading.starts[first], reading.starts[first], False)
    behind = (reading.ends[last - 1], reading.ends[last - 1], False)
    pieces = [(letter, *before) for letter in "자료"] + _letters(reading, first, last) + [("의", *behind)]
    pieces += _letters(reading, *found.span("asked"))
    return Reading(
        reading.source,
        "".join(one[0] for one in pieces),
        tuple(one[1] for one in pieces),
        tuple(one[2] for one in pieces),
        tuple(one[3] for one in pieces),
    )
