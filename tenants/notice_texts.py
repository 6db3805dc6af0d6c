"""What a notice has to say, the product's own words for it, and how hard they are to read. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from eduai.lib.errors import InvalidInput
from eduai.lib.josa import attach
from tenants import processors
from tenants.models import Purpose


class Audience(StrEnum):
    """For whom a notice's text is: an account below 14 is shown the child's (개인정보 보호법 제22조의2 제3항)."""

    ADULT = "adult"
    CHILD = "child"


LABELS: dict[str, str] = {
    "purpose": "이용 목적",
    "items": "항목",
    "sensitive_items": "민감한 항목",
    "retention": "보유·이용 기간",
    "refusal": "거부할 권리와 불이익",
    "country": "이전되는 나라",
    "method": "이전 시기와 방법",
    "recipient": "받는 자",
    "contact": "받는 자의 연락처",
    "recipient_purpose": "받는 자의 이용 목적",
    "recipient_retention": "받는 자의 보유·이용 기간",
    "text": "고지문 본문",
    "child_text": "어린이용 설명",
}
COLLECTION = ("purpose", "items", "retention", "refusal")  # 제15조 제2항
THIRD_PARTY = ("recipient", "recipient_purpose", "items", "recipient_retention", "refusal")  # 제17조 제2항
# 제28조의8 제2항; the recipient's purpose and period are the notice's own.
OVERSEAS = ("items", "country", "method", "recipient", "contact", "purpose", "retention", "refusal")
MORE = ("sensitive_items",)

LONGEST_SENTENCE = 14  # words, in a text for children
HARD_WORDS = (
    "개인정보",
    "국외",
    "이전",
    "수집",
    "처리",
    "보유",
    "파기",
    "철회",
    "제3자",
    "수탁",
    "위탁",
    "정보주체",
    "법정대리인",
    "고지",
    "동의권",
    "불이익",
    "열람",
    "암호화",
)

# Which fact of the overseas notice the registry tells by which name: the notice is about the one who is called.
REGISTERED: dict[str, str] = {
    "items": "items",
    "country": "country",
    "method": "method",
    "recipient": "name",
    "contact": "contact",
    "purpose": "purpose",
    "retention": "retention",
}


def registered_facts() -> dict[str, str]:
    """What the overseas notice has to say of the recipient, in the registry's words as they are now."""
    recipient = processors.overseas()
    return {name: str(getattr(recipient, column)) for name, column in REGISTERED.items()}


FIRST_FACTS: dict[str, Mapping[str, str]] = {
    Purpose.COLLECTION: {
        "purpose": "오답 분석과 유사문제 제공",
        "items": "학생 코드, 오답노트의 문제와 답, 풀이 기록",
        "retention": "수강 종료 후 1년",
        "refusal": "거부할 수 있으며, 거부하면 오답노트를 보관하지 않습니다.",
    },
    Purpose.OVERSEAS: {
        **registered_facts(),
        "refusal": "거부할 수 있으며, 거부해도 학원 서버에서 만드는 유사문제는 그대로 이용할 수 있습니다.",
    },
    Purpose.TRAINING: {
        "purpose": "학원 자체 모델의 학습",
        "items": "승인된 유사문제와 그 바탕이 된 오답노트의 문제",
        "retention": "동의 철회 시까지",
        "refusal": "거부할 수 있으며, 서비스 이용에는 영향이 없습니다.",
    },
    Purpose.PHOTO: {
        "purpose": "사진으로 오답 등록",
        "items": "문제를 찍은 사진",
        "retention": "글로 옮긴 것을 확인한 뒤 30일",
        "refusal": "거부할 수 있으며, 직접 입력해 등록할 수 있습니다.",
    },
}
OPENINGS: dict[str, str] = {
    Purpose.COLLECTION: "학원이 학생의 개인정보를 수집하고 이용하는 데 동의를 구합니다.",
    Purpose.OVERSEAS: "학생의 개인정보를 다른 나라로 보내는 데 따로 동의를 구합니다.",
    Purpose.TRAINING: "학생의 문제를 학원 자체 모델의 학습에 쓰는 데 따로 동의를 구합니다.",
    Purpose.PHOTO: "문제를 찍은 사진을 받는 데 따로 동의를 구합니다.",
}
CLOSING = "동의한 뒤에도 언제든 철회할 수 있으며, 철회는 동의한 것과 같은 방법으로 합니다."
FOR_CHILDREN: dict[str, str] = {
    Purpose.COLLECTION: (
        "학원이 네가 틀린 문제와 네 답을 적어 둘게요.\n"
        "왜 틀렸는지 찾고 비슷한 문제를 만들어 주려는 거예요.\n"
        "이만큼 오래 가지고 있어요: {retention}.\n"
        "싫으면 싫다고 해도 돼요. 그러면 틀린 문제를 적어 두지 않아요.\n"
        "나중에 마음이 바뀌어도 괜찮아요. 부모님과 함께 골라 주세요."
    ),
    Purpose.OVERSEAS: (
        "가끔은 다른 나라의 컴퓨터가 문제를 만드는 것을 도와줘요.\n"
        "그 컴퓨터는 {recipient}라는 회사의 것이고, {country}에 있어요.\n"
        "네가 틀린 문제와 네 답을 보내요. 이름과 학교는 보내지 않아요.\n"
        "그 회사가 가지고 있는 기간은 이래요: {retention}.\n"
        "싫으면 싫다고 해도 돼요. 학원 컴퓨터가 만드는 문제는 그대로 풀 수 있어요.\n"
        "나중에 마음이 바뀌어도 괜찮아요. 부모님과 함께 골라 주세요."
    ),
    Purpose.TRAINING: (
        "네 문제로 학원의 컴퓨터를 더 똑똑하게 가르치고 싶어요.\n"
        "네가 틀린 문제와 거기서 나온 비슷한 문제를 써요.\n"
        "싫으면 싫다고 해도 돼요. 공부하는 데는 아무것도 달라지지 않아요.\n"
        "나중에 마음이 바뀌면 그때부터 쓰지 않아요. 부모님과 함께 골라 주세요."
    ),
    Purpose.PHOTO: (
        "틀린 문제를 사진으로 찍어서 올릴 수 있어요.\n"
        "문제만 나오게 찍어 주세요. 얼굴은 찍지 마세요.\n"
        "글로 옮기고 나면 사진은 지워요. 언제 지우냐면 이때예요: {retention}.\n"
        "싫으면 사진 없이 글로 적어도 돼요. 부모님과 함께 골라 주세요."
    ),
}


@dataclass(frozen=True, slots=True)
class Readability:
    """How hard a text is: sentences, words in the longest one, words to a sentence, and which hard words it has.
    A measure of form alone; whether it is understood only a child can say.
    """

    sentences: int
    longest: int
    average: float
    hard_words: tuple[str, ...]


def required_facts(purpose: Purpose, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The facts that the articles ask this notice for: a recipient that is not overseas adds those of 제17조 제2항."""
    if purpose == Purpose.OVERSEAS:
        return OVERSEAS
    shared = any(facts.get(name, "").strip() for name in THIRD_PARTY if name not in COLLECTION)
    return tuple(dict.fromkeys(COLLECTION + THIRD_PARTY)) if shared else COLLECTION


def unlike_recipient(purpose: Purpose, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The facts of an overseas notice that tell another recipient, or of another use there, than the registry does: a
    consent to them is none to what would be sent (개인정보 보호법 제28조의8 제2항). Other notices have none.
    """
    if purpose != Purpose.OVERSEAS:
        return ()
    return tuple(name for name, value in registered_facts().items() if _plain(facts.get(name, "")) != _plain(value))


def emphasised(purpose: Purpose) -> tuple[str, ...]:
    """The facts to be shown larger and bolder: sensitive items, periods, the recipient and its purpose
    (개인정보 보호법 시행령 제17조 제3항).
    """
    own = ("purpose", "retention") if purpose == Purpose.OVERSEAS else ("retention",)
    return ("sensitive_items", "recipient", "recipient_purpose", "recipient_retention", *own)


def adult_text(purpose: Purpose, facts: Mapping[str, str]) -> str:
    """The facts in sentences for a grown-up, each with its name."""
    order = dict.fromkeys((*required_facts(purpose, facts), *MORE))
    lines = [f"{LABELS[name]}: {facts[name].strip()}" for name in order if facts.get(name, "").strip()]
    return "\n".join((OPENINGS[purpose], *lines, CLOSING))


def child_text(purpose: Purpose, facts: Mapping[str, str]) -> str:
    """The same for a child, in words that a child knows."""
    return FOR_CHILDREN[purpose].format_map({name: facts.get(name, "").strip() for name in LABELS})


def check(purpose: Purpose, facts: Mapping[str, str], text: str, child_text: str) -> None:
    """Whether this can be published. Raises InvalidInput that names, in Korean, the facts and texts that are missing,
    the facts that tell another recipient than the registered one, those that the text does not say, or what a child
    would not understand.
    """
    wanted = required_facts(purpose, facts)
    unknown = [name for name in facts if name not in (*wanted, *MORE)]
    if unknown:
        names = ", ".join(LABELS.get(name, name) for name in unknown)
        raise InvalidInput(f"이 고지문에 쓸 수 없는 항목입니다: {names}", field=unknown[0])
    given = {**facts, "text": text, "child_text": child_text}
    missing = [name for name in (*wanted, "text", "child_text") if not given.get(name, "").strip()]
    if missing:
        names = ", ".join(LABELS[name] for name in missing)
        raise InvalidInput(f"고지문에 빠진 항목이 있습니다: {names}", field=missing[0])
    _check_recipient(purpose, facts)
    unsaid = [name for name in facts if _plain(facts[name]) not in _plain(text)]
    if unsaid:
        names = ", ".join(LABELS[name] for name in unsaid)
        raise InvalidInput(f"고지문 본문에 그대로 적혀 있지 않은 항목이 있습니다: {names}", field="text")
    _check_for_children(child_text)


def _check_recipient(purpose: Purpose, facts: Mapping[str, str]) -> None:
    unlike = unlike_recipient(purpose, facts)
    if unlike:
        known = registered_facts()
        names = ", ".join(f"{attach(LABELS[name], '은/는')} '{known[name]}'" for name in unlike)
        sentence = f"자료를 실제로 받는 수탁자의 설명과 다른 항목이 있습니다. 이렇게 적어 주세요: {names}"
        raise InvalidInput(sentence, field=unlike[0])


def _check_for_children(text: str) -> None:
    found = readability(text)
    if found.longest > LONGEST_SENTENCE:
        sentence = (
            f"어린이용 설명에 낱말이 {found.longest}개인 문장이 있습니다. {LONGEST_SENTENCE}개까지로 나눠 주세요."
        )
        raise InvalidInput(sentence, field="child_text")
    if found.hard_words:
        words = ", ".join(found.hard_words)
        raise InvalidInput(
            f"어린이용 설명에 어려운 낱말이 있습니다: {words}. 쉬운 말로 바꿔 주세요.", field="child_text"
        )


def readability(text: str) -> Readability:
    """The text's sentences and words counted, and its hard words named."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if part.strip()]
    lengths = [len(part.split()) for part in sentences] or [0]
    average = sum(lengths) / len(lengths)
    return Readability(len(sentences), max(lengths), average, tuple(word for word in HARD_WORDS if word in text))


def marked(text: str, values: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the values; put together again they are the text."""
    wanted = sorted({value.strip() for value in values if value.strip()}, key=len, reverse=True)
    if not wanted:
        yield text, False
        return
    pattern = "|".join(r"\s+".join(map(re.escape, value.split())) for value in wanted)
    for number, piece in enumerate(re.split(f"({pattern})", text)):
        if piece:
            yield piece, number % 2 == 1


def _plain(text: str) -> str:
    return " ".join(text.split())
