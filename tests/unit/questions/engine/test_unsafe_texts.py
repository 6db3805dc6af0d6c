"""What the safety gate takes for a link, markup, a quoted prompt or something hidden, and what it lets pass."""

from __future__ import annotations

import base64

import pytest

from questions.engine.gates.safety import unsafe

WORDS = "Copy the question and replace only the numbers that may change"
CYRILLIC = "\u0421lick"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("evil.example/x?q=1", "링크"),
        ("더 보려면 study-now.com 으로", "링크"),
        ("구하시오.study-now.com로그인", "링크"),
        ("[a][1]\n[1]: //evil.kr", "링크"),
        ("ｈｔｔｐｓ：//a.kr", "링크"),
        ("&lt;script&gt;alert(1)", "HTML 태그"),
        ("&amp;lt;img src=x&amp;gt;", "HTML 태그"),
        ("＜img src=x＞", "HTML 태그"),
        ("![a][b]", "마크다운 그림이나 링크"),
        ("![x]( /log )", "마크다운 그림이나 링크"),
        (f"{CYRILLIC} here", "비슷하게 생긴 다른 글자"),
        (base64.b64encode(WORDS.encode()).decode(), "읽을 수 없는 긴 글"),
        (WORDS.encode().hex(), "읽을 수 없는 긴 글"),
        (f"풀이: {WORDS}.", "프롬프트 글"),
        (WORDS.replace(" ", "\n"), "프롬프트 글"),
    ],
)
def test_what_leads_away_hides_or_quotes_our_prompt_is_unsafe(text: str, kind: str) -> None:
    """S-05, S-06: also in entities, full-width letters, other alphabets and codes."""
    assert unsafe(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "다음 빈칸에 들어갈 말로 알맞은 것은?\nHe ____ his homework last night.",
        "________________________________________",
        "시속 3.5km/h로 달렸다. 0.33333333333333333333333333333333",
        "(가)~(다) <보기>에서 ㄱ, ㄴ을 고르면? $a<b$, $b>c$",
        "<A>와 <B>를 견주어 보자. AT&T & co.",
        "U.S.A. and e.g. Mr. Kim said so, i.e. this.",
        "비율은 2:3이고 $\\frac{1}{2}$이며 $\\alpha + \\beta = 3$, Σ, π, ①, ½",
        "Choose the one right answer.",
        "[0, 1](x)",
    ],
)
def test_ordinary_questions_are_safe(text: str) -> None:
    """S-05, the twin: what textbooks print passes."""
    assert unsafe(text) == ""
