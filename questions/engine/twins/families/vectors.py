"""Plane vectors and 2×2 matrices."""

from questions.engine.twins.grammar.family import family

VECTOR = "고2.벡터"
MATRIX = "고1.행렬"
_A = r"(?:vec\{?a\}?|\\vec\{?a\}?|a)"
_B = r"(?:vec\{?b\}?|\\vec\{?b\}?|b)"
_TWO = rf"<lead>(?:두)?(?:평면)?벡터{_A}=\({{a}},{{b}}\),{_B}=\({{c}},{{d}}\)(?:에대하여|일때|의|에서)*,?"

FAMILIES = (
    family(
        "vector.dot",
        VECTOR,
        [
            rf"{_TWO}(?:내적)?{_A}·{_B}(?:의값)?<ask>",
            rf"{_TWO}(?:두벡터의)?내적(?:의값)?<ask>",
            r"<find>dot product of (?:the vectors)? \({a},{b}\) and \({c},{d}\)",
        ],
        let="one = a*c; two = b*d; s = one + two",
        wrong="one - two | sign; a*d + b*c | order; a*d - b*c | formula; (a + b)*(c + d) | formula; one | partial",
        say=["${a} \\times ({c}) + ({b}) \\times ({d}) = {s}$"],
        keeps_size=False,
    ),
    family(
        "vector.length",
        VECTOR,
        [rf"<lead>(?:평면)?벡터{_A}=\({{a}},{{b}}\)(?:의크기|에대하여\|{_A}\||일때,?\|{_A}\|)(?:의값)?<ask>"],
        let="total = a*a + b*b; s = sqrt(total)",
        wrong="total | partial; abs(a) + abs(b) | formula; abs(a + b) | formula; sqrt(abs(a*a - b*b)) | sign",
        say=["$\\sqrt{({a})^2 + ({b})^2} = {s}$"],
        keeps_size=False,
    ),
    family(
        "matrix.determinant",
        MATRIX,
        [
            r"<lead>(?:이차)?(?:정사각)?행렬(?:A=)?⟨{a},{b};{c},{d}⟩의(?:행렬식|판별식)(?:의값)?<ask>",
            r"<find>determinant of (?:the)?(?:matrix)? ⟨{a},{b};{c},{d}⟩",
        ],
        let="one = a*d; two = b*c; s = one - two",
        wrong="one + two | sign; a*c - b*d | order; two - one | sign; a + d | formula",
        say=["${a} \\times ({d}) - ({b}) \\times ({c}) = {s}$"],
        keeps_size=False,
    ),
)
