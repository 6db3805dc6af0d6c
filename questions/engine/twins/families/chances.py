"""Probability: dice, coins, balls with and without putting back, numbered cards."""

from questions.engine.twins.grammar.family import Family, family

CHANCE = "중2.확률.계산"
_TWO = (
    r"(?:서로다른)?(?:(?:두|2)개의주사위|주사위(?:두|2)개|(?:두|2)개의주사위A,B|A,B두개의주사위)를?(?:동시에|한꺼번에)?던(?:질때|졌을때|져서)|(?:한개의|"
    r"하나의)?주사위(?:한개|1개|하나)?를?(?:두번|2번|연속하여두번|두번연속|연속하여2번)던질때"
)
_EYES = r"(?:나오는|나온)?(?:두)?(?:눈의수|눈)(?:의)?"
_ALL = "모든 경우의 수는 $6 \\times 6 = 36$"
_TIMES = r"(?:확률|확률은얼마|확률은)"
_CASE = r"(?:경우의수|경우의가짓수|경우는모두몇가지|경우는몇가지)"


def _dice(name: str, wording: str, test: str, wrong: str, words: str, bounds: str) -> tuple[Family, Family]:
    count = f"n = sum(1 for i in range(1, 7) for j in range(1, 7) if {test})"
    lead = rf"<lead>(?:{_TWO}),?{_EYES}{wording}"
    chance = family(
        f"chance.dice.{name}", CHANCE, [rf"{lead}{_TIMES}<ask>"],
        let=f"{count}; s = n/36", wrong=wrong, domains=bounds,
        say=[_ALL, f"{words} 경우의 수는 {{n}}", "따라서 구하는 확률은 $\\frac{n}{36} = {s}$"], keeps_size=False,
        where="n > 0; n < 36",
    )  # fmt: skip
    cases = family(
        f"count.dice.{name}", "중2.경우의 수", [rf"{lead}{_CASE}<ask>"],
        let=f"{count}; s = n", wrong="36 - n | misread; n/2 | order; n + 1 | other; n - 1 | other; k | "
                                     "misread", domains=bounds,
        say=[f"{words} 경우를 모두 세면 {{s}}가지"], keeps_size=False, where="n > 0; n < 36",
    )  # fmt: skip
    return chance, cases


FAMILIES = (
    *_dice(
        "sum",
        r"합이{k:int}(?:인|일|이될|가될|가되는|이되는)",
        "i + j == k",
        "sum(1 for i in range(1, 7) for j in range(i, 7) if i + j == k)/36 | order; k/36 | other; n/12 | "
        "other; n/6 | formula; n/11 | misread",
        "두 눈의 수의 합이 {k}인",
        "k 3..11",
    ),
    *_dice(
        "sum.least",
        r"합이{k:int}이상(?:일|인|이될)",
        "i + j >= k",
        "(36 - n)/36 | sign; sum(1 for i in range(1, 7) for j in range(1, 7) if i + j > k)/36 | order; n/12 | "
        "other; k/36 | other",
        "두 눈의 수의 합이 {k} 이상인",
        "k 4..11",
    ),
    *_dice(
        "sum.most",
        r"합이{k:int}이하(?:일|인|가될)",
        "i + j <= k",
        "(36 - n)/36 | sign; sum(1 for i in range(1, 7) for j in range(1, 7) if i + j < k)/36 | order; n/12 | "
        "other; k/36 | other",
        "두 눈의 수의 합이 {k} 이하인",
        "k 3..10",
    ),
    *_dice(
        "difference",
        r"차가{k:int}(?:인|일|이될|가될|가되는|이되는)",
        "abs(i - j) == k",
        "n/72 | order; k/36 | other; n/12 | other; n/6 | formula",
        "두 눈의 수의 차가 {k}인",
        "k 1..5",
    ),
    *_dice(
        "product",
        r"곱이{k:int}(?:인|일|이될|가될|가되는|이되는)",
        "i*j == k",
        "n/72 | order; k/36 | other; n/12 | other; n/6 | formula",
        "두 눈의 수의 곱이 {k}인",
        "k 4..30",
    ),
    family(
        "chance.die.multiple",
        CHANCE,
        [
            r"<lead>(?:한개의|하나의)?주사위(?:한개|1개|하나)?를?(?:한번)?던질때,?(?:나오는)?눈의수가{k:int}의배수(?:일|인|가나올){_TIMES}<ask>".replace(
                "{_TIMES}", _TIMES
            )
        ],
        let="n = floor(6/k); s = n/6",
        domains="k 2..5",
        wrong="1/6 | partial; k/6 | misread; 1 - s | sign; n/36 | other",
        say=["1부터 6까지의 수 가운데 {k}의 배수는 {n}개이므로 확률은 $\\frac{n}{6} = {s}$"],
        keeps_size=False,
    ),
    family(
        "chance.coins",
        CHANCE,
        [
            r"<lead>(?:서로다른)?(?:{n:count}개의동전|동전{n_2:count}개)를?(?:동시에)?던질때,?(?P<what>모두(?:앞면|뒷면))(?:이|만)?(?"
            r":나올)?확률<ask>",
        ],
        let="s = 1/2**n",
        wrong="1/2 | partial; 1/(2*n) | formula; 1 - 1/2**n | sign; 1/n | other",
        say=["각 동전의 확률은 $\\frac{1}{2}$이므로 ${s}$"],
    ),
    family(
        "chance.coins.least",
        CHANCE,
        [
            r"<lead>(?:서로다른)?(?:동전{n:int}개|{n2:int}개의동전)를?(?:동시에|한꺼번에)?던질때,?(?:적어도|최소한)(?:한개는|한개가|하나는|한번은)?(?"
            r":앞면|뒷면)이(?:한개이상)?나올확률<ask>",
        ],
        let="s = 1 - 1/2**n",
        domains="n 2..6",
        wrong="1/2**n | sign; 1/2 | partial; n/2**n | formula; 1 - 1/(2*n) | formula",
        say=["한 번도 나오지 않을 확률은 $\\left(\\frac{1}{2}\\right)^{{n}}$", "따라서 구하는 확률은 ${s}$"],
        keeps_size=False,
    ),
    family(
        "chance.coins.exactly",
        CHANCE,
        [
            r"<lead>(?:서로다른)?동전{n:int}개를?(?:동시에|한꺼번에)?던질때,?(?:앞면|뒷면)이(?:정확히)?{k:int}개(?:만)?나올확률<ask>",
            r"<lead>(?:한개의)?동전(?:한개)?을?를?{n:int}번던질때,?(?:앞면|뒷면)이(?:정확히)?{k:int}번(?:만)?나올확률<ask>",
        ],
        let="m = comb(n, k); whole = 2**n; s = m/whole",
        domains="n 3..7; k 1..5",
        where="k < n",
        wrong="1/whole | partial; k/n | formula; k/whole | formula; m/(2*n) | formula",
        say=["모든 경우는 $2^{{n}} = {whole}$가지이고 그중 {m}가지이므로 확률은 $\\frac{m}{whole} = {s}$"],
        keeps_size=False,
    ),
    family(
        "chance.one.ball",
        CHANCE,
        [
            r"<lead>(?:모양과크기가같은)?(?P<c1>[가-힣]{1,4}?)(?:공|구슬|바둑돌){a:int}개와?(?:,|와)?(?P<c2>[가-힣]{1,4}?)(?P<o>공|"
            r"구슬|바둑돌){b:int}개가(?:들어)?(?:있는|들어있는)(?:주머니|상자|바구니)(?:에서|속에서)(?:임의로|무심코)?(?:(?:공|구슬|바둑돌)?(?:을|를)?(?"
            r":한|1)개(?:의(?:공|구슬|바둑돌))?(?:를|을)?)(?:임의로)?(?:꺼낼|뽑을)때,?(?P=c1)(?:공|구슬|바둑돌)(?:이|을|일)?(?:나올|꺼낼|나오는)?"
            r"확률<ask>",
            r"<lead>(?:주머니|상자|바구니)(?:속|안)?에(?:모양과크기가같은)?(?P<c1>[가-힣]{1,4}?)(?:공|구슬|바둑돌)(?:이)?{a:int}개(?:와|,)(?"
            r"P<c2>[가-힣]{1,4}?)(?P<o>공|구슬|바둑돌)(?:이)?{b:int}개(?:가)?들어있다\.?(?:이(?:주머니|상자)에서|여기서)(?:임의로)?(?:(?:공|"
            r"구슬|바둑돌)?(?:을|를)?(?:한|1)개(?:의(?:공|구슬|바둑돌))?(?:를|을)?)(?:임의로)?(?:꺼낼|뽑을)때,?(?:그것이|그공이)?(?P=c1)(?:공|"
            r"구슬|바둑돌)(?:이|을|일)?(?:나올|꺼낼|나오는)?확률<ask>",
        ],
        let="total = a + b; s = a/total",
        wrong="b/total | misread; a/b | formula; 1/total | partial; 1/a | other",
        say=["모두 ${a} + {b} = {total}$개 가운데 {a}개이므로 확률은 $\\frac{a}{total} = {s}$"],
        keeps_size=False,
    ),
    family(
        "chance.two.balls.without",
        CHANCE,
        [
            r"<lead>(?:주머니(?:속|안)?에)?(?:모양과크기가같은)?(?P<c1>[가-힣]{1,4}?)(?P<o>공|구슬|바둑돌|제비)(?:이)?{a:int}개(?:와|,)(?"
            r"P<c2>[가-힣]{1,4}?)(?P=o)(?:이)?{b:int}개(?:가)?(?:들어)?(?:들어있는|있는|들어있다\.?)(?:주머니|상자|이주머니)?에서(?:임의로)?"
            r"(?:(?:공|구슬|바둑돌)(?:두|2)개를(?:임의로)?(?:동시에)?꺼낼때|(?:두|2)개의(?:공|구슬)을(?:임의로)?(?:동시에)?꺼낼때|(?:공|구슬)을?(?"
            r":한개씩)?(?:두번|2번)(?:연속하여|연속으로)?꺼낼때),?(?:두개|두(?:공|구슬)(?:이)?|2개)?(?:모두|가모두)(?P=c1)(?:공|구슬|바둑돌)?(?:이|"
            r"일)?(?:나올)?(?:확률)<ask>(?:\(단,꺼낸(?:공|구슬)은다시넣지않는다\.?\))?",
        ],
        let="total = a + b; up = a*(a - 1); low = total*(total - 1); s = up/low",
        wrong="a*a/(total*total) | formula; a/total | partial; 2/total | other; up/(total*total) | order; "
        "b*(b - 1)/low | misread",
        where="a >= 2",
        say=["모두 {total}개 가운데 차례로 꺼내면 $\\frac{up}{low}$", "따라서 확률은 ${s}$"],
        keeps_size=False,
    ),
    family(
        "chance.two.balls.with",
        CHANCE,
        [
            r"<lead>(?:주머니(?:속|안)?에)?(?:모양과크기가같은)?(?P<c1>[가-힣]{1,4}?)(?P<o>공|구슬|바둑돌|제비)(?:이)?{a:int}개(?:와|,)(?"
            r"P<c2>[가-힣]{1,4}?)(?P=o)(?:이)?{b:int}개(?:가)?(?:들어)?(?:들어있는|있는|들어있다\.?)(?:주머니|상자|이주머니)?에서(?:임의로)?"
            r"(?:공|구슬)?(?:한|1)개를(?:임의로)?꺼내(?:어)?(?:색을)?(?:확인하고|확인한후|본후|보고)?(?:다시넣은(?:후|뒤|다음)|다시넣고),?(?:다시)?(?"
            r":(?:공|구슬))?(?:(?:한|1)개를)?(?:더)?(?:다시)?(?:(?:한|1)개를)?(?:더)?꺼낼때,?(?:두번|두개|두(?:공|구슬)이)?(?:모두|다)(?"
            r"P=c1)(?:공|구슬|바둑돌)?(?:이|일)?(?:나올)?확률<ask>",
        ],
        let="total = a + b; up = a*a; low = total*total; s = up/low",
        wrong="a*(a - 1)/(total*(total - 1)) | formula; a/total | partial; 2*a/total | formula; b*b/low | misread",
        say=["다시 넣으므로 두 번 모두 확률이 $\\frac{a}{total}$", "따라서 $\\frac{up}{low} = {s}$"],
        keeps_size=False,
    ),
    family(
        "chance.card.multiple",
        CHANCE,
        [
            r"<lead>1부터{n:int}까지의(?:자연수|숫자|수)(?:가|이)?(?:각각)?(?:하나씩)?(?:적힌|쓰인|적혀있는){n_2:int}장의카드(?:중에서|에서|"
            r"가운데에서)(?:임의로)?(?:한|1)장(?:의카드)?(?:을|를)?(?:임의로)?(?:뽑을|고를|택할|꺼낼)때,?(?:(?:그)?카드에적힌수가|나온수가|뽑은카드에적힌수가|"
            r"적힌수가)?{k:int}의배수(?:일|인|가나올|가적힌카드(?:일|를뽑을|가나올))?확률<ask>",
        ],
        let="m = floor(n/k); s = m/n",
        domains="k 2..9",
        wrong="k/n | misread; 1/k | other; (m + 1)/n | order; 1 - s | sign",
        where="m >= 1; n/k != m or is_int(n/k)",
        say=["1부터 {n}까지의 수 가운데 {k}의 배수는 {m}개", "따라서 확률은 $\\frac{m}{n} = {s}$"],
        keeps_size=False,
    ),
    family(
        "chance.complement",
        CHANCE,
        [
            r"<lead>[가-힣A-Z]{1,12}?(?:이길|비가올|합격할|명중시킬|당첨될|맞힐)확률이{p}(?:일때|이면),?[가-힣A-Z]{0,12}?(?:질|이기지못할|"
            r"비가오지않을|불합격할|합격하지못할|명중시키지못할|당첨되지않을|맞히지못할)확률<ask>",
        ],
        let="s = 1 - p",
        wrong="p | misread; 1 + p | sign; p*p | formula; 1/p | order",
        where="p < 1",
        say=["일어나지 않을 확률은 $1 - {p} = {s}$"],
        keeps_size=False,
    ),
)
