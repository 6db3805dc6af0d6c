"""Percent, discount, salt solutions, speed, work, proportion."""

from questions.engine.twins.grammar.family import family

MIXTURE = "중1.일차방정식.농도"
MOTION = "중1.일차방정식.거리·속력·시간"
RATIO = "초6.비와 비율"
_SALT = r"(?:농도(?:이|가|는)?)?{p}%(?:의|인|짜리)?(?:소금물|설탕물)"
_NEW = (
    r"(?:(?:이때|이때의|이|만들어진|만든|새로운|새로만든|새로만들어진|섞은|섞어서만든|만들어지는|전체|혼합한|)*(?:소금물|설탕물)의농도(?:는|을|를)?(?:몇%(?:인지|"
    r"가되는지|가되는가|가될까|일까|인가|이?)?)?|(?:농도는)?몇%(?:의)?(?:(?:소금물|설탕물))?(?:이|가)?(?:되는가|되는지|된다|되겠는가|될까요?|됩니까|인지|이?"
    r")?(?:~을)?|농도(?:는)?)"
)
_ADD = (
    r"(?:더)?(?:넣으면|넣었을때|넣을때|부으면|부었을때|넣어|섞으면|섞었을때|넣어서만든|넣은|타면|첨가하면|첨가했을때|넣고섞으면|넣었다|섞었다|부었다|"
    r"넣은후의?)[,.]?(?:이때)?,?"
)
_G = r"(?:g|그램)"

FAMILIES = (
    family(
        "mixture.water",
        MIXTURE,
        [
            rf"<lead>{_SALT}{{m}}{_G}에물~을?{{w}}{_G}(?:~을)?{_ADD}{_NEW}<ask>",
            rf"<lead>{_SALT}{{m}}{_G}에{{w}}{_G}의물~을{_ADD}{_NEW}<ask>",
        ],
        let="salt = m*p/100; total = m + w; s = salt/total*100",
        wrong="p | misread; salt/w*100 | formula; salt/m*100 | partial; p*w/m | unit; salt | partial; p*m/w | order",
        unit="%",
        where="is_int(salt)",
        domains="w 50..400 step 50; p 2..25",
        say=[
            "소금의 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)",
            "물을 넣은 뒤 전체의 양은 ${m} + {w} = {total}$(g)",
            "농도는 $\\frac{salt}{total} \\times 100 = {s}$(%)",
        ],
    ),
    family(
        "mixture.evaporation",
        MIXTURE,
        [
            rf"<lead>{_SALT}{{m}}{_G}에서물~을?{{w}}{_G}(?:~을)?(?:증발시키면|증발시켰을때|증발시킬때|증발시켜서만든|증발시킨후의?|증발시켰다|증발시킨|"
            rf"증발시킬경우)[,.]?(?:이때)?,?{_NEW}<ask>",
        ],
        let="salt = m*p/100; total = m - w; s = salt/total*100",
        wrong="salt/(m + w)*100 | sign; p | misread; salt/w*100 | formula; salt | partial; salt/m*100 | partial",
        unit="%",
        where="is_int(salt); w < m; abs(w)*2 <= m; s < 50",
        domains="w 50..400 step 50; p 2..25",
        say=[
            "소금의 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)",
            "물을 증발시킨 뒤 전체의 양은 ${m} - {w} = {total}$(g)",
            "농도는 $\\frac{salt}{total} \\times 100 = {s}$(%)",
        ],
    ),
    family(
        "mixture.salt.added",
        MIXTURE,
        [
            rf"<lead>{_SALT}{{m}}{_G}에(?:소금|설탕)~을?{{w}}{_G}(?:~을)?(?:더)?{_ADD}{_NEW}<ask>",
        ],
        let="salt = m*p/100; more = salt + w; total = m + w; s = more/total*100",
        wrong="more/m*100 | partial; salt/total*100 | partial; p + w | formula; w/total*100 | partial",
        unit="%",
        where="is_int(salt); s < 60",
        say=[
            "처음 들어 있던 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)",
            "더 넣은 뒤의 양은 ${salt} + {w} = {more}$(g), 전체는 ${m} + {w} = {total}$(g)",
            "농도는 $\\frac{more}{total} \\times 100 = {s}$(%)",
        ],
    ),
    family(
        "mixture.two",
        MIXTURE,
        [
            rf"<lead>(?:농도(?:이|가))?{{p}}%(?:의|인)?(?:소금물|설탕물){{m}}{_G}(?:~과|에)(?:농도(?:이|가))?{{q}}%(?:의|인)?(?"
            rf":소금물|설탕물){{w}}{_G}(?:~을)?(?:서로|모두)?(?:섞으면|섞었을때|섞을때|섞어서만든|섞은|넣으면|혼합하면|혼합하였을때|더넣으면)[,.]?{_NEW}<ask>",
        ],
        let="one = m*p/100; two = w*q/100; salt = one + two; total = m + w; s = salt/total*100",
        wrong="(p + q)/2 | formula; p + q | formula; salt | partial; salt/m*100 | partial; two/total*100 | partial",
        unit="%",
        where="is_int(one); is_int(two); p != q; m != w or p + q != 2*s or m == w",
        domains="p 2..30; q 2..30",
        say=[
            "소금의 양은 각각 ${m} \\times \\frac{p}{100} = {one}$(g), ${w} \\times \\frac{q}{100} = {two}$(g)",
            "섞은 소금물에는 소금이 ${one} + {two} = {salt}$(g), 전체는 ${m} + {w} = {total}$(g)",
            "농도는 $\\frac{salt}{total} \\times 100 = {s}$(%)",
        ],
    ),
    family(
        "mixture.amount.of.salt",
        MIXTURE,
        [
            rf"<lead>{_SALT}{{m}}{_G}(?:에|속에)(?:들어있는|녹아있는|포함된)(?:소금|설탕)의양(?:은|는)?(?:몇{_G})?<ask>",
            rf"<lead>{_SALT}{{m}}{_G}(?:에는?|속에는?)(?:소금|설탕)(?:이|은)몇{_G}(?:들어있는가|들어있습니까|녹아있는가|들어있는지)?<ask>",
        ],
        let="s = m*p/100",
        unit="g",
        wrong="m*p/10 | unit; m/p | formula; m - s | misread; p*10 | other",
        say=["소금의 양은 ${m} \\times \\frac{p}{100} = {s}$(g)"],
    ),
    family(
        "mixture.water.to.add",
        MIXTURE,
        [
            rf"<lead>{_SALT}{{m}}{_G}에물~을?(?:더)?(?:넣어(?:서)?|부어|섞어)(?:농도가)?{{q}}%(?:의|인)?(?:소금물|설탕물)?(?:~을|로|이|"
            rf"이)?(?:만들려고한다|만들려고할때|만들려면|되게하려면|만들때|만들기위해)[,.]?(?:(?:더)?(?:넣어야(?:할|하는))물의양(?:은)?(?:몇{_G})?|(?"
            rf":몇{_G}의물|물~을?몇{_G}|물을몇{_G})(?:~을)?(?:더)?넣어야하는(?:가|지|)|넣어야할물은몇{_G}|물은몇{_G}(?:을)?넣어야하는가)<ask>",
        ],
        let="m = t*q; salt = m*p/100; total = salt*100/q; s = total - m",
        hidden="t = m/q",
        unit="g",
        wrong="total | partial; m*(p - q)/100 | formula; m*(p - q)/p | formula; salt | partial",
        where="p > q; is_int(salt)",
        say=[
            "소금의 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)",
            "농도가 {q}%가 되려면 전체가 ${salt} \\div \\frac{q}{100} = {total}$(g)",
            "따라서 넣을 물은 ${total} - {m} = {s}$(g)",
        ],
        domains="t 10..200 step 10; p 4..30; q 2..20",
    ),
    family(
        "percent.of",
        RATIO,
        [
            r"<lead>{m}(?P<who>명|개|원|g|kg|cm|m|권|쪽|mL|L)?의{p}%(?:는|은)(?:몇(?P=who)(?:인지)?|)<ask>",
        ],
        let="s = m*p/100",
        wrong="m*p/10 | unit; m/p | formula; m - s | misread; m + s | misread",
        say=["${m} \\times \\frac{p}{100} = {s}$"],
    ),
    family(
        "percent.discount",
        RATIO,
        [
            r"<lead>(?:정가(?:이|가))?{m:int}원(?:인|짜리|하는)(?P<what>[가-힣]{1,8}?)(?:을|를)?{p}%(?:를)?(?:할인하여|할인해서|할인하면|"
            r"할인된가격에|할인받아|할인한다면|할인할때|할인하여판매할때|할인하여팔때|싸게)(?:판매할때|팔때|판매한다면|살때|사면|샀을때|팔면|산다면)?,?(?:판매가격|판매가|판매금액|"
            r"할인된가격|지불해야할금액|내야할돈|내야하는돈|가격|판매하는가격)?(?:은|는|이)?(?:몇원|얼마)?(?:인지)?<ask>",
            r"<lead>정가(?:이|가)?{m:int}원인(?P<what>[가-힣]{1,8}?)의{p}%할인(?:된)?(?:판매)?가격(?:은|는)?(?:몇원|얼마)?<ask>",
        ],
        let="cut = m*p/100; s = m - cut",
        unit="원",
        wrong="cut | partial; m + cut | sign; m - p | formula; m/p | formula",
        domains="p 5..50 step 5",
        where="p < 100",
        say=["할인 금액은 ${m} \\times \\frac{p}{100} = {cut}$(원)", "따라서 ${m} - {cut} = {s}$(원)"],
    ),
    family(
        "percent.markup.discount",
        "중1.일차방정식.원가와 정가",
        [
            r"<lead>원가(?:이|가){m:int}원인(?P<what>[가-힣]{1,8}?)에{p}%의이익을붙여(?:서)?정가를정(?:하였다|했다|하고|한후|한뒤|하였을때|했을때|"
            r"할때)[,.]?(?:정가|이(?P=what)의정가|이상품의정가|이물건의정가)?(?:는|은)?(?:몇원|얼마)?<ask>",
        ],
        let="gain = m*p/100; s = m + gain",
        unit="원",
        wrong="gain | partial; m - gain | sign; m + p | formula; m*p | formula",
        domains="p 5..50 step 5",
        say=["이익은 ${m} \\times \\frac{p}{100} = {gain}$(원)", "정가는 ${m} + {gain} = {s}$(원)"],
    ),
    family(
        "proportion",
        "초6.비례식",
        [
            r"<lead>(?:비례식)?{a:int}:{b:int}={c:int}:(?P<v>[a-zA-Z□])(?:에서|일때|을만족시키는|를만족하는|,)*(?P=v)(?:의값|"
            r"에알맞은수)<ask>",
            r"<lead>(?:비례식)?{a:int}:{b:int}=(?P<v>[a-zA-Z□]):{c2:int}(?:에서|일때|을만족시키는|를만족하는|,)*(?P=v)(?:의값|"
            r"에알맞은수)<ask>",
        ],
        let="s = b*c/a",
        wrong="a*c/b | order; b*c | partial; c + b - a | formula",
        where="a != b",
        say=["비례식에서 외항의 곱과 내항의 곱은 같다.", "${b} \\times {c} \\div {a} = {s}$"],
    ),
    family(
        "share.in.ratio",
        "초6.비례배분",
        [
            r"<lead>{m:int}(?:(?P<who>원|개|명|g|권|장|자루|cm|mL|L|kg)?)(?:~을)(?:(?P<one>[가-힣A-Za-z]{1,6}?)(?:와|과|"
            r"이와|이|,)(?P<two>[가-힣A-Za-z]{1,6}?)(?:가|이|에게)?)?{a:int}:{b:int}로(?:비례배분하면|비례배분할때|비례배분하여|나누어가지면|"
            r"나누어가질때|나누어가지려고합니다|나누면|나눌때|나누어줄때),?(?P=one)(?:이|가|는|은)?(?:가지는|갖는|갖게되는|가지게되는|받는)?(?:몫|금액|것|구슬|사탕|"
            r"개수)?(?:은|는)?(?:몇(?P=who)(?:을|를)?(?:갖게되는가|가지게됩니까|가지는가|받는가|가지나)?|얼마)?<ask>",
        ],
        let="parts = a + b; m = parts*unitpart; s = unitpart*a",
        hidden="unitpart = m/(a + b)",
        wrong="unitpart*b | misread; m/a | formula; unitpart | partial; m/b | formula",
        where="a != b",
        say=[
            "전체를 ${a} + {b} = {parts}$로 나누면 ${m} \\div {parts} = {unitpart}$",
            "${unitpart} \\times {a} = {s}$",
        ],
    ),
    family(
        "motion.time",
        MOTION,
        [
            r"<lead>(?:시속|한시간에){v1}km(?:의속력)?(?:로|으로|를가는속력으로)?(?:달리는|가는)?(?P<what>[가-힣]{0,6}?)(?:로|가|이|으로)?"
            r"{d}km(?:의거리)?(?:를|을)?(?:가는데|이동하는데|달리는데|가려면|달리면)(?:걸리는시간|몇시간(?:이)?걸리는(?:가|지)?|걸린시간)(?:은|는)?(?"
            r":몇시간)?(?:인가|인지)?<ask>",
            r"<lead>{d:int}km(?:의거리)?(?:를|을)시속{v1:int}km(?:로|의속력으로)(?:갈때|달릴때|이동할때|가는데|달리는데|이동하는데|걸을때),?(?"
            r":걸리는시간|몇시간이걸리는가)(?:은|는)?(?:몇시간)?(?:인지)?<ask>",
        ],
        let="d = v1*t; s = d/v1",
        hidden="t = d/v1",
        unit="시간",
        wrong="d*v1 | formula; v1/d | order; d - v1 | formula",
        say=["시간 = 거리 ÷ 속력이므로 ${d} \\div {v1} = {s}$(시간)"],
    ),
    family(
        "motion.distance",
        MOTION,
        [
            r"<lead>시속{v1}km(?:의속력)?(?:로|으로){t}시간(?:동안)?(?:이동한|달린|간|걸은|이동했을때|달렸을때|갔을때|달리면|가면|이동하면)(?:이동)?(?"
            r":거리)?(?:는|은)?(?:몇km(?:를이동하는가)?)?(?:거리)?<ask>",
        ],
        let="s = v1*t",
        unit="km",
        wrong="v1/t | formula; v1 + t | formula; v1*t/60 | unit",
        say=["거리 = 속력 × 시간이므로 ${v1} \\times {t} = {s}$(km)"],
    ),
    family(
        "motion.round.trip",
        MOTION,
        [
            r"<lead>(?:[A-Z가-힣,]{0,12}?)(?:사이를|까지를|까지|를|을)?(?:왕복하는데|왕복할때|왕복하는데에|왕복하였는데),?(?:갈때는|갈때에는|가는데는)"
            r"시속{a:int}km로,?(?:올때는|올때에는|돌아올때는)시속{b:int}km로(?:걸어|걸어서|달려|가서|이동하여|가|달려서|걸었더니|이동하였더니|갔더니)?(?:서)?(?"
            r":모두|총|왕복하는데모두)?{t:int}시간(?:이)?(?:걸렸다|걸렸을때|걸린다|걸렸다면|걸린다고할때)[,.]?(?:이때)?(?:두지점|[A-Z가-힣]{0,12}?)(?"
            r":사이의|까지의)거리<ask>",
        ],
        let="g = gcd(a, b); t = k*(a + b)/g; total = a + b; product = a*b; s = t*product/total",
        hidden="k = t*gcd(a, b)/(a + b)",
        unit="km",
        wrong="t*(a + b)/2 | formula; 2*s | misread; t*(a + b)/4 | formula; t*a/2 | formula",
        say=[
            "두 지점 사이의 거리를 $x$ km라 하면 $\\frac{x}{{a}} + \\frac{x}{{b}} = {t}$",
            "${total}x = {t} \\times {product}$이므로 $x = {s}$",
        ],
        where="a != b",
    ),
)
