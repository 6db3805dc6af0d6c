"""Angles and diagonals of polygons, angles of triangles."""

from questions.engine.twins.grammar.family import GON_FORMULA, family

POLYGON = "중1.다각형"
_N = r"(?:정)?{n:int}각형"
_WORD = r"{g:gon}각형"
_DEG = r"(?:는|은|를)?(?:몇도|몇°)?(?:인지)?<ask>"

_BY_NUMBER = (
    family(
        "polygon.angle.sum",
        POLYGON,
        [rf"<lead>{_N}의(?:모든)?내각의크기의(?:총)?합{_DEG}", rf"<lead>{_N}의내각의합{_DEG}"],
        let="m = n - 2; s = 180*m",
        unit="°",
        domains="n 5..20",
        wrong="180*n | order; 180*(n - 1) | order; 360 | misread; 180*m/n | misread",
        say=["{n}각형은 {m}개의 삼각형으로 나눌 수 있으므로 $180 \\times {m} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.interior",
        POLYGON,
        [rf"<lead>정{{n:int}}각형의한내각의크기{_DEG}"],
        let="m = n - 2; total = 180*m; s = total/n",
        unit="°",
        domains="n 5..24",
        where="is_int(s)",
        wrong="total | partial; 360/n | misread; 180*(n - 1)/n | order; 180/n | partial",
        say=["내각의 크기의 합은 $180 \\times {m} = {total}$", "한 내각은 ${total} \\div {n} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.exterior",
        POLYGON,
        [rf"<lead>정{{n:int}}각형의한외각의크기{_DEG}"],
        let="s = 360/n",
        unit="°",
        domains="n 5..24",
        where="is_int(s)",
        wrong="180/n | formula; 180 - 360/n | misread; 360 | partial; 180*(n - 2)/n | misread",
        say=["외각의 크기의 합은 $360$이므로 $360 \\div {n} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.diagonals",
        POLYGON,
        [
            rf"<lead>{_N}의대각선의(?:총)?(?:개수|수|갯수){_DEG}",
            rf"<lead>{_N}의대각선은모두몇개<ask>",
            r"<find>(?:number of diagonals|how many diagonals)(?:of|in|doesa) (?:a|an)?(?:regular|convex)?"
            r"polygon with {n:int} sides",
        ],
        let="m = n - 3; twice = n*m; s = twice/2",
        domains="n 5..20",
        wrong="twice | partial; m | partial; n*(n - 1)/2 | order; n*(n - 2)/2 | order",
        say=["한 꼭짓점에서 {m}개를 그을 수 있으므로 $\\frac{{n} \\times {m}}{2} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.diagonals.vertex",
        POLYGON,
        [rf"<lead>{_N}의한꼭짓점에서그을수있는대각선의(?:개수|수){_DEG}"],
        let="s = n - 3",
        domains="n 5..20",
        wrong="n - 2 | order; n - 1 | order; n | misread; n*(n - 3)/2 | misread",
        say=["자기 자신과 이웃한 두 꼭짓점을 빼면 ${n} - 3 = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.from.diagonals",
        POLYGON,
        [r"<lead>대각선의(?:개수|수)가{d:int}개?인다각형(?:의(?:변|꼭짓점)의(?:개수|수)|은몇각형)<ask>"],
        let="d = n*(n - 3)/2; s = sum(i for i in range(3, 60) if i*(i - 3) == 2*d)",
        hidden="n = sum(i for i in range(3, 60) if i*(i - 3) == 2*d)",
        domains="n 5..20",
        wrong="n - 3 | partial; n + 3 | sign; d | misread; n - 1 | other",
        where="n >= 4",
        say=["변의 수를 $n$이라 하면 $\\frac{n(n-3)}{2} = {d}$", "이를 만족하는 수는 {s}"],
        keeps_size=False,
    ),
    family(
        "polygon.from.exterior",
        POLYGON,
        [r"<lead>한외각의크기가{t:int}°인정다각형(?:의(?:변|꼭짓점)의(?:개수|수)|은정?몇각형)<ask>"],
        let="t = 360/n; s = 360/t",
        hidden="n = 360/t",
        domains="n 5..40",
        wrong="180/t | formula; s - 2 | order; t | misread; s - 3 | order",
        say=["외각의 크기의 합은 $360$이므로 $360 \\div {t} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.from.interior",
        POLYGON,
        [r"<lead>한내각의크기가{t:int}°인정다각형(?:의(?:변|꼭짓점)의(?:개수|수)|은정?몇각형)<ask>"],
        let="t = 180 - 360/n; out = 180 - t; s = 360/out",
        hidden="n = 360/(180 - t)",
        domains="n 5..40",
        wrong="360/t | misread; s - 2 | order; out | partial; 180/out | formula",
        say=["한 외각은 $180 - {t} = {out}$", "$360 \\div {out} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.from.angle.sum",
        POLYGON,
        [r"<lead>내각의크기의합이{t:int}°인다각형(?:의(?:변|꼭짓점)의(?:개수|수)|은몇각형)<ask>"],
        let="t = 180*(n - 2); m = t/180; s = m + 2",
        hidden="n = t/180 + 2",
        domains="n 5..20",
        wrong="m | partial; m - 2 | sign; m + 1 | order; m + 3 | other",
        say=["${t} \\div 180 = {m}$이므로 변의 수는 ${m} + 2 = {s}$"],
        keeps_size=False,
    ),
    family(
        "triangle.third.angle",
        "중1.삼각형의 각",
        [
            r"<lead>(?:△ABC에서|삼각형ABC에서|삼각형의)?(?:두(?:내)?각의크기가(?:각각)?{a:int}°(?:,|와|과|이고){b:int}°(?:일때|인삼각형의|"
            r"이면)?,?나머지(?:한)?(?:내)?각의크기){_DEG}".replace("{_DEG}", _DEG),
            r"<lead>(?:△ABC에서|삼각형ABC에서)∠A={a:int}°,∠B={b:int}°(?:일때|이면)?,?∠C의?(?:크기)?{_DEG}".replace(
                "{_DEG}", _DEG
            ),
        ],
        let="total = a + b; s = 180 - total",
        unit="°",
        wrong="total | partial; 360 - total | formula; 180 - a | partial; 180 - b | partial",
        where="a + b < 170; a + b > 40",
        say=["삼각형의 세 내각의 크기의 합은 $180$이므로 $180 - {a} - {b} = {s}$"],
        keeps_size=False,
    ),
)

_BY_WORD = (
    family(
        "polygon.angle.sum.word",
        POLYGON,
        [rf"<lead>(?:정)?{_WORD}의(?:모든)?내각의크기의(?:총)?합{_DEG}"],
        let=f"n = {GON_FORMULA}; m = n - 2; s = 180*m",
        unit="°",
        wrong="180*n | order; 180*(n - 1) | order; 360 | misread; 180*m/n | misread",
        say=["{g}각형은 {m}개의 삼각형으로 나눌 수 있으므로 $180 \\times {m} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.interior.word",
        POLYGON,
        [rf"<lead>정{_WORD}의한내각의크기{_DEG}"],
        let=f"n = {GON_FORMULA}; m = n - 2; total = 180*m; s = total/n",
        unit="°",
        wrong="total | partial; 360/n | misread; 180*(n - 1)/n | order; 180/n | partial",
        say=["내각의 크기의 합은 $180 \\times {m} = {total}$", "한 내각은 ${total} \\div {n} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.exterior.word",
        POLYGON,
        [rf"<lead>정{_WORD}의한외각의크기{_DEG}"],
        let=f"n = {GON_FORMULA}; s = 360/n",
        unit="°",
        wrong="180/n | formula; 180 - 360/n | misread; 360 | partial; 180*(n - 2)/n | misread",
        say=["외각의 크기의 합은 $360$이므로 $360 \\div {n} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.diagonals.word",
        POLYGON,
        [
            rf"<lead>(?:정)?{_WORD}의대각선의(?:총)?(?:개수|수|갯수){_DEG}",
            rf"<lead>(?:정)?{_WORD}의대각선은모두몇개<ask>",
        ],
        let=f"n = {GON_FORMULA}; m = n - 3; twice = n*m; s = twice/2",
        wrong="twice | partial; m | partial; n*(n - 1)/2 | order; n*(n - 2)/2 | order",
        say=["한 꼭짓점에서 {m}개를 그을 수 있으므로 $\\frac{{n} \\times {m}}{2} = {s}$"],
        keeps_size=False,
    ),
    family(
        "polygon.diagonals.vertex.word",
        POLYGON,
        [rf"<lead>(?:정)?{_WORD}의한꼭짓점에서그을수있는대각선의(?:개수|수){_DEG}"],
        let=f"n = {GON_FORMULA}; s = n - 3",
        wrong="n - 2 | order; n - 1 | order; n | misread; n*(n - 3)/2 | misread",
        say=["자기 자신과 이웃한 두 꼭짓점을 빼면 ${n} - 3 = {s}$"],
        keeps_size=False,
    ),
)
FAMILIES = (*_BY_NUMBER, *_BY_WORD)
