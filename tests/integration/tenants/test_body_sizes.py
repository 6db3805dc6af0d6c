"""A request that is larger than its page takes is refused before a byte of it is read, whoever sends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenants import tenancy
from tenants.models import Role
from tests.cast import member, student
from tests.signing_in import secret_of, signed_in

MB = 1024**2
IMPORT = "/admin/tenants/consentevent/import/"
MULTIPART = "multipart/form-data; boundary=x"


class Unread:
    """A body that nobody may begin to read."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def sent(client: Client, path: str, size: object, content_type: str = MULTIPART) -> Any:
    """The answer to a POST that says how large it is and whose body is never read."""
    return client.generic("POST", path, b"", content_type, **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(size)})


PLACES = ("/login/", "/logout/", "/consents/ask", "/rights/", "/guardians/anything", "/admin/login/", IMPORT,
          "/admin/tenants/consentevent/of/1/", "/admin/tenants/consentevent/processors/",
          "/admin/tenants/rightsrequest/enter/1/", "/no/such/page")  # fmt: skip


@pytest.mark.parametrize("kind", [MULTIPART, "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("path", PLACES)
def test_a_visitor_sends_nothing_larger_than_a_form_anywhere(db: None, haneul: Any, path: str, kind: str) -> None:
    """S-14: gigabytes for the form at /login/ would fill the disk before anybody is asked who they are."""
    visitor = Client(headers={"host": "haneul.localhost"})
    for size in (2 * MB + 1, 5 * 1024 * MB):
        refused = sent(visitor, path, size, kind)
        assert refused.status_code == 413, path
        assert "2MB까지" in refused.content.decode()


def test_the_platforms_own_pages_and_programs_meet_the_same(db: None, haneul: Any) -> None:
    assert sent(Client(headers={"host": "localhost"}), "/sign-up", 3 * MB).status_code == 413
    refused = sent(Client(headers={"host": "haneul.localhost"}), "/api/v1/notes", 3 * MB, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


def test_a_form_of_the_usual_size_is_read(db: None, haneul: Any) -> None:
    visitor = Client(headers={"host": "haneul.localhost"})
    typed = {"username": "kim", "password": "x", "more": SimpleUploadedFile("a.txt", b"x" * MB)}

    assert visitor.post("/login/", typed).status_code == 200


def test_staff_send_files_where_a_page_takes_them_and_only_as_large_as_it_does(db: None, haneul: Any) -> None:
    """S-14: the page itself says what is wrong with a file that came in."""
    with tenancy.use(haneul):
        secret_of(member(Role.DIRECTOR, "lee"))
        child = student()
    desk = signed_in(haneul, "lee")
    taken = desk.post(IMPORT, {"scans": SimpleUploadedFile("scans.zip", b"x" * (3 * MB))})
    assert taken.status_code == 400
    assert "표 파일을 골라 주세요" in taken.content.decode()

    refused = sent(desk, IMPORT, 40 * MB)
    assert refused.status_code == 413
    assert "26MB까지" in refused.content.decode()
    assert sent(desk, f"/admin/tenants/consentevent/of/{child.pk}/", 13 * MB).status_code == 413
    assert sent(desk, "/login/", 3 * MB).status_code == 413


def test_a_student_who_is_signed_in_sends_no_files(db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        member(Role.STUDENT, "min")

    assert sent(signed_in(haneul, "min"), IMPORT, 3 * MB).status_code == 413


@pytest.mark.parametrize("size", ["", "abc", "-1", "9" * 5000])
def test_a_length_that_is_no_number_is_no_body(db: None, haneul: Any, size: str) -> None:
    visitor = Client(headers={"host": "haneul.localhost"})

    assert visitor.generic("POST", "/login/", b"", MULTIPART, CONTENT_LENGTH=size).status_code in (200, 400)
