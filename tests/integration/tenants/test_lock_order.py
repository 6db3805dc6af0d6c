"""Who answers and who sends wait for each other one way round: a sender holds the student's lock and then wants the
chain's head, so whoever wants that lock does not hold the head.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from eduai.lib import clock
from tenants import tenancy
from tenants.actors import SYSTEM, person
from tenants.audit import Action, record
from tenants.models import ConsentEvent, Message, Purpose, Role, Student
from tenants.notice_texts import Audience
from tenants.sending_lock import sending
from tenants.services.asking import ask
from tenants.services.invitations import Account, Answer, answer_invitation, invite_guardian
from tenants.services.notices import publish_first_notices
from tenants.services.paper_imports import import_papers
from tests.cast import CHILD, member, student
from tests.integration.tenants.test_consent_desk import HEADER, SINCE
from tests.waiting import until

WAITS = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.fixture
def child(committed_db: None, haneul: Any) -> Student:
    cache.clear()
    with tenancy.use(haneul):
        publish_first_notices(actor=SYSTEM, now=SINCE)
        return student("S001", born=CHILD)


def while_sending(academy: Any, to: Student, do: Callable[[], object]) -> list[object]:
    """What `do` returned, which was called while a request about the student was being written and then recorded."""
    done: list[object] = []

    def run() -> None:
        with tenancy.use(academy):
            done.append(do())
        connection.close()

    other = threading.Thread(target=run)
    with tenancy.use(academy), sending(to.pk):
        other.start()
        until(somebody_waits, what="that the answer waits for the sender")
        with transaction.atomic():
            record(actor=SYSTEM, action=Action.DATA_SENT, subject=to)
    other.join(30)
    return done


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])


def test_a_guardians_first_answer_and_a_send_do_not_stop_each_other(child: Student, haneul: Any) -> None:
    """C-04."""
    with tenancy.use(haneul):
        asks = {"name": "김보호", "contact": "parent@example.com", "site": "http://haneul.localhost/"}
        invite_guardian(student=child, **asks, actor=person(member(Role.DIRECTOR)), now=clock.now())
        link = re.search(r"/guardians/(\S+)", Message.objects.get().body)
        asked = ask(purposes=[Purpose.PHOTO], audience=Audience.ADULT, now=clock.now())[Purpose.PHOTO]
    assert link is not None
    said = {Purpose.PHOTO: Answer("give", asked.shown)}

    (guardian,) = while_sending(
        haneul,
        child,
        lambda: answer_invitation(
            token=link[1],
            answers=said,
            account=Account("kim-parent", "맑은 하늘 높은 구름 7"),
            known=None,
            site="http://haneul.localhost/",
            now=clock.now(),
        ),
    )

    with tenancy.use(haneul):
        event = ConsentEvent.objects.get()
        assert event.guardianship is not None
        assert (event.kind, event.guardianship.guardian) == ("given", guardian)


def test_many_papers_and_a_send_do_not_stop_each_other(child: Student, haneul: Any) -> None:
    """C-04, C-08: the student whose request is being written stands on the second line."""
    with tenancy.use(haneul):
        other = student("S000", born=CHILD)
    lines = "".join(f"{code},photo,거부,2026-11-02,김보호,\n" for code in ("S000", "S001"))
    table = (HEADER + lines).encode()

    ((first, second),) = while_sending(
        haneul, child, lambda: import_papers(table=table, scans=b"", actor=SYSTEM, now=clock.now())
    )  # type: ignore[misc]

    assert (first.student, second.student) == (other, child)
