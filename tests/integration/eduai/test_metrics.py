"""What Prometheus is told of model calls, and that none of it is a student's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from eduai.llm.breaker import LocalBreaker
from eduai.llm.errors import ConnectFailed, GenerationFailed, NoBackend
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.router import Router
from tenants import tenancy
from tenants.services.usage import AcademyLedger
from tests.unit.eduai.llm.doubles import Blackener, Guard, Rungs, prompt

ROOT = Path(__file__).resolve().parents[3]


def numbers() -> dict[str, float]:
    text = Client(headers={"host": "localhost"}).get("/metrics").content.decode()
    rows = [line.rpartition(" ") for line in text.splitlines() if line.startswith("eduai_")]
    return {name: float(value) for name, _, value in rows}


def grown(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    kept = {name: value - before.get(name, 0.0) for name, value in after.items() if "_bucket" not in name}
    return {name: value for name, value in kept.items() if value and "_created" not in name}


def test_a_calls_end_its_tokens_its_time_and_a_fallback_are_counted(in_haneul: Any, settings: Any) -> None:
    first = ScriptedProvider([ConnectFailed()], name="tgi-0")
    second = ScriptedProvider(["five"], name="compatible-0")
    router = Router(
        {"tgi": [first], "compatible": [second]},
        policy=Rungs("tgi", "compatible"),
        ledger=AcademyLedger(),
        confirm=Guard(),
        redact=Blackener(),
        breaker=LocalBreaker(),
    )
    with tenancy.nowhere():
        before = numbers()
    router.complete(prompt(), deadline_seconds=5)
    with tenancy.nowhere():
        found = grown(before, numbers())
    labels = 'task="similar_question"'
    calls = f'eduai_llm_calls_total{{backend="%s",outcome="%s",scope="a_000000000001",{labels}}}'
    assert found[calls % ("tgi-0", "connect_failed")] == 1
    assert found[calls % ("compatible-0", "served")] == 1
    assert found[f'eduai_llm_tokens_total{{backend="compatible-0",kind="completion",{labels}}}'] == 4
    assert found[f'eduai_llm_seconds_count{{backend="compatible-0",{labels}}}'] == 1
    assert found[f'eduai_llm_fallbacks_total{{backend="compatible-0",{labels}}}'] == 1


def test_the_fleets_circuits_are_shown(db: None, settings: Any) -> None:
    settings.EDUAI_TGI_URLS = ["http://127.0.0.1:1"]
    assert numbers()['eduai_llm_breaker{backend="tgi-0"}'] == 0


def test_no_word_of_a_prompt_or_an_answer_is_in_the_numbers_or_the_log(
    in_haneul: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    providers = {"tgi": [ScriptedProvider([GenerationFailed(detail="김서연의 오답")], name="tgi-0")]}
    router = Router(
        providers,
        policy=Rungs("tgi"),
        ledger=AcademyLedger(),
        confirm=Guard(),
        redact=Blackener(),
        breaker=LocalBreaker(),
    )
    with pytest.raises(NoBackend):
        router.complete(prompt(text="김서연의 노트"), deadline_seconds=5)
    with tenancy.nowhere():
        shown = Client(headers={"host": "localhost"}).get("/metrics").content.decode()
    assert "김서연" not in shown + caplog.text


def test_the_numbers_of_every_process_are_added_up(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    program = "from eduai.llm.observing import COST; COST.labels('similar_question', 'tgi-0').inc(2.5)"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    assert numbers()['eduai_llm_cost_won_total{backend="tgi-0",task="similar_question"}'] == 5.0
