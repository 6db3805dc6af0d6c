"""An invented academy's people, and the ways in which a note speaks of them."""

# ruff: noqa: E501 (a table of spellings is read line by line)

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from bench.redaction_parts.kinds import SURNAMES

GIVEN = (
    "민준", "서연", "지우", "도윤", "서준", "하은", "지호", "예은", "시우", "수아", "건우", "채원", "현우", "다은", "준서",
    "유나", "태민", "소율", "재윤", "나연", "성민", "은서", "동현", "가은", "승우", "윤아", "찬영", "혜린", "규빈", "세아",
    "주원", "아린", "진호", "미나", "영재", "선우", "현서", "민지", "수빈", "준", "솔", "찬", "율", "은별", "태양",
)  # fmt: skip
WORDS = (
    "하늘", "이슬", "나라", "보라", "가을", "한결", "사랑", "우주", "바다", "슬기", "지혜", "은혜", "소리", "아름", "누리",
    "미소", "다솜", "새롬", "하나", "여름", "기쁨", "진주", "초롱", "겨울", "마루", "단비", "정상", "시내",
)  # fmt: skip
PLAIN_USES = {
    "하늘": ("하늘이 파랗다", "하늘을 나는 비행기", "하늘색 구슬"), "이슬": ("이슬이 맺힌 풀잎", "이슬비가 내린 날"),
    "나라": ("나라의 인구", "여러 나라를 여행", "우리나라"), "보라": ("보라색 공 3개", "그래프를 보라", "구해 보라"),
    "가을": ("가을에 단풍", "가을철 강수량"), "한결": ("한결 쉽다",), "사랑": ("사랑의 열매",), "우주": ("우주선의 속력", "우주의 나이"),
    "바다": ("바다의 깊이", "바다에서 수영"), "슬기": ("슬기로운 생활",), "지혜": ("지혜롭게 풀기",), "은혜": ("은혜를 갚은 까치",),
    "소리": ("소리의 속력", "소리가 전달되는 시간"), "누리": ("누리집",), "미소": ("미소를 지었다",), "하나": ("하나를 고르면", "둘 중 하나"),
    "여름": ("여름 방학", "여름에 판 아이스크림"), "기쁨": ("기쁨이 두 배",), "진주": ("진주 목걸이",), "겨울": ("겨울에 팔린 장갑",),
    "마루": ("마루의 넓이",), "정상": ("산의 정상까지", "정상 가격의 20%"), "시내": ("시내버스", "시내를 한 바퀴"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Academy:
    """Full names of the people on the roster."""

    students: tuple[str, ...]
    guardians: tuple[str, ...]
    teachers: tuple[str, ...]
    name: str

    @property
    def people(self) -> tuple[str, ...]:
        return self.students + self.guardians + self.teachers


def academy(rng: random.Random, size: int) -> Academy:
    """An academy of `size` students, one in six with a name that is a word."""
    given = [rng.choice(WORDS) if n % 6 == 0 else rng.choice(GIVEN) for n in range(size)]
    full = [rng.choice(SURNAMES) + name for name in given]
    guardians = [rng.choice(SURNAMES) + rng.choice(("영희", "정숙", "철호", "미경", "상철")) for _ in range(size // 5)]
    teachers = [rng.choice(SURNAMES) + rng.choice(("정훈", "지영", "태호", "수정")) for _ in range(max(2, size // 20))]
    return Academy(tuple(full), tuple(guardians), tuple(teachers), "푸른솔수학학원")


def closed(name: str) -> bool:
    """Whether the last syllable ends in a consonant."""
    return (ord(name[-1]) - 0xAC00) % 28 != 0


def spoken_of(rng: random.Random, full: str, held: bool) -> tuple[str, str, str]:
    """(before, the name as written, after): the middle part is what must not leave."""
    given = full[1:]
    i, calls = ("이", "아") if closed(given) else ("", "야")
    if len(given) == 1:
        given, i, calls = full, "이" if closed(full) else "", calls
    opened = (
        ("", full, " 학생이 쓴 풀이: "), ("", given, f"{i}가 푼 문제. "), ("", given, f"{calls}, 다시 풀어 보자. "),
        ("", given, f"{i}는 부호를 틀렸다. "), ("", given, f"{i}랑 같이 푼 문제. "), ("", f"{full[0]} {' '.join(full[1:])}", " 학생의 답: "),
        ("", unicodedata.normalize("NFD", full), "의 오답. "), ("", "\u200b".join(full), " 오답노트. "), ("이름: ", full, "\n"),
        ("", given, f"{i}네 반 시험지. "), ("", given, " 학생이 틀림. "), ("", full, f"{'은' if closed(full) else '는'} 이항을 틀렸다. "),
        ("", full, "님 확인. "), ("", given, f"{i}한테 물어본 문제. "), ("작성자 ", full, ". "),
    )  # fmt: skip
    kept = (
        ("", f"{full[0]} {full[1:]}", " 학생 답안. "), ("", full, "(중2) 오답. "), ("", given, f"{i}ㅋㅋ 또 틀림. "),
        ("'", full, "' 학생의 노트. "), ("", f"{full[0]}-{'-'.join(full[1:])}", " 오답노트. "), ("", given, f"{i} 엄마가 적음. "),
        ("", given, f"{i}도 틀렸다. "), ("", "\u2060".join(unicodedata.normalize("NFD", full)), " 학생. "), ("", full, "98점. "),
        ("학생명 ", full, " "), ("", given, f"{i}처럼 풀면 안 된다. "), ("", given, "쌤이 알려 준 풀이. "), ("from. ", full, "\n"),
        ("", given, f"{i}만 맞혔다. "), ("2학년 3반 ", full, ". "), ("", f"{full[0]}.{'.'.join(full[1:])}", " 제출. "),
    )  # fmt: skip
    return rng.choice(kept if held else opened)
