"""The lifecycle of a chain as a state machine: whatever people do, in whatever order.

A short run is part of the tests. The whole one, of 1,000 sequences:

    SCHAKEL_SEQUENCES=1000 python -m pytest -q tests/domain/test_lifecycle_machine.py
"""

import os
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.chains import NewLink, appoint_director, start_chain
from schakel.domain.chains.actions.complexity import assess_complexity
from schakel.domain.chains.actions.diary import (
    book_hours,
    remove_hours,
    restore_hours,
    write_log_entry,
)
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.actions.independence import confirm_interests
from schakel.domain.chains.actions.letters import (
    add_commitment,
    change_letter_text,
    draft_letter,
    open_letter,
    remove_commitment,
)
from schakel.domain.chains.actions.parties import answer_invitation, invite_party
from schakel.domain.chains.choices import (
    GateOutcome,
    LetterStatus,
    LinkKind,
    LogTopic,
    ParticipationStatus,
    StartPoint,
)
from schakel.domain.chains.models import Chain, Commitment, Letter, Participation
from schakel.domain.chains.phases import Move, transition
from schakel.domain.chains.queries.gates import closed_from, evidence_of, moves_of
from schakel.domain.chains.queries.independence import interests_sha256
from schakel.domain.chains.queries.letters import letter_content, verify_letter
from schakel.domain.journal.models import Entry
from schakel.domain.journal.queries import faults
from schakel.domain.programmes.choices import DirectorRole, Phase
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_of
from tests import factories, signing
from tests.signing import TODAY

PARTIES = st.integers(0, 4)
REASONS = st.sampled_from(["Zo is besloten.", "Anders.", "Nog anders.", " "])
SEQUENCES = int(os.environ.get("SCHAKEL_SEQUENCES", "60"))
STEPS = 25


class Lifecycle(RuleBasedStateMachine):
    """Whatever people try, the chain is only ever in a state that its rules allow."""

    chain: Chain
    reached: ClassVar[set[str]] = set()

    @initialize(joined=st.sampled_from([3, 3, 4, 1]))
    def start(self, joined: int) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.manager = factories.user(UserKind.PROGRAMME_MANAGER)
        self.director = factories.user(UserKind.DIRECTOR)
        self.people = [factories.user(UserKind.PARTY) for _ in range(5)]
        kinds = (LinkKind.SUPPLIER, LinkKind.PROCESSOR, LinkKind.MAKER)
        self.chain = start_chain(
            by=self.manager,
            on=TODAY,
            programme=factories.programme(self.manager),
            name="Matrassen",
            purpose="Matrassen worden weer matrassen.",
            start_point=StartPoint.PUBLIC_QUESTION,
            links=[NewLink(kind, str(kind.label)) for kind in kinds],
        )
        confirm_interests(by=self.director, on=TODAY, seen_sha256=interests_sha256(self.director))
        appoint_director(
            by=self.manager,
            chain=self.chain,
            director=self.director,
            hours_per_week=Decimal(4),
            starts_on=TODAY,
            why="De belangen volgen nog.",
        )
        assess_complexity(by=self.director, on=TODAY, chain=self.chain, levels=signing.LOW)
        self.frozen: dict[tuple[str, int], str] = {}
        for who in range(joined):
            self.invite(who)
            self.answer(who, accept=True)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, step: Callable[..., Any], **arguments: Any) -> bool:
        """Do it, or be refused and leave everything as it was; a closed chain only reopens."""
        entries, closed = Entry.objects.count(), self.fresh().phase == Phase.CLOSED
        try:
            step(**arguments)
        except Refused:
            assert Entry.objects.count() == entries
            return False
        assert Entry.objects.count() > entries
        if closed:
            assert step is decide_gate
            assert self.fresh().phase == arguments["to_phase"] != Phase.CLOSED
        return True

    def fresh(self) -> Chain:
        return Chain.objects.get(pk=self.chain.pk)

    def part_of(self, person: User) -> Participation | None:
        return self.chain.participations.filter(organisation=person.organisation_id).first()

    @rule(who=PARTIES)
    def invite(self, who: int) -> None:
        person = self.people[who]
        part, chain = self.part_of(person), self.fresh()
        done = self.attempt(
            invite_party,
            by=self.director,
            on=TODAY,
            chain=chain,
            organisation=person.organisation,
            link=chain.links.all()[who] if who < 3 else None,
            email=person.email,
            address_of=lambda token: token,
        )
        asked = part is not None and part.status != ParticipationStatus.DECLINED
        assert done == (chain.phase != Phase.CLOSED and not asked)

    @rule(who=PARTIES, accept=st.sampled_from([True, True, True, False]))
    def answer(self, who: int, accept: bool) -> None:
        part = self.part_of(self.people[who])
        if part is None:
            return
        done = self.attempt(
            answer_invitation, by=self.people[who], on=TODAY, participation=part, accept=accept
        )
        asked = part.status == ParticipationStatus.INVITED
        assert done == (asked and self.fresh().phase != Phase.CLOSED)

    @rule()
    def draft(self) -> None:
        drafts = self.chain.letters.filter(status=LetterStatus.DRAFT).exists()
        done = self.attempt(draft_letter, by=self.director, chain=self.chain)
        assert done == (self.fresh().phase != Phase.CLOSED and not drafts)

    @rule(which=st.integers(0, 3), text=st.sampled_from(["Wij doen mee.", "Anders."]))
    def write(self, which: int, text: str) -> None:
        letters = list(self.chain.letters.all())
        if not letters:
            return
        letter = letters[which % len(letters)]
        done = self.attempt(change_letter_text, by=self.director, letter=letter, text=text)
        assert not done or letter.status == LetterStatus.DRAFT

    @rule(who=PARTIES, days=st.integers(0, 60))
    def promise(self, who: int, days: int) -> None:
        letter, part = self.chain.letters.first(), self.part_of(self.people[who])
        if letter is None or part is None:
            return
        done = self.attempt(
            add_commitment,
            by=self.director,
            on=TODAY,
            letter=letter,
            promise=signing.promise(part, due_on=TODAY + timedelta(days=days)),
        )
        assert not done or (letter.status == LetterStatus.DRAFT and days > 0)

    @rule()
    def everybody_promises(self) -> None:
        """Whoever has no promise in the newest letter yet makes one."""
        letter = self.chain.letters.first()
        for who in range(len(self.people)):
            part = self.part_of(self.people[who])
            if letter and part and not letter.commitments.filter(participation=part).exists():
                self.promise(who, 30)

    @rule()
    def whole_letter(self) -> None:
        self.draft()
        self.everybody_promises()
        self.open_draft()

    @rule()
    def a_newer_letter(self) -> None:
        self.whole_letter()
        self.whole_letter()

    @rule()
    def everybody_signs(self) -> None:
        for who in range(len(self.people)):
            self.sign(who, 0)

    @rule(which=st.integers(0, 9))
    def take_out(self, which: int) -> None:
        promises = list(Commitment.objects.filter(letter__chain=self.chain))
        if promises:
            one = promises[which % len(promises)]
            done = self.attempt(remove_commitment, by=self.director, commitment=one)
            assert not done or one.letter.status == LetterStatus.DRAFT

    @rule()
    def open_draft(self) -> None:
        if letter := self.chain.letters.first():
            done = self.attempt(open_letter, by=self.director, on=TODAY, letter=letter)
            assert not done or letter.status == LetterStatus.DRAFT

    @rule(who=PARTIES, which=st.integers(0, 3))
    def sign(self, who: int, which: int) -> None:
        letters, part = list(self.chain.letters.all()), self.part_of(self.people[who])
        if not letters or part is None or part.status != ParticipationStatus.JOINED:
            return
        letter = letters[which % len(letters)]
        signed_before = letter.signatures.filter(participation=part).exists()
        done = self.attempt(signing.sign, letter=letter, party=part, person=self.people[who])
        assert not done or (letter.status == LetterStatus.OPEN and not signed_before)

    @rule()
    def appoint(self) -> None:
        """The same director for other hours: the appointment before this one ends."""
        done = self.attempt(
            appoint_director,
            by=self.manager,
            chain=self.chain,
            director=self.director,
            hours_per_week=Decimal(8),
            starts_on=TODAY,
        )
        assert done == (self.fresh().phase != Phase.CLOSED)

    @rule(quarters=st.integers(1, 60))
    def book(self, quarters: int) -> None:
        done = self.attempt(
            book_hours,
            by=self.director,
            on=TODAY,
            chain=self.chain,
            worked_on=TODAY,
            hours=Decimal(quarters) / 4,
            role=DirectorRole.BROKER,
            activity="Gebeld",
        )
        booked = self.chain.time_entries.filter(removed_at=None).values_list("hours", flat=True)
        assert sum(booked) <= 24
        if done:
            self.reached.add("hours")

    @rule(restore=st.booleans())
    def take_back(self, restore: bool) -> None:
        entry = self.chain.time_entries.filter(removed_at__isnull=not restore).first()
        if entry:
            self.attempt(restore_hours if restore else remove_hours, by=self.director, entry=entry)

    @rule(topic=st.sampled_from([LogTopic.REVIEW, LogTopic.LESSON]), correct=st.booleans())
    def log(self, topic: LogTopic, correct: bool) -> None:
        last = self.chain.log_entries.filter(correction=None).first() if correct else None
        done = self.attempt(
            write_log_entry,
            by=self.director,
            on=TODAY,
            chain=self.chain,
            happened_on=TODAY,
            topic=topic,
            text="Dit is gebeurd.",
            corrects=last,
        )
        assert done == (self.fresh().phase != Phase.CLOSED)

    @rule(
        outcome=st.sampled_from(GateOutcome),
        to=st.sampled_from([None, None, None, *Phase]),
        override=st.sampled_from(["Toch.", "Toch.", ""]),
        lesson=st.sampled_from(["Zo leren wij.", "Zo leren wij.", ""]),
    )
    def decide(self, outcome: GateOutcome, to: Phase | None, override: str, lesson: str) -> None:
        chain = self.fresh()
        move = transition(chain.phase, to) if to else None
        met = evidence_of(chain, TODAY, move).conditions_met if move else None
        done = self.attempt(
            decide_gate,
            by=self.manager,
            on=TODAY,
            chain=chain,
            outcome=outcome,
            reasons="Zo is besloten.",
            lesson=lesson,
            override_reason=override,
            to_phase=to,
        )
        if done and outcome == GateOutcome.GO and met is not None:
            assert met or override
        if done and outcome == GateOutcome.NO_GO:
            assert self.fresh().phase == chain.phase
            assert lesson

    @rule(reasons=REASONS)
    def go_forward(self, reasons: str) -> None:
        self.move(Move.FORWARD, reasons)

    @rule(reasons=REASONS)
    def go_back(self, reasons: str) -> None:
        self.move(Move.BACK, reasons)

    @rule(reasons=REASONS)
    def stop_the_chain(self, reasons: str) -> None:
        self.move(Move.STOP, reasons)

    @rule(reasons=REASONS)
    def reopen_the_chain(self, reasons: str) -> None:
        self.move(Move.REOPEN, reasons)

    @rule()
    def not_yet(self) -> None:
        """The gate stays shut: the phase does not change, and what was learnt is kept."""
        chain = self.fresh()
        step = next((one for one in moves_of(chain) if one.move is Move.FORWARD), None)
        if step is None:
            return
        self.attempt(
            decide_gate,
            by=self.manager,
            on=TODAY,
            chain=chain,
            outcome=GateOutcome.NO_GO,
            reasons="Nog niet.",
            lesson="Zo leren wij.",
            to_phase=step.target,
        )
        assert self.fresh().phase == chain.phase

    def move(self, kind: Move, reasons: str) -> None:
        """A step that is there, with what it asks for."""
        chain = self.fresh()
        before = closed_from(chain)
        step = next((one for one in moves_of(chain) if one.move is kind), None)
        if step is None:
            return
        done = self.attempt(
            decide_gate,
            by=self.manager,
            on=TODAY,
            chain=chain,
            outcome=GateOutcome.GO,
            reasons=reasons,
            lesson="Zo leren wij.",
            override_reason="Toch.",
            to_phase=step.target,
        )
        assert done == bool(reasons.strip())
        if done:
            assert self.fresh().phase == step.target
            assert kind is not Move.REOPEN or step.target == before

    @invariant()
    def frozen_stays_frozen(self) -> None:
        if not hasattr(self, "frozen"):
            return
        for letter in self.chain.letters.exclude(status=LetterStatus.DRAFT):
            assert verify_letter(letter)
            self.keep("letter", letter.pk, letter.content)
            self.reached.add(letter.status)
            named = {party.id for party in letter_content(letter).parties}
            for one in letter.signatures.all():
                assert one.content_sha256 == letter.content_sha256
                assert one.participation_id in named
                self.keep("signature", one.pk, f"{one.name} {one.journal_sequence}")
        for decision in self.chain.decisions.order_by("pk"):
            assert sha256_of(decision.evidence) == decision.evidence_sha256
            self.keep("decision", decision.pk, decision.evidence_sha256)
            self.reached.add(f"{decision.outcome} to {decision.to_phase}")

    def keep(self, kind: str, pk: int, content: str) -> None:
        self.reached.add(kind)
        assert self.frozen.setdefault((kind, pk), content) == content

    @invariant()
    def state_is_legal(self) -> None:
        if not hasattr(self, "frozen"):
            return
        statuses = list(Letter.objects.filter(chain=self.chain).values_list("status", flat=True))
        assert statuses.count(LetterStatus.DRAFT) <= 1
        assert statuses.count(LetterStatus.OPEN) <= 1
        phase, closed = Phase.EXPLORE.value, ""
        for decision in self.chain.decisions.order_by("pk"):
            assert decision.from_phase == phase
            step = transition(decision.from_phase, decision.to_phase)
            assert step
            assert step.move is not Move.REOPEN or step.target == closed
            if decision.outcome == GateOutcome.GO:
                assert decision.conditions_met or decision.override_reason
                closed = phase if decision.to_phase == Phase.CLOSED else closed
                phase = decision.to_phase
                self.reached.add(step.move)
            if decision.outcome == GateOutcome.NO_GO or step.move is Move.STOP:
                assert decision.lesson
        assert self.fresh().phase == phase

    @invariant()
    def journal_is_whole(self) -> None:
        assert not any(faults())

    @invariant()
    def the_database_keeps_decisions(self) -> None:
        if not hasattr(self, "frozen") or not self.chain.decisions.exists():
            return
        for change in (
            lambda: self.chain.decisions.update(reasons="Achteraf."),
            lambda: self.chain.decisions.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()


@pytest.mark.django_db
def test_no_order_of_steps_leads_to_an_illegal_state() -> None:
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Lifecycle.reached >= {
        "letter",
        "signature",
        "replaced",
        "go to assemble",
        "no_go to assemble",
        "go to closed",
        "hours",
        *Move,
    }
