"""Lines through points, distances, midpoints and dividing points; direct and inverse proportion."""

from questions.engine.twins.grammar.family import family
from questions.engine.types import AnswerKind

LINE = "중2.일차함수"
PLANE = "고1.도형의 방정식.평면좌표"
_P = r"(?:점)?(?:[A-Z])?\({a},{b}\)"
_Q = r"(?:점)?(?:[A-Z])?\({c},{d}\)"
_PQ = rf"(?:좌표평면위의)?(?:두)?{_P}(?:,|와|과){_Q}"
_LINES = r"(?:직선|일차함수의그래프|일차함수)"
_EQ = r"(?:의방정식|의식|(?:을|를)그래프로(?:하는|갖는|가지는)일차함수의식)?(?:은|는|을|를)?"

FAMILIES = (
    family(
        "line.slope.two.points",
        LINE,
        [
            rf"<lead>{_PQ}(?:를|을|를모두|을모두)?(?:지나는|잇는|이은)(?:직선|일차함수의그래프)의기울기<ask>",
            r"<find>slope of the line (?:passing)?(?:through|thatpassesthrough)(?:the points)? \({a},{b}\) "
            r"and \({c},{d}\)",
        ],
        let="run = c - a; rise = d - b; s = rise/run",
        wrong="run/rise | order; -rise/run | sign; (d + b)/(c + a) | sign; rise | partial",
        where="a != c; b != d",
        say=["기울기는 $\\frac{{d} - ({b})}{{c} - ({a})} = \\frac{rise}{run} = {s}$"],
        tell=["The slope is $\\frac{rise}{run} = {s}$."],
        keeps_size=False,
    ),
    family(
        "line.two.points",
        LINE,
        [
            rf"<lead>{_PQ}(?:를|을)?(?:지나는|잇는){_LINES}{_EQ}<ask>",
            r"<find>equation of the line (?:passing)?(?:through|thatpassesthrough)(?:the points)? \({a},{b}\) "
            r"and \({c},{d}\)",
        ],
        let="d = b + m*(c - a); rise = d - b; run = c - a; k = b - m*a",
        hidden="m = (d - b)/(c - a)",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = -m*x + k | sign; y = m*x - k | sign; y = k*x + m | order; y = m*x + b | partial",
        where="a != c; k != 0; m != 0; b != d",
        say=["기울기는 $\\frac{rise}{run} = {m}$", "점 $({a}, {b})$를 지나므로 $y = {m}x + {k}$"],
        tell=["The slope is $\\frac{rise}{run} = {m}$.", "Through $({a}, {b})$ the line is $y = {m}x + {k}$."],
        keeps_size=False,
    ),
    family(
        "line.slope.point",
        LINE,
        [
            rf"<lead>기울기가{{m}}(?:이고|이며|,)(?:,)?{_P}(?:를|을)?지나는{_LINES}{_EQ}<ask>",
            rf"<lead>{_P}(?:를|을)?지나고,?기울기가{{m}}인{_LINES}{_EQ}<ask>",
        ],
        let="k = b - m*a",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = m*x + b | partial; y = m*x - k | sign; y = -m*x + k | sign; y = m*x + b + m*a | sign",
        where="m != 0; k != 0",
        say=["$y = {m}x + b$에 점 $({a}, {b})$의 좌표를 대입하면 $b = {k}$", "따라서 $y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "line.slope.intercept",
        LINE,
        [rf"<lead>기울기가{{m}}이고,?y절편이{{k}}인(?:직선|일차함수의그래프|일차함수){_EQ}<ask>"],
        let="t = m*1",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = k*x + m | order; y = m*x - k | sign; y = -m*x + k | sign",
        where="m != 0; k != 0; m != k",
        say=["$y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "line.intercepts",
        LINE,
        [
            rf"<lead>x절편이{{a:int}}(?:이고|이며|,),?y절편이{{k:int}}인(?:직선|일차함수의그래프|일차함수){_EQ}<ask>",
            rf"<lead>y절편이{{k:int}}(?:이고|이며|,),?x절편이{{a:int}}인(?:직선|일차함수의그래프|일차함수){_EQ}<ask>",
        ],
        let="k = -m*a; t = a*1",
        hidden="m = -k/a",
        kind=AnswerKind.EQUATION,
        answer="y = m*x + k",
        free="x y",
        wrong="y = -m*x + k | sign; y = a*x + k | misread; y = m*x - k | sign; y = m*x + a | misread; "
        "y = k*x + m | order; y = 2*m*x + k | other",
        where="m != 0; a != 0; m != 1",
        say=["두 점 $({a}, 0)$, $(0, {k})$를 지나므로 기울기는 ${m}$", "따라서 $y = {m}x + {k}$"],
        keeps_size=False,
    ),
    family(
        "points.distance",
        PLANE,
        [
            r"<find>distance between (?:the points)? \({a},{b}\) and \({c},{d}\)",
        ],
        let="run = c - a; rise = d - b; total = run*run + rise*rise; s = sqrt(total)",
        wrong="total | partial; abs(run) + abs(rise) | formula; abs(run + rise) | formula; sqrt(abs(run*run - "
        "rise*rise)) | sign; sqrt((a + c)**2 + (b + d)**2) | sign",
        where="a != c; b != d",
        say=["$\\sqrt{({run})^2 + ({rise})^2} = \\sqrt{total} = {s}$"],
        keeps_size=False,
    ),
    family(
        "points.midpoint",
        PLANE,
        [
            rf"<lead>{_PQ}(?:를|을)?(?:잇는|이은|양끝점으로하는)?(?:선분)?(?:AB|PQ)?의중점(?:M)?(?:의좌표)?<ask>",
            rf"<lead>{_PQ}(?:에대하여|에서),?선분(?:AB|PQ)의중점(?:M)?(?:의좌표)?<ask>",
            r"<find>midpoint of the (?:line)?segment (?:joining|connecting|between|withendpoints) \({a},{b}\) "
            r"and \({c},{d}\)",
        ],
        let="p = (a + c)/2; q = (b + d)/2",
        answer="(p, q)",
        wrong="(a + c, b + d) | partial; ((c - a)/2, (d - b)/2) | sign; (c - a, d - b) | formula; (q, p) | order",
        where="a != c; b != d; is_int(p); is_int(q)",
        say=["$\\left(\\frac{{a} + {c}}{2}, \\frac{{b} + {d}}{2}\\right) = ({p}, {q})$"],
        keeps_size=False,
    ),
    family(
        "points.internal.division",
        PLANE,
        [
            rf"<lead>{_PQ}(?:에대하여|를이은|를잇는|을이은|을잇는|를양끝점으로하는|,)*,?선분(?:AB)?(?:를|을){{m:int}}:{{n:int}}(?:으로|로)"
            rf"내분하는점(?:P|Q)?(?:의좌표)?<ask>",
        ],
        let="total = m + n; p = (m*c + n*a)/total; q = (m*d + n*b)/total",
        answer="(p, q)",
        wrong="((m*a + n*c)/total, (m*b + n*d)/total) | order; ((m*c - n*a)/total, (m*d - n*b)/total) | sign; "
        "(m*c + n*a, m*d + n*b) | partial; ((a + c)/2, (b + d)/2) | formula",
        where="m != n; a != c; b != d; is_int(p); is_int(q); gcd(m, n) == 1",
        domains="m 1..5; n 1..5",
        say=[
            "$x = \\frac{{m} \\times ({c}) + {n} \\times ({a})}{total} = {p}$",
            "$y = \\frac{{m} \\times ({d}) + {n} \\times ({b})}{total} = {q}$",
        ],
        keeps_size=False,
    ),
    family(
        "function.direct",
        "중1.정비례와 반비례",
        [r"<lead>y(?:가|는|이)x에정비례하고,?x={a}일때,?y={b}(?:이다|일때|이면)?[.,]?(?:이때)?,?x={c}일때,?y의값<ask>"],
        let="b = k*a; s = k*c",
        hidden="k = b/a",
        wrong="a*b/c | formula; k | partial; b + c - a | formula; c/k | order",
        where="a != c; a != 0",
        say=["$y = {k}x$이므로 $x = {c}$일 때 $y = {s}$"],
    ),
    family(
        "function.inverse.proportion",
        "중1.정비례와 반비례",
        [r"<lead>y(?:가|는|이)x에반비례하고,?x={a}일때,?y={b}(?:이다|일때|이면)?[.,]?(?:이때)?,?x={c}일때,?y의값<ask>"],
        let="k = a*b; s = k/c",
        wrong="b*c/a | formula; k | partial; b + a - c | formula; k*c | order",
        where="a != c; c != 0",
        say=["$xy = {a} \\times {b} = {k}$이므로 $x = {c}$일 때 $y = {k} \\div {c} = {s}$"],
    ),
)
