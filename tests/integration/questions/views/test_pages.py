"""The pages: who sees what, what a wrong input is told, and that nothing answers with a traceback."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from questions.models import Note
from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.models import ConsentEvent, Role
from tests.cast import CHILD, LINEAR, NOW, PASSWORD, actor, guards, member, note, student, variants_of, verified

RECTANGLE = {
    "stem": "가로의 길이가 8cm, 세로의 길이가 5cm인 직사각형의 넓이를 구하시오.",
    "answer": "40cm²",
    "student_answer": "",
}
TYPED = {name: LINEAR[name] for name in ("stem", "answer", "student_answer", "cause")}


def without_token(answer: Any) -> str:
    """The page without its form's token, which is another one each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def signed_in(academy: Any, role: Role, username: str = "") -> Client:
    with tenancy.use(academy):
        user = student(username or "S001", signs_in=True).user if role == Role.STUDENT else member(role, username)
        client = Client(headers={"host": f"{academy.slug}.localhost"})
        client.force_login(user)
    return client


@pytest.fixture
def pupil(db: None, haneul: Any) -> Client:
    return signed_in(haneul, Role.STUDENT)


@pytest.fixture
def teacher(db: None, haneul: Any) -> Client:
    return signed_in(haneul, Role.TEACHER)


def test_signing_in_needs_the_right_password_at_the_right_academy(db: None, haneul: Any, bada: Any) -> None:
    with tenancy.use(haneul):
        member(Role.TEACHER, "kim")

    def attempt(slug: str, password: str) -> Any:
        client = Client(headers={"host": f"{slug}.localhost"})
        return client.post("/login/", {"username": "kim", "password": password})

    assert attempt("haneul", PASSWORD).status_code == 302
    assert "맞지 않아요" in attempt("haneul", "wrong").content.decode()
    assert "맞지 않아요" in attempt("bada", PASSWORD).content.decode()


def test_one_academys_session_is_none_at_another(pupil: Client, bada: Any) -> None:
    assert pupil.get("/").status_code == 200
    there = pupil.get("/", headers={"host": "bada.localhost"})

    assert (there.status_code, there.headers["Location"]) == (302, "/login/?next=/")


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong(pupil: Client, haneul: Any) -> None:
    answer = pupil.post("/notes/new", TYPED | {"answer": "", "stem": "달러 $ 하나"})
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "달러 $ 하나" in page and "25/3" in page
    assert "짝이 맞지 않습니다" in page and "정답은 꼭 필요합니다" in page
    with tenancy.use(haneul):
        assert not Note.objects.exists()


def test_what_a_student_types_is_never_markup(pupil: Client) -> None:
    answer = pupil.post("/notes/new", TYPED | {"stem": "<script>alert(1)</script> $1+1$"}, follow=True)

    assert "<script>alert(1)" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)" in answer.content.decode()


def test_a_students_own_note_is_shown_and_anothers_looks_like_none(pupil: Client, haneul: Any, bada: Any) -> None:
    with tenancy.use(haneul):
        mine, foreign = note(), note(student="S002", stem="$x+9=10$의 해는?")
    with tenancy.use(bada):
        far = note()

    assert pupil.get(f"/notes/{mine.pk}").status_code == 200
    missing = pupil.get(f"/notes/{uuid.uuid4()}")
    for other in (foreign, far):
        there = pupil.get(f"/notes/{other.pk}")
        assert there.status_code == missing.status_code == 404
        assert without_token(there) == without_token(missing)
    assert "x+9" not in pupil.get("/").content.decode()


def test_practice_shows_the_question_grades_it_and_shows_the_solution(pupil: Client, haneul: Any) -> None:
    with tenancy.use(haneul):
        kept = note()
        approve_blueprint(blueprint=verified(kept), actor=actor(Role.TEACHER), now=NOW)
        variant = variants_of(kept)[0]
    place = pupil.get("/practice/").headers["Location"]
    assert place == f"/practice/{variant.pk}"

    assert "답을 입력해 주세요" in pupil.post(place, {"answer": " "}).content.decode()
    unreadable = pupil.post(place, {"answer": "(((("}).content.decode()
    assert "((((" in unreadable and "notice error" in unreadable
    wrong = pupil.post(place, {"answer": "-999"}, follow=True).content.decode()
    assert "아쉬워요" in wrong and variant.solution.splitlines()[0].split("$")[0] in wrong


def test_a_guardian_gives_and_withdraws_for_their_ward_alone(db: None, haneul: Any) -> None:
    client = signed_in(haneul, Role.GUARDIAN)
    with tenancy.use(haneul):
        ward, other = student("S001", born=CHILD), student("S002")
        guardian = ConsentEvent._meta.get_field("actor").related_model.objects.get(username="a-guardian")
        guards(guardian, ward)

    assert client.get("/").headers["Location"] == "/consents/"
    for answer in ("give", "withdraw"):
        page = client.get(f"/consents/{ward.pk}/overseas")
        body = {"answer": answer, "shown": page.context["asked"].shown}
        assert client.post(f"/consents/{ward.pk}/overseas", body).status_code == 302
    foreign = client.post(f"/consents/{other.pk}/overseas", body)
    nonsense = client.post(f"/consents/{ward.pk}/everything", body)

    assert foreign.status_code == nonsense.status_code == 404
    with tenancy.use(haneul):
        kinds = ConsentEvent.objects.order_by("id").values_list("student", "kind")
        assert list(kinds) == [(ward.pk, "given"), (ward.pk, "withdrawn")]


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT])
def test_staff_open_every_page_of_the_panel_that_their_role_may_see(db: None, haneul: Any, role: Role) -> None:
    client = signed_in(haneul, role)
    with tenancy.use(haneul):
        blueprint = verified(note())
    index = client.get("/admin/")
    assert index.status_code == 200

    models = {model["admin_url"] for app in index.context["available_apps"] for model in app["models"]}
    assert "/admin/questions/blueprint/" in models
    for address in sorted(models):
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
    assert client.get(f"/admin/questions/blueprint/{blueprint.pk}/change/").status_code == 200


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN])
def test_the_panel_is_closed_to_students_and_guardians(db: None, haneul: Any, role: Role) -> None:
    client = signed_in(haneul, role)
    with tenancy.use(haneul):
        blueprint = verified(note(student="S009"))

    for address in ("/admin/", f"/admin/questions/blueprint/{blueprint.pk}/change/", "/admin/tenants/student/"):
        assert client.get(address).status_code == 302


def test_the_desk_says_why_a_decision_was_not_taken(teacher: Client, haneul: Any) -> None:
    with tenancy.use(haneul):
        blueprint = verified(note())
    desk = f"/admin/questions/blueprint/{blueprint.pk}/change/"

    assert "반려 이유를 골라" in teacher.post(desk, {"decision": "reject", "code": ""}).content.decode()
    assert teacher.post(desk, {"decision": "burn"}).status_code == 404
    assert teacher.post(desk, {"decision": "approve"}).status_code == 302
    assert "이미 처리된" in teacher.post(desk, {"decision": "approve"}).content.decode()
    assert teacher.get("/admin/questions/blueprint/not-a-uuid/change/").status_code in (302, 404)


def test_the_queue_needs_no_more_queries_for_more_rows(
    teacher: Client, haneul: Any, django_assert_max_num_queries: Any
) -> None:
    with tenancy.use(haneul):
        for number in range(6):
            verified(note(stem=f"일차방정식 $3x + {number + 2} = {number + 23}$의 해를 구하시오.", answer="7"))

    with django_assert_max_num_queries(16):
        page = teacher.get("/admin/questions/blueprint/?state__exact=in_review").content.decode()
    assert page.count("합격") >= 6


def test_a_page_that_is_not_there_says_so_in_words(pupil: Client) -> None:
    answer = pupil.get("/nothing-here")

    assert answer.status_code == 404
    assert "페이지를 찾을 수 없어요" in answer.content.decode()


def test_a_teacher_on_a_students_page_is_told_to_sign_in_as_one(teacher: Client) -> None:
    answer = teacher.get("/practice/")

    assert answer.status_code == 403
    assert "학생 계정으로 로그인해" in answer.content.decode()


def test_the_front_door_and_health_answer_at_no_academys_address(db: None) -> None:
    client = Client(headers={"host": "localhost"})

    assert client.get("/").status_code == 200
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json()["status"] == "ready"
    assert b"python_info" in client.get("/metrics").content
    assert client.get("/admin/").status_code == 404


def test_a_figure_is_shown_to_the_student_and_at_the_desk_and_a_strange_one_to_nobody(
    pupil: Client, haneul: Any
) -> None:
    with tenancy.use(haneul):
        kept = note(**RECTANGLE)
        blueprint = verified(kept)
        approve_blueprint(blueprint=blueprint, actor=actor(Role.TEACHER), now=NOW)
        first = variants_of(kept)[0]
        svg = first.figure["svg"]
    page = pupil.get(f"/practice/{first.pk}").content.decode()
    assert svg in page and first.figure["alt"] in page
    desk = (
        signed_in(haneul, Role.TEACHER, "desk")
        .get(f"/admin/questions/blueprint/{blueprint.pk}/change/")
        .content.decode()
    )
    assert svg in desk

    with tenancy.use(haneul):
        first.figure = {"alt": "x", "svg": svg.replace("<title>", "<script>1</script><title>"), "table": []}
        first.save()
    assert "<script>1" not in pupil.get(f"/practice/{first.pk}").content.decode()

    with tenancy.use(haneul):
        first.figure = {"alt": "대응표", "svg": "", "table": [["x", "<b>"], ["y", "2"]]}
        first.save()
    tabled = pupil.get(f"/practice/{first.pk}").content.decode()
    assert '<th scope="col">&lt;b&gt;</th>' in tabled and '<th scope="row">y</th><td>2</td>' in tabled
