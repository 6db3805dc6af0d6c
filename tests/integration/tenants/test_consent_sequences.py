"""Consent as sequences: whatever is given, refused, withdrawn, published, described anew, ended or grown out of in
whatever order, the system agrees with the oracle after each step, and a request reaches OpenAI's stand-in exactly
when the oracle lets it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from eduai.lib import clock
from eduai.lib.errors import InvalidInput, NotAllowed
from eduai.llm.breaker import BreakerSettings, LocalBreaker
from eduai.llm.errors import ConnectFailed, LLMError, NotReleased
from eduai.llm.providers.openai import OpenAIProvider
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.router import Router
from eduai.llm.types import Message, Prompt, Release, Route, Rung
from tenants import processors
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, ConsentEvent, Evidence, Purpose, Role, Student
from tenants.notice_texts import FIRST_FACTS, adult_text, child_text
from tenants.services.consent import confirm, record_consent, release
from tenants.services.guardians import end_guardianship
from tenants.services.notices import publish_first_notices, publish_notice
from tenants.services.processors import accept_processor, allow_minors, end_minors, end_processor
from tenants.services.standing import decide
from tests.cast import guards, member, proof, student
from tests.integration.tenants.consent_oracle import Oracle
from tests.servers.openai import OpenAIServer
from tests.unit.eduai.llm.doubles import Blackener, Books

SEED = 20_261_128
START = datetime(2026, 2, 27, 14, 59, 59, tzinfo=UTC)  # a second before midnight in Korea
OVERSEAS = Purpose.OVERSEAS
Kind = ConsentEvent.Kind
BIRTHS = st.sampled_from(
    [None, date(2012, 2, 28), date(2012, 2, 29), date(2012, 3, 1), date(2016, 5, 5), date(2008, 5, 5)]
)
STEPS = st.sampled_from([timedelta(seconds=1), timedelta(minutes=20), timedelta(days=1), timedelta(days=400)])
GUARDIANS = st.sampled_from(["mother", "father"])
DESCRIPTIONS = {"A": processors.OPENAI, "B": replace(processors.OPENAI, retention="전송 후 최대 90일")}


class World:
    """What all sequences share: the academy's people and papers, the servers, and the counts."""

    def __init__(self, server: OpenAIServer) -> None:
        self.server = server
        self.now = START
        self.counts: Counter[str] = Counter()
        publish_first_notices(actor=SYSTEM, now=START)
        self.student = student("S001", signs_in=True, born=None)
        self.people = {name: member(Role.GUARDIAN, name) for name in ("mother", "father")}
        self.paper, self.letter = proof(who=self.student), proof(Evidence.Kind.CONTRACT)


class Consent(RuleBasedStateMachine):
    """One student and their two guardians, from the first answer on."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        world = self.world
        self.savepoint = transaction.savepoint()
        world.now, world.counts["sequences"] = START, world.counts["sequences"] + 1
        processors.PROCESSORS = (processors.OWN_MODELS, DESCRIPTIONS["A"])
        self.who = Student.objects.get(pk=world.student.pk)
        self.oracle, self.links, self.slips = Oracle(), {}, []
        self.oracle.accepted.add("A")
        self.down, self.taken = True, 0
        openai = OpenAIProvider(model="gpt-4.1-mini", api_key="k", url=world.server.base_url, pseudonym=str)
        self.own = ScriptedProvider([], name="tgi-0")
        self.router = Router(
            {"tgi": [self.own], "openai": [openai]},
            policy=Everybody(),
            ledger=Books(),
            confirm=confirm,
            breaker=LocalBreaker(BreakerSettings(consecutive=10**9, volume=10**9)),
            redact=Blackener(),
            clock=clock.now,
        )

    @initialize(born=BIRTHS, minors=st.booleans(), answers=st.sets(st.sampled_from(["self", "mother", "father"])))
    def begin(self, born: date | None, minors: bool, answers: set[str]) -> None:
        """Somewhere in the middle, so that what opens the way is not the rare exception."""
        self.correct_birth_date(born)
        self.decide_about_minors(minors)
        self.verify("mother")
        for who in sorted(answers):
            self.answer(who, "given")

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(who=st.sampled_from(["self", "mother", "father"]), kind=st.sampled_from(["given", "refused", "withdrawn"]))
    def answer(self, who: str, kind: str) -> None:
        """On the web, by the student or a guardian."""
        oracle, now = self.oracle, self.world.now
        user = self.who.user if who == "self" else self.world.people[who]
        link = self.links.get(who)
        denied = who != "self" and (link is None or oracle.grown(now))
        self.record(who, kind, denied=denied, waits=who == "self" and not oracle.grown(now), actor=person(user))

    @rule(
        who=st.sampled_from(["self", "mother", "father"]),
        kind=st.sampled_from(["given", "refused"]),
        paper=st.booleans(),
    )
    def paper(self, who: str, kind: str, paper: bool) -> None:
        """What staff enter, with the scan or without."""
        grown, link = self.oracle.grown(self.world.now), self.links.get(who)
        denied = who != "self" and (link is None or grown)
        waits = not paper or (who == "self" and not grown)
        if who == "self" or link is not None:
            more = {"guardianship": link, "evidence": self.world.paper if paper else None}
            self.record(who, kind, denied=denied, waits=waits, actor=SYSTEM, **more)

    def record(self, who: str, kind: str, *, denied: bool, waits: bool, actor: Any, **more: Any) -> None:
        oracle, now = self.oracle, self.world.now
        given = {"student": self.who, "purpose": OVERSEAS, "channel": "test", "now": now} | more
        try:
            event = record_consent(kind=Kind(kind), actor=actor, **given)
        except NotAllowed:
            assert denied
            return
        except InvalidInput:
            said = [row[2] for row in oracle.answers if row[0] == who]
            assert kind == "withdrawn" and not oracle.agreed(now) and not (said and said[-1])
            return
        assert not denied and event.kind == ("pending" if kind == "given" and waits else kind)
        if event.kind != "pending":
            link = self.links[who].pk if who != "self" else None
            oracle.answers.append((who, link, kind == "given", now, oracle.facts))

    @rule(facts=st.sampled_from(["A", "B", "typo"]))
    def publish(self, facts: str) -> None:
        """The next version: other facts, or the same ones in other words. About the recipient as it is described."""
        oracle = self.oracle
        wording, described = oracle.facts if facts == "typo" else facts + oracle.description
        changed = {"refusal": "거부할 수 있습니다."} if wording == "B" else {}
        values = {**FIRST_FACTS[OVERSEAS], "retention": DESCRIPTIONS[described].retention, **changed}
        texts = {"text": adult_text(OVERSEAS, values), "child_text": child_text(OVERSEAS, values)}
        texts["text"] += " " if facts == "A" else f"\n({self.world.now})"
        more = {"actor": SYSTEM, "now": self.world.now}
        if described != oracle.description:
            with pytest.raises(InvalidInput, match="이렇게 적어 주세요"):
                publish_notice(purpose=OVERSEAS, facts=values, **texts, **more)
            return
        publish_notice(purpose=OVERSEAS, facts=values, **texts, **more)
        oracle.facts = wording + described

    @rule(step=STEPS)
    def wait(self, step: timedelta) -> None:
        self.world.now += step

    @rule(born=BIRTHS)
    def correct_birth_date(self, born: date | None) -> None:
        self.who.birth_date = self.oracle.born = born
        self.who.save(update_fields=["birth_date"])

    @rule(who=GUARDIANS)
    def verify(self, who: str) -> None:
        self.links[who] = guards(self.world.people[who], self.who)

    @rule(who=GUARDIANS)
    def end(self, who: str) -> None:
        link = self.links.pop(who, None)
        if link is not None:
            end_guardianship(guardianship=link, actor=SYSTEM, now=self.world.now)
            self.oracle.ended[link.pk] = self.world.now

    @rule(version=st.sampled_from(["A", "B"]))
    def describe_anew(self, version: str) -> None:
        self.oracle.description = version
        processors.PROCESSORS = (processors.OWN_MODELS, DESCRIPTIONS[version])

    @rule(yes=st.booleans())
    def decide_about_the_recipient(self, yes: bool) -> None:
        given = {"processor": processors.overseas(), "actor": SYSTEM, "now": self.world.now}
        if yes:
            accept_processor(contract="1", **given)
            self.oracle.accepted.add(self.oracle.description)
        else:
            end_processor(**given)
            self.oracle.accepted.discard(self.oracle.description)
            self.oracle.minors.discard(self.oracle.description)

    @rule(yes=st.booleans())
    def decide_about_minors(self, yes: bool) -> None:
        given = {"processor": processors.overseas(), "actor": SYSTEM, "now": self.world.now}
        if not yes:
            end_minors(**given)
            self.oracle.minors.discard(self.oracle.description)
        elif self.oracle.description in self.oracle.accepted:
            allow_minors(contract="1", evidence=self.world.letter, **given)
            self.oracle.minors.add(self.oracle.description)

    @rule(suspended=st.booleans())
    def suspend(self, suspended: bool) -> None:
        self.oracle.suspended = suspended
        self.who.suspended_at = self.world.now if suspended else None
        self.who.save(update_fields=["suspended_at"])

    @rule(down=st.booleans())
    def outage(self, down: bool) -> None:
        """The academy's own server falls or comes back."""
        self.down = down

    @rule()
    def ask(self) -> None:
        """A slip that is used later, whatever happens meanwhile."""
        try:
            self.slips.append(release(student=self.who, purpose="similar_question", now=self.world.now))
        except NotReleased:
            assert self.oracle.suspended

    @rule(old=st.booleans())
    def send(self, old: bool) -> None:
        """With a fresh slip, or with the oldest one still in hand."""
        if not old or not self.slips:
            self.ask()
        if self.slips:
            self.put(self.slips.pop(0 if old else -1))

    def put(self, slip: Release) -> None:
        before, now = len(self.world.server.requests), self.world.now
        allowed = slip.places >= {processors.Place.OVERSEAS} and now < slip.expires_at and self.oracle.may_go(now)
        self.own.reply(self.own_servers_answer)
        prompt = Prompt(slip, "similar_question", "1", (Message("user", "x"),), None, 10)
        with suppress(LLMError):
            self.router.complete(prompt, deadline_seconds=20)
        sent = len(self.world.server.requests) - before
        local_served = not self.down and now < slip.expires_at and not self.oracle.suspended
        assert sent == int(allowed and not local_served)
        self.world.counts["sends"] += 1
        self.world.counts["overseas"] += sent
        if sent:
            newest = AuditRecord.objects.first()
            (grant,) = re.findall(r'"grant":"consent:(\d+)"', newest.facts)
            assert (newest.action, ConsentEvent.objects.get(pk=grant).kind) == ("data.sent", "given")

    def own_servers_answer(self, prompt: Prompt) -> str:
        """As it stands when it is asked; a slip that is over never gets there."""
        if self.down:
            raise ConnectFailed()
        return "{}"

    @invariant()
    def the_system_agrees_with_the_oracle(self) -> None:
        self.world.counts["steps"] += 1
        decided = decide(student=self.who, purpose=OVERSEAS, at=self.world.now)
        assert decided.allowed == self.oracle.may_go(self.world.now)
        self.taken += 1
        if self.taken % 3 == 0:
            self.send(old=False)


class Everybody:
    """One road for all: the academy's own server first."""

    def route(self, scope: str, task: str) -> Route:
        return Route((Rung("tgi"), Rung("openai")))


@pytest.fixture
def world(in_haneul: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with OpenAIServer() as server:
        made = World(server)
        monkeypatch.setattr(processors, "PROCESSORS", processors.PROCESSORS)
        monkeypatch.setattr(clock, "now", lambda: made.now)
        yield made


LONG = [pytest.mark.long, pytest.mark.timeout(7200)]


@pytest.mark.parametrize(
    ("sequences", "first"),
    [
        pytest.param(200, SEED, marks=pytest.mark.timeout(900)),
        *(pytest.param(500, SEED + shard, marks=LONG) for shard in range(1, 21)),
    ],
)
def test_in_any_order_a_request_leaves_exactly_when_it_may(
    world: World, sequences: int, first: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """C-01, C-05, L-20: what the system says and what the stand-in receives, against the oracle, step for step."""
    machine = seed(first)(type("Consent", (Consent,), {"world": world}))
    counted = settings(max_examples=sequences, stateful_step_count=12, deadline=None, database=None)
    run_state_machine_as_test(machine, settings=settings(counted, suppress_health_check=list(HealthCheck)))
    counts = world.counts
    with capsys.disabled():
        sys.stdout.write(
            f"\nconsent: {counts['sequences']} sequences, {counts['steps']} steps, {counts['sends']} sends tried,"
            f" {counts['overseas']} reached OpenAI's stand-in, 0 of them without consent, seed {first}\n"
        )
    assert counts["sequences"] >= sequences and counts["overseas"] > sequences // 10
