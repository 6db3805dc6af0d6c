"""Mathematics that looks like personal data and must reach the model as it is."""

# ruff: noqa: E501 (a table of spellings is read line by line)

from __future__ import annotations

import random
from collections.abc import Callable

Token = Callable[[random.Random], str]


def _n(rng: random.Random, low: int, high: int) -> int:
    return rng.randrange(low, high)


TOKENS: tuple[Token, ...] = (
    lambda r: str(_n(r, 10**12, 10**13)),
    lambda r: f"${_n(r, 10**12, 10**13)}$",
    lambda r: f"{_n(r, 1, 10**4):,}".replace(",", ",") + f",{_n(r, 0, 1000):03},{_n(r, 0, 1000):03}",
    lambda r: f"0.{_n(r, 10**10, 10**11)}",
    lambda r: f"3.{_n(r, 10**9, 10**10)}…",
    lambda r: f"{_n(r, 1, 9)}:{_n(r, 1, 9)}",
    lambda r: f"{_n(r, 1, 9)}:{_n(r, 1, 9)}:{_n(r, 1, 9)}",
    lambda r: rf"$\frac{{{_n(r, 1, 99)}}}{{{_n(r, 2, 99)}}}$",
    lambda r: f"$x^2 {r.choice('+-')} {_n(r, 2, 20)}x + {_n(r, 2, 90)} = 0$",
    lambda r: f"2026년 {_n(r, 1, 13)}월 {_n(r, 1, 29)}일",
    lambda r: f"{_n(r, 1, 13)}월 {_n(r, 1, 29)}일",
    lambda r: f"오전 {_n(r, 1, 12)}시 {_n(r, 0, 60)}분",
    lambda r: f"{_n(r, 100, 999)} - {_n(r, 10, 99)} = {_n(r, 1, 99)}",
    lambda r: f"{_n(r, 1000, 9999)}-{_n(r, 1000, 9999)}",
    lambda r: f"{_n(r, 100000, 999999)}-{_n(r, 1000, 9999)}",
    lambda r: f"{_n(r, 1000, 9999)} - {_n(r, 1000, 9999)}",
    lambda r: f"010 × {_n(r, 2, 9)}",
    lambda r: f"010{_n(r, 10, 99)}",
    lambda r: f"{r.getrandbits(10):010b}(2)",
    lambda r: f"이진수 0{r.getrandbits(10):010b}",
    lambda r: ", ".join(str(_n(r, 0, 10)) for _ in range(14)),
    lambda r: " ".join(str(_n(r, 10, 99)) for _ in range(8)),
    lambda r: ", ".join(str(_n(r, 1, 10) + k * _n(r, 1, 9)) for k in range(6)) + ", …",
    lambda r: " ".join(f"{mark} {_n(r, 1, 99)}" for mark in "①②③④⑤"),
    lambda r: f"({_n(r, -9, 9)}, {_n(r, -9, 9)})",
    lambda r: f"{_n(r, 1, 99)}.{_n(r, 1, 99)}% ",
    lambda r: f"{_n(r, 1, 99)}동{_n(r, 1, 9)}서",
    lambda r: f"{_n(r, 100, 900)}원짜리 사과 {_n(r, 2, 9)}개",
    lambda r: f"{_n(r, 2, 9)}초, {_n(r, 2, 60)}초 뒤",
    lambda r: f"{_n(r, 2, 9)}인 수 중 {_n(r, 1, 5)}로 나누어떨어지는 수",
    lambda r: f"$0{_n(r, 10, 99)}.{_n(r, 100, 999)}$",
    lambda r: f"{_n(r, 2, 99)}분의 {_n(r, 1, 99)}",
    lambda r: "일이삼사오육칠팔구 중 하나",
    lambda r: f"{_n(r, 10**15, 10**16)}을 {_n(r, 2, 9)}로 나눈 나머지",
    lambda r: f"제{_n(r, 1, 30)}항",
    lambda r: f"{_n(r, 10**9, 10**10)}번째",
    lambda r: rf"$\sqrt{{{_n(r, 2, 99)}}} = {_n(r, 1, 9)}.{_n(r, 10**12, 10**13)}$",
    lambda r: f"{_n(r, 2, 9)}의 배수 중 가장 작은 수",
    lambda r: f"넓이가 {_n(r, 10, 99)}㎡인 {_n(r, 2, 9)}층 건물",
    lambda r: rf"$\overline{{AB}} = {_n(r, 2, 20)}\,\mathrm{{cm}}$",
)
STORIES = (
    "철수가 사과 {}개를 사고, 영희는 {}개를 샀다.", "민수와 지현이가 가진 구슬의 비는 {}이다.", "다음을 계산하시오: {}", "{}을 구하시오.",
    "값은 {}이고 답은 {}이다.", "어느 초등학교의 학생 수는 {}명이다.", "학생은 {}라고 답했다.", "중학교 2학년 문제. {}", "정답: {}",
    "고등학교 입학 시험에서 {}점을 받았다.", "어느 대학교의 정원은 {}명이다.", "원의 반지름은 {}이다.",
)  # fmt: skip
