"""Keys change and nothing is lost: the installation's, an academy's, and on the way to another installation (L-41)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from eduai.lib.envelope import SealBroken, key_from_secret, name_of
from eduai.lib.errors import InvalidInput
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.files import names_of_files
from tenants.models import Academy, AuditRecord, DataKey, Evidence, Message, Role, SchemaTemplate, encrypted
from tenants.services import keys
from tenants.services.evidence import add_evidence, open_evidence, remove_evidence
from tenants.services.keys import rewrap_keys, rotate_data_key
from tests.cast import NOW, member

OLD, NEW, ELSEWHERE = ("secret-of-this-installation-" + name * 20 for name in ("a", "b", "c"))
PHRASE = "한 학원을 옮기는 긴 암호문입니다 2026"


@pytest.fixture(autouse=True)
def _installation(settings: Any, tmp_path: Path) -> None:
    settings.EDUAI_ENCRYPTION_KEYS = [OLD]
    settings.MEDIA_ROOT = tmp_path / "files"


def message(words: str = "mother@example.kr") -> Message:
    return Message.objects.create(
        kind="t", channel=Message.Channel.CONSOLE, recipient=words, subject="s", body="b", created_at=NOW
    )


def sealed_with(column: str = "recipient") -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT get_byte({column}, 0) FROM tenants_message")
        return {row[0] for row in cursor.fetchall()}


def read_again() -> list[str]:
    encrypted.forget_keys()
    return [row.recipient for row in Message.objects.order_by("created_at", "id")]


def test_after_a_new_installation_key_the_data_keys_are_sealed_with_it_and_the_old_one_can_go(
    in_haneul: Any, settings: Any
) -> None:
    message()
    settings.EDUAI_ENCRYPTION_KEYS = [NEW, OLD]
    assert read_again() == ["mother@example.kr"]

    assert (rewrap_keys(actor=SYSTEM), rewrap_keys(actor=SYSTEM)) == (1, 0)
    settings.EDUAI_ENCRYPTION_KEYS = [NEW]
    assert read_again() == ["mother@example.kr"]
    assert DataKey.objects.get().wrapped_by == name_of(key_from_secret(NEW))
    facts = AuditRecord.objects.get(action="data_key.rewrapped").facts
    assert json.loads(facts) == {"keys": 1, "wrapped_by": name_of(key_from_secret(NEW))}


def test_a_new_data_key_seals_every_row_and_file_anew_and_the_words_stay(in_haneul: Any) -> None:
    for number in range(3):
        message(f"{number}@example.kr")
    kept = add_evidence(kind=Evidence.Kind.CALL, student=None, words="통화함", actor=SYSTEM, now=NOW)

    done = rotate_data_key(actor=SYSTEM, now=NOW)
    assert (done["tenants_message"], done["files"]) == (3, 1)
    assert sealed_with() == sealed_with("body") == {2}
    assert sorted(read_again()) == [f"{number}@example.kr" for number in range(3)]
    assert open_evidence(evidence=Evidence.objects.get(pk=kept.pk), actor=SYSTEM).data.decode() == "통화함"
    assert len(list(names_of_files())) == 1
    message("new@example.kr")
    assert sealed_with() == {2}


def test_what_is_removed_while_keys_change_stays_removed(in_haneul: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """L-24: whichever comes first, neither a row nor a file comes back."""
    said = ("먼저", "나중", "같이")
    first, later, both = (
        add_evidence(kind=Evidence.Kind.CALL, student=None, words=words, actor=SYSTEM, now=NOW) for words in said
    )
    listed = keys._old_files

    def removed_meanwhile(newest: int) -> list[Evidence]:
        rows = listed(newest)
        if newest == 2:
            remove_evidence(evidence=Evidence.objects.get(pk=first.pk), actor=SYSTEM)
            default_storage.delete(both.file)  # as an erasure does, before it empties the row
        return rows

    monkeypatch.setattr(keys, "_old_files", removed_meanwhile)
    default_storage.delete(first.file)
    assert rotate_data_key(actor=SYSTEM, now=NOW)["files"] == 1
    assert Evidence.objects.get(pk=first.pk).file == ""

    with transaction.atomic():  # by a row that was read before its file moved
        remove_evidence(evidence=later, actor=SYSTEM)
        connection.run_on_commit[-1][1]()
    assert list(names_of_files()) == []


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(in_haneul: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        message(f"{number}@example.kr")
    monkeypatch.setattr("tenants.services.keys.BATCH", 2)
    update, turns = type(Message.objects.all()).bulk_update, []

    def killed(*args: Any, **kwargs: Any) -> Any:
        turns.append(1)
        if len(turns) == 2:
            raise KeyboardInterrupt
        return update(*args, **kwargs)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("django.db.models.query.QuerySet.bulk_update", killed)
        rotate_data_key(actor=SYSTEM, now=NOW)
    assert sealed_with() == {1, 2} and len(read_again()) == 5

    assert rotate_data_key(actor=SYSTEM, now=NOW)["tenants_message"] == 3
    assert sealed_with() == {2} and DataKey.objects.count() == 2


def test_a_key_that_was_rolled_back_seals_nothing_later(in_haneul: Any) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        message("lost@example.kr")
        raise ZeroDivisionError
    assert not DataKey.objects.exists()
    message("kept@example.kr")

    assert Message.objects.get().recipient == "kept@example.kr"
    assert read_again() == ["kept@example.kr"]


def test_many_rows_in_one_transaction_ask_for_the_key_once(in_haneul: Any, django_assert_num_queries: Any) -> None:
    message()
    encrypted.forget_keys()
    connection.run_on_commit.clear()
    rows = [
        Message(kind="t", channel="console", recipient=str(n), subject="s", body="b", created_at=NOW) for n in range(9)
    ]
    with django_assert_num_queries(2):  # the key, the rows
        Message.objects.bulk_create(rows)


def test_the_template_and_the_platform_hold_no_key(db: None) -> None:
    with tenancy.platform():
        template = SchemaTemplate.objects.get().sql
    assert "CREATE TABLE" in template and "tenants_datakey" in template
    assert not re.search(r"INSERT INTO \S*tenants_datakey", template)
    with tenancy.platform(), pytest.raises(tenancy.NoAcademy):
        encrypted.newest_key()


def test_a_lost_key_is_said_on_a_page_and_the_other_pages_go_on(in_haneul: Any, settings: Any) -> None:
    client = Client(headers={"host": "haneul.localhost"}, raise_request_exception=False)
    client.force_login(member(Role.DIRECTOR))
    kept = message()
    settings.EDUAI_ENCRYPTION_KEYS = [NEW]
    encrypted.forget_keys()

    with pytest.raises(SealBroken):
        Message.objects.get(pk=kept.pk)
    answer = client.get(f"/admin/tenants/message/{kept.pk}/change/")
    assert answer.status_code == 503 and "열쇠가 없습니다" in answer.content.decode()
    assert client.get("/admin/tenants/student/").status_code == 200


def test_an_archive_comes_back_here_under_another_schema_and_its_sealed_columns_open(
    committed_db: None, haneul: Academy, tmp_path: Path
) -> None:
    with tenancy.use(haneul):
        message()
        add_evidence(kind=Evidence.Kind.CALL, student=None, words="통화함", actor=SYSTEM, now=NOW)
    call_command("export_academy", "haneul", to=tmp_path / "a.zip", reason="다른 주소로 옮김")
    call_command("import_academy", tmp_path / "a.zip", slug="haneul-two")

    with tenancy.platform():
        copy = Academy.objects.get(slug="haneul-two")
    assert copy.schema_name != haneul.schema_name
    with tenancy.use(copy):
        assert read_again() == ["mother@example.kr"]
        assert open_evidence(evidence=Evidence.objects.get(), actor=SYSTEM).data.decode() == "통화함"
    assert b"mother" not in (tmp_path / "a.zip").read_bytes()


def test_an_archive_goes_to_another_installation_under_a_passphrase_and_not_without(
    committed_db: None, haneul: Academy, tmp_path: Path, settings: Any
) -> None:
    phrase, wrong = tmp_path / "phrase", tmp_path / "wrong"
    phrase.write_text(PHRASE)
    wrong.write_text("x" * 20)
    with tenancy.use(haneul):
        message()
    call_command("export_academy", "haneul", to=tmp_path / "plain.zip", reason="다른 주소로 옮김")
    call_command("export_academy", "haneul", to=tmp_path / "a.zip", reason="다른 주소로 옮김", passphrase_file=phrase)
    settings.EDUAI_ENCRYPTION_KEYS = [ELSEWHERE]
    encrypted.forget_keys()

    with pytest.raises(CommandError, match="다시 내보내 주세요"):
        call_command("import_academy", tmp_path / "plain.zip", slug="two")
    with pytest.raises(CommandError, match="암호문을 주세요"):
        call_command("import_academy", tmp_path / "a.zip", slug="two")
    with pytest.raises(CommandError, match="열쇠가 열리지 않습니다"):
        call_command("import_academy", tmp_path / "a.zip", slug="two", passphrase_file=wrong)
    with tenancy.platform():
        assert not Academy.objects.filter(slug="two").exists()
    call_command("import_academy", tmp_path / "a.zip", slug="two", passphrase_file=phrase)

    with tenancy.platform():
        copy = Academy.objects.get(slug="two")
    with tenancy.use(copy):
        assert read_again() == ["mother@example.kr"]
        assert DataKey.objects.get().wrapped_by == name_of(key_from_secret(ELSEWHERE))


def test_a_short_passphrase_is_refused_before_anything_is_written(
    committed_db: None, haneul: Academy, tmp_path: Path
) -> None:
    (tmp_path / "short").write_text("short")
    with pytest.raises(CommandError, match="16자 이상"):
        call_command(
            "export_academy", "haneul", to=tmp_path / "a.zip", reason="다른 주소로", passphrase_file=tmp_path / "short"
        )

    assert not (tmp_path / "a.zip").exists()


def test_the_verb_turns_every_academys_key_and_names_those_that_do_not_open(
    committed_db: None, haneul: Academy, bada: Academy, settings: Any
) -> None:
    for academy, secret in ((haneul, OLD), (bada, ELSEWHERE)):
        settings.EDUAI_ENCRYPTION_KEYS = [secret]
        with tenancy.use(academy):
            message()
    settings.EDUAI_ENCRYPTION_KEYS = [NEW, OLD]
    encrypted.forget_keys()

    with pytest.raises(CommandError, match="열리지 않는 학원: bada"):
        call_command("rotate_keys")
    with pytest.raises(CommandError, match="slug"):
        call_command("rotate_keys", data=True)
    call_command("rotate_keys", "haneul", data=True)
    with tenancy.use(haneul):
        assert {row.wrapped_by for row in DataKey.objects.all()} == {name_of(key_from_secret(NEW))}
        assert sealed_with() == {2} and read_again() == ["mother@example.kr"]


def test_what_must_be_sealed_is_sealed() -> None:
    from django.apps import apps

    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, encrypted.EncryptedText)
    }

    assert columns == SEALED


SEALED = {
    *("tenants.guardianinvitation.name", "tenants.guardianinvitation.contact", "tenants.guardianship.contact"),
    *("tenants.message.recipient", "tenants.message.subject", "tenants.message.body"),
    *("tenants.rightsrequest.details", "tenants.rightsrequest.answer"),
    "tenants.subjectexport.password",
}


def test_a_255th_change_is_the_last(in_haneul: Any) -> None:
    message()
    encrypted.new_data_key(255).save(force_insert=True)
    encrypted.forget_keys()
    Message.objects.all().delete()
    with pytest.raises(InvalidInput, match="255"):
        rotate_data_key(actor=SYSTEM, now=NOW)
