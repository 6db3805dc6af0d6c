"""Stories of second degree: a rectangle by its area and the difference of its sides, a thing thrown upwards."""

# ruff: noqa: E501 (a pattern is read as one line)

from questions.engine.twins.grammar.family import family
from questions.engine.twins.grammar.wording import G, gap

USE = "중3.이차방정식.활용"
_LONGER = gap("긴", "길", "넓이", "큰", "더")
_LEAD = rf"<lead>{G}"
_SIDES = rf"{_LEAD}(?P<one>가로|세로)(?:의길이)?(?:가|는)(?P<two>가로|세로)(?:의길이)?보다{{a:int}}(?P<u>cm|m)(?:만큼)?(?:더)?(?:긴|길고|길며|길때|더긴){_LONGER}넓이(?:가|는)?{{t:int}}(?P=u)\^\{{?2\}}?{_LONGER}"
_UP = gap("초속", "처음")
_THROWN = rf"{_LEAD}(?:초속(?P<v1_2>\d+)m{_UP})?(?-i:x)초(?:후|뒤)?(?:의)?(?:물체의|공의|로켓의)?(?:높이(?:가|는|를)?)?\(?{{v1:int}}(?-i:x)-{{w:int}}(?-i:x)\^\{{?2\}}?\)?m{_UP}"
_ROOT = "sum(i for i in range(1, 60) if v1*i - w*i*i == h and 2*i*w < v1)"

FAMILIES = (
    *(
        family(
            f"rectangle.area.{name}",
            USE,
            [rf"{_SIDES}(?P={side})(?:의)?길이{G}(?:몇(?P=u))?{G}<ask>"],
            let=f"t = n*(n + a); s = {answer}",
            hidden="n = sum(i for i in range(1, 200) if i*(i + a) == t)",
            unit="{u}",
            domains="n 3..25; a 1..12",
            wrong="n + a | misread; n | misread; t/a | formula; s + 1 | other; s + 2 | other; s - 1 | other",
            where="n > 0; n*(n + a) == t",
            say=["짧은 변의 길이를 $x$라 하면 $x(x + {a}) = {t}$", "길이는 양수이므로 구하는 길이는 ${s}$"],
            keeps_size=False,
            hints="넓이",
        )
        for name, side, answer in (("shorter", "two", "n + 0"), ("longer", "one", "n + a"))
    ),
    *(
        family(
            f"thrown.{name}",
            USE,
            [rf"{_THROWN}높이가{wording}{{h:int}}m{G}(?:쏘아올린지|던진지|던져올린지)?{G}(?:몇초)(?:후|뒤)?{G}<ask>"],
            let=f"v1 = w*(p + q); h = w*p*q; s = {answer} + 0",
            hidden=f"p = {_ROOT}; q = v1/w - {_ROOT}",
            fixed="w",
            unit="초",
            domains="p 1..6; q 2..9",
            wrong="p | misread; q | misread; p + q | misread; (p + q)/2 | formula; s + 1 | other; s + 2 | other",
            where="p > 0; q > p; w*p*q == h",
            say=["높이의 식에서 ${v1}x - {w}x^2 = {h}$", "풀면 $x = {p}$ 또는 $x = {q}$이고 구하는 것은 ${s}$초 후"],
            keeps_size=False,
        )
        for name, wording, answer in (("first", "처음(?:으로)?", "p"), ("second", "두번째(?:로)?", "q"))
    ),
)  # fmt: skip
