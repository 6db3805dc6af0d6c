"""Lengths, areas and volumes of plane and solid figures, angles and diagonals of polygons, Pythagoras."""

from questions.engine.twins.grammar.family import family

PLANE = "중1.평면도형"
SOLID = "중1.입체도형"
POLYGON = "중1.다각형"
RIGHT = "중2.피타고라스 정리"
_L = r"(?:의길이)?(?:이|가|는|은|:|=)?(?:각각)?"
_U = r"{u:unit}"
_AND = r"(?:이고|이며|고|인|,|와|과|일때|이면)*"


def _area(shape: str, asked: str = "넓이") -> str:
    return rf"{shape}의{asked}(?:는|은|를)?(?:몇{_U}(?:\^?\{{?2\}}?)?)?(?:인지)?<ask>"


def _volume(shape: str, asked: str = "부피") -> str:
    return rf"{shape}의{asked}(?:는|은|를)?(?:몇{_U}(?:\^?\{{?[23]\}}?)?)?(?:인지)?<ask>"


FAMILIES = (
    family(
        "plane.triangle",
        PLANE,
        [
            rf"<lead>밑변{_L}{{a}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_area('삼각형')}",
            r"<find>area of (?:a|the) triangle with (?:a)?base(?:of)? {a}{u:unit} and (?:a)?height(?:of)? "
            r"{h}{u:unit}",
        ],
        let="twice = a*h; s = twice/2",
        unit="{u}^2",
        wrong="twice | partial; a + h | formula; (a + h)/2 | formula; twice/3 | formula; 2*twice | formula",
        say=["$\\frac{1}{2} \\times {a} \\times {h} = {s}$"],
    ),
    family(
        "plane.rectangle",
        PLANE,
        [rf"<lead>가로{_L}{{a}}{_U}{_AND}세로{_L}{{h}}{_U}{_AND}{_area('(?:직사각형|사각형)')}"],
        let="s = a*h",
        unit="{u}^2",
        wrong="2*(a + h) | formula; a + h | formula; a*h/2 | formula; 2*a*h | other",
        say=["${a} \\times {h} = {s}$"],
    ),
    family(
        "plane.rectangle.perimeter",
        PLANE,
        [
            rf"<lead>가로{_L}{{a}}{_U}{_AND}세로{_L}{{h}}{_U}{_AND}직사각형의(?:둘레|둘레의길이)(?:는|은|를)?(?:몇{_U})?<ask>"
        ],
        let="half = a + h; s = 2*half",
        unit="{u}",
        wrong="half | partial; a*h | formula; 2*a + h | partial; 4*a | formula",
        say=["$2 \\times ({a} + {h}) = {s}$"],
    ),
    family(
        "plane.parallelogram",
        PLANE,
        [rf"<lead>밑변{_L}{{a}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_area('평행사변형')}"],
        let="s = a*h",
        unit="{u}^2",
        wrong="a*h/2 | formula; 2*(a + h) | formula; a + h | formula; 2*a*h | other",
        say=["${a} \\times {h} = {s}$"],
    ),
    family(
        "plane.trapezoid",
        PLANE,
        [
            rf"<lead>윗변{_L}{{a}}{_U}?{_AND}아랫변{_L}{{b}}{_U}?{_AND}높이{_L}{{h}}{_U}{_AND}{_area('사다리꼴')}",
            rf"<lead>윗변{_L}{{a}}{_U}{_AND}아랫변{_L}{{b}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_area('사다리꼴')}",
            rf"<lead>윗변(?:의길이)?(?:과|와)아랫변의길이가각각{{a}}{_U},{{b}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_area('사다리꼴')}",
        ],
        let="sides = a + b; twice = sides*h; s = twice/2",
        unit="{u}^2",
        wrong="twice | partial; a*b*h/2 | formula; a*h/2 | partial; b*h/2 | partial; a*h + b | order",
        where="a != b",
        say=["$\\frac{1}{2} \\times ({a} + {b}) \\times {h} = {s}$"],
    ),
    family(
        "plane.rhombus",
        PLANE,
        [
            rf"<lead>두대각선의길이가(?:각각)?{{a}}{_U}(?:,|와|과|이고){{b}}{_U}{_AND}{_area('마름모')}",
            rf"<lead>한대각선의길이가{{a}}{_U}{_AND}다른(?:한)?대각선의길이가{{b}}{_U}{_AND}{_area('마름모')}",
        ],
        let="twice = a*b; s = twice/2",
        unit="{u}^2",
        wrong="twice | partial; a + b | formula; 2*(a + b) | formula; twice/4 | formula",
        say=["$\\frac{1}{2} \\times {a} \\times {b} = {s}$"],
    ),
    family(
        "plane.circle.area",
        PLANE,
        [
            rf"<lead>반지름{_L}{{r}}{_U}{_AND}{_area('원')}",
            r"<find>area of (?:a|the) circle (?:with|of) radius (?:of)? {r}{u:unit}(?:intermsofπ)?",
        ],
        let="q = r*r; s = q*pi",
        unit="{u}^2",
        wrong="2*r*pi | formula; r*pi | partial; 4*q*pi | misread; 2*q*pi | formula",
        say=["$\\pi \\times {r}^2 = {s}$"],
    ),
    family(
        "plane.circle.diameter.area",
        PLANE,
        [rf"<lead>지름{_L}{{d:int}}{_U}{_AND}{_area('원')}"],
        let="d = 2*r; q = r*r; s = q*pi",
        hidden="r = d/2",
        unit="{u}^2",
        wrong="d*d*pi | misread; d*pi | formula; 2*d*pi | formula; 2*q*pi | formula",
        say=["반지름은 ${d} \\div 2 = {r}$이므로 $\\pi \\times {r}^2 = {s}$"],
    ),
    family(
        "plane.circle.length",
        PLANE,
        [rf"<lead>반지름{_L}{{r}}{_U}{_AND}원의(?:둘레의길이|둘레|원주)(?:는|은)?(?:몇{_U})?<ask>"],
        let="d = 2*r; s = d*pi",
        unit="{u}",
        wrong="r*r*pi | formula; r*pi | partial; 4*r*pi | misread; d | partial",
        say=["$2 \\times \\pi \\times {r} = {s}$"],
    ),
    family(
        "plane.sector.area",
        PLANE,
        [
            rf"<lead>반지름{_L}{{r}}{_U}{_AND}중심각의크기가{{t}}°{_AND}{_area('부채꼴')}",
            rf"<lead>중심각의크기가{{t}}°{_AND}반지름{_L}{{r}}{_U}{_AND}{_area('부채꼴')}",
        ],
        let="s = r*r*t/360*pi",
        unit="{u}^2",
        domains="t 30..330 step 15",
        wrong="2*r*t/360*pi | formula; r*r*pi | partial; r*r*t/180*pi | formula; r*t/360*pi | partial",
        say=["$\\pi \\times {r}^2 \\times \\frac{t}{360} = {s}$"],
        where="is_int(r*r*t/360); t < 360",
    ),
    family(
        "plane.sector.arc",
        PLANE,
        [
            rf"<lead>반지름{_L}{{r}}{_U}{_AND}중심각의크기가{{t}}°{_AND}부채꼴의(?:호의길이|호의길이l)(?:는|은)?(?:몇{_U})?<ask>",
            rf"<lead>중심각의크기가{{t}}°{_AND}반지름{_L}{{r}}{_U}{_AND}부채꼴의호의길이(?:는|은)?(?:몇{_U})?<ask>",
        ],
        let="s = 2*r*t/360*pi",
        unit="{u}",
        domains="t 30..330 step 15",
        wrong="r*r*t/360*pi | formula; r*t/360*pi | partial; 2*r*pi | partial; 2*r*t/180*pi | formula",
        say=["$2\\pi \\times {r} \\times \\frac{t}{360} = {s}$"],
        where="is_int(2*r*t/360); t < 360",
    ),
    family(
        "plane.sector.by.arc",
        PLANE,
        [
            rf"<lead>반지름{_L}{{r}}{_U}{_AND}호의길이가{{l:int}}π{_U}{_AND}{_area('부채꼴')}",
        ],
        let="s = r*l/2*pi",
        unit="{u}^2",
        wrong="r*l*pi | partial; r*r*pi | formula; l*pi | misread; r*l/4*pi | formula",
        say=["$\\frac{1}{2} \\times {r} \\times {l}\\pi = {s}$"],
        where="is_int(r*l/2); l < 2*r",
    ),
    family(
        "solid.cuboid",
        SOLID,
        [
            rf"<lead>(?:가로|밑면의가로){_L}{{a}}{_U}{_AND}세로{_L}{{b}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('(?:직육면체|사각기둥)')}",
            rf"<lead>(?:가로|밑면의가로),세로,높이(?:의길이)?가(?:각각)?{{a}}{_U},{{b}}{_U},{{h}}{_U}{_AND}{_volume('직육면체')}",
        ],
        let="s = a*b*h",
        unit="{u}^3",
        wrong="2*(a*b + b*h + h*a) | formula; a*b*h/3 | formula; a + b + h | formula; a*b | partial",
        say=["${a} \\times {b} \\times {h} = {s}$"],
    ),
    family(
        "solid.cuboid.surface",
        SOLID,
        [
            rf"<lead>(?:가로|밑면의가로)"
            rf"{_L}{{a}}{_U}{_AND}세로{_L}{{b}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('직육면체', '겉넓이')}",
            rf"<lead>(?:가로|밑면의가로)"
            rf",세로,높이(?:의길이)?가(?:각각)?{{a}}{_U},{{b}}{_U},{{h}}{_U}{_AND}{_volume('직육면체', '겉넓이')}",
        ],
        let="one = a*b; two = b*h; three = h*a; half = one + two + three; s = 2*half",
        unit="{u}^2",
        wrong="half | partial; a*b*h | formula; one + two | partial; 2*(one + two) | partial",
        say=["$2 \\times ({one} + {two} + {three}) = {s}$"],
    ),
    family(
        "solid.cylinder",
        SOLID,
        [rf"<lead>(?:밑면(?:인원)?의)?반지름{_L}{{r}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('원기둥')}"],
        let="q = r*r; s = q*h*pi",
        unit="{u}^3",
        wrong="q*h/3*pi | formula; 2*r*h*pi | formula; r*h*pi | partial; 4*q*h*pi | misread",
        say=["$\\pi \\times {r}^2 \\times {h} = {s}$"],
    ),
    family(
        "solid.cylinder.surface",
        SOLID,
        [rf"<lead>(?:밑면(?:인원)?의)?반지름{_L}{{r}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('원기둥', '겉넓이')}"],
        let="q = 2*r*r; side = 2*r*h; total = q + side; s = total*pi",
        unit="{u}^2",
        wrong="side*pi | partial; (r*r + side)*pi | partial; r*r*h*pi | formula; (q + r*h)*pi | formula",
        say=["두 밑면의 넓이의 합은 ${q}\\pi$, 옆면의 넓이는 ${side}\\pi$", "따라서 겉넓이는 ${s}$"],
    ),
    family(
        "solid.cone",
        SOLID,
        [rf"<lead>(?:밑면(?:인원)?의)?반지름{_L}{{r}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('원뿔')}"],
        let="q = r*r*h; s = q/3*pi",
        unit="{u}^3",
        wrong="q*pi | partial; q/2*pi | formula; r*h/3*pi | formula; 2*r*h*pi | formula",
        where="is_int(q/3)",
        say=["$\\frac{1}{3} \\times \\pi \\times {r}^2 \\times {h} = {s}$"],
    ),
    family(
        "solid.cone.surface",
        SOLID,
        [rf"<lead>(?:밑면(?:인원)?의)?반지름{_L}{{r}}{_U}{_AND}모선{_L}{{l}}{_U}{_AND}{_volume('원뿔', '겉넓이')}"],
        let="q = r*r; side = r*l; total = q + side; s = total*pi",
        unit="{u}^2",
        wrong="side*pi | partial; (2*q + side)*pi | formula; (q + 2*side)*pi | formula; q*l/3*pi | formula",
        where="l > r",
        say=[
            "밑면의 넓이는 ${q}\\pi$, 옆면의 넓이는 $\\pi \\times {r} \\times {l} = {side}\\pi$",
            "따라서 겉넓이는 ${s}$",
        ],
    ),
    family(
        "solid.pyramid",
        SOLID,
        [
            rf"<lead>밑면이?(?:한변의길이가|한변이)?{{a}}{_U}인정사각형{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('(?:정)?사각뿔')}",
            rf"<lead>밑면은?한변의길이가{{a}}{_U}인정사각형이고높이{_L}{{h}}{_U}{_AND}{_volume('(?:정)?사각뿔')}",
            rf"<lead>밑면의한변의길이가{{a}}{_U}{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('정사각뿔')}",
        ],
        let="q = a*a*h; s = q/3",
        unit="{u}^3",
        wrong="q | partial; q/2 | formula; a*h/3 | formula; 4*a*h | formula",
        say=["$\\frac{1}{3} \\times {a}^2 \\times {h} = {s}$"],
    ),
    family(
        "solid.by.base",
        SOLID,
        [
            rf"<lead>밑(?:면의)?넓이(?:가|는|이)?{{a}}{_U}\^\{{?2\}}?"
            rf"{_AND}높이{_L}{{h}}{_U}{_AND}{_volume('(?:[가-힣]{1,2}각뿔|뿔|원뿔)')}",
        ],
        let="q = a*h; s = q/3",
        unit="{u}^3",
        wrong="q | partial; q/2 | formula; a + h | formula; 3*q | order",
        say=["$\\frac{1}{3} \\times {a} \\times {h} = {s}$"],
    ),
    family(
        "solid.sphere.volume",
        SOLID,
        [rf"<lead>반지름{_L}{{r}}{_U}{_AND}{_volume('구')}"],
        let="q = r*r*r; s = 4*q/3*pi",
        unit="{u}^3",
        wrong="4*r*r*pi | formula; q*pi | partial; q/3*pi | partial; 4*q*pi | partial",
        where="is_int(4*q/3)",
        domains="r 3..15",
        keeps_size=False,
        say=["$\\frac{4}{3} \\times \\pi \\times {r}^3 = {s}$"],
    ),
    family(
        "solid.sphere.surface",
        SOLID,
        [rf"<lead>반지름{_L}{{r}}{_U}{_AND}{_volume('구', '겉넓이')}"],
        let="q = r*r; s = 4*q*pi",
        unit="{u}^2",
        wrong="q*pi | partial; 2*q*pi | partial; 4*r*r*r/3*pi | formula; 4*r*pi | formula",
        say=["$4 \\times \\pi \\times {r}^2 = {s}$"],
    ),
    family(
        "plane.pythagoras.hypotenuse",
        RIGHT,
        [
            rf"<lead>직각삼각형(?:에서|의)(?:직각을낀|빗변이아닌)?두변의길이가(?:각각)?{{a:int}}{_U}?(?:,|와|과){{b:int}}{_U}?(?:일때|이면|"
            rf"인)?,?빗변의길이(?:는|은)?(?:몇{_U})?<ask>",
            rf"<lead>(?:직각을낀|빗변이아닌)두변의길이가(?:각각)?{{a:int}}{_U}?(?:,|와|과|이고){{b:int}}{_U}?인직각삼각형의빗변의길이(?:는|은)?(?"
            rf":몇{_U})?<ask>",
            r"<find>(?:length of the)?hypotenuse of a right triangle with legs (?:of length)? {a:int} (?:cm)?"
            r"and {b:int} (?:cm)?",
        ],
        let="total = a*a + b*b; s = sqrt(total)",
        unit="{u}",
        domains="a 2..24; b 2..24",
        wrong="a + b | formula; total | partial; sqrt(abs(b*b - a*a)) | sign; sqrt(a + b) | order",
        say=["피타고라스 정리에 의하여 ${a}^2 + {b}^2 = {total}$", "따라서 빗변의 길이는 ${s}$"],
        tell=["By the Pythagorean theorem ${a}^2 + {b}^2 = {total}$.", "So the hypotenuse is ${s}$."],
    ),
    family(
        "plane.pythagoras.leg",
        RIGHT,
        [
            rf"<lead>빗변{_L}{{c:int}}{_U}?(?:인직각삼각형의|이고|,|인직각삼각형에서)(?:다른)?한변의길이가{{a:int}}{_U}?(?:일때|인직각삼각형의|이면|"
            rf"인직각삼각형에서)?,?나머지(?:한)?변의길이(?:는|은)?(?:몇{_U})?<ask>",
            rf"<lead>직각삼각형(?:에서|의)빗변{_L}{{c:int}}{_U}?{_AND}(?:다른)?한변의길이가{{a:int}}{_U}?{_AND}나머지(?:한)?변의길이(?"
            rf":는|은)?(?:몇{_U})?<ask>",
        ],
        let="rest = c*c - a*a; s = sqrt(rest)",
        unit="{u}",
        wrong="c - a | formula; sqrt(c*c + a*a) | sign; rest | partial; c + a | formula",
        where="c > a",
        say=["피타고라스 정리에 의하여 ${c}^2 - {a}^2 = {rest}$", "따라서 나머지 한 변의 길이는 ${s}$"],
    ),
)
