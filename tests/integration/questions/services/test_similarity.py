"""Vectors of notes: made once by whoever is set, compared within one model and one academy, and gone with the note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eduai.lib import clock
from eduai.llm.breaker import LocalBreaker
from eduai.llm.embeddings.gateway import Gateway
from eduai.llm.embeddings.offline import MODEL, OfflineEmbedder
from eduai.llm.embeddings.openai import OpenAIEmbedder
from eduai.llm.embeddings.tei import TEIEmbedder
from questions.models import Note, NoteVector
from questions.services import similarity
from questions.stages import ask_for_vectors
from tenants import dispatch, tenancy
from tenants.models import AuditRecord, ConsentEvent, Purpose, Role, UsageRow
from tenants.services.consent import confirm
from tenants.services.redaction import AcademyRedact
from tenants.services.usage import AcademyLedger
from tests.cast import NOW, consents, member, note
from tests.servers import tei
from tests.servers.openai import OpenAIServer
from tests.servers.tei import TEIServer

CIRCLE = "반지름의 길이가 4cm인 원의 넓이를 구하시오."


def equation(add: int, student: str) -> Note:
    return note(stem=f"일차방정식 $3x + {add} = {add + 21}$의 해를 구하시오.", answer="7", student=student)


def due_now() -> None:
    with tenancy.dispatcher(), connection.cursor() as cursor:
        cursor.execute("UPDATE public.tenants_dispatch SET due_at = now() WHERE state = 'ready'")


def work(embedder: Any = None, queue: str = "engine") -> list[dispatch.Claim]:
    """The vectors that are due, made; other work on the queue is left lying. A claim may come back empty beside
    others' locks although something is due; whoever wants it asks again.
    """
    claims: list[dispatch.Claim] = []
    for _ in range(5):
        due_now()
        claims = claims or [claim for claim in dispatch.claim(queue, 100) if claim.kind.startswith("vector")]
    for claim in claims:
        similarity.embed_note(claim=claim, embedder=embedder or OfflineEmbedder(), clock=clock.now)
    return claims


def through(embedder: Any) -> Gateway:
    return Gateway(embedder, ledger=AcademyLedger(), confirm=confirm, redact=AcademyRedact(), breaker=LocalBreaker())


def likes(of: Note) -> list[tuple[Any, int, int]]:
    return [(row.note.pk, row.students, row.times) for row in similarity.nearest(note=of, limit=5)]


def panel(academy: Any) -> Client:
    with tenancy.use(academy):
        client = Client(headers={"host": f"{academy.slug}.localhost"})
        client.force_login(member(Role.TEACHER))
    return client


@pytest.fixture
def at_tei(settings: Any) -> Iterator[TEIServer]:
    with TEIServer() as server:
        settings.EDUAI_EMBEDDING_KIND, settings.EDUAI_EMBEDDING_URL = "tei", server.url
        settings.EDUAI_EMBEDDING_MODEL = tei.MODEL
        yield server


@pytest.fixture
def committed_haneul(committed_db: None, haneul: Any) -> Iterator[Any]:
    with tenancy.use(haneul):
        yield haneul


def test_a_new_note_gets_its_vector_after_its_similar_questions(in_haneul: Any) -> None:
    kept = equation(2, "S001")
    assert [claim.kind for claim in dispatch.claim("engine", 10)] == ["generation.twin"]

    work()
    row = NoteVector.objects.get(note=kept)
    assert (row.state, row.model, row.dimensions, row.text_hash) == ("made", MODEL, 512, similarity.hash_of(kept.stem))
    assert similarity.vector_progress() == similarity.Progress(1, 0, 1)
    assert not UsageRow.objects.exists() and not AuditRecord.objects.filter(action="data.sent").exists()


def test_the_most_like_come_first_counted_by_question_and_student(in_haneul: Any) -> None:
    mine = equation(2, "S001")
    equation(4, "S001")
    same = [equation(9, who) for who in ("S002", "S003")]
    equation(9, "S003")
    other = note(stem="다음 일차방정식을 푸시오. $2x + 9 = 17$의 해를 구하시오.", answer="4", student="S004")
    note(stem=CIRCLE, answer="16π", student="S002")
    assert likes(mine) == []
    work()

    found = likes(mine)
    assert [row[1:] for row in found] == [(2, 3), (1, 1)]
    assert found[0][0] in {each.pk for each in same} and found[1][0] == other.pk


def test_a_search_is_one_query_however_many_notes_there_are(in_haneul: Any) -> None:
    mine = equation(2, "S001")
    for number in range(12):
        equation(20 + number, f"T{number:03}")
    work()
    with CaptureQueriesContext(connection) as queries:
        assert len(similarity.nearest(note=mine, limit=5)) == 5
    assert len(queries) == 1


def test_the_other_academys_notes_are_never_found(committed_db: None, haneul: Any, bada: Any) -> None:
    with tenancy.use(bada):
        theirs = equation(3, "B001")
    with tenancy.use(haneul):
        mine, second = equation(2, "S001"), equation(5, "S002")
    due_now()
    for claim in dispatch.claim("engine", 100):
        if claim.kind == "vector":
            with tenancy.use(tenancy.find(claim.academy_id)):
                similarity.embed_note(claim=claim, embedder=OfflineEmbedder(), clock=clock.now)

    with tenancy.use(haneul):
        assert [row[0] for row in likes(mine)] == [second.pk]
    with tenancy.use(bada):
        assert NoteVector.objects.get(note=theirs).state == "made"
        assert likes(theirs) == []


class TestSpaces:
    """Vectors of different models or sizes are never compared."""

    def vectors(self, *rows: tuple[str, list[float]]) -> list[Note]:
        notes = [equation(number + 2, f"S{number:03}") for number in range(len(rows))]
        NoteVector.objects.all().delete()
        for kept, (model, numbers) in zip(notes, rows, strict=True):
            NoteVector.objects.create(
                note=kept, model=model, state="made", vector=numbers, dimensions=len(numbers), asked_at=NOW, made_at=NOW
            )
        return notes

    def test_another_models_and_another_sizes_vectors_are_not_seen(self, in_haneul: Any) -> None:
        mine, _, _, near = self.vectors((MODEL, [1, 0]), ("other", [1, 0]), (MODEL, [1, 0, 0]), (MODEL, [0.9, 0.1]))
        assert [row[0] for row in likes(mine)] == [near.pk]

    def test_a_note_without_a_vector_of_the_model_in_force_finds_nothing(self, in_haneul: Any) -> None:
        mine, _ = self.vectors(("other", [1, 0]), (MODEL, [1, 0]))
        assert likes(mine) == []

    @pytest.mark.parametrize(
        "lie",
        [
            {"dimensions": 3},
            {"dimensions": None},
            {"vector": None},
            {"made_at": None},
            {"state": "asked"},
        ],
    )
    def test_a_row_cannot_lie_about_its_vector(self, in_haneul: Any, lie: dict[str, Any]) -> None:
        self.vectors((MODEL, [1, 0]))
        with pytest.raises(IntegrityError, match="vector_says_its_dimensions"), transaction.atomic():
            NoteVector.objects.update(**lie)

    def test_a_note_has_one_vector_of_a_model(self, in_haneul: Any) -> None:
        (mine,) = self.vectors((MODEL, [1, 0]))
        with pytest.raises(IntegrityError, match="vector_once_per_model"), transaction.atomic():
            NoteVector.objects.create(note=mine, model=MODEL, asked_at=NOW)


def test_vectors_lie_in_their_rows_in_an_academy_made_from_the_template(in_haneul: Any) -> None:
    """A search reads every one of them whole; beside the row it would be fetched piece by piece."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute "
            "WHERE attrelid = 'questions_notevector'::regclass AND attname = 'vector'"
        )
        assert cursor.fetchone() == ("m",)


def test_erasing_a_note_erases_its_vectors(in_haneul: Any) -> None:
    kept = equation(2, "S001")
    work()
    kept.jobs.all().delete()
    kept.delete()
    assert not NoteVector.objects.exists()


class Meanwhile(OfflineEmbedder):
    """Something else happens while the vector is made."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens = happens

    def embed(self, content: Any) -> Any:
        self._happens()
        return super().embed(content)


def erased(kept: Note) -> None:
    kept.jobs.all().delete()
    kept.delete()


def test_a_note_that_is_erased_while_its_vector_is_made_leaves_none(in_haneul: Any) -> None:
    kept = equation(2, "S001")
    assert len(work(Meanwhile(lambda: erased(kept)))) == 1
    assert not NoteVector.objects.exists() and work() == []


def test_a_text_that_changes_meanwhile_is_embedded_again(in_haneul: Any) -> None:
    kept = equation(2, "S001")
    work(Meanwhile(lambda: Note.objects.filter(pk=kept.pk).update(stem=CIRCLE)))
    assert NoteVector.objects.get().state == "asked"
    work()
    assert NoteVector.objects.get().text_hash == similarity.hash_of(CIRCLE)


class Watched(TEIEmbedder):
    """Notes whether this thread holds a database connection when it is asked, and when it has the answer."""

    free: list[bool]

    def embed(self, *given: Any, **options: Any) -> Any:
        self.free = [connection.connection is None]
        done = super().embed(*given, **options)
        self.free.append(connection.connection is None)
        return done


class TestAServer:
    def test_the_text_is_sent_with_no_transaction_open_booked_and_on_record(
        self, committed_haneul: Any, at_tei: TEIServer
    ) -> None:
        kept = note(choices=["① 5", "② 6"], answer="① 5")
        assert work(queue="engine") == []
        watched = Watched(url=at_tei.url, model=tei.MODEL)
        work(through(watched), "models")
        assert watched.free == [True, True]

        row = NoteVector.objects.get()
        assert (row.state, row.model, row.dimensions, row.tokens > 0) == ("made", tei.MODEL, 1024, True)
        assert at_tei.embeds[0].json["inputs"] == ["\n".join((kept.stem, "① 5", "② 6"))]
        call = UsageRow.objects.get()
        assert (call.task, call.backend, call.state, call.job) == ("embedding", "tei", "settled", row.pk)
        assert AuditRecord.objects.filter(action="data.sent").count() == 1

    def test_a_server_that_is_away_is_asked_again_and_then_given_up(
        self, committed_haneul: Any, at_tei: TEIServer
    ) -> None:
        note()
        gateway = through(TEIEmbedder(url=at_tei.url, model=tei.MODEL))
        at_tei.fail("429")
        work(gateway, "models")
        assert NoteVector.objects.get().state == "asked"
        at_tei.heal()
        work(gateway, "models")
        assert NoteVector.objects.get().state == "made"

        ask_for_vectors(notes=list(Note.objects.all()), now=NOW)
        similarity.give_up(job=NoteVector.objects.get().pk, reason="worker lost")
        assert NoteVector.objects.get().state == "refused"

    def test_a_result_whose_lease_was_lost_is_not_kept(self, committed_haneul: Any, at_tei: TEIServer) -> None:
        note()
        due_now()
        (claim,) = dispatch.claim("models", 1)
        with tenancy.dispatcher(), connection.cursor() as cursor:
            cursor.execute("UPDATE public.tenants_dispatch SET fence = fence + 1 WHERE id = %s", [claim.id])
        similarity.embed_note(
            claim=claim, embedder=through(TEIEmbedder(url=at_tei.url, model=tei.MODEL)), clock=clock.now
        )
        assert NoteVector.objects.get().state == "asked" and at_tei.embeds == []

    def test_what_was_asked_of_another_model_is_not_made(self, committed_haneul: Any, at_tei: TEIServer) -> None:
        note()
        work(OfflineEmbedder(), "models")
        assert (NoteVector.objects.get().state, NoteVector.objects.get().code) == ("refused", "other_model")

    def test_overseas_waits_for_the_consent_and_goes_on_with_it(self, committed_haneul: Any, settings: Any) -> None:
        with OpenAIServer() as server:
            settings.EDUAI_EMBEDDING_KIND, settings.OPENAI_API_KEY = "openai", ""
            gateway = through(
                OpenAIEmbedder(model="text-embedding-3-small", api_key="k", pseudonym=str, url=server.base_url)
            )
            kept = note()
            assert work(gateway, "models") == []
            assert (NoteVector.objects.get().code, server.connections) == ("not_released", 0)

            consents(kept.student)
            work(gateway, "models")
            assert NoteVector.objects.get().state == "made"

            ask_for_vectors(notes=[kept], now=NOW)
            consents(kept.student, ConsentEvent.Kind.WITHDRAWN)
            sent = len(server.requests)
            work(gateway, "models")
            left = NoteVector.objects.first()  # what OpenAI made is gone; what waits for a yes may stand there again
            assert left is None or (left.code, left.vector) == ("not_released", None)
            assert len(server.requests) == sent

    def test_a_student_who_refused_collection_is_not_worked_on_even_here(self, in_haneul: Any) -> None:
        kept = equation(2, "S001")
        consents(kept.student, ConsentEvent.Kind.REFUSED, Purpose.COLLECTION)
        work()
        assert (NoteVector.objects.get().state, NoteVector.objects.get().code) == ("refused", "not_released")


class TestEmbedNotes:
    def run(self, capsys: Any, *options: str) -> str:
        call_command("embed_notes", "haneul", *options)
        return str(capsys.readouterr().out)

    def test_it_asks_for_what_is_missing_and_for_changed_texts_and_no_more(self, in_haneul: Any, capsys: Any) -> None:
        notes = [equation(number, "S001") for number in (2, 3, 4)]
        work()
        NoteVector.objects.filter(note=notes[0]).delete()
        Note.objects.filter(pk=notes[1].pk).update(stem=CIRCLE)

        assert "2건의 벡터를 요청했습니다. 지금 3건 중 1건 완료" in self.run(capsys)
        work()
        assert NoteVector.objects.get(note=notes[1]).text_hash == similarity.hash_of(CIRCLE)
        assert "0건의 벡터를 요청했습니다. 지금 3건 중 3건 완료, 0건은" in self.run(capsys, "--follow")
        asked = AuditRecord.objects.get(action="vectors.asked")
        assert "2" in str(asked.facts) and "원의 넓이" not in str(asked.facts)

    def test_a_new_model_asks_for_all_and_keeps_what_the_old_one_made(
        self, in_haneul: Any, capsys: Any, at_tei: TEIServer, settings: Any
    ) -> None:
        settings.EDUAI_EMBEDDING_KIND = "offline"
        kept = equation(2, "S001")
        work()
        settings.EDUAI_EMBEDDING_KIND = "tei"
        assert "1건의 벡터를" in self.run(capsys)
        assert set(NoteVector.objects.filter(note=kept).values_list("model", "state")) == {
            (MODEL, "made"),
            (tei.MODEL, "asked"),
        }

    def test_what_is_too_long_is_not_asked_for_again_until_it_changes(self, in_haneul: Any, capsys: Any) -> None:
        kept = equation(2, "S001")
        NoteVector.objects.update(state="refused", code="validation_rejected", text_hash=similarity.hash_of(kept.stem))
        assert "0건의 벡터를" in self.run(capsys)
        Note.objects.filter(pk=kept.pk).update(stem=CIRCLE)
        assert "1건의 벡터를" in self.run(capsys)


class TestPanel:
    def test_a_notes_page_shows_who_else_got_such_a_question_wrong(self, db: None, haneul: Any) -> None:
        client = panel(haneul)
        with tenancy.use(haneul):
            mine = equation(2, "S001")
            for who in ("S002", "S003"):
                equation(9, who)
        page = f"/admin/questions/note/{mine.pk}/change/"
        assert "아직 견줄 준비가" in client.get(page).content.decode()
        with tenancy.use(haneul):
            work()
        shown = client.get(page).content.decode()
        assert "3x + 9 = 30" in shown and "100% · 학생 2명, 2번 틀림" in shown

    def test_the_list_says_how_far_the_vectors_are_while_some_are_missing(self, db: None, haneul: Any) -> None:
        client = panel(haneul)
        with tenancy.use(haneul):
            equation(2, "S001")
            work()
            equation(3, "S001")
        assert "2건 중 1건 완료" in client.get("/admin/questions/note/").content.decode()
        with tenancy.use(haneul):
            work()
        assert "비슷한 오답 찾기 준비 중" not in client.get("/admin/questions/note/").content.decode()
