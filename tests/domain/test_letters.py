"""Letters of commitment: what is drafted, what is frozen, who signs (requirement E1)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions.letters import (
    add_commitment,
    change_commitment,
    change_letter_text,
    draft_letter,
    open_letter,
    remove_commitment,
)
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus, Unit
from schakel.domain.chains.letters import LetterContent, LetterParty, LetterPromise
from schakel.domain.chains.models import Chain, Letter, Signature
from schakel.domain.chains.queries.gates import gate_evidence
from schakel.domain.chains.queries.letters import (
    letter_content,
    letters_for,
    own_participation,
    signing_lines,
    verify_letter,
)
from schakel.domain.chains.queries.promises import PromiseFilter, promises
from schakel.domain.journal.models import Entry
from schakel.domain.parties.choices import PartyKind
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex
from tests import factories, signing
from tests.signing import LATER, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_first_draft_is_filled_from_the_chain() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    assert (letter.number, letter.status) == (1, LetterStatus.DRAFT)
    for text in (case.chain.name, case.chain.programme.name, case.chain.purpose):
        assert text in letter.text
    assert "Stip op de horizon" in letter.text
    assert "$" not in letter.text


def test_next_draft_copies_the_open_version_with_its_promises() -> None:
    case = signing.ready_chain()
    first = signing.opened(case)
    second = draft_letter(by=case.director, chain=case.chain)
    assert (second.number, second.text) == (2, first.text)
    fields = ("participation", "what", "amount", "unit", "due_on")
    assert list(second.commitments.values_list(*fields)) == list(
        first.commitments.values_list(*fields)
    )
    assert first.commitments.count() == 3


def test_one_draft_at_a_time() -> None:
    case = signing.ready_chain()
    draft_letter(by=case.director, chain=case.chain)
    with pytest.raises(Refused, match="Version 1 is still a draft"):
        draft_letter(by=case.director, chain=case.chain)


def test_closed_chain_takes_no_letter() -> None:
    case = signing.ready_chain()
    Chain.objects.update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="closed"):
        draft_letter(by=case.director, chain=case.chain)


def test_only_the_director_writes() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    commitment = letter.commitments.get(participation=case.parties[0])
    other = factories.user(UserKind.DIRECTOR)
    promise = signing.promise(case.parties[0])
    for person in (other, case.manager, case.people[0]):
        for attempt in (
            lambda: draft_letter(by=person, chain=case.chain),  # noqa: B023
            lambda: change_letter_text(by=person, letter=letter, text="x"),  # noqa: B023
            lambda: add_commitment(by=person, on=TODAY, letter=letter, promise=promise),  # noqa: B023
            lambda: change_commitment(by=person, on=TODAY, commitment=commitment, promise=promise),  # noqa: B023
            lambda: remove_commitment(by=person, commitment=commitment),  # noqa: B023
            lambda: open_letter(by=person, on=TODAY, letter=letter),  # noqa: B023
        ):
            with pytest.raises(PermissionDenied):
                attempt()
    assert letter.commitments.count() == 3


def test_text_changed_by_somebody_else_is_not_overwritten() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    seen = sha256_hex(letter.text)
    change_letter_text(by=case.director, letter=letter, text="Nieuwe tekst.", seen_sha256=seen)
    with pytest.raises(Refused, match="Somebody changed this text"):
        change_letter_text(by=case.director, letter=letter, text="Andere.", seen_sha256=seen)
    assert Letter.objects.get().text == "Nieuwe tekst."


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"due_on": TODAY}, Refused),
        ({"amount": Decimal(0)}, ValidationError),
        ({"amount": Decimal(-1)}, ValidationError),
        ({"unit": "vaten"}, ValidationError),
        ({"what": ""}, ValidationError),
    ],
)
def test_a_promise_is_dated_and_measurable(fields: dict[str, Any], error: type[Exception]) -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    promise = signing.promise(case.parties[0], **fields)
    with pytest.raises(error):
        add_commitment(by=case.director, on=TODAY, letter=letter, promise=promise)
    assert not letter.commitments.exists()


def test_the_database_refuses_a_promise_without_amount() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    with pytest.raises(DatabaseError, match="commitment_is_measurable"), transaction.atomic():
        factories.commitment(letter, case.parties[0], amount=0)


def test_a_promise_is_of_a_party_of_the_chain() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    elsewhere = factories.participation(factories.chain())
    declined = factories.participation(case.chain, status=ParticipationStatus.DECLINED)
    left = factories.participation(case.chain, status=ParticipationStatus.LEFT)
    for party, words in (
        (elsewhere, "not in this chain"),
        (declined, "not in the chain now"),
        (left, "not in the chain now"),
    ):
        with pytest.raises(Refused, match=words):
            add_commitment(
                by=case.director, on=TODAY, letter=letter, promise=signing.promise(party)
            )


def test_change_and_remove_a_promise_and_put_it_back() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    commitment = letter.commitments.get(participation=case.parties[0])
    changed = change_commitment(
        by=case.director,
        on=TODAY,
        commitment=commitment,
        promise=signing.promise(case.parties[1], amount=Decimal(40), unit=Unit.HOURS),
    )
    assert (changed.participation, changed.amount) == (case.parties[1], Decimal(40))
    remove_commitment(by=case.director, commitment=changed)
    assert letter.commitments.count() == 2
    actions = Entry.objects.order_by("-sequence").values_list("action", flat=True)[:2]
    assert list(actions) == ["chains.remove_commitment", "chains.change_commitment"]


def test_opening_freezes_text_promises_and_parties() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    assert (letter.status, letter.opened_on) == (LetterStatus.OPEN, TODAY)
    assert letter.content_sha256 == sha256_hex(letter.content)
    content = letter_content(letter)
    assert {party.name for party in content.parties} == {
        party.organisation.name for party in case.parties
    }
    assert {promise.amount for promise in content.promises} == {Decimal("12.50")}
    assert verify_letter(letter)
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.details["content_sha256"] == letter.content_sha256


def test_opening_names_who_just_joins_in() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    for party in case.parties[1:]:
        factories.commitment(letter, party)
    silent = case.parties[0].organisation.name
    with pytest.raises(Refused, match=f"without a promise: {silent}[.]"):
        open_letter(by=case.director, on=TODAY, letter=letter)


def test_a_party_beside_the_chain_need_not_promise() -> None:
    case = signing.ready_chain()
    supervisor = factories.organisation(kind=PartyKind.SUPERVISOR)
    factories.participation(case.chain, organisation=supervisor)
    assert signing.opened(case).status == LetterStatus.OPEN


def test_opening_needs_a_party() -> None:
    case = signing.ready_chain(enterprises=0)
    letter = draft_letter(by=case.director, chain=case.chain)
    with pytest.raises(Refused, match="No party takes part yet"):
        open_letter(by=case.director, on=TODAY, letter=letter)


def test_opening_waits_for_a_promised_answer() -> None:
    case = signing.ready_chain()
    invited = factories.participation(
        case.chain, status=ParticipationStatus.INVITED, answered_on=None
    )
    letter = signing.drafted(case)
    factories.commitment(letter, invited)
    with pytest.raises(Refused, match=f"do not take part yet: {invited.organisation.name}"):
        open_letter(by=case.director, on=TODAY, letter=letter)


def test_opening_needs_dates_after_today() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    with pytest.raises(Refused, match="date after today: Levert schone matrassen"):
        open_letter(by=case.director, on=LATER, letter=letter)


def test_opening_needs_text() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    Letter.objects.update(text="  ")
    with pytest.raises(Refused, match="no text yet"):
        open_letter(by=case.director, on=TODAY, letter=letter)


def test_nothing_changes_after_opening() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    commitment = letter.commitments.get(participation=case.parties[0])
    promise = signing.promise(case.parties[0])
    attempts = (
        lambda: change_letter_text(by=case.director, letter=letter, text="x"),
        lambda: add_commitment(by=case.director, on=TODAY, letter=letter, promise=promise),
        lambda: change_commitment(
            by=case.director, on=TODAY, commitment=commitment, promise=promise
        ),
        lambda: remove_commitment(by=case.director, commitment=commitment),
        lambda: open_letter(by=case.director, on=TODAY, letter=letter),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="Version 1 was opened for signing and is frozen"):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE chains_letter SET text = 'anders'",
        "UPDATE chains_letter SET content_sha256 = 'anders'",
        "UPDATE chains_letter SET status = 'replaced', text = 'anders'",
        "UPDATE chains_letter SET status = 'draft', content = '', content_sha256 = '', "
        "opened_on = NULL",
        "UPDATE chains_commitment SET amount = 1",
        "DELETE FROM chains_commitment",
        "INSERT INTO chains_commitment (letter_id, participation_id, what, amount, unit, due_on) "
        "SELECT letter_id, participation_id, 'meer', 1, unit, due_on FROM chains_commitment",
    ],
)
def test_the_database_keeps_an_opened_letter(statement: str) -> None:
    letter = signing.opened(signing.ready_chain())
    with (
        pytest.raises(DatabaseError, match="frozen: draw up a new version"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    letter.refresh_from_db()
    assert verify_letter(letter)


def test_verify_sees_every_difference() -> None:
    letter = signing.opened(signing.ready_chain())
    letter.text += " "
    assert not verify_letter(letter)
    letter.refresh_from_db()
    letter.content = letter.content.replace("12.50", "13.50")
    assert not verify_letter(letter)
    letter.content_sha256 = sha256_hex(letter.content)
    assert not verify_letter(letter)


def test_frozen_names_stay_when_a_party_is_renamed() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    organisation = case.parties[0].organisation
    before = organisation.name
    organisation.name = "Nieuwe naam"
    organisation.save()
    letter = Letter.objects.get(pk=letter.pk)
    assert before in {party.name for party in letter_content(letter).parties}
    assert verify_letter(letter)


def test_a_newer_version_replaces_and_asks_for_new_signatures() -> None:
    case = signing.ready_chain()
    first = signing.signed(case)
    second = draft_letter(by=case.director, chain=case.chain)
    change_letter_text(by=case.director, letter=second, text="Anders dan eerst.")
    second = open_letter(by=case.director, on=TODAY, letter=second)
    first.refresh_from_db()
    assert (first.status, second.status) == (LetterStatus.REPLACED, LetterStatus.OPEN)
    assert first.signatures.count() == 3
    assert not any(line.is_signed for line in signing_lines(second))
    assert verify_letter(first)
    assert verify_letter(second)
    with pytest.raises(Refused, match="replaced by a newer one"):
        signing.sign(first, case.parties[0], case.people[0])


def test_signing_keeps_the_evidence() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    at = timezone.now()
    signature = signing.sign(
        letter,
        case.parties[0],
        case.people[0],
        name=f"  {case.people[0].name.upper()} ",
        signed_in_with="password",
    )
    assert signature.name == case.people[0].name.upper()
    assert signature.signed_in_with == "password"
    assert signature.content_sha256 == letter.content_sha256
    assert signature.consent == "Ik ben akkoord."
    assert signature.signed_at >= at
    entry = Entry.objects.get(sequence=signature.journal_sequence)
    assert (entry.action, entry.actor) == ("chains.sign_letter", f"user:{case.people[0].pk}")
    assert case.people[0].name not in str(entry.details)
    lines = {line.party.id: line for line in signing_lines(letter)}
    assert lines[case.parties[0].pk].signatures == (signature,)
    assert lines[case.parties[1].pk].since == TODAY


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "  "}, "full name"),
        ({"name": "Iemand Anders"}, "Sign with the name of your account: Persoon"),
        ({"consent": ""}, "Tick that you agree"),
        ({"seen_sha256": "0" * 64}, "changed since it was shown"),
    ],
)
def test_signature_refused(fields: dict[str, str], words: str) -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    with pytest.raises(Refused, match=words):
        signing.sign(letter, case.parties[0], case.people[0], **fields)
    assert not Signature.objects.exists()
    assert not Entry.objects.filter(action="chains.sign_letter").exists()


def test_position_is_needed() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    with pytest.raises(ValidationError):
        signing.sign(letter, case.parties[0], case.people[0], position=" ")


def test_a_party_signs_once_and_only_for_itself() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    signing.sign(letter, case.parties[0], case.people[0])
    with pytest.raises(Refused, match="already signed"):
        signing.sign(letter, case.parties[0], case.people[0])
    with pytest.raises(Refused, match="only for your own party"):
        signing.sign(letter, case.parties[1], case.people[0])
    for person in (case.manager, case.director, factories.user(UserKind.PARTY)):
        with pytest.raises(PermissionDenied):
            signing.sign(letter, case.parties[1], person)


def test_a_draft_cannot_be_signed() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    with pytest.raises(Refused, match="still a draft"):
        signing.sign(letter, case.parties[0], case.people[0])


def test_a_party_that_joined_later_needs_a_new_version() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    person = factories.user(UserKind.PARTY)
    late = factories.participation(case.chain, organisation=person.organisation)
    with pytest.raises(Refused, match="joined after this version was opened"):
        signing.sign(letter, late, person)


@pytest.mark.parametrize(
    "verb", ["UPDATE chains_signature SET name = 'x'", "DELETE FROM chains_signature"]
)
def test_the_database_keeps_signatures(verb: str) -> None:
    case = signing.ready_chain()
    signing.signed(case)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)
    assert Signature.objects.count() == 3


def test_who_reads_which_version() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    draft_letter(by=case.director, chain=case.chain)
    seen = {
        person: [letter.number for letter in letters_for(person, case.chain)]
        for person in (case.director, case.manager, case.people[0])
    }
    assert seen == {case.director: [2, 1], case.manager: [2, 1], case.people[0]: [1]}


def test_own_participation_and_promises_in_order_of_date() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    for days, party in zip((30, 10, 20), case.parties, strict=True):
        factories.commitment(letter, party, due_on=TODAY + timedelta(days=days))
    assert not promises(case.chain, TODAY).exists()
    open_letter(by=case.director, on=TODAY, letter=letter)
    assert own_participation(case.people[1], case.chain) == case.parties[1]
    assert own_participation(case.director, case.chain) is None
    order = [one.participation for one in promises(case.chain, TODAY)]
    assert order == [case.parties[1], case.parties[2], case.parties[0]]
    (own,) = promises(case.chain, TODAY, PromiseFilter(party=case.parties[2].pk))
    assert own.participation == case.parties[2]


words = st.text(max_size=40)


@given(
    text=words,
    name=words,
    amounts=st.lists(st.decimals("0.01", "999999999999.99", places=2, allow_nan=False), max_size=4),
    due_on=st.dates(),
)
def test_frozen_content_reads_back_as_it_was(
    text: str, name: str, amounts: list[Decimal], due_on: Any
) -> None:
    import json

    content = LetterContent(
        chain=1,
        chain_name=name,
        number=2,
        text=text,
        parties=(LetterParty(5, name, ""),),
        promises=tuple(
            LetterPromise(5, name, text, amount, Unit.EURO.value, due_on) for amount in amounts
        ),
    )
    assert LetterContent.from_frozen(json.loads(content.canonical)) == content


def test_a_promise_removed_by_somebody_else_does_not_come_back_by_a_change() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    early = letter.commitments.get(participation=case.parties[0])
    remove_commitment(
        by=case.director, commitment=letter.commitments.get(participation=case.parties[0])
    )
    for attempt in (
        lambda: change_commitment(
            by=case.director,
            on=TODAY,
            commitment=early,
            promise=signing.promise(case.parties[0]),
        ),
        lambda: remove_commitment(by=case.director, commitment=early),
    ):
        with pytest.raises(Refused, match="removed this in the meantime"):
            attempt()
    assert letter.commitments.count() == 2


@pytest.mark.parametrize(
    ("kind", "in_a_link", "needed"),
    [
        (PartyKind.ENTERPRISE, False, True),
        (PartyKind.GOVERNMENT, True, True),
        (PartyKind.GOVERNMENT, False, False),
    ],
)
def test_opening_asks_a_promise_of_whom_the_gate_asks_it(
    kind: PartyKind, in_a_link: bool, needed: bool
) -> None:
    case = signing.ready_chain()
    factories.participation(
        case.chain,
        organisation=factories.organisation(kind=kind),
        link=factories.link(case.chain) if in_a_link else None,
    )
    letter = signing.drafted(case)
    if needed:
        with pytest.raises(Refused, match="without a promise"):
            open_letter(by=case.director, on=TODAY, letter=letter)
    else:
        open_letter(by=case.director, on=TODAY, letter=letter)
        found = gate_evidence(case.chain, TODAY)
        assert found
        assert "promise_each" not in {one.key for one in found.unmet}


def test_a_text_without_end_is_refused() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    with pytest.raises(ValidationError, match="60000"):
        change_letter_text(by=case.director, letter=letter, text="x" * 60_001)
    change_letter_text(by=case.director, letter=letter, text="x" * 60_000)
