"""The README's pictures: EDUAI_SCREENSHOTS=1 writes them to docs/screenshots, else they are thrown away."""

from __future__ import annotations

from typing import Any

import pytest

from questions.models import Note
from questions.services.practice import answer_variant
from questions.services.review import approve_blueprint
from tenants import tenancy
from tenants.actors import person
from tenants.models import Role, Student, User
from tests.browser.conftest import PHONE, Site
from tests.cast import NOW, actor, note, variants_of, verified

pytestmark = pytest.mark.browser

FACTORED = {
    "stem": "다항식 $x^2-3x-28$을 인수분해하시오.",
    "answer": "$(x+4)(x-7)$",
    "student_answer": "$(x-4)(x+7)$",
    "concept": "중3.인수분해.계산",
    "grade": "중3",
}
ROOTS = {
    "stem": "이차방정식 $x^2-7x+10=0$을 푸시오.",
    "answer": "$x=2$ 또는 $x=5$",
    "student_answer": "$x=-2$ 또는 $x=-5$",
    "cause": "calculation",
    "concept": "중3.이차방정식.인수분해풀이",
    "grade": "중3",
    "book": "중학 수학 3 유형 다지기",
    "page": "30",
}
STORY = {
    "stem": "농도가 8%인 소금물 300g과 농도가 5%인 소금물 200g을 섞었을 때, 섞은 소금물의 농도는 몇 %인지 구하시오.",
    "answer": "6.8",
    "concept": "중1.일차방정식.농도",
}


def scene() -> Note:
    """A student's shelf: one note practised once, one to practise, one at the desk, one being made."""
    Student.objects.update(name="데모 학생")
    User.objects.filter(role=Role.STUDENT).update(first_name="데모 학생")
    practised, roots, factored = note(), note(**ROOTS), note(**FACTORED)
    teacher = actor(Role.TEACHER)
    User.objects.filter(role=Role.TEACHER).update(first_name="데모 선생님")
    for kept in (practised, factored):
        approve_blueprint(blueprint=verified(kept), actor=teacher, now=NOW)
    verified(roots)
    note(**STORY)
    pupil = person(User.objects.get(role=Role.STUDENT))
    for variant in variants_of(practised)[:2]:
        answer_variant(variant=variant, given=variant.expected, actor=pupil, now=NOW)
    return factored


def test_the_pictures_of_the_readme_can_be_taken(site: Site, picture: Any) -> None:
    phone = site.sign_in(Role.STUDENT, size=PHONE)
    with tenancy.use(site.academy):
        variant = variants_of(scene())[0]
    phone.goto(site.base + "/")
    assert phone.locator(".notes .katex").count() == 3
    taken = [picture(phone, "student-home")]
    phone.goto(f"{site.base}/practice/{variant.pk}")
    phone.get_by_role("textbox", name="답").fill(variant.expected)
    assert phone.locator("#answer-preview .katex").is_visible()
    taken.append(picture(phone, "student-practice"))

    desk = site.sign_in(Role.TEACHER)
    desk.get_by_role("link", name="검토 시작").click()
    desk.locator("article .certificate").first.wait_for()
    taken.append(picture(desk, "teacher-desk"))
    assert all(path.stat().st_size > 20_000 for path in taken)
