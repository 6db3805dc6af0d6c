"""Permutations, combinations, cards and digits, dice and coins, sets."""

from questions.engine.twins.grammar.family import family

CASES = "중2.경우의 수"
PERMUTATION = "고1.경우의 수.순열"
COMBINATION = "고1.경우의 수.조합"
_WAYS = (
    r"(?:(?:모든)?(?:방법의수|경우의수|방법의가짓수|경우의가짓수|방법은모두몇가지|방법은몇가지|방법(?:이|은)?(?:모두)?몇가지|경우는모두몇가지|"
    r"경우는몇가지|가짓수))"
)
_WHO = r"(?:명(?:의(?:학생|사람|선수|친구|아이|회원|후보|가족|남학생|여학생))?|사람|학생|[권개]의책)"
_ROW = r"(?:한줄로|일렬로)(?:나란히)?(?:세우는|서는|늘어서는|배열하는|꽂는|나열하는|앉는|앉히는|줄을서는|정렬하는)"

FAMILIES = (
    family(
        "count.row",
        CASES,
        [
            rf"<lead>(?:서로다른)?(?:학생|사람|친구)?{{n:int}}{_WHO}(?:이|을|를|의사람을|을모두)?{_ROW}{_WAYS}<ask>",
            rf"<lead>(?:학생|사람)?{{n:count}}{_WHO}(?:이|을|를)?{_ROW}{_WAYS}<ask>",
            r"<find>number of ways (?:to arrange|of arranging) {n:int} (?:different|distinct)?(?:people|"
            r"students|books|letters)(?:in a (?:row|line)|on a shelf)?",
        ],
        let="s = factorial(n)",
        domains="n 3..7",
        wrong="n*n | formula; n*(n + 1)/2 | formula; factorial(n - 1) | order; n*(n - 1) | partial; 2*n | other",
        say=["${n}$명을 한 줄로 세우는 경우의 수는 ${n}! = {s}$"],
        tell=["${n}$ people can stand in a row in ${n}! = {s}$ ways."],
        keeps_size=False,
    ),
    family(
        "count.row.chosen",
        PERMUTATION,
        [
            rf"<lead>(?:서로다른)?(?:학생|사람|책)?{{n:int}}(?:{_WHO}|권|개|권의책|장의카드|개의문자|개의숫자)(?:중에서|중|가운데에서|에서)(?"
            rf":서로다른)?{{r:int}}(?:명|권|개|사람|장)(?:을|를)?(?:뽑아|택하여|골라|선택하여|뽑아서)(?:서)?(?:책꽂이에)?{_ROW}{_WAYS}<ask>",
        ],
        let="low = n - r; s = factorial(n)/factorial(low)",
        domains="n 4..9; r 2..4",
        where="r < n",
        wrong="comb(n, r) | formula; n**r | formula; factorial(r) | partial; n*r | formula; factorial(n) | misread",
        say=["뽑아서 한 줄로 세우는 경우의 수는 $\\frac{{n}!}{{low}!} = {s}$"],
        keeps_size=False,
    ),
    family(
        "count.two.offices",
        CASES,
        [
            rf"<lead>(?:학생|후보)?{{n:int}}{_WHO}?(?:의후보)?(?:중에서|중|가운데에서|가운데|의학생중에서|의학생중)(?:회장|반장|대표|의장)(?:1명|"
            rf"한명)?(?:과|와|,)?(?:부회장|부반장|부대표|총무|서기)(?:을|를)?(?:각각)?(?:1명|한명)?(?:씩)?(?:을|를)?(?:뽑는|선출하는|정하는)"
            rf"{_WAYS}<ask>",
            rf"<lead>(?:학생|후보)?{{n:int}}{_WHO}?(?:의후보)?(?:중에서|중|가운데에서)(?:회장|반장|대표)과?와?(?:부회장|부반장|부대표|총무)을?를?(?"
            rf":각각)?(?:한명|1명)씩(?:을)?뽑는{_WAYS}<ask>",
        ],
        let="rest = n - 1; s = n*rest",
        domains="n 4..15",
        wrong="n*(n - 1)/2 | formula; n*n | order; 2*n | formula; n + rest | formula; rest*(n - 2) | other",
        say=["첫 번째 자리는 {n}명, 두 번째 자리는 남은 {rest}명이 맡을 수 있다.", "${n} \\times {rest} = {s}$"],
    ),
    family(
        "count.three.offices",
        CASES,
        [
            rf"<lead>(?:학생|후보)?{{n:int}}{_WHO}(?:중에서|중|가운데에서)(?:회장|반장|대표),(?:부회장|부반장|부대표),(?:총무|서기|회계)(?:을|를)?"
            rf"(?:각각)?(?:1명|한명)?(?:씩)?(?:을|를)?(?:뽑는|선출하는|정하는){_WAYS}<ask>",
        ],
        let="m = n - 1; r = n - 2; s = n*m*r",
        domains="n 4..12",
        wrong="n*m*r/6 | formula; n**3 | order; 3*n | formula; n*m | partial",
        say=["각 자리를 맡을 사람은 차례로 {n}명, {m}명, {r}명이다.", "${n} \\times {m} \\times {r} = {s}$"],
        keeps_size=False,
    ),
    family(
        "count.representatives",
        COMBINATION,
        [
            rf"<lead>(?:서로다른)?(?:학생|후보)?{{n:int}}(?:명|사람|개|권|명의학생|개의공|명의후보|명의회원|장의카드|명의선수|권의책|가지색|가지)(?:의학생|"
            rf"의공)?(?:중에서|중|에서|가운데에서|가운데)(?:서로다른)?(?:대표|청소당번|위원|임원|순서를생각하지않고|당번|반대표|대의원)?{{r:int}}(?:명|개|권|장|"
            rf"사람|가지)(?:의대표|의위원)?(?:을|를)?(?:뽑는|택하는|고르는|선택하는|선출하는|동시에뽑는|뽑을|꺼내는){_WAYS}<ask>",
            r"<find>number of ways (?:to choose|of choosing|to select|of selecting) {r:int}(?:students|people|"
            r"books|balls|members)?(?:from|out of)(?:agroupof)? {n:int}(?:different|distinct)?(?:students|"
            r"people|books|balls|members)?",
        ],
        let="up = factorial(n)/factorial(n - r); low = factorial(r); s = up/low",
        domains="n 4..12; r 2..4",
        where="r < n",
        wrong="up | formula; n*r | formula; n**r | formula; comb(n, r - 1) | order; up/2 | partial; comb(n - "
        "1, r) | other",
        say=["순서를 생각하지 않으므로 ${}_{{n}}\\mathrm{C}_{{r}} = \\frac{up}{low} = {s}$"],
        tell=["The order does not matter: $\\frac{up}{low} = {s}$."],
        keeps_size=False,
    ),
    family(
        "count.permutation.symbol",
        PERMUTATION,
        [
            r"<lead>(?:순열의수)?_\{?{n:int}\}?P_\{?{r:int}\}?(?:의값)?<ask>",
            r"<lead>\{\}_\{?{n:int}\}?P_\{?{r:int}\}?(?:의값)?<ask>",
            r"<find>\{?\}?_\{?{n:int}\}?P_\{?{r:int}\}?",
        ],
        let="s = factorial(n)/factorial(n - r)",
        domains="n 4..10; r 2..4",
        where="r <= n",
        wrong="comb(n, r) | formula; n**r | formula; n*r | formula; factorial(n) | partial",
        say=["${n}$부터 하나씩 작은 수를 ${r}$개 곱하면 ${s}$"],
        tell=["Multiplying ${r}$ numbers downwards from ${n}$ gives ${s}$."],
        keeps_size=False,
    ),
    family(
        "count.combination.symbol",
        COMBINATION,
        [
            r"<lead>(?:조합의수)?(?:\{\})?_\{?{n:int}\}?C_\{?{r:int}\}?(?:의값)?<ask>",
            r"<find>(?:\{\})?_\{?{n:int}\}?C_\{?{r:int}\}?",
        ],
        let="up = factorial(n)/factorial(n - r); low = factorial(r); s = up/low",
        domains="n 4..12; r 2..5",
        where="r <= n",
        wrong="up | formula; n*r | formula; comb(n, r - 1) | order; up/r | partial",
        say=["$\\frac{up}{low} = {s}$"],
        keeps_size=False,
    ),
    family(
        "count.handshakes",
        COMBINATION,
        [
            r"<lead>{n:int}(?:명|명의학생|명의사람|명의회원|사람)(?:이|의학생이)?(?:모두)?(?:서로|한사람도빠짐없이서로|빠짐없이서로)?(?:한번씩)?(?:모두)?"
            r"악수(?:를)?(?:할때|하면|한다면|하였다|를할때),?(?:악수(?:는)?(?:모두|총)?(?:몇번(?:하게되는가|하는가)?|의(?:총)?(?:횟수|수|회수)))<ask>",
            r"<lead>{n:int}(?:개의)?(?:팀|개팀|개의팀)(?:이|이서로)?(?:서로)?(?:다른팀과)?(?:모두)?(?:한번씩)(?:빠짐없이)?(?:경기(?:를)?)(?"
            r":할때|하면|한다면|치를때),?(?:전체|총|치러지는)?(?:경기의?(?:총)?(?:수|횟수)|경기는모두몇번(?:치르는가)?)<ask>",
        ],
        let="rest = n - 1; twice = n*rest; s = twice/2",
        wrong="twice | partial; n*n/2 | order; 2*n | formula; rest | partial; n*(n + 1)/2 | sign",
        say=["두 명을 순서 없이 고르는 경우의 수이므로 $\\frac{{n} \\times {rest}}{2} = {s}$"],
        where="n >= 3",
    ),
    family(
        "count.sum.rule.ways",
        CASES,
        [
            r"<lead>[가-힣A-Z]{1,10}에서[가-힣A-Z]{1,10}까지가는(?:데|길이|방법으로|교통편으로)?(?:버스|기차|길)(?:노선)?(?:는|이|가|편은|편이)?"
            r"{a:int}(?:가지|개|종류|편|대),?(?:와|과|이고|,)?(?:기차|지하철|비행기|버스|배)(?:는|이|가|편은|편이|노선은|노선이)?{b:int}(?:가지|개|"
            r"종류|편|대)(?:있다|가있다|이있다|있을때|가있을때|이있을때)[.,]?(?:이때,?)?(?:버스(?:나|또는)(?:기차|지하철)(?:를이용하여|로|를타고)?)?(?"
            r":[가-힣A-Z]{1,10}에서[가-힣A-Z]{1,10}까지)?(?:버스(?:나|또는)(?:기차|지하철)(?:를이용하여|로|를타고)?)?가는(?:방법의수|경우의수|"
            r"방법은모두몇가지)<ask>",
        ],
        let="s = a + b",
        wrong="a*b | formula; abs(a - b) | sign; a | partial; b | partial",
        say=["동시에 이용할 수 없으므로 ${a} + {b} = {s}$"],
    ),
    family(
        "count.product.rule",
        CASES,
        [
            r"<lead>(?:서로다른)?(?P<one>[가-힣]{1,6}?){a:int}(?:종류|벌|개|가지|켤레|자루)(?:와|과|,)(?:서로다른)?(?P<two>[가-힣]{1,"
            r"6}?){b:int}(?:종류|벌|개|가지|켤레|자루)(?:가|이)?(?:있다|있을때|있을때,|중에서|에서)[.,]?(?:이때)?(?P<o>(?P=one)(?:와|과)(?"
            r"P=two)(?:를|을)?)?(?:각각)?(?:하나씩|한가지씩|한벌씩|한개씩|1개씩)(?:을|를)?(?:짝지어|골라|선택하여)?(?:입는|고르는|선택하는|짝짓는|사는|"
            r"택하는|짝지어입는|주문하는)(?:방법의수|경우의수|방법은모두몇가지|경우는모두몇가지)<ask>",
        ],
        let="s = a*b",
        wrong="a + b | formula; a*b - 1 | other; a**b | formula; a*a | misread",
        say=["각각 하나씩 고르므로 ${a} \\times {b} = {s}$"],
    ),
    family(
        "count.coins.dice.total",
        CASES,
        [
            r"<lead>(?:서로다른)?동전{a:int}개와(?:서로다른)?주사위{b:int}개를(?:동시에|한꺼번에)던질때,?(?:일어나는|나오는|나올수있는|일어날수있는)?(?"
            r":모든)?경우의수<ask>",
        ],
        let="s = 2**a*6**b",
        domains="a 1..4; b 1..2",
        wrong="2*a*6*b | formula; 2*a + 6*b | formula; 2**a + 6**b | formula; 12 | partial",
        say=["동전은 각각 2가지, 주사위는 각각 6가지이므로 $2^{{a}} \\times 6^{{b}} = {s}$"],
        keeps_size=False,
    ),
    family(
        "count.cards.nonzero",
        CASES,
        [
            r"<lead>1부터{n:int}까지의(?:자연수|숫자)(?:가|이)?(?:각각)?(?:하나씩)?(?:적힌|쓰인|적혀있는)(?:서로다른)?{n_2:int}장의(?:숫자)?"
            r"카드(?:중에서|에서|중)(?:서로다른)?(?:2장|두장)을(?:뽑아|골라|택하여|동시에뽑아)(?:만들수있는|두자리(?:의)?자연수를만들때,?만들수있는)(?:두자리(?"
            r":의)?)?(?:자연수|정수)(?:의개수|는모두몇개|의갯수|는몇개)<ask>",
        ],
        let="rest = n - 1; s = n*rest",
        domains="n 4..9",
        wrong="n*n | order; n*(n - 1)/2 | formula; 2*n | formula; rest*rest | misread",
        say=["십의 자리는 {n}가지, 일의 자리는 남은 {rest}가지이므로 ${n} \\times {rest} = {s}$"],
    ),
    family(
        "count.cards.zero",
        CASES,
        [
            r"<lead>0부터{n:int}까지의(?:정수|숫자|수)(?:가|이)?(?:각각)?(?:하나씩)?(?:적힌|쓰인|적혀있는)(?:서로다른)?{k:int}장의(?:숫자)?카드(?"
            r":중에서|에서|중)(?:서로다른)?(?:2장|두장)을(?:뽑아|골라|택하여)(?:만들수있는)두자리(?:의)?(?:자연수|정수)(?:의개수|는모두몇개)<ask>",
        ],
        let="k = n + 1; s = n*n",
        domains="n 3..9",
        wrong="n*k | misread; n*(n - 1) | order; k*k | order; n*k/2 | formula",
        say=["십의 자리에는 0이 올 수 없으므로 {n}가지, 일의 자리는 남은 {n}가지", "${n} \\times {n} = {s}$"],
    ),
    family(
        "sets.union",
        "고1.집합.원소의 개수",
        [
            r"<lead>(?:두)?(?:유한)?(?:집합A,B(?:에대하여|에서|가))?n\(A\)={a:int},n\(B\)={b:int},n\(A∩B\)={c:int}(?:일때|"
            r"이면)?,?n\(A∪B\)(?:의값)?<ask>",
            r"<find>n\(A∪B\)(?:if|given|when)(?:that)?n\(A\)={a:int},n\(B\)={b:int}(?:,and|and|,)n\(A∩B\)={c:int}",
        ],
        let="s = a + b - c",
        wrong="a + b | partial; a + b + c | sign; a*b - c | formula; a + b - 2*c | order",
        where="c < a; c < b",
        say=["$n(A \\cup B) = n(A) + n(B) - n(A \\cap B)$", "${a} + {b} - {c} = {s}$"],
    ),
    family(
        "sets.intersection",
        "고1.집합.원소의 개수",
        [
            r"<lead>(?:두)?(?:유한)?(?:집합A,B(?:에대하여|에서|가))?n\(A\)={a:int},n\(B\)={b:int},n\(A∪B\)={c:int}(?:일때|"
            r"이면)?,?n\(A∩B\)(?:의값)?<ask>",
        ],
        let="c = a + b - t; s = a + b - c",
        hidden="t = a + b - c",
        wrong="a + b | partial; c - a | misread; c - b | misread; a + b + c | sign",
        where="t < a; t < b; t > 0",
        say=["$n(A \\cap B) = n(A) + n(B) - n(A \\cup B)$", "${a} + {b} - {c} = {s}$"],
    ),
    family(
        "sets.subsets",
        "고1.집합.부분집합",
        [
            r"<lead>원소(?:의개수)?(?:이|가){n:int}개?인집합(?:A)?의부분집합(?:의개수|은모두몇개|의갯수)<ask>",
        ],
        let="s = 2**n",
        domains="n 3..9",
        wrong="2*n | formula; n*n | formula; 2**n - 1 | order; 2**(n - 1) | order",
        say=["각 원소를 넣거나 넣지 않으므로 $2^{{n}} = {s}$"],
        keeps_size=False,
    ),
)
