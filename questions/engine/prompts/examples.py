"""The worked examples that prompts show: a note and the wire answer a good author gives for it.

Each is checked by a test: a blueprint's values give back the note's stem, its answer and the student's own wrong
answer; a direct item passes its gates with a solver who answers its key.
"""

# ruff: noqa: E501 (an example is shown to the model exactly as it stands)

from __future__ import annotations

from dataclasses import dataclass

from questions.engine.types import Note


@dataclass(frozen=True, slots=True)
class Example:
    """A note and the wire form (JSON) of its blueprint or direct item; `kind` is the answer's kind."""

    note: Note
    wire: str
    kind: str


LINEAR = Example(
    Note("linear", "일차방정식 $3x + 5 = 20$의 해를 구하시오.", "5", student_answer="25/3"),
    r"""{"reasoning": "ax + b = c 꼴이다. 5를 이항하면 3x = 15, 3으로 나누면 x = 5. 학생은 5를 이항하면서 부호를 바꾸지 않아 25/3을 얻었다. 해가 자연수가 되도록 한다.", "concept": "중1.일차방정식.풀이", "given": [{"name": "a", "value": "3", "range": "2..9"}, {"name": "b", "value": "5", "range": "1..20"}, {"name": "c", "value": "20", "range": "10..60"}], "derived": ["d = c - b", "s = d / a"], "conditions": ["is_int(s)", "s > 0"], "stem": ["일차방정식 ${a}x + {b} = {c}$의 해를 구하시오."], "solution": ["{b}를 이항하면 ${a}x = {c} - {b}$이므로 ${a}x = {d}$", "양변을 {a}로 나누면 $x = {s}$"], "kind": "number", "answer": "s", "unit": "", "wrong": [{"formula": "(c + b) / a", "mistake": "own"}, {"formula": "d", "mistake": "partial"}, {"formula": "d - a", "mistake": "order"}]}""",
    "number",
)
SALT = Example(
    Note("salt", "8%의 소금물 300g에 물 100g을 더 넣으면 몇 %의 소금물이 되는지 구하시오.", "6%", student_answer="8%"),
    r"""{"reasoning": "물을 넣어도 소금의 양은 변하지 않는다. 소금은 300 × 8/100 = 24 g, 전체는 400 g이므로 24/400 × 100 = 6 %. 학생은 농도가 그대로라고 보았다. 소금의 양과 답이 자연수가 되도록 한다.", "concept": "중1.일차방정식.활용", "given": [{"name": "p", "value": "8", "range": "2..20"}, {"name": "m", "value": "300", "range": "100..600 step 50"}, {"name": "w", "value": "100", "range": "50..400 step 50"}], "derived": ["salt = m * p / 100", "total = m + w", "s = salt / total * 100"], "conditions": ["is_int(salt)", "is_int(s)"], "stem": ["{p}%의 소금물 {m}g에 물 {w}g을 더 넣으면 몇 %의 소금물이 되는지 구하시오."], "solution": ["소금의 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)", "물을 넣은 뒤 소금물의 양은 ${m} + {w} = {total}$(g)", "따라서 농도는 $\\frac{salt}{total} \\times 100 = {s}$(%)"], "kind": "number", "answer": "s", "unit": "%", "wrong": [{"formula": "p", "mistake": "own"}, {"formula": "salt / w * 100", "mistake": "formula"}, {"formula": "p * w / m", "mistake": "unit"}]}""",
    "number",
)
DICE = Example(
    Note(
        "dice",
        "서로 다른 두 개의 주사위를 동시에 던질 때, 나오는 두 눈의 수의 합이 5일 확률을 구하시오.",
        "1/9",
        student_answer="1/18",
    ),
    r"""{"reasoning": "모든 경우는 6 × 6 = 36가지. 합이 5인 경우는 (1,4), (2,3), (3,2), (4,1)의 4가지이므로 4/36 = 1/9. 학생은 순서를 구별하지 않고 2가지로 세었다.", "concept": "중2.확률.계산", "given": [{"name": "k", "value": "5", "range": "3..11"}], "derived": ["n = sum(1 for i in range(1, 7) for j in range(1, 7) if i + j == k)", "q = n / 36"], "conditions": [], "stem": ["서로 다른 두 개의 주사위를 동시에 던질 때, 나오는 두 눈의 수의 합이 {k}일 확률을 구하시오."], "solution": ["모든 경우의 수는 $6 \\times 6 = 36$", "두 눈의 수의 합이 {k}인 경우의 수는 {n}", "따라서 구하는 확률은 $\\frac{n}{36} = {q}$"], "kind": "number", "answer": "q", "unit": "", "wrong": [{"formula": "sum(1 for i in range(1, 7) for j in range(i, 7) if i + j == k) / 36", "mistake": "own"}, {"formula": "k / 36", "mistake": "other"}, {"formula": "n / 12", "mistake": "other"}]}""",
    "number",
)
FACTOR = Example(
    Note(
        "factor",
        "이차식 $x^2 + 5x + 6$을 인수분해한 것은?",
        "$(x+2)(x+3)$",
        choices=("$(x+2)(x+3)$", "$(x-2)(x-3)$", "$(x-2)(x+3)$", "$(x+2)(x-3)$", "$(x+1)(x+6)$"),
        student_answer="$(x-2)(x-3)$",
    ),
    r"""{"reasoning": "합이 5이고 곱이 6인 두 수는 2와 3이므로 (x + 2)(x + 3). 학생은 두 수의 부호를 모두 반대로 썼다. 두 수를 먼저 정하고 계수를 계산한다.", "concept": "중3.인수분해.계산", "given": [{"name": "p", "value": "2", "range": "-9..9"}, {"name": "q", "value": "3", "range": "-9..9"}], "derived": ["b = p + q", "c = p * q"], "conditions": ["p < q", "p * q != 0", "p + q != 0", "abs(p) != 1", "abs(q) != 1"], "stem": ["이차식 $x^2 + {b}x + {c}$을 인수분해한 것은?"], "solution": ["합이 {b}이고 곱이 {c}인 두 수는 {p}와 {q}", "따라서 $x^2 + {b}x + {c} = (x + {p})(x + {q})$"], "kind": "expression", "answer": "(x + p) * (x + q)", "unit": "", "wrong": [{"formula": "(x - p) * (x - q)", "mistake": "own"}, {"formula": "(x - p) * (x + q)", "mistake": "sign"}, {"formula": "(x + p) * (x - q)", "mistake": "sign"}, {"formula": "(x + 1) * (x + c)", "mistake": "other"}]}""",
    "expression",
)
SERIES = Example(
    Note(
        "series",
        "첫째항이 3이고 공차가 4인 등차수열의 첫째항부터 제10항까지의 합을 구하시오.",
        "210",
        student_answer="230",
    ),
    r"""{"reasoning": "제10항은 3 + 9 × 4 = 39이고 합은 10 × (3 + 39) / 2 = 210. 학생은 제10항을 3 + 10 × 4 = 43으로 보아 230을 얻었다.", "concept": "고1.수열.등차수열", "given": [{"name": "a", "value": "3", "range": "1..9"}, {"name": "d", "value": "4", "range": "2..9"}, {"name": "n", "value": "10", "range": "8..20"}], "derived": ["last = a + (n - 1) * d", "s = n * (a + last) / 2"], "conditions": [], "stem": ["첫째항이 {a}이고 공차가 {d}인 등차수열의 첫째항부터 제{n}항까지의 합을 구하시오."], "solution": ["제{n}항은 ${a} + ({n} - 1) \\times {d} = {last}$", "합은 $\\frac{{n}({a} + {last})}{2} = {s}$"], "kind": "number", "answer": "s", "unit": "", "wrong": [{"formula": "n * (a + a + n * d) / 2", "mistake": "own"}, {"formula": "n * (a + last)", "mistake": "formula"}, {"formula": "last", "mistake": "partial"}]}""",
    "number",
)

EXAMPLES: tuple[Example, ...] = (LINEAR, SALT, DICE, FACTOR, SERIES)

TENSE = Example(
    Note(
        "tense",
        "다음 빈칸에 들어갈 말로 알맞은 것은?\nShe ____ to school by bus yesterday.",
        "went",
        choices=("goes", "went", "has gone", "will go"),
        student_answer="has gone",
        subject="영어",
        concept="영어.시제.과거",
    ),
    r"""{"reasoning": "yesterday가 있으므로 과거 시제를 쓴다. 학생은 현재완료를 골랐다. 과거의 때를 나타내는 말이 있는 새 문장을 쓴다.", "concept": "영어.시제.과거", "passage": [], "stem": ["다음 빈칸에 들어갈 말로 알맞은 것은?", "My uncle ____ a small boat two years ago."], "solution": ["two years ago는 지나간 한때를 나타내므로 과거 시제가 필요하다.", "build의 과거형은 built이다."], "key": "built", "wrong": [{"text": "builds", "why": "현재 시제는 two years ago와 함께 쓸 수 없다."}, {"text": "has built", "why": "현재완료는 지나간 때를 나타내는 말과 함께 쓸 수 없다."}, {"text": "will build", "why": "미래를 나타내는 말이다."}]}""",
    "choice",
)
LAWMAKING = Example(
    Note(
        "lawmaking",
        "우리나라에서 법률을 만들거나 고치는 일을 하는 국가 기관을 쓰시오.",
        "국회",
        student_answer="정부",
        subject="사회",
        concept="사회.국가 기관.역할",
    ),
    r"""{"reasoning": "국가 기관의 역할을 구별하는 문제이다. 학생은 법을 만드는 일과 집행하는 일을 혼동했다. 다른 기관의 역할을 묻는다.", "concept": "사회.국가 기관.역할", "passage": [], "stem": ["다툼이 생겼을 때 법에 따라 옳고 그름을 판단하여 재판하는 국가 기관을 쓰시오."], "solution": ["법을 만드는 일은 국회, 법에 따라 나라 살림을 하는 일은 정부가 맡는다.", "법에 따라 재판하는 일은 법원이 맡는다."], "key": "법원", "wrong": []}""",
    "text",
)

ITEM_EXAMPLES: tuple[Example, ...] = (TENSE, LAWMAKING)
