"""Distance, speed and time: there and back, meeting, catching up, trains, tunnels, two speeds on one way."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, ask, either, gap

MOTION = "중1.일차방정식.거리·속력·시간"
_LEAD = rf"<lead>{G}"
_BACK = gap("왕복", "돌아", "내려", "올라")
_KMH = r"(?:시속{a}km|매시{a}km|한시간에{a}km)"
_GO = r"(?:갈때|가는데|가는길|올라갈때|올라가는데|가는동안|내려갈때)(?:에)?(?:는|은|에는)?"
_COME = r"(?:올때|돌아올때|내려올때|오는데|돌아오는데|내려오는데|오는길|돌아오는길)(?:에)?(?:는|은|에는)?"
_THERE_AND_BACK = rf"{_LEAD}{_BACK}{_GO}{G}시속{{a:int}}km{_BACK}{_COME}{G}시속{{b:int}}km{_BACK}"
_ONE_WAY = ask("(?:거리|길이)", "km", "왕복")
_TRIP_SAY = [
    "한 번 가는 거리를 $x$ km라 하면 $\\frac{x}{{a}} + \\frac{x}{{b}} = {time}$",
    "${total}x = {time} \\times {product}$이므로 $x = {s}$",
]
_TRIP_WRONG = "time*(a + b)/2 | formula; 2*s | misread; time*(a + b)/4 | formula; time*a/2 | formula"


def _trip(name: str, time: str, whole: str, hidden: str, **more: str) -> Family:
    return family(
        name, MOTION, [rf"{_THERE_AND_BACK}{time}{_BACK}{_ONE_WAY}"],
        let=f"total = a + b; product = a*b; {whole}; s = time*product/total", hidden=hidden, unit="km",
        wrong=_TRIP_WRONG, where=f"a != b; a < 100; b < 100; abs(time) < 8; s < 500; {more.get('where', 's > 0')}",
        domains=f"a 2..6; b 2..6; k 1..40; {more.get('domains', '')}", say=_TRIP_SAY, hints="시속 km",
        keeps_size=False,
    )  # fmt: skip


_TRIPS = (
    _trip("motion.trip", "{t:int}시간", "t = k*(a + b)/(a*b); time = t", "k = t*a*b/(a + b)"),
    _trip(
        "motion.trip.half",
        "{t:int}시간30분",
        "t = k*(a + b)/(a*b) - 1/2; time = t + 1/2",
        "k = (t + 1/2)*a*b/(a + b)",
    ),
    _trip("motion.trip.minutes", "{t:int}분", "t = 60*k*(a + b)/(a*b); time = t/60", "k = t/60*a*b/(a + b)"),
    family(
        "motion.trip.longer",
        MOTION,
        [
            rf"{_LEAD}{_BACK}{_GO}{G}시속{{a:int}}km{_BACK}{_COME}{gap('돌아')}{{d:int}}km(?:더|가더|만큼더)?(?:먼|긴|멀리|길게){gap('돌아')}시속{{b:int}}km{_BACK}{{t:int}}시간{_BACK}"
            rf"{ask('갈때(?:의)?거리|간거리|갈때걸은거리', 'km')}"
        ],
        let="total = a + b; t = k/a + (k + d)/b; left = t*a*b - a*d; s = left/total",
        hidden="k = (t*a*b - a*d)/(a + b)",
        unit="km",
        wrong="s + d | misread; t*a*b/total | partial; (t*a*b + a*d)/total | sign; 2*s + d | misread",
        where="s > 0; a < 100",
        domains="a 2..12; b 2..12; k 1..40; d 1..10",
        say=[
            "갈 때의 거리를 $x$ km라 하면 $\\frac{x}{{a}} + \\frac{x + {d}}{{b}} = {t}$",
            "정리하면 ${total}x = {left}$이므로 $x = {s}$",
        ],
        hints="시속 km",
        keeps_size=False,
    ),
)


def _difference(
    name: str, unit_pattern: str, factor: int, speed: tuple[str, str] = ("시속", "km"), *, slower: str = "a < b"
) -> Family:
    """The slower of two ways takes a printed time longer; which one is slower stays as it is in the note."""
    pace, way = speed
    faster = gap("빠르", "늦", "느리", "먼저", "빨리")
    asked = ask("(?:거리|길이)", way, "왕복")
    return family(
        name,
        MOTION,
        [
            *(
                [
                    rf"{_LEAD}{pace}{{a:int}}{way}{G}(?:가면|걸어가면|걸으면|걸어서가면|갈때|가는것은|가는것이|걷는것이|이동하면){faster}{pace}{{b:int}}{way}{G}(?:것|때|경우|가면|달려가면)?(?:보다){faster}{{t:int}}{unit_pattern}{faster}(?:더|늦)?{faster}{asked}",
                ]
                if slower == "a < b"
                else []
            ),
            rf"{_LEAD}{pace}{{a:int}}{way}{G}(?:가면|걸어가면|걸으면|걸어서가면|갈때와|가는것과){faster}{pace}{{b:int}}{way}{G}(?:가면|갈때|가는것|달리면|때){G}(?:시간차|걸리는시간의차|시간차이|걸리는시간차)(?:가|는)?{{t:int}}{unit_pattern}{G}{asked}",
            rf"{_LEAD}{gap('돌아', '올라', '내려', '왕복')}(?:갈때|올라갈때)(?:는|에는)?{G}{pace}{{a:int}}{way}{_BACK}{_COME}{G}{pace}{{b:int}}{way}{_BACK}(?:갈때|올라갈때|올때|내려올때|돌아올때)(?:는|가|의)?{_BACK}(?:올때|돌아올때|내려올때|갈때)?보다{faster}{{t:int}}{unit_pattern}{faster}{asked}",
        ],
        let=f"product = a*b; gap = abs(b - a); t = way*gap*{factor}/product; s = t*product/gap/{factor}",
        hidden=f"way = t*a*b/abs(b - a)/{factor}",
        unit=way,
        wrong=f"t*product/(a + b)/{factor} | sign; t*gap | formula; t*b/{factor} | partial; t*a/{factor} | partial; s + 1 | other",
        where=slower,
        domains="way 1..60" if way == "km" else "way 100..3000 step 100; a 40..120 step 10; b 60..300 step 10",
        say=[
            f"거리를 $x$ {way}라 하고 두 경우에 걸리는 시간의 차를 식으로 나타낸다.",
            "$x = {t} \\times {product} \\div {gap}" + (f" \\div {factor}" if factor > 1 else "") + " = {s}$",
        ],
        hints=f"{pace} {way}",
        keeps_size=False,
    )


_SPEED = r"(?:분속|매분|1분에|1분동안)"
_ROUND = gap("둘레", "반대", "마주", "같은방향", "같은쪽")


def _meeting(name: str, ways: str, sign: str, words: str, where: str) -> Family:
    """Two people towards each other, or one lap apart the same way; metres and minutes."""
    between = gap("둘레", "반대", "마주", "같은방향", "같은쪽", "분속", "매분")
    return family(
        name,
        MOTION,
        [
            rf"{_LEAD}{_ROUND}{{d:int}}m{_ROUND}{ways}{_ROUND}{_SPEED}{{a:int}}m{_ROUND}{_SPEED}{{b:int}}m{_ROUND}(?:몇분|시간){_ROUND}<ask>",
            rf"{_LEAD}{_ROUND}{{d:int}}m{_ROUND}{_SPEED}{{a:int}}m{_ROUND}{_SPEED}{{b:int}}m{_ROUND}{ways}{_ROUND}(?:몇분|시간){_ROUND}<ask>",
            rf"{_LEAD}{between}{_SPEED}{{a:int}}m{_ROUND}{_SPEED}{{b:int}}m{_ROUND}{{d:int}}m{_ROUND}{ways}{_ROUND}(?:몇분|시간){_ROUND}<ask>",
        ],
        let=f"gap = {sign}; d = n*gap; s = d/gap",
        hidden=f"n = d/({sign})",
        unit="분",
        wrong=f"d/a | partial; d/b | partial; {words}; 2*s | misread; s/2 | other",
        where=f"a != b; {where}; s > 1; is_int(d/100)",
        domains="n 2..60; a 40..110 step 5; b 40..110 step 5",
        say=[
            "1분 동안 두 사람이 함께 좁히는 거리는 ${gap}$ m",
            "${d} \\div {gap} = {s}$(분)",
        ],
        keeps_size=False,
    )


_FOLLOW = gap("먼저", "늦")
_LATER = (
    family(
        "motion.follow.free",
        MOTION,
        [
            rf"{_LEAD}{_FOLLOW}(?:출발|나간|나선|떠난|나갔|떠났){_FOLLOW}{{t:int}}분(?:이?지나)?(?:후|뒤){_FOLLOW}(?:분속|매분){{a:int}}m{_FOLLOW}(?:분속|매분){{b:int}}m{_FOLLOW}몇분{_FOLLOW}(?:만나|따라잡)[가-힣]*<ask>",
            rf"{_LEAD}(?:분속|매분){{a:int}}m{_FOLLOW}(?:출발|나간|나선|떠난|나갔|떠났|걸){_FOLLOW}{{t:int}}분(?:이?지나)?(?:후|뒤){_FOLLOW}(?:분속|매분){{b:int}}m{_FOLLOW}몇분{_FOLLOW}(?:만나|따라잡)[가-힣]*<ask>",
        ],
        let="gap = b - a; t = q*gap; lead = a*t; s = lead/gap",
        hidden="q = t/(b - a)",
        unit="분",
        wrong="lead/b | formula; lead/(a + b) | sign; s + t | misread; lead | partial",
        where="b > a; s < 100; abs(t) <= 30",
        domains="a 30..120 step 5; b 50..300 step 5",
        say=[
            "앞선 거리는 ${a} \\times {t} = {lead}$(m), 1분에 줄어드는 거리는 ${b} - {a} = {gap}$(m)",
            "${lead} \\div {gap} = {s}$(분)",
        ],
        keeps_size=False,
    ),
)
_TRAIN = r"(?:기차|열차|전철|지하철|화물열차|고속열차|KTX)"
_OVER = r"(?:다리|터널|철교|육교)"
_PASS = r"(?:통과|지나|건너|빠져나)"
_LENGTH_OF_TRAIN = either(rf"길이(?:가)?{{l:int}}m{G}{_TRAIN}", rf"{{l:int}}m길이의{_TRAIN}")
_LONG = either(r"길이(?:가)?{b:int}m", r"{b_1:int}m(?:길이)?")
_TRAINS = (
    family(
        "motion.train.speed",
        MOTION,
        [
            rf"{_LEAD}길이(?:가|는)?{{l:int}}m{G}{_TRAIN}{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}{{t:int}}초{gap('초속')}속력{G}(?:을|은|는)?{gap('초속')}(?:몇m)?{gap('초속')}<ask>",
            rf"{_LEAD}길이(?:가|는)?{{l:int}}m{G}{_TRAIN}{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}{{t:int}}초{gap('초속')}(?:초속|매초)몇m{G}<ask>",
        ],
        let="total = v1*t; l = total - b; s = total/t",
        hidden="v1 = (l + b)/t",
        unit="m/s",
        wrong="b/t | partial; abs(b - l)/t | sign; total | partial; l/t | partial; s + 5 | other",
        where="l < b; l > 40; l < 420; s < 90; s > 8; is_int(l/10)",
        domains="v1 10..80; t 10..90; b 200..2000 step 10",
        say=["움직인 거리는 ${b} + {l} = {total}$(m)", "초속은 ${total} \\div {t} = {s}$(m)"],
        keeps_size=False,
    ),
    family(
        "motion.train.length",
        MOTION,
        [
            rf"{_LEAD}초속{{v1:int}}m{G}{_TRAIN}{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}{{t:int}}초{G}길이{G}(?:몇m)?{G}<ask>",
            rf"{_LEAD}{_TRAIN}{G}초속{{v1:int}}m{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}{{t:int}}초{G}{_TRAIN}의길이{G}(?:몇m)?{G}<ask>",
        ],
        let="total = v1*t; s = total - b",
        unit="m",
        wrong="total | partial; total + b | sign; b/v1 | formula; s/2 | other; s + 20 | other",
        where="s > 40; s < 420; s < b; is_int(s/10)",
        domains="v1 10..80; t 10..90; b 200..2000 step 10",
        say=["움직인 거리는 ${v1} \\times {t} = {total}$(m)", "기차의 길이는 ${total} - {b} = {s}$(m)"],
        keeps_size=False,
    ),
    family(
        "motion.train.seconds",
        MOTION,
        [
            rf"{_LEAD}길이(?:가|는)?{{l:int}}m{G}{_TRAIN}{gap('초속')}초속{{v1:int}}m{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}(?:시간|몇초){G}(?:몇초)?{G}<ask>",
            rf"{_LEAD}초속{{v1:int}}m{G}길이(?:가|는)?{{l:int}}m{G}{_TRAIN}{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}(?:시간|몇초){G}(?:몇초)?{G}<ask>",
        ],
        let="total = v1*n; l = total - b; s = total/v1",
        hidden="n = (b + l)/v1",
        unit="초",
        wrong="b/v1 | partial; abs(b - l)/v1 | sign; total | partial; l/v1 | partial; s + 2 | other",
        where="l < b; l > 40; l < 420; is_int(l/10)",
        domains="v1 10..80; n 10..90; b 200..2000 step 10",
        say=["움직인 거리는 ${b} + {l} = {total}$(m)", "${total} \\div {v1} = {s}$(초)"],
        keeps_size=False,
    ),
    family(
        "motion.train.two.bridges",
        "중2.연립방정식.활용",
        [
            rf"{_LEAD}{_TRAIN}{G}{{b:int}}m{G}{_OVER}{G}{_PASS}{G}{{t:int}}초{G}{{c:int}}m{G}{_OVER}{G}{_PASS}{G}{{h:int}}초{G}{ask(f'{_TRAIN}의길이|길이', 'm')}",
        ],
        let="b = v1*t - l; c = v1*h - l; way = c - b; time = h - t; v2 = way/time; whole = v2*t; s = whole - b",
        hidden="v1 = (c - b)/(h - t); l = v1*t - b",
        unit="m",
        wrong="whole | partial; v2 | misread; s + v2 | other; s/2 | other",
        where="h != t; l > 30; l < 400; v1 > 5",
        domains="v1 10..60; t 10..90; h 10..90; l 50..300 step 10",
        say=[
            "두 경우의 차에서 속력은 ${way} \\div {time} = {v2}$, 초속 {v2} m이다.",
            "기차의 길이는 ${v2} \\times {t} - {b} = {s}$(m)",
        ],
        keeps_size=False,
    ),
)
_SIMPLE = (
    family(
        "motion.hours",
        MOTION,
        [
            rf"{_LEAD}{{d:int}}km{G}시속{{v1:int}}km{G}(?:시간|몇시간){G}(?:몇시간)?{G}<ask>",
            rf"{_LEAD}시속{{v1:int}}km{G}{{d:int}}km{G}(?:시간|몇시간){G}(?:몇시간)?{G}<ask>",
        ],
        let="d = v1*t; s = d/v1",
        hidden="t = d/v1",
        unit="시간",
        wrong="d*v1 | formula; v1/d | order; d - v1 | formula; s + 1 | other",
        domains="t 2..9",
        say=["시간 = 거리 ÷ 속력이므로 ${d} \\div {v1} = {s}$(시간)"],
        hints="시속 km",
    ),
    family(
        "motion.kilometres",
        MOTION,
        [rf"{_LEAD}시속{{v1:int}}km{G}{{t:int}}시간{G}{either('거리', '몇km')}{G}(?:몇km)?{G}<ask>"],
        let="s = v1*t",
        unit="km",
        wrong="v1/t | formula; v1 + t | formula; v1*t/60 | unit; s + v1 | other",
        say=["거리 = 속력 × 시간이므로 ${v1} \\times {t} = {s}$(km)"],
        hints="시속 km",
    ),
    family(
        "motion.speed",
        MOTION,
        [rf"{_LEAD}{{d:int}}km{G}{{t:int}}시간{gap('시속')}{either('속력', '시속')}{gap('시속')}(?:몇km)?{G}<ask>"],
        let="d = v1*t; s = d/t",
        hidden="v1 = d/t",
        unit="km/h",
        wrong="d*t | formula; t/d | order; d - t | formula; s + 10 | other",
        say=["속력 = 거리 ÷ 시간이므로 ${d} \\div {t} = {s}$, 시속 {s} km이다."],
        domains="t 2..9",
    ),
)


def _two_speeds(name: str, which: str, words: str, mine: str) -> Family:
    """One way of printed length and time with two speeds: how far at the first (second)."""
    return family(
        name,
        "중2.연립방정식.활용",
        [
            rf"{_LEAD}{{d:int}}km{G}(?:처음|도중|가는데|갈때|갈 때|까지){gap('나중')}시속{{a:int}}km{gap('나중', '늦')}시속{{b:int}}km{G}{{t:int}}시간{G}{ask(words, 'km')}",
        ],
        let=f"other = d - k; t = k/{mine} + other/({'a + b - ' + mine}); far = {'a + b - ' + mine}; rest = far*t - d; gap = far - {mine}; s = rest*{mine}/gap",
        hidden=f"k = ((a + b - {mine})*t - d)*{mine}/((a + b - {mine}) - {mine})",
        unit="km",
        wrong="d - s | misread; d/2 | formula; a*t/2 | formula; b*t/2 | formula",
        where="a != b; k > 0; k < d; a < 100; 2*s != d",
        domains="a 2..12; b 2..12; k 1..30; d 4..60",
        say=[
            "구하는 거리를 $x$ km라 하면 나머지는 ${d} - x$(km)이고 걸린 시간의 합이 ${t}$시간이다.",
            "이 식을 풀면 $x = {s}$",
        ],
        keeps_size=False,
        hints="시속 km",
    )


FAMILIES = (
    *_TRIPS,
    _difference("motion.difference.hours", "시간", 1),
    _difference("motion.difference.minutes", "분", 60),
    _difference("motion.difference.metres", "분", 1, ("분속", "m")),
    _difference("motion.difference.hours.back", "시간", 1, slower="b < a"),
    _difference("motion.difference.minutes.back", "분", 60, slower="b < a"),
    _difference("motion.difference.metres.back", "분", 1, ("분속", "m"), slower="b < a"),
    _meeting(
        "motion.meet.opposite", "(?:서로)?(?:반대|마주)[가-힣]*?", "a + b", "d/abs(a - b) | sign", "a + b > 0"
    ),
    _meeting("motion.meet.same", "(?:서로)?(?:같은방향|같은쪽)[가-힣]*?", "abs(a - b)", "d/(a + b) | sign", "a != b"),
    *_LATER,
    *_TRAINS,
    *_SIMPLE,
    _two_speeds("motion.two.speeds.first", "a", "걸은거리|걸어간거리|시속(?P<a_2>(?P=a))km로(?:걸은|간|걸어간|이동한)거리|걸어서간거리", "a"),
    _two_speeds("motion.two.speeds.second", "b", "뛴거리|달린거리|뛰어간거리|달려간거리|시속(?P<b_2>(?P=b))km로(?:뛴|간|달린|뛰어간|이동한)거리", "b"),
)  # fmt: skip
