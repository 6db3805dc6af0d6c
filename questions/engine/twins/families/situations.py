"""Further fixed stories: hikes, time differences, odd and even runs, unknown numbers, animals, arrangements, gears."""

from questions.engine.twins.grammar.family import Family, family

MOTION = "중1.일차방정식.거리·속력·시간"
USE = "중1.일차방정식.활용"
CASES = "중2.경우의 수"
_HOW = r"(?:는|은|를|을)?(?:몇km)?(?:인지)?<ask>"
_WAYS = r"(?:경우의수|방법의수|방법은모두몇가지|경우는모두몇가지)<ask>"
_THAT = r"[.,]?(?:이때)?,?"
_X = r"[가-힣A-Z,]{0,14}?"

_KINDS = (
    ("whole", "(?:자연수|정수|수)", 1, ""),
    ("odd", "홀수", 2, "mod(h, 2) == 1"),
    ("even", "짝수", 2, "mod(h, 2) == 0"),
)
_PLACES = (("least", "가장작은", -1), ("middle", "가운데", 0), ("greatest", "가장큰", 1))


def _run(name: str, kind: str, step: int, parity: str, place: str, wording: str, side: int) -> Family:
    """The least, middle or greatest of three consecutive (odd, even) numbers of a printed sum."""
    others = "; ".join(f"h + {step * other} | misread" for other in (-1, 0, 1) if other != side)
    return family(
        f"numbers.run.{name}.{place}",
        USE,
        [
            rf"<lead>(?:어떤)?연속(?:하는|된|한)(?:세|3개의|세개의){kind}의합이{{t:int}}(?:일때|이다|이라고할때|이라할때){_THAT}(?:이)?(?:세수|"
            rf"세홀수|세짝수|세자연수|세정수|이들|수)?(?:중|중에서|가운데에서|가운데)?{wording}(?:수|홀수|짝수|자연수|정수)<ask>",
            rf"<lead>합이{{t:int}}인연속(?:하는|된|한)(?:세|3개의|세개의){kind}(?:중|중에서|가운데에서|가운데){wording}(?:수|홀수|짝수|자연수|정수)"
            rf"<ask>",
        ],
        let=f"t = 3*h; m = t/3; s = m + {step * side}" if side else "t = 3*h; m = t/3; s = m*1",
        hidden="h = t/3",
        wrong=f"{others}; h + {3 * step * side + 1} | order; t | partial",
        where=f"h > 2; floor(s) == s; {parity}",
        say=["가운데 수는 ${t} \\div 3 = {m}$", "따라서 구하는 수는 ${s}$"],
    )


FAMILIES = (
    family(
        "motion.hike",
        MOTION,
        [
            rf"<lead>{_X}(?:등산을하는데|등산을할때|등산하는데|왕복하는데|산책을하는데|가는데|등산로를걷는데)?,?(?:올라갈때(?:는|에는)?|갈때(?:는|에는)?)"
            rf"시속{{a:int}}km(?:로|의속력으로)?(?:걷고|걸어가고|걸어서|가고|올라가고)?,?(?:내려올때|올때|돌아올때)(?:는|에는)?(?:같은길을|같은길로)?"
            rf"시속{{b:int}}km(?:로|의속력으로)?(?:걸어서|걸어|걸었더니|내려왔더니|내려와서|와서|돌아와)?,?(?:모두|총|전체)?{{t:int}}시간(?:이)?(?"
            rf":걸렸다|걸렸을때|걸렸다면|걸린다고할때){_THAT}{_X}(?:거리|등산로의길이){_HOW}",
        ],
        let="g = gcd(a, b); t = k*(a + b)/g; total = a + b; product = a*b; s = t*product/total",
        hidden="k = t*gcd(a, b)/(a + b)",
        unit="km",
        wrong="t*(a + b)/2 | formula; 2*s | misread; t*(a + b)/4 | formula; t*a/2 | formula",
        say=[
            "거리를 $x$ km라 하면 $\\frac{x}{{a}} + \\frac{x}{{b}} = {t}$",
            "${total}x = {t} \\times {product}$이므로 $x = {s}$",
        ],
        where="a != b; g >= 1; a < 100",
        domains="k 1..6; a 2..12; b 2..12",
        keeps_size=False,
    ),
    family(
        "motion.time.difference",
        MOTION,
        [
            rf"<lead>{_X}(?:까지)?(?:가는데|갈때|가는데에),?시속{{a:int}}km(?:로|의속력으로)?(?:걸어가면|걸어서가면|걸으면|가면)시속{{b:int}}km(?"
            rf":로|의속력으로)?(?:자전거를타고|뛰어서|달려서|버스를타고|차를타고)?(?:가는것보다|가면보다|갈때보다|달려가는것보다){{t:int}}시간(?:이)?(?:더|늦게)?(?"
            rf":걸린다|도착한다|걸린다고할때|걸릴때){_THAT}{_X}거리{_HOW}",
        ],
        let="product = a*b; gap = b - a; t = way*gap/product; s = t*product/gap",
        hidden="way = t*a*b/(b - a)",
        unit="km",
        wrong="t*product/(a + b) | sign; t*gap | formula; t*b | partial; t*a | partial",
        where="b > a",
        domains="way 2..60; a 2..12; b 6..30",
        say=[
            "거리를 $x$ km라 하면 $\\frac{x}{{a}} - \\frac{x}{{b}} = {t}$",
            "${gap}x = {t} \\times {product}$이므로 $x = {s}$",
        ],
        keeps_size=False,
    ),
    family(
        "motion.follow",
        MOTION,
        [
            rf"<lead>(?P<one>동생|형|누나|언니|오빠|아들|민수|철수|영희)(?:이|가)(?:집을|집에서|학교를)?(?:출발한지|나간지|떠난지){{t:int}}분(?:후|뒤)"
            rf"에(?P<two>형|누나|언니|동생|오빠|아버지|영희|민수|철수)(?:이|가)(?:(?P=one)(?:을|를))?(?:뒤따라|뒤|따라)?(?:자전거를타고)?(?:따라)?"
            rf"(?:출발하였다|나섰다|따라나섰다|출발했다|나갔다|출발하여){_THAT}(?P=one)(?:은|는)(?:매분|분속){{a:int}}m(?:의속력으로|로|의속력|의)?(?"
            rf":걷고|걸어가고|가고|걸으며|,)?,?(?P=two)(?:은|는)(?:매분|분속){{b:int}}m(?:의속력으로|로)(?:따라간다고할때|달려간다고할때|따라갈때|갈때|"
            rf"간다고할때|걷는다고할때|걸을때|걷는다면|간다면|따라간다면),?(?P=two)(?:이|가|은|는)(?:집을|집에서)?(?:출발한지)?몇분(?:후|뒤)에(?P=one)(?"
            rf":을|를|과|와)(?:만나는지|만나는가|따라잡는지|따라잡는가|만나게되는가|만나게되는지|만날수있는가|만나는)<ask>",
        ],
        let="lead = a*t; gap = b - a; s = lead/gap",
        unit="분",
        wrong="lead/b | formula; lead/(a + b) | sign; s + t | misread; lead | partial",
        where="b > a; is_int(s)",
        say=[
            "앞선 거리는 ${a} \\times {t} = {lead}$(m), 1분에 줄어드는 거리는 ${b} - {a} = {gap}$(m)",
            "${lead} \\div {gap} = {s}$(분)",
        ],
        keeps_size=False,
    ),
    *(_run(*kind, *which) for kind in _KINDS for which in _PLACES),
    family(
        "numbers.unknown",
        USE,
        [
            rf"<lead>어떤(?:수|자연수|정수)(?:의|를){{a:int}}배(?:한수|하여|에|한것)?(?:에)?{{b:int}}(?:을|를)?더한(?:수|것)(?:는|은|이|가)"
            rf"(?:그수|처음수|그자연수|어떤수)의{{c:int}}배(?:에서|한수에서)?{{d:int}}(?:을|를)?뺀(?:수|것)(?:와|과)같(?:다|을때|다고할때)"
            rf"{_THAT}(?:어떤|이)(?:수|자연수|정수)<ask>"
        ],
        let="d = n*(c - a) - b; total = b + d; gap = c - a; s = total/gap",
        hidden="n = (b + d)/(c - a)",
        wrong="total | partial; (d - b)/gap | sign; total/(a + c) | sign; -s | sign",
        where="c > a",
        say=["어떤 수를 $x$라 하면 ${a}x + {b} = {c}x - {d}$", "${gap}x = {total}$이므로 $x = {s}$"],
    ),
    family(
        "rectangle.longer.side",
        USE,
        [
            rf"<lead>가로의길이가세로의길이보다{{a:int}}cm(?:더)?(?:긴|길고|길때|긴직사각형이있다\.?)(?:직사각형의)?,?(?:이직사각형의)?둘레(?:의길이)?"
            rf"가{{t:int}}cm(?:일때|이다|이라고할때|인직사각형이있다){_THAT}(?:이직사각형의)?세로의길이(?:는|은)?(?:몇cm)?(?:인지)?<ask>"
        ],
        let="t = 4*n + 2*a; half = t/2; s = (half - a)/2",
        hidden="n = (t - 2*a)/4",
        unit="cm",
        wrong="s + a | misread; (t - a)/4 | formula; (half + a)/2 | sign; half - a | partial",
        say=["가로와 세로의 합은 ${t} \\div 2 = {half}$(cm)", "세로는 $({half} - {a}) \\div 2 = {s}$(cm)"],
    ),
    family(
        "animals.legs",
        "중2.연립방정식.활용",
        [
            rf"<lead>{_X}(?:닭과토끼|토끼와닭)(?:가|이)?(?:모두|합하여|합쳐서)?{{n:int}}마리(?:가)?(?:있고|있다\.|이고|있는데),?(?:그)?다리(?"
            rf":의)?(?:수|개수)?(?:의합|의수의합)?(?:이|가|은|는)(?:모두)?{{t:int}}개?(?:일때|이다|라고할때|이라고할때|이면){_THAT}토끼(?:는|의수|"
            rf"의수는)?(?:모두)?(?:몇마리)?(?:있는가|인지)?<ask>"
        ],
        let="t = 2*n + 2*r; rest = t - 2*n; s = rest/2",
        hidden="r = (t - 2*n)/2",
        unit="마리",
        wrong="n - s | misread; t/4 | partial; rest | partial; t/2 | partial",
        where="r > 0; r < n",
        say=[
            "모두 닭이라면 다리는 $2 \\times {n}$개이므로 ${t} - 2 \\times {n} = {rest}$",
            "${rest} \\div 2 = {s}$(마리)",
        ],
    ),
    family(
        "count.row.neighbours",
        "고1.경우의 수.순열",
        [
            rf"<lead>(?:남학생{{a:int}}명(?:과|,)여학생{{b:int}}명(?:을|이))한줄로(?:세울|설)때,?여학생(?:끼리|{{c2:count}}명이)(?:모두)?"
            rf"이웃하(?:여서는|게서는|도록세우는|여세우는|게세우는|는){_WAYS}",
        ],
        let="groups = a + 1; s = factorial(groups)*factorial(b)",
        domains="a 2..5; b 2..4",
        wrong="factorial(groups) | partial; factorial(a)*factorial(b) | order; factorial(a + b) | misread; "
        "factorial(groups)*b | formula",
        say=["여학생을 한 묶음으로 보면 ${groups}! $가지, 묶음 안에서 ${b}!$가지이므로 ${s}$"],
        keeps_size=False,
    ),
    family(
        "count.zero.cards.listed",
        CASES,
        [
            r"<lead>0,1,2,3,4(?:의)?(?:숫자)?(?:가|이)?(?:각각)?(?:하나씩)?(?:적힌|쓰인|적혀있는)5장의(?:숫자)?카드(?:중에서|에서|중)(?"
            r":서로다른)?{r:int}장을(?:뽑아|골라|택하여)(?:만들수있는){r_2:int}자리(?:의)?(?:자연수|정수)(?:의개수|는모두몇개)<ask>"
        ],
        let="s = 4*factorial(4)/factorial(5 - r)",
        domains="r 2..4",
        wrong="factorial(5)/factorial(5 - r) | misread; factorial(4)/factorial(4 - r) | order; 4**r | formula;"
        " 5**r | formula",
        say=["맨 앞자리에는 0이 올 수 없으므로 4가지, 나머지는 남은 카드에서 고르면 ${s}$"],
        keeps_size=False,
    ),
    family(
        "chance.one.ball.second",
        "중2.확률.계산",
        [
            r"<lead>(?:모양과크기가같은)?(?P<c1>[가-힣]{1,4}?)(?P<o>공|구슬|바둑돌){a:int}개(?:와|,|과)(?P<c2>[가-힣]{1,4}?)(?P=o)"
            r"{b:int}개가(?:들어있는|있는)(?:주머니|상자|바구니|통)(?:에서|속에서)(?:임의로)?(?:(?P=o)(?:을|를)?)?(?:임의로)?(?:한|1)개(?:의(?"
            r"P=o))?(?:를|을)?(?:임의로)?(?:꺼낼|뽑을)때,?(?:그것이|그(?P=o)이)?(?P=c2)(?P=o)(?:이|을|일)?(?:나올|꺼낼)?확률<ask>",
        ],
        let="total = a + b; s = b/total",
        wrong="a/total | misread; b/a | formula; 1/total | partial; 1/b | other",
        say=["모두 ${a} + {b} = {total}$개 가운데 {b}개이므로 확률은 $\\frac{b}{total} = {s}$"],
        keeps_size=False,
    ),
    family(
        "mean.unknown",
        "중3.통계.대푯값과 산포도",
        [
            r"<lead>(?:세수|세변량|자료)?{a:int},{b:int},x의평균이{m:int}(?:일때|이면|이라고할때),?x의값<ask>",
            r"<lead>(?:네수|네변량|자료)?{a:int},{b:int},{c:int},x의평균이{m4:int}(?:일때|이면|이라고할때),?x의값<ask>",
        ],
        let="m = (a + b + q)/3; total = 3*m; s = total - a - b",
        hidden="q = 3*m - a - b",
        wrong="m | misread; total | partial; m - a - b | formula; (a + b)/2 | formula",
        where="q > 0",
        say=["세 수의 합은 $3 \\times {m} = {total}$이므로 $x = {total} - {a} - {b} = {s}$"],
    ),
    family(
        "sets.either",
        "고1.집합.원소의 개수",
        [
            rf"<lead>(?:전체)?{{n:int}}명의학생(?:중|중에서|중에)(?P<p>[가-힣]{{1,6}}?)(?:을|를)좋아하는학생(?:이|은){{a:int}}명,?(?"
            rf":이고)?,?(?P<q>[가-힣]{{1,6}}?)(?:을|를)좋아하는학생(?:이|은){{b:int}}명,?(?:이고)?,?(?:둘다|모두|(?P=p)(?:과|와)(?"
            rf"P=q)(?:을|를)모두)좋아하는학생(?:이|은){{c:int}}명(?:일때|이다|이라고할때){_THAT}(?P=p)(?:또는|이나|나)(?P=q)(?:을|를)"
            rf"좋아하는학생(?:의)?(?:수|은모두몇명)(?:는|은|를)?<ask>"
        ],
        let="s = a + b - c",
        wrong="a + b | partial; a + b + c | sign; n - c | misread; a + b - 2*c | order",
        where="c < a; c < b; a + b - c <= n",
        say=["${a} + {b} - {c} = {s}$(명)"],
        unit="명",
    ),
    family(
        "gears.turns",
        "중1.최소공배수의 활용",
        [
            rf"<lead>톱니(?:의)?(?:수|개수)가(?:각각)?{{a:int}}개?,{{b:int}}개?인두(?:개의)?톱니바퀴A,B가(?:서로)?맞물려(?:돌고있다|돌아가고있다|"
            rf"있다){_THAT}(?:두톱니바퀴가)?(?:회전하기시작하여|돌기시작하여|움직이기시작하여)?(?:처음으로)?(?:다시)?(?:처음으로)?(?:같은톱니(?:에서|끼리))(?"
            rf":다시)?(?:맞물리려면|맞물릴때까지|맞물리는것은|맞물리게되는것은|맞물리기위해서는)(?:톱니바퀴)?A(?:는|가)(?:최소한|적어도)?몇(?:바퀴|번)(?:회전한|"
            rf"회전한후|를)?(?:회전해야하는지|돌아야하는지|회전해야하는가|돌아야하는가|회전하는가|회전하는지|후)?<ask>"
        ],
        let="m = lcm(a, b); s = m/a",
        unit="바퀴",
        wrong="m/b | misread; m | partial; gcd(a, b) | formula; b | formula",
        where="a != b; s > 1; m/b > 1",
        say=["{a}{과/와} {b}의 최소공배수는 {m}이므로 A는 ${m} \\div {a} = {s}$(바퀴)"],
        keeps_size=False,
    ),
    family(
        "divisors.cut.squares",
        "중1.최대공약수의 활용",
        [
            rf"<lead>가로의길이가{{a:int}}cm,?(?:이고)?,?세로의길이가{{b:int}}cm인직사각형(?:모양)?의?(?:종이|색종이|천|벽|벽면|바닥|땅|밭|판)(?"
            rf":을|를|에|가있다\.이종이를)?{_X}(?:남김없이|빈틈없이|겹치지않게){_X}(?:정사각형|타일)(?:을|를|으로|모양의종이로|모양으로|의타일을)?(?:만들려고한다|"
            rf"만들려고할때|자르려고한다|붙이려고한다|붙이려고할때|나누려고한다|만들때|자를때|오리려고한다|깔려고한다){_THAT}{_X}한변의길이(?:는|은)?(?:몇cm)?(?:인지)?<ask>"
        ],
        let="s = gcd(a, b)",
        unit="cm",
        wrong="lcm(a, b) | misread; s/2 | partial; abs(a - b) | formula; 2*s | other",
        where="a != b; s > 2; s < a; s < b",
        say=["한 변의 길이는 {a}{과/와} {b}의 최대공약수이므로 ${s}$(cm)"],
    ),
    family(
        "divisors.buses",
        "중1.최소공배수의 활용",
        [
            rf"<lead>{_X}[가-힣A-Z]{{1,8}}?(?:는|은){{a:int}}분(?:마다|간격으로)(?:한대씩)?,?[가-힣A-Z]{{1,8}}?(?:는|은)"
            rf"{{b:int}}분(?:마다|간격으로)(?:한대씩)?(?:출발한다|온다|도착한다|운행된다|운행한다|출발한다고한다){_THAT}(?:(?:오전|오후)?"
            rf"{{h:int}}시에)?{_X}동시에(?:출발하였을때|출발하였다면|출발했을때|출발했다면|출발한후|출발한뒤|출발할때|도착한후|출발하였다\.)[.,]?{_X}(?:처음으로|"
            rf"다음에|다시){_X}동시에(?:출발하는|출발할|도착하는)(?:것은|때까지걸리는시간은|데걸리는시간은|데까지걸리는시간은|때는)(?:몇분(?:후|뒤)?)(?:인지)?<ask>",
            r"<lead>(?:어느|어떤)?(?:정류장|터미널|역|버스터미널)(?:에서)?(?:[가-힣A-Z]{1,8}?(?:는|은)){a:int}분(?:마다|간격으로),?(?"
            r":[가-힣A-Z]{1,8}?(?:는|은)){b:int}분(?:마다|간격으로)(?:출발한다|온다|도착한다|운행된다)[.,]?(?:두버스가)?(?:(?:오전|오후)?"
            r"{h:int}시에)?(?:동시에|함께)(?:출발하였을때|출발하였다면|출발했을때|출발했다면|출발한후|출발한뒤|출발할때|도착한후)[,.]?(?:처음으로|그다음에|다음에|"
            r"그후처음으로|다시)*(?:두버스가)?(?:처음으로|동시에|다시)*(?:출발하는(?:것은|데걸리는시간은|때는|시간은)|출발할때까지걸리는시간은)(?:몇분(?:후|뒤))?<ask>",
        ],
        let="s = lcm(a, b)",
        unit="분",
        fixed="h",
        wrong="gcd(a, b) | misread; a*b | formula; a + b | formula; 2*s | other",
        where="a != b; s < a*b; s > a; s > b",
        say=["다시 동시에 출발하는 때는 {a}{과/와} {b}의 최소공배수이므로 ${s}$분 후"],
        keeps_size=False,
    ),
    family(
        "arithmetic.two.terms.other",
        "고1.수열.등차수열",
        [
            r"<lead>등차수열(?:⦃a_\{?n\}?⦄|\{a_\{?n\}?\})?(?:에서|에대하여)?a_\{{m:int}\}={p:int},"
            r"a_\{{n:int}\}={q:int}(?:일때|이면),?(?:a_\{{k:int}\}의값)<ask>",
            r"<lead>제{m:int}항이{p:int}(?:이고|,)제{n:int}항이{q:int}인등차수열의제{k:int}항<ask>",
        ],
        let="p = first + (m - 1)*d; q = first + (n - 1)*d; rise = q - p; gap = n - m; s = p + (k - m)*d",
        hidden="d = (q - p)/(n - m); first = p - (m - 1)*d",
        wrong="s + d | order; s - d | order; d | partial; p + k*d | order",
        where="n > m; d != 0; k != m; k != n; is_int(d)",
        say=["공차는 $\\frac{rise}{gap} = {d}$", "제{m}항에서 ${k} - {m}$번 더하면 ${s}$"],
        keeps_size=False,
    ),
    family(
        "geometric.list.term",
        "고1.수열.등비수열",
        [
            r"<lead>등비수열{a:int},{b:int},{c:int},(?:{e4:int},)?(?:…|\.\.\.|⋯|\\cdots|\\ldots|···)(?:의|에서)(?:제?"
            r"{n:int}(?:번째)?항)<ask>"
        ],
        let="b = a*r; c = b*r; e4 = c*r; m = n - 1; s = a*r**m",
        hidden="r = b/a",
        domains="n 5..9; r 2..4",
        wrong="a*r**n | order; a*r*m | formula; a + m*(b - a) | formula; r**m | partial",
        where="r > 1; s < 30000",
        say=["공비는 ${b} \\div {a} = {r}$", "제{n}항은 ${a} \\times {r}^{{m}} = {s}$"],
        keeps_size=False,
    ),
    family(
        "rate.of.change",
        "고2.미분.평균변화율",
        [r"<lead>함수(?:f\(x\)|y)=x\^\{?2\}?(?:에서|에대하여)x의값이{a:int}에서{b:int}까지변할때의?평균변화율<ask>"],
        let="s = a + b",
        wrong="b - a | sign; b*b - a*a | partial; 2*b | misread; 2*a | misread",
        where="a < b",
        say=["$\\frac{{b}^2 - {a}^2}{{b} - {a}} = {s}$"],
        keeps_size=False,
    ),
)
