"""Short word problems of fixed wording: consecutive numbers, ages, sharing out, work, catching up."""

from questions.engine.twins.grammar.family import family

USE = "중1.일차방정식.활용"

FAMILIES = (
    family(
        "numbers.sum.and.difference",
        "중2.연립방정식.활용",
        [
            r"<lead>(?:서로다른)?(?:두수|두자연수|두정수)의합(?:이|은){t:int}이고,?차(?:가|는){d:int}(?:일때|이다|인)[.,]?(?:이때)?,?(?:두수|"
            r"두자연수|두정수)?(?:중|가운데)?(?:더)?큰수?<ask>",
            r"<lead>합(?:이|은){t:int}이고,?차(?:가|는){d:int}인(?:두수|두자연수|두정수)(?:가있다|가있을때)?[.,]?(?:이때)?,?(?:두수)?(?:중|"
            r"가운데|중에서)?(?:더)?큰수?<ask>",
        ],
        let="t = 2*w + d; twice = t + d; s = twice/2",
        hidden="w = (t - d)/2",
        wrong="w | misread; twice | partial; t - d | sign; t/2 | partial",
        where="w > 0",
        say=["큰 수를 두 배 하면 ${t} + {d} = {twice}$이므로 큰 수는 ${s}$"],
    ),
    family(
        "numbers.sum.and.difference.small",
        "중2.연립방정식.활용",
        [
            r"<lead>(?:서로다른)?(?:두수|두자연수|두정수)의합(?:이|은){t:int}이고,?차(?:가|는){d:int}(?:일때|이다|인)[.,]?(?:이때)?,?(?:두수|"
            r"두자연수|두정수)?(?:중|가운데)?(?:더)?작은수?<ask>",
        ],
        let="t = 2*w + d; twice = t - d; s = twice/2",
        hidden="w = (t - d)/2",
        wrong="w + d | misread; twice | partial; t + d | sign; t/2 | partial",
        where="w > 0",
        say=["작은 수를 두 배 하면 ${t} - {d} = {twice}$이므로 작은 수는 ${s}$"],
    ),
    family(
        "age.multiple.later",
        USE,
        [
            r"<lead>(?:현재|올해|지금)?(?:아버지|어머니|삼촌|이모|선생님)의나이는{a:int}세(?:이고|이며|,),?(?:아들|딸|영수|민수|자녀|학생|조카|철수)?"
            r"의나이는{b:int}세(?:이다|일때|라고할때)[.,]?(?:(?:아버지|어머니|삼촌|이모|선생님)의나이가(?:아들|딸|영수|민수|자녀|학생|조카|철수)"
            r"의나이의{k:int}배가되는것은(?:지금으로부터|현재로부터)?(?:몇년(?:후|뒤)|몇년(?:후|뒤))|(?:몇년(?:후|뒤)에)?(?:아버지|어머니|삼촌|이모|선생님)"
            r"의나이가(?:아들|딸|영수|민수|자녀|학생|조카|철수)의나이의{k2:int}배가되는(?:가|지)?)<ask>",
        ],
        let="a = k*(b + t) - t; gap = a - k*b; rest = k - 1; s = gap/rest",
        hidden="t = (a - k*b)/(k - 1)",
        unit="년",
        wrong="gap | partial; (a - b)/k | formula; (a + b)/k | sign; gap/k | order",
        where="k >= 2; a < 80; b < a; t > 0; a - b > 18; a - b < 50",
        domains="k 2..4; t 2..20; b 3..20",
        say=["$x$년 후라 하면 ${a} + x = {k}({b} + x)$", "${rest}x = {gap}$이므로 $x = {s}$"],
    ),
    family(
        "share.surplus.people",
        USE,
        [
            r"<lead>(?:학생들에게|아이들에게|사람들에게|어린이들에게)(?P<o>사탕|공책|연필|귤|사과|초콜릿|빵|구슬|볼펜|쿠키|젤리)(?:을|를)(?:나누어주는데|"
            r"나누어주려고하는데|나누어주려고한다\.|나누어줄때,?),?(?:한(?:학생|사람|명|아이)에게)?{a:int}(?:개|권|자루)씩(?:나누어)?주면{p:int}(?:개|권|"
            r"자루)가?이?남고,?(?:한(?:학생|사람|명|아이)에게)?{b:int}(?:개|권|자루)씩(?:나누어)?주면{q:int}(?:개|권|자루)가?이?(?:모자란다|부족하다|"
            r"부족할때|모자랄때|모자라다)[.,]?(?:이때)?,?(?:학생|아이|사람|어린이)(?:의|은|는|들의|들은)?(?:수|모두몇명|몇명)<ask>",
        ],
        let="q = n*(b - a) - p; total = p + q; gap = b - a; s = total/gap",
        hidden="n = (p + q)/(b - a)",
        unit="명",
        wrong="total | partial; (q - p)/gap | sign; total/(a + b) | sign; a*s + p | misread",
        where="b > a; n > 2; floor(n) == n",
        say=["학생 수를 $x$라 하면 ${a}x + {p} = {b}x - {q}$", "${gap}x = {total}$이므로 $x = {s}$"],
    ),
    family(
        "share.surplus.things",
        USE,
        [
            r"<lead>(?:학생들에게|아이들에게|사람들에게|어린이들에게)(?P<o>사탕|공책|연필|귤|사과|초콜릿|빵|구슬|볼펜|쿠키|젤리)(?:을|를)(?:나누어주는데|"
            r"나누어주려고하는데|나누어주려고한다\.|나누어줄때,?),?(?:한(?:학생|사람|명|아이)에게)?{a:int}(?:개|권|자루)씩(?:나누어)?주면{p:int}(?:개|권|"
            r"자루)가?이?남고,?(?:한(?:학생|사람|명|아이)에게)?{b:int}(?:개|권|자루)씩(?:나누어)?주면{q:int}(?:개|권|자루)가?이?(?:모자란다|부족하다|"
            r"부족할때|모자랄때|모자라다)[.,]?(?:이때)?,?(?P=o)(?:의개수|은모두몇개|는모두몇개|은몇(?:개|권|자루)|는몇(?:개|권|자루)|의수)<ask>",
        ],
        let="q = n*(b - a) - p; total = p + q; gap = b - a; people = total/gap; s = a*people + p",
        hidden="n = (p + q)/(b - a)",
        wrong="people | misread; a*people | partial; b*people + q | sign; total | partial",
        where="b > a; n > 2; floor(n) == n",
        say=[
            "학생 수를 $x$라 하면 ${a}x + {p} = {b}x - {q}$이므로 $x = {people}$",
            "${a} \\times {people} + {p} = {s}$",
        ],
    ),
    family(
        "work.together",
        USE,
        [
            r"<lead>(?:어떤|어느)일을(?:완성하는데|하는데|끝내는데|마치는데)(?:[가-힣A-Z]{1,4}?)(?:가|이|는|은)?(?:혼자(?:서)?(?:하면)?)?"
            r"{a:int}(?P<t>일|시간),?(?:[가-힣A-Z]{1,4}?)(?:가|이|는|은)?(?:혼자(?:서)?(?:하면)?)?{b:int}(?P=t)(?:이)?걸린다[.,"
            r"]?(?:이일을)?(?:[가-힣A-Z]{1,4}?(?:와|과)[가-힣A-Z]{1,4}?(?:가|이)|두사람이)?(?:함께|같이)(?:하면|일하면|한다면)(?:완성하는데|"
            r"일을완성하는데|끝내는데|마치는데)?(?:며칠(?:이)?(?:만에)?(?:걸리는가|걸리는지|끝나는가|끝낼수있는가|걸립니까)?|몇(?:일|시간)(?:이)?(?:만에)?(?"
            r":걸리는가|걸리는지|끝나는가|끝낼수있는가|걸립니까)?)<ask>",
        ],
        unit="{t}",
        let="product = a*b; total = a + b; s = product/total",
        wrong="total/2 | formula; total | formula; abs(a - b) | sign; product | partial",
        where="a != b",
        say=[
            "하루에 하는 일의 양은 각각 $\\frac{1}{{a}}$, $\\frac{1}{{b}}$이므로",
            "$1 \\div \\left(\\frac{1}{{a}} + \\frac{1}{{b}}\\right) = \\frac{product}{total} = {s}$",
        ],
    ),
    family(
        "motion.catch.up",
        "중1.일차방정식.거리·속력·시간",
        [
            r"<lead>(?:동생|형|누나|언니)(?:이|가)(?:집을|집에서)(?:출발한지|나간지|떠난지){t:int}분(?:후|뒤)에(?:형|누나|언니|동생|오빠)(?:이|가)(?"
            r":뒤따라|따라|자전거를타고뒤따라)(?:출발|나섰|나갔)(?:하였다|했다|다|하여|해서)[.,]?(?:동생|형|누나|언니)(?:은|는)(?:매분|분속){a:int}m(?"
            r":의속력으로|로)(?:걷고|걸어가고|가고),?(?:형|누나|언니|동생|오빠)(?:은|는)(?:매분|분속){b:int}m(?:의속력으로|로)(?:따라간다고할때|달려간다고할때|"
            r"따라갈때|갈때|간다고할때|걷는다고할때),?(?:형|누나|언니|동생|오빠)(?:이|가)(?:집을|집에서)?(?:출발한지)?(?:몇분(?:후|뒤)에)(?:동생|형|누나|언니)"
            r"(?:을|를|과|와)(?:만나는|따라잡는|만나게되는)(?:가|지)?<ask>",
        ],
        let="lead = a*t; gap = b - a; s = lead/gap",
        unit="분",
        wrong="lead/b | formula; lead/(a + b) | sign; s + t | misread; lead | partial",
        where="b > a; is_int(s)",
        say=[
            "앞선 거리는 ${a} \\times {t} = {lead}$(m), 1분에 줄어드는 거리는 ${b} - {a} = {gap}$(m)",
            "${lead} \\div {gap} = {s}$(분)",
        ],
    ),
    family(
        "motion.train.bridge",
        "중1.일차방정식.거리·속력·시간",
        [
            r"<lead>길이가{l:int}m인(?:기차|열차|전철)(?:가|이)(?:초속){v1:int}m(?:의(?:일정한)?속력으로|로)(?:달려|달리고있다\.이기차가|달릴때,?)?"
            r"(?:길이가)?{b:int}m인(?:다리|터널|철교)(?:를|을)(?:완전히)?(?:통과하는데|지나는데|건너는데)(?:걸리는시간|몇초(?:가)?걸리는(?:가|지))(?"
            r":은)?(?:몇초)?<ask>",
        ],
        let="l = v1*n - b; total = b + l; s = total/v1",
        hidden="n = (b + l)/v1",
        unit="초",
        wrong="b/v1 | partial; (b - l)/v1 | sign; total | partial; total*v1 | formula",
        where="l < b",
        say=["움직인 거리는 ${b} + {l} = {total}$(m)", "${total} \\div {v1} = {s}$(초)"],
    ),
    family(
        "coins.two.prices",
        "중2.연립방정식.활용",
        [
            r"<lead>(?:한개에|한자루에|한권에|1개에)?{a:int}원(?:하는|짜리|인)(?P<one>[가-힣]{1,5}?)(?:과|와)(?:한개에|한자루에|한권에|1개에)?"
            r"{b:int}원(?:하는|짜리|인)(?P<two>[가-힣]{1,5}?)(?:을|를)(?:합하여|섞어서|모두)(?:모두)?{n:int}(?:개|자루|권|장|송이)(?:를|"
            r"을)?(?:사고|샀더니|사서),?(?:모두)?{t:int}원(?:을지불하였다|을냈다|이었다|이되었다|을지불했다|이들었다)[.,]?(?:이때)?,?(?P=one)(?:은|는|"
            r"의개수는|을|를|의수는)?(?:모두)?(?:몇(?:개|자루|권|장|송이)?(?:샀는가|를샀는가|를샀는지|샀는지)?)?<ask>",
        ],
        let="t = a*n1 + b*(n - n1); rest = b*n - t; gap = b - a; s = rest/gap",
        hidden="n1 = (b*n - t)/(b - a)",
        wrong="n - s | misread; t/(a + b) | formula; rest | partial; n/2 | formula",
        where="a != b; n1 > 0; n1 < n",
        say=[
            "{n}개가 모두 {b}원이라면 ${b} \\times {n} - {t} = {rest}$(원)만큼 차이가 난다.",
            "${rest} \\div ({b} - {a}) = {s}$",
        ],
    ),
    family(
        "change.from.money",
        "초3.덧셈과 뺄셈",
        [
            r"<lead>{a:int}원짜리(?P<one>[가-힣]{1,5}?){n:int}(?:개|자루|권)(?:를|을)?사고{t:int}원(?:을)?(?:냈을때|내었다면|냈다면|내면)"
            r",?(?:받아야할)?거스름돈<ask>",
        ],
        let="cost = a*n; s = t - cost",
        unit="원",
        wrong="cost | partial; t - a | partial; t + cost | sign; t - a - n | formula",
        say=["물건값은 ${a} \\times {n} = {cost}$(원)", "${t} - {cost} = {s}$(원)"],
    ),
)
