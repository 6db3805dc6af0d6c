"""Consents on the panel: a student's page, papers with their scans, many at once, the notice editor, processors."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tenants import processors
from tenants.actors import SYSTEM
from tenants.models import (
    ConsentEvent,
    Evidence,
    GuardianInvitation,
    Guardianship,
    NoticeVersion,
    ProcessorDecision,
    Purpose,
    Role,
    Student,
    User,
)
from tenants.services.notices import current_notice, publish_first_notices
from tenants.services.processors import acceptance, end_processor
from tenants.services.standing import standing
from tests.cast import CHILD, GROWN, NOW, consents, member, student

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
"""When the academy's notices were published: before the papers below were signed."""
HEADER = "student,purpose,answer,date,guardian,scan\n"


def scan(colour: str = "white") -> bytes:
    """A photograph of a paper."""
    written = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(written, "PNG")
    return written.getvalue()


def upload(name: str = "paper.png", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or scan(), "image/png")


def packed(method: int = zipfile.ZIP_STORED, **files: bytes) -> SimpleUploadedFile:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return SimpleUploadedFile("scans.zip", written.getvalue(), "application/zip")


def table(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("papers.csv", (HEADER + "\n".join(lines)).encode("utf-8-sig"), "text/csv")


@pytest.fixture
def child(in_haneul: Any) -> Student:
    cache.clear()
    publish_first_notices(actor=SYSTEM, now=SINCE)
    return student("S001", signs_in=True, born=CHILD)


@pytest.fixture
def director(in_haneul: Any) -> Client:
    return visitor(Role.DIRECTOR)


def visitor(role: Role) -> Client:
    client = Client(headers={"host": "haneul.localhost"})
    client.force_login(member(role))
    return client


def desk(who: Student) -> str:
    return f"/admin/tenants/consentevent/of/{who.pk}/"


IMPORT = "/admin/tenants/consentevent/import/"
PAPER = {"do": "paper", "guardian": "김보호", "date": "2026-11-02", "answer_overseas": "give", "answer_photo": "refuse"}


def test_a_paper_with_its_scan_verifies_the_guardian_and_is_a_consent(child: Student, director: Client) -> None:
    """L-14: 시행령 제17조의2 제1항 제4호, a signed paper, with the scan on file."""
    assert director.post(desk(child), PAPER | {"scan": upload()}).status_code == 302
    link = Guardianship.objects.get(student=child)
    assert (link.method, link.guardian.first_name, link.guardian.role) == ("paper", "김보호", Role.GUARDIAN)
    assert link.evidence is not None
    events = ConsentEvent.objects.order_by("id").values_list("purpose", "kind", "channel", "guardianship", "evidence")
    assert list(events) == [
        ("overseas", "given", "paper:2026-11-02", link.pk, link.evidence_id),
        ("photo", "refused", "paper:2026-11-02", link.pk, link.evidence_id),
    ]
    assert standing(student=child, purpose=Purpose.OVERSEAS) is not None
    page = director.get(desk(child)).content.decode()
    for words in ("보호자 김보호", "종이 (2026.11.02 서명)", f"/evidence/{link.evidence_id}", "쓸 수 있음"):
        assert words in page


def test_a_second_paper_of_the_same_guardian_makes_no_second_guardian(child: Student, director: Client) -> None:
    director.post(desk(child), PAPER | {"scan": upload()})
    director.post(desk(child), PAPER | {"scan": upload(), "answer_overseas": "withdraw", "answer_photo": ""})
    assert Guardianship.objects.count() == 1
    assert list(ConsentEvent.objects.order_by("id").values_list("kind", flat=True)) == ["given", "refused", "withdrawn"]
    assert standing(student=child, purpose=Purpose.OVERSEAS) is None


def test_a_paper_without_a_scan_stays_pending_and_allows_nothing(child: Student, director: Client) -> None:
    """C-08, L-14."""
    director.post(desk(child), PAPER)
    assert ConsentEvent.objects.get(purpose="overseas").kind == "pending"
    assert standing(student=child, purpose=Purpose.OVERSEAS) is None
    assert Guardianship.objects.count() == 0


def test_of_14_and_older_the_student_signs(in_haneul: Any, director: Client) -> None:
    publish_first_notices(actor=SYSTEM, now=SINCE)
    grown = student("S014", born=GROWN)
    director.post(desk(grown), PAPER | {"guardian": "", "scan": upload()})
    event = ConsentEvent.objects.get(purpose="overseas")
    assert (event.kind, event.guardianship) == ("given", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"date": "어제"}, "서명한 날"),
        ({"date": "2099-01-01"}, "오늘보다 뒤"),
        ({"guardian": ""}, "보호자 이름이 필요합니다"),
        ({"answer_overseas": "", "answer_photo": ""}, "적어도 한 가지"),
        ({"answer_overseas": "maybe"}, "give, refuse, withdraw"),
        ({"scan": b"MZ not a picture"}, "증빙"),
    ],
)
def test_a_paper_that_cannot_be_entered_says_why_and_keeps_what_was_typed(
    child: Student, director: Client, change: dict[str, Any], sentence: str
) -> None:
    body = PAPER | {"scan": upload()} | change
    if isinstance(body["scan"], bytes):
        body["scan"] = upload("paper.png", body["scan"])
    response = director.post(desk(child), body)
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    if "guardian" not in change:
        assert 'value="김보호"' in page
    assert (ConsentEvent.objects.count(), Guardianship.objects.count(), Evidence.objects.count()) == (0, 0, 0)


def test_a_teacher_reads_and_asks_guardians_and_enters_nothing(child: Student) -> None:
    """C-08: papers are entered by who may, and the record says who."""
    teacher = visitor(Role.TEACHER)
    assert "종이 동의서 넣기" not in teacher.get(desk(child)).content.decode()
    response = teacher.post(desk(child), PAPER | {"scan": upload()})
    assert response.status_code == 400
    assert (ConsentEvent.objects.count(), Evidence.objects.count()) == (0, 0)
    invite = {"do": "invite", "name": "김보호", "contact": "parent@example.com"}
    assert teacher.post(desk(child), invite).status_code == 302
    assert GuardianInvitation.objects.count() == 1
    assert teacher.get(IMPORT).status_code == 403
    assert visitor(Role.ASSISTANT).get(desk(child)).status_code == 403


def test_a_students_page_takes_the_same_queries_however_long_the_history(
    child: Student, director: Client, django_assert_max_num_queries: Any
) -> None:
    director.post(desk(child), PAPER | {"scan": upload()})
    director.get(desk(child))
    with django_assert_max_num_queries(QUERIES):
        director.get(desk(child))
    link = Guardianship.objects.get()
    for _ in range(5):
        consents(child, by=link)
    with django_assert_max_num_queries(QUERIES):
        director.get(desk(child))


QUERIES = 22


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_many_papers_are_looked_at_first_and_then_taken(child: Student, director: Client) -> None:
    """C-08: with a scan a consent, without one pending; the files are looked at before anything is kept."""
    grown = student("S014", born=GROWN)
    files = {
        "table": table(
            "S001,overseas,동의,2026-11-02,김보호,a.png",
            "S001,photo,거부,2026-11-02,김보호,a.png",
            "S014,overseas,동의,2026-11-03,,b.png",
            "S014,training,동의,2026-11-03,,",
        ),
        "scans": packed(a_png=scan(), b_png=scan("grey")),
    }
    looked = director.post(IMPORT, files).content.decode()
    assert "이렇게 저장합니다" in looked
    assert "1줄은 스캔이 없어" in looked
    assert (ConsentEvent.objects.count(), Evidence.objects.count()) == (0, 0)

    assert director.post(IMPORT, {"kept": kept(looked)}).status_code == 302
    events = ConsentEvent.objects.order_by("id").values_list("student__code", "purpose", "kind")
    assert list(events) == [
        ("S001", "overseas", "given"),
        ("S001", "photo", "refused"),
        ("S014", "overseas", "given"),
        ("S014", "training", "pending"),
    ]
    assert sorted(Evidence.objects.values_list("student__code", "kind")) == [("S001", "paper"), ("S014", "paper")]
    assert standing(student=grown, purpose=Purpose.OVERSEAS) is not None
    assert {event.actor.role for event in ConsentEvent.objects.select_related("actor") if event.actor} == {
        Role.DIRECTOR
    }
    again = director.post(IMPORT, {"kept": kept(looked)})  # once
    assert again.status_code == 400
    assert ConsentEvent.objects.count() == 4


def test_every_wrong_line_is_named_and_nothing_is_kept(child: Student, director: Client) -> None:
    files = {
        "table": table(
            "S001,overseas,동의,2026-11-02,김보호,a.png",
            "S999,overseas,동의,2026-11-02,김보호,",
            "S001,everything,동의,2026-11-02,김보호,",
            "S001,photo,아마도,2026-11-02,김보호,",
            "S001,photo,동의,11월 2일,김보호,",
            "S001,photo,동의,2026-11-02,김보호,c.png",
            "S001,photo,동의,2026-11-02,,",
            "S001,overseas,거부,2026-11-02,김보호,",
        ),
        "scans": packed(a_png=scan()),
    }
    response = director.post(IMPORT, files)
    page = response.content.decode()
    assert response.status_code == 400
    assert [int(line) for line in re.findall(r"(\d+)번째 줄: ", page)] == [3, 4, 5, 6, 7, 8, 9]
    assert 'name="kept"' not in page
    assert (ConsentEvent.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_scan_that_cannot_be_kept_takes_the_whole_import_back(child: Student, director: Client) -> None:
    files = {
        "table": table("S001,overseas,동의,2026-11-02,김보호,a.png", "S001,photo,동의,2026-11-02,김보호,b.png"),
        "scans": packed(a_png=scan(), b_png=b"<script>"),
    }
    looked = director.post(IMPORT, files).content.decode()
    response = director.post(IMPORT, {"kept": kept(looked)})
    assert response.status_code == 400
    assert "3번째 줄, b.png" in response.content.decode()
    assert (ConsentEvent.objects.count(), Guardianship.objects.count()) == (0, 0)
    assert not Evidence.objects.exclude(file="").exists()


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"table": SimpleUploadedFile("x.csv", b"")},
        {"table": SimpleUploadedFile("x.csv", b"\x00\x01\xff")},
        {"table": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")},
        {"table": SimpleUploadedFile("x.csv", HEADER.encode() + b"S001,overseas,give,2026-11-02,x,\n" * 501)},
        {"table": SimpleUploadedFile("x.csv", HEADER.encode() + b'"S001,overseas')},
        {"table": table("S001,overseas,동의,2026-11-02,김보호,a.png"), "scans": SimpleUploadedFile("z.zip", b"PK no")},
        {"table": table("S001,overseas,동의,2026-11-02,김보호,a.png"), "scans": packed(a_png=b"0" * (11 * 1024**2))},
        {"table": table("S001,overseas,동의,2026-11-02,김보호,a.png"), "scans": packed(zipfile.ZIP_LZMA, a_png=scan())},
    ],
    ids=["nothing", "empty", "binary", "columns", "many", "quote", "no zip", "bomb", "lzma"],
)
def test_files_that_cannot_be_read_are_refused_with_a_sentence(
    child: Student, director: Client, files: dict[str, Any]
) -> None:
    for file in files.values():
        file.seek(0)
    response = director.post(IMPORT, files)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode() or "번째 줄" in response.content.decode()
    assert ConsentEvent.objects.count() == 0


def notice_form(purpose: Purpose, **changes: str) -> dict[str, str]:
    publish_first_notices(actor=SYSTEM, now=NOW)
    notice = current_notice(purpose=purpose)
    assert notice is not None
    body = {f"fact_{name}": value for name, value in notice.facts.items()}
    return body | {"text": notice.text, "child_text": notice.child_text} | changes


def test_the_editor_says_who_will_be_asked_again_before_it_publishes(child: Student, director: Client) -> None:
    """L-03, L-06: a changed fact asks again, a typo does not, and both are said beforehand."""
    grown = student("S014", born=GROWN)
    consents(grown, purpose=Purpose.TRAINING)
    place = "/admin/tenants/noticeversion/write/training/"
    typo = notice_form(Purpose.TRAINING)
    typo["text"] = typo["text"].replace("구합니다", "구해요")
    page = director.post(place, typo | {"do": "preview"}).content.decode()
    assert "이미 받은 동의가 모두 이어집니다" in page

    changed = notice_form(Purpose.TRAINING, fact_retention="5년", text="")
    page = director.post(place, changed | {"do": "preview"}).content.decode()
    assert "S014" in page
    assert "다시 동의를 받아야 합니다" in page
    assert '<strong class="emphasis">5년</strong>' in page
    assert NoticeVersion.objects.filter(purpose="training").count() == 1
    assert standing(student=grown, purpose=Purpose.TRAINING) is not None

    assert director.post(place, changed | {"do": "publish"}).status_code == 302
    assert NoticeVersion.objects.filter(purpose="training").count() == 2
    assert standing(student=grown, purpose=Purpose.TRAINING) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"fact_country": ""}, "이전되는 나라"),
        ({"fact_contact": ""}, "받는 자의 연락처"),
        ({"fact_refusal": ""}, "거부할 권리"),
        ({"fact_country": "어딘가"}, "이전되는 나라는 &#x27;미국&#x27;"),
        ({"fact_recipient": "다른 회사"}, "받는 자는 &#x27;OpenAI, L.L.C.&#x27;"),
        ({"child_text": ""}, "어린이용 설명"),
        ({"child_text": "네 개인정보를 국외로 이전해요."}, "어려운 낱말"),
        ({"text": "동의를 구합니다."}, "그대로 적혀 있지 않은"),
    ],
)
def test_an_incomplete_notice_is_not_published_and_nothing_typed_is_lost(
    child: Student, director: Client, change: dict[str, str], sentence: str
) -> None:
    """L-03, L-05, L-18."""
    form = notice_form(Purpose.OVERSEAS, fact_sensitive_items="풀이에 적힌 건강 이야기", text="")
    body = form | change | {"do": "publish"}
    response = director.post("/admin/tenants/noticeversion/write/overseas/", body)
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    assert "풀이에 적힌 건강 이야기" in page
    assert NoticeVersion.objects.filter(purpose="overseas").count() == 1


def test_the_director_accepts_a_processor_as_it_is_described_and_ends_it(child: Student, director: Client) -> None:
    """L-01: who, when, which contract; nothing goes there before."""
    openai = processors.overseas()
    end_processor(processor=openai, actor=SYSTEM, now=NOW)
    place = "/admin/tenants/consentevent/processors/"
    page = director.get(place).content.decode()
    assert openai.name in page
    body = {"processor": openai.code, "do": "accept", "shown": openai.facts_hash, "contract": "2026-2"}
    assert director.post(place, body | {"contract": " "}).status_code == 400
    assert director.post(place, body | {"shown": "0" * 64}).status_code == 400
    assert not acceptance(processor=openai).accepted

    assert director.post(place, body).status_code == 302
    assert acceptance(processor=openai).accepted
    decision = ProcessorDecision.objects.first()
    assert decision is not None
    assert (decision.contract, decision.actor) == ("2026-2", User.objects.get(role=Role.DIRECTOR))
    assert director.post(place, {"processor": openai.code, "do": "minors"}).status_code == 400
    permission = {"processor": openai.code, "do": "minors", "contract": "7", "permission": upload()}
    assert director.post(place, permission).status_code == 302
    assert acceptance(processor=openai).minors
    assert director.post(place, {"processor": openai.code, "do": "end"}).status_code == 302
    assert not acceptance(processor=openai).accepted


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT])
def test_notices_and_processors_are_the_directors(child: Student, role: Role) -> None:
    client = visitor(role)
    for place in ("noticeversion/write/overseas/", "consentevent/processors/", "consentevent/import/"):
        assert client.get(f"/admin/tenants/{place}").status_code == 403
        assert client.post(f"/admin/tenants/{place}", {"do": "publish"}).status_code == 403
    assert ProcessorDecision.objects.count() == 1
