"""Further figures: diagonals, equilateral triangles, cubes, ratios in right triangles, circles and lines."""

from questions.engine.twins.grammar.family import family
from questions.engine.types import AnswerKind

RIGHT = "중2.피타고라스 정리.활용"
CIRCLE = "고1.도형의 방정식.원"
LINE = "고1.도형의 방정식.직선"
TRIGONOMETRY = "중3.삼각비"
_L = r"(?:의길이)?(?:이|가|는|은|:|=)?"
_U = r"{u:unit}"
_AND = r"(?:이고|이며|고|인|,|일때|이면)*"
_HOW = r"(?:는|은|를)?(?:몇{u:unit}(?:\^?\{?[23]\}?)?)?(?:인지)?<ask>"
_ABC = r"<lead>∠C=90°인직각삼각형ABC에서"

FAMILIES = (
    family(
        "plane.rectangle.diagonal",
        RIGHT,
        [rf"<lead>가로{_L}{{a:int}}{_U}{_AND}세로{_L}{{b:int}}{_U}{_AND}직사각형의대각선의길이{_HOW}"],
        let="total = a*a + b*b; s = sqrt(total)",
        unit="{u}",
        domains="a 2..24; b 2..24",
        wrong="a + b | formula; total | partial; sqrt(a + b) | order; 2*(a + b) | misread",
        say=["${a}^2 + {b}^2 = {total}$이므로 대각선의 길이는 ${s}$"],
        keeps_size=False,
    ),
    family(
        "plane.equilateral.area",
        RIGHT,
        [rf"<lead>한변{_L}{{a:int}}{_U}{_AND}정삼각형의넓이{_HOW}"],
        let="square = a*a; s = sqrt(3)*square/4",
        unit="{u}^2",
        wrong="sqrt(3)*a/2 | misread; sqrt(3)*square/2 | partial; square/2 | formula; sqrt(3)*square | partial",
        say=["$\\frac{\\sqrt{3}}{4} \\times {a}^2 = {s}$"],
        where="is_int(square/4)",
        keeps_size=False,
    ),
    family(
        "plane.equilateral.height",
        RIGHT,
        [rf"<lead>한변{_L}{{a:int}}{_U}{_AND}정삼각형의높이{_HOW}"],
        let="half = a/2; s = sqrt(3)*half",
        unit="{u}",
        wrong="half | partial; sqrt(3)*a | partial; sqrt(3)*a*a/4 | misread; sqrt(2)*half | formula",
        say=["$\\frac{\\sqrt{3}}{2} \\times {a} = {s}$"],
        where="is_int(half)",
        keeps_size=False,
    ),
    family(
        "plane.square.diagonal",
        RIGHT,
        [rf"<lead>한변{_L}{{a:int}}{_U}{_AND}정사각형의대각선의길이{_HOW}"],
        let="s = a*sqrt(2)",
        unit="{u}",
        wrong="2*a | formula; a*a | formula; a*sqrt(3) | formula; a/2*sqrt(2) | partial",
        say=["${a} \\times \\sqrt{2} = {s}$"],
        keeps_size=False,
    ),
    family(
        "solid.cube.volume",
        "중1.입체도형",
        [rf"<lead>한모서리{_L}{{a:int}}{_U}{_AND}정육면체의부피{_HOW}"],
        let="s = a*a*a",
        unit="{u}^3",
        wrong="6*a*a | formula; 3*a | formula; a*a | partial; 12*a | formula",
        say=["${a}^3 = {s}$"],
        domains="a 2..12",
        keeps_size=False,
    ),
    family(
        "solid.cube.surface",
        "중1.입체도형",
        [rf"<lead>한모서리{_L}{{a:int}}{_U}{_AND}정육면체의겉넓이{_HOW}"],
        let="one = a*a; s = 6*one",
        unit="{u}^2",
        wrong="one | partial; 4*one | formula; a*a*a | formula; 12*a | formula",
        say=["$6 \\times {a}^2 = {s}$"],
    ),
    family(
        "trigonometry.sine.abc",
        TRIGONOMETRY,
        [rf"{_ABC}AB={{c:int}},BC={{a:int}}(?:일때|이면),?sinA(?:의값)?<ask>"],
        let="s = a/c",
        wrong="c/a | order; sqrt(c*c - a*a)/c | misread; a/sqrt(c*c - a*a) | misread; (c - a)/c | formula",
        where="a < c; gcd(a, c) == 1",
        say=["$\\sin A = \\frac{\\overline{BC}}{\\overline{AB}} = {s}$"],
        keeps_size=False,
    ),
    family(
        "trigonometry.cosine.abc",
        TRIGONOMETRY,
        [rf"{_ABC}AB={{c:int}},AC={{a:int}}(?:일때|이면),?cosA(?:의값)?<ask>"],
        let="s = a/c",
        wrong="c/a | order; sqrt(c*c - a*a)/c | misread; a/sqrt(c*c - a*a) | misread; (c - a)/c | formula",
        where="a < c; gcd(a, c) == 1",
        say=["$\\cos A = \\frac{\\overline{AC}}{\\overline{AB}} = {s}$"],
        keeps_size=False,
    ),
    family(
        "circle.equation",
        CIRCLE,
        [
            r"<lead>중심이(?:점)?(?:[A-Z])?\({a:int},{b:int}\)이고,?반지름(?:의길이)?(?:이|가){r:int}인원의방정식<ask>",
            r"<lead>중심의좌표가\({a:int},{b:int}\)이고,?반지름(?:의길이)?(?:이|가){r:int}인원의방정식<ask>",
        ],
        let="square = r*r",
        kind=AnswerKind.EQUATION,
        answer="(x - a)**2 + (y - b)**2 = square",
        free="x y",
        wrong="(x + a)**2 + (y + b)**2 = square | sign; (x - a)**2 + (y - b)**2 = r | partial; (x + a)**2 + "
        "(y + b)**2 = r | sign; (x - a)**2 - (y - b)**2 = square | formula",
        where="a != 0; b != 0; r > 1",
        say=["반지름의 제곱은 ${square}$", "$(x - {a})^2 + (y - {b})^2 = {square}$"],
        keeps_size=False,
    ),
    family(
        "point.line.distance.minus",
        LINE,
        [
            r"<lead>점(?:[A-Z])?\({p:int},{q:int}\)(?:과|와|에서)직선{a:int}x\+{b:int}y-{c:pos}=0(?:사이의|까지의)거리<ask>"
        ],
        let="low = a*a + b*b; long = sqrt(low); up = abs(a*p + b*q - c); s = up/long",
        wrong="up | partial; up/low | formula; abs(a*p + b*q + c)/sqrt(low) | sign; up/(a + b) | formula",
        where="up > 0",
        say=["분자는 ${up}$, 분모는 $\\sqrt{low}$이므로 ${s}$"],
        keeps_size=False,
    ),
    family(
        "points.origin.distance",
        "고1.도형의 방정식.평면좌표",
        [r"<lead>원점(?:O)?(?:과|와|에서)점(?:[A-Z])?\({a:int},{b:int}\)(?:사이의|까지의)거리<ask>"],
        let="total = a*a + b*b; s = sqrt(total)",
        domains="a 2..24; b 2..24",
        wrong="total | partial; abs(a) + abs(b) | formula; abs(a + b) | formula; sqrt(abs(a*a - b*b)) | sign",
        say=["$\\sqrt{({a})^2 + ({b})^2} = {s}$"],
        keeps_size=False,
    ),
    family(
        "line.parallel",
        "중2.일차함수",
        [
            r"<lead>점(?:[A-Z])?\({a:int},{b:int}\)(?:을|를)지나고,?(?:직선|일차함수)?y={m:int}x[+-]{c:int}(?:의그래프)?"
            r"에평행한직선의방정식<ask>",
            r"<lead>(?:직선|일차함수)y={m:int}x[+-]{c:int}(?:의그래프)?(?:에|와)평행하고,?점(?:[A-Z])?\({a:int},{b:int}\)(?:을|"
            r"를)지나는(?:직선의방정식|일차함수의식|직선을그래프로하는일차함수의식)<ask>",
        ],
        let="k = b - m*a",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = -m*x + b + m*a | sign; y = m*x + b | partial; y = m*x - k | sign; y = m*x + c | misread",
        where="m != 0; k != 0; m != 1; k != c; k != -c",
        say=["평행하므로 기울기는 ${m}$", "점 $({a}, {b})$를 지나므로 $y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "line.translated",
        "중2.일차함수",
        [
            r"<lead>일차함수y={m:int}x\+{c:int}의그래프를y축의?방향으로{t:int}만큼평행이동한(?:그래프의식|그래프를나타내는일차함수의식|그래프가나타내는일차함수의식|"
            r"직선의방정식)<ask>"
        ],
        let="k = c + t",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = m*x + c - t | sign; y = (m + t)*x + c | formula; y = m*x + t | partial; y = m*x - k | sign",
        where="k != 0; t != 0; m != 1; m != 0",
        say=["상수항에 ${t}$를 더하면 $y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "triangle.angle.ratio",
        "중1.삼각형의 각",
        [
            r"<lead>삼각형의?세내각의크기의비가{a:int}:{b:int}:{c:int}일때,?(?:이삼각형의)?가장큰(?:내)?각의크기(?:는|를)?<ask>"
        ],
        let="total = a + b + c; unitpart = 180/total; most = max(a, b, c); s = unitpart*most",
        unit="°",
        wrong="unitpart | partial; unitpart*min(a, b, c) | misread; 360/total*most | formula; 180 - s | sign",
        where="is_int(unitpart); a != b; b != c; a != c",
        domains="a 1..9; b 1..9; c 1..9",
        say=[
            "비의 합은 {total}이므로 비 1에 해당하는 각은 $180 \\div {total} = {unitpart}$",
            "${unitpart} \\times {most} = {s}$",
        ],
        keeps_size=False,
    ),
)
