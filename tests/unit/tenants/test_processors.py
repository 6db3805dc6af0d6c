"""The registry of processors: who may be sent anything at all."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from eduai.llm.types import Place, Recipient
from tenants import processors
from tenants.models import Purpose
from tenants.notice_texts import FIRST_FACTS
from tenants.processors import BASES, OPENAI, OWN_MODELS, PROCESSORS, Processor, overseas, processor, processor_of

HERE, THERE = Place.ON_PREMISES, Place.OVERSEAS


def found(backend: str, place: Place, origin: str, *own: str) -> Processor | None:
    return processor_of(recipient=Recipient(backend, place, origin), own_hosts=own)


@pytest.mark.parametrize(
    ("backend", "place", "origin", "expected"),
    [
        ("openai", THERE, "https://api.openai.com", OPENAI),
        ("openai", THERE, "http://127.0.0.1:8082", OPENAI),
        ("tgi-0", HERE, "http://tgi:80", OWN_MODELS),
        ("tgi-11", HERE, "http://10.0.0.7:8080", OWN_MODELS),
        ("compatible", HERE, "http://[::1]:8000", OWN_MODELS),
        ("tei", HERE, "http://tei.gpu.internal", OWN_MODELS),
        ("ollama", HERE, "http://localhost:11434", OWN_MODELS),
    ],
)
def test_a_registered_processor_at_its_own_address_is_known(
    backend: str, place: Place, origin: str, expected: Processor
) -> None:
    """L-02."""
    assert found(backend, place, origin) is expected


@pytest.mark.parametrize(
    ("backend", "place", "origin"),
    [
        ("fake", HERE, "http://127.0.0.1:8080"),
        ("fake", THERE, "https://api.openai.com"),
        ("openai", THERE, "https://api.openai.com.fake.example"),
        ("openai", THERE, "https://proxy.example"),
        ("openai", HERE, "https://api.openai.com"),
        ("tgi-0", THERE, "http://tgi:80"),
        ("tgi-x", HERE, "http://tgi:80"),
        ("compatible", HERE, "https://api.deepseek.com"),
        ("compatible", HERE, "http://8.8.8.8:8000"),
        ("tei", HERE, "https://models.school.example"),
        ("compatible", HERE, ""),
    ],
)
def test_anybody_else_is_nobody(backend: str, place: Place, origin: str) -> None:
    """L-02: another name, another place, or a registered name at somebody else's address."""
    assert found(backend, place, origin) is None


def test_a_public_host_is_our_own_where_it_is_named_as_ours() -> None:
    """L-02."""
    assert found("tei", HERE, "https://models.school.example", "models.school.example") is OWN_MODELS
    assert found("openai", THERE, "https://proxy.example", "proxy.example") is None


@pytest.mark.parametrize("each", PROCESSORS, ids=lambda each: each.code)
def test_every_row_says_what_the_law_asks(each: Processor) -> None:
    """L-02, L-05: who, what for, which items, where, whom to ask, how, and how long."""
    words = [getattr(each, field.name) for field in fields(each) if field.type == "str"]

    assert len(words) == 8 and all(word.strip() for word in words)
    assert processor(code=each.code) is each


@pytest.mark.parametrize("name", ["name", "purpose", "items", "country", "contact", "method", "retention", "hosts"])
def test_any_change_of_a_description_changes_the_hash_that_was_accepted(name: str) -> None:
    """L-01."""
    changed = ("elsewhere.example",) if name == "hosts" else "다르게 적은 것"

    assert replace(OPENAI, **{name: changed}).facts_hash != OPENAI.facts_hash


def test_the_overseas_notice_repeats_the_registry() -> None:
    """L-05: one description, shown in both places."""
    facts = FIRST_FACTS[Purpose.OVERSEAS]

    assert overseas() is OPENAI
    for name in ("items", "country", "method", "contact", "purpose", "retention"):
        assert facts[name] == getattr(OPENAI, name)
    assert facts["recipient"] == OPENAI.name


def test_each_item_has_its_basis_and_those_of_consent_name_their_purpose() -> None:
    """L-10: what is kept without consent is told apart, with the article it rests on."""
    assert all("개인정보 보호법 제" in basis.legal_basis for basis in BASES)
    assert {basis.consent for basis in BASES} - {""} == {Purpose.OVERSEAS, Purpose.TRAINING, Purpose.PHOTO}
    assert [basis.code for basis in BASES if not basis.consent] == ["learning", "account", "guardian", "records"]


def test_a_code_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError):
        processors.processor(code="fake")
