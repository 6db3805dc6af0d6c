"""Powers, roots, logarithms and trigonometric ratios of special angles: values of printed expressions."""

from __future__ import annotations

from questions.engine.twins.grammar.family import family
from questions.engine.types import AnswerKind

LOGARITHM = "고1.지수와 로그.로그"
EXPONENT = "고1.지수와 로그.지수"

FAMILIES = (
    family(
        "logarithm.value",
        LOGARITHM,
        [
            r"<lead>(?:로그)?log_\{{b:int}\}\(?\{?{m:int}\}?\)?(?:의값)?<ask>",
            r"<find>log_\{{b:int}\}\(?\{?{m:int}\}?\)?",
        ],
        let="m = b**k; s = sum(i for i in range(1, 20) if b**i == m)",
        hidden="k = sum(i for i in range(1, 20) if b**i == m)",
        domains="b 2..7; k 2..6",
        where="k >= 1; m < 5000",
        wrong="m/b | formula; k + 1 | order; k - 1 | order; b | misread; m - b | formula",
        say=["${m} = {b}^{{s}}$이므로 값은 ${s}$"],
        keeps_size=False,
    ),
    family(
        "logarithm.sum",
        LOGARITHM,
        [
            r"<lead>log_\{{b:int}\}\(?\{?{m:int}\}?\)?\+log_\{{b_2:int}\}\(?\{?{n:int}\}?\)?(?:의값)?<ask>",
            r"<find>log_\{{b:int}\}\(?\{?{m:int}\}?\)?\+log_\{{b_2:int}\}\(?\{?{n:int}\}?\)?",
        ],
        let="product = m*n; s = sum(i for i in range(1, 16) if b**i == product)",
        domains="b 2..10; m 2..60; n 2..60",
        where="s >= 1; m != n; sum(1 for i in range(1, 16) if b**i == m) == 0",
        wrong="s + 1 | order; product | partial; m + n | formula; s - 1 | order; 2*s | other",
        say=[
            "두 로그의 합은 $\\log_{{b}} ({m} \\times {n}) = \\log_{{b}} {product}$",
            "${product} = {b}^{{s}}$이므로 값은 ${s}$",
        ],
        keeps_size=False,
    ),
    family(
        "logarithm.difference",
        LOGARITHM,
        [r"<lead>log_\{{b:int}\}\(?\{?{m:int}\}?\)?-log_\{{b_2:int}\}\(?\{?{n:int}\}?\)?(?:의값)?<ask>"],
        let="m = n*b**k; q = m/n; s = sum(i for i in range(1, 16) if b**i == q)",
        hidden="k = sum(i for i in range(1, 16) if b**i == m/n)",
        domains="b 2..7; k 1..4; n 2..15",
        where="k >= 1; m < 3000; gcd(n, b) == 1",
        wrong="s + 1 | order; q | partial; m - n | formula; 2*s | other; b | misread",
        say=["두 로그의 차는 $\\log_{{b}} \\frac{m}{n} = \\log_{{b}} {q}$", "${q} = {b}^{{s}}$이므로 값은 ${s}$"],
        keeps_size=False,
    ),
    family(
        "logarithm.equation",
        LOGARITHM,
        [
            r"<lead>(?:로그)?방정식log_\{{b:int}\}\(?x\)?={k:int}(?:의해|의근|를만족시키는x의값|을만족시키는x의값)?<ask>",
            r"<lead>log_\{{b:int}\}\(?x\)?={k:int}일때,?x의값<ask>",
        ],
        let="s = b**k",
        domains="b 2..7; k 2..5",
        wrong="b*k | formula; k**b | order; b + k | formula; b**(k - 1) | order",
        say=["로그의 정의에서 $x = {b}^{{k}} = {s}$"],
        keeps_size=False,
    ),
    family(
        "logarithm.equation.shifted",
        LOGARITHM,
        [
            r"<lead>(?:로그)?방정식log_\{{b:int}\}\(x-{m:int}\)={k:int}(?:의해|의근|를만족시키는x의값|을만족시키는x의값)?<ask>",
        ],
        let="power = b**k; s = power + m",
        domains="b 2..7; k 2..5",
        wrong="power - m | sign; power | partial; b*k + m | formula; k**b + m | order",
        say=["로그의 정의에서 진수는 ${b}^{{k}} = {power}$", "따라서 $x = {s}$"],
        keeps_size=False,
    ),
    family(
        "exponential.equation",
        "고1.지수와 로그.지수방정식",
        [
            r"<lead>(?:지수)?방정식{b:int}\^\{?x\}?={m:int}(?:의해|의근|를만족시키는x의값|을만족시키는x의값|를만족하는x의값|을만족하는x의값)?<ask>",
            r"<lead>{b:int}\^\{?x\}?={m:int}(?:일때|를만족시키는|을만족시키는|을만족하는|를만족하는),?(?:실수)?x의값<ask>",
            r"solve(?:the)?(?:equation)?{b:int}\^\{?x\}?={m:int}(?:forx)?",
        ],
        let="m = b**k; s = sum(i for i in range(1, 20) if b**i == m)",
        hidden="k = sum(i for i in range(1, 20) if b**i == m)",
        domains="b 2..7; k 2..6",
        where="k >= 1; m < 5000",
        wrong="m/b | formula; k + 1 | order; k - 1 | order; m - b | formula",
        say=["${m} = {b}^{{s}}$이므로 $x = {s}$"],
        keeps_size=False,
    ),
    family(
        "exponential.equation.shifted",
        "고1.지수와 로그.지수방정식",
        [
            r"<lead>(?:(?:지수)?방정식)?{b:int}\^\{x\+{h:int}\}={m:int}(?:의해|의근|일때,?x의값|를만족시키는x의값|을만족시키는x의값|"
            r"를만족하는x의값|을만족하는x의값)?<ask>",
        ],
        let="m = b**k; s = sum(i for i in range(1, 20) if b**i == m) - h",
        hidden="k = sum(i for i in range(1, 20) if b**i == m)",
        domains="b 2..7; k 2..7; h 1..6",
        where="k >= 1; m < 5000; s != 0",
        wrong="k | partial; k + h | sign; m/b - h | formula; h - k | sign",
        say=["${m} = {b}^{{k}}$이므로 $x + {h} = {k}$", "따라서 $x = {s}$"],
        keeps_size=False,
    ),
    family(
        "radical.rationalise",
        "중3.제곱근.분모의 유리화",
        [
            r"<lead>\\frac\{{a:int}\}\{√\{?{b:int}\}?\}의?분모(?:를)?(?:유리화하시오|유리화하여라|유리화한것은|유리화하면|유리화한값)<ask>",
            r"<lead>\\frac\{{a:int}\}\{√\{?{b:int}\}?\}(?:의분모)?~을?(?:분모를)?유리화(?:하시오|하여라|하면|한것)<ask>",
            r"<lead>{a:int}/√\{?{b:int}\}?의?(?:분모)?~을?(?:분모를)?유리화(?:하시오|하여라|하면|한것)<ask>",
            r"<lead>(?:수의)?분모(?:를)?유리화(?:하시오|하여라)[.:]?\\frac\{{a:int}\}\{√\{?{b:int}\}?\}",
            r"rationalize(?:the)?denominator(?:of)?:?\\frac\{{a:int}\}\{√\{?{b:int}\}?\}",
        ],
        let="s = a/sqrt(b)",
        kind=AnswerKind.EXPRESSION,
        wrong="sqrt(b)/a | order; a*sqrt(b) | partial; a/b | formula; sqrt(b) | partial; sqrt(a) | formula",
        where="sum(1 for i in range(1, 40) if i*i == b) == 0",
        say=["분모와 분자에 $\\sqrt{b}$를 곱하면 ${s}$"],
        keeps_size=False,
    ),
    family(
        "power.law.product",
        "중2.단항식의 계산",
        [r"<lead>(?P<v>[a-z])\^\{?{m:int}\}?×(?P=v)\^\{?{n:int}\}?<ask>"],
        let="total = m + n",
        answer="LETTER**total",
        free="LETTER",
        kind=AnswerKind.EXPRESSION,
        domains="m 2..9; n 2..9",
        wrong="LETTER**(m*n) | formula; 2*LETTER**total | formula; LETTER**abs(m - n) | sign; LETTER**(total "
        "+ 1) | other",
        where="m != n",
        say=["밑이 같으므로 지수를 더하면 ${m} + {n} = {total}$, 따라서 $LETTER^{{total}}$"],
        keeps_size=False,
    ),
    family(
        "power.law.quotient",
        "중2.단항식의 계산",
        [r"<lead>(?P<v>[a-z])\^\{?{m:int}\}?÷(?P=v)\^\{?{n:int}\}?<ask>"],
        let="rest = m - n",
        answer="LETTER**rest",
        free="LETTER",
        kind=AnswerKind.EXPRESSION,
        domains="m 5..9; n 2..6",
        wrong="LETTER**(m + n) | sign; LETTER**(m*n) | formula; LETTER | partial; LETTER**(rest + 1) | other",
        where="rest > 1",
        say=["밑이 같으므로 지수를 빼면 ${m} - {n} = {rest}$, 따라서 $LETTER^{{rest}}$"],
        keeps_size=False,
    ),
    family(
        "power.law.power",
        "중2.단항식의 계산",
        [r"<lead>\((?P<v>[a-z])\^\{?{m:int}\}?\)\^\{?{n:int}\}?<ask>"],
        let="product = m*n",
        answer="LETTER**product",
        free="LETTER",
        kind=AnswerKind.EXPRESSION,
        domains="m 2..6; n 2..6",
        wrong="LETTER**(m + n) | formula; LETTER**(m**n) | formula; n*LETTER**m | formula; LETTER**(product + "
        "1) | other",
        where="m != n",
        say=["지수를 곱하면 ${m} \\times {n} = {product}$, 따라서 $LETTER^{{product}}$"],
        keeps_size=False,
    ),
)
