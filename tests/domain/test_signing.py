"""Who signs for a party, by which link, and the copy that is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import signing as actions
from schakel.domain.chains.actions.letters import draft_letter, open_letter
from schakel.domain.chains.choices import CommitmentLevel
from schakel.domain.chains.models import Letter, SealedLetter, SigningLink
from schakel.domain.chains.queries import signing as queries
from schakel.domain.chains.queries.gates import gate_facts
from schakel.domain.chains.queries.letters import letter_content, signing_lines, verify_letter
from schakel.domain.chains.queries.levels import level_of
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.journal.models import Entry
from schakel.domain.journal.queries import head
from schakel.domain.outbox.models import Message
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex
from tests import factories, signing
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def address(token: str) -> str:
    return f"https://schakel.example/ondertekenen/{token}/"


def colleague(case: Case, party: int = 0) -> User:
    return factories.user(UserKind.PARTY, organisation=case.parties[party].organisation)


def two_sign(case: Case) -> tuple[Letter, User, User]:
    """A letter that names two people of the first party."""
    first, second = case.people[0], colleague(case)
    draft = signing.drafted(case)
    actions.choose_signers(
        by=case.director, letter=draft, participation=case.parties[0], people=[first, second]
    )
    return open_letter(by=case.director, on=TODAY, letter=draft), first, second


def signs(user: User) -> bool:
    return TaskKind.SIGN_LETTER in [task.kind for task in tasks_for(user, TODAY)]


def test_a_party_counts_when_everyone_named_has_signed() -> None:
    case = signing.ready_chain()
    letter, first, second = two_sign(case)
    content = letter_content(letter)
    assert set(content.parties[0].signers) == {first.name, second.name}
    assert verify_letter(letter)
    assert sha256_hex(letter.content) == letter.content_sha256 == content.sha256
    assert signs(first)
    assert signs(second)
    signing.sign(letter, case.parties[0], first)
    assert not signs(first)
    assert signs(second)
    assert not signing_lines(letter)[0].is_signed
    assert not gate_facts(case.chain, TODAY).parties[0].signed
    assert level_of(case.parties[0], TODAY).level == CommitmentLevel.INTERESTED
    signing.sign(letter, case.parties[0], second)
    assert signing_lines(letter)[0].is_signed
    assert gate_facts(case.chain, TODAY).parties[0].signed
    assert level_of(case.parties[0], TODAY).level == CommitmentLevel.SIGNED


def test_who_is_not_named_does_not_sign_and_nobody_signs_twice() -> None:
    case = signing.ready_chain()
    letter, first, second = two_sign(case)
    third = colleague(case)
    assert not signs(third)
    with pytest.raises(Refused, match=f"{first.name}|{second.name}"):
        signing.sign(letter, case.parties[0], third)
    signing.sign(letter, case.parties[0], first)
    with pytest.raises(Refused, match="You have already signed"):
        signing.sign(letter, case.parties[0], first)


def test_without_names_one_signature_is_enough() -> None:
    case = signing.ready_chain()
    other = colleague(case)
    letter = signing.opened(case)
    assert signs(other)
    signing.sign(letter, case.parties[0], case.people[0])
    assert not signs(other)
    with pytest.raises(Refused, match="Your party has already signed"):
        signing.sign(letter, case.parties[0], other)


def test_signers_are_people_of_the_party_and_are_frozen_with_the_letter() -> None:
    case = signing.ready_chain()
    draft = signing.drafted(case)
    name: dict[str, Any] = {"by": case.director, "letter": draft}
    with pytest.raises(Refused, match="people of this party"):
        actions.choose_signers(**name, participation=case.parties[0], people=[case.people[1]])
    foreign = factories.participation(factories.chain())
    with pytest.raises(Refused, match="does not take part"):
        actions.choose_signers(**name, participation=foreign, people=[])
    with pytest.raises(PermissionDenied):
        actions.choose_signers(
            by=case.manager, letter=draft, participation=case.parties[0], people=[]
        )
    actions.choose_signers(**name, participation=case.parties[0], people=[case.people[0]])
    letter = open_letter(by=case.director, on=TODAY, letter=draft)
    with pytest.raises(Refused, match="is frozen"):
        actions.choose_signers(
            by=case.director, letter=letter, participation=case.parties[0], people=[]
        )
    newer = draft_letter(by=case.director, chain=case.chain)
    assert [one.person for one in newer.signers.all()] == [case.people[0]]


def opened_with_links(case: Case) -> tuple[Letter, dict[int, str]]:
    """The open letter, and the token that was mailed to each person."""
    tokens: list[str] = []

    def remember(token: str) -> str:
        tokens.append(token)
        return address(token)

    draft = signing.drafted(case)
    letter = open_letter(by=case.director, on=TODAY, letter=draft, address_of=remember)
    hashes = {sha256_hex(token): token for token in tokens}
    return letter, {
        link.person_id: hashes[link.token_sha256] for link in letter.signing_links.all()
    }


def test_everyone_who_can_sign_gets_a_link_of_their_own() -> None:
    case = signing.ready_chain()
    other = colleague(case)
    letter, tokens = opened_with_links(case)
    assert set(tokens) == {other.pk, *(person.pk for person in case.people)}
    mail = Message.objects.get(to=other.email)
    assert address(tokens[other.pk]) in mail.text
    assert not SigningLink.objects.filter(token_sha256=tokens[other.pk]).exists()
    details = str(list(Entry.objects.values_list("details", flat=True)))
    assert tokens[other.pk] not in details
    assert letter.signing_links.count() == 4


def test_a_link_is_used_once_by_one_person_for_one_version() -> None:
    case = signing.ready_chain()
    letter, tokens = opened_with_links(case)
    mine = tokens[case.people[0].pk]
    with pytest.raises(Refused, match="for somebody else"):
        signing.sign(letter, case.parties[1], case.people[1], token=mine)
    with pytest.raises(Refused, match="does not exist"):
        signing.sign(letter, case.parties[0], case.people[0], token="weg")
    link = queries.link_by_token(mine)
    assert link
    SigningLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    with pytest.raises(Refused, match="no longer valid"):
        signing.sign(letter, case.parties[0], case.people[0], token=mine)
    SigningLink.objects.filter(pk=link.pk).update(
        expires_at=timezone.now() + timedelta(days=1), used_at=timezone.now()
    )
    with pytest.raises(Refused, match="used already"):
        signing.sign(letter, case.parties[0], case.people[0], token=mine)
    SigningLink.objects.filter(pk=link.pk).update(used_at=None)
    signing.sign(letter, case.parties[0], case.people[0], token=mine)
    link.refresh_from_db()
    assert link.used_at


def test_a_new_link_makes_the_earlier_one_stop() -> None:
    case = signing.ready_chain()
    letter, tokens = opened_with_links(case)
    person = case.people[0]
    sent = actions.send_signing_link(
        by=case.director, at=timezone.now(), letter=letter, person=person, address_of=address
    )
    old = queries.link_by_token(tokens[person.pk])
    assert old
    assert old.expires_at <= timezone.now() < sent.link.expires_at
    assert Message.objects.filter(to=person.email).count() == 2
    waits = {one.person.pk: one for one in queries.awaited(letter)}
    assert waits[person.pk].link == sent.link


def test_links_go_to_whoever_is_awaited_and_come_from_the_director() -> None:
    case = signing.ready_chain()
    letter, _ = opened_with_links(case)
    ask: dict[str, Any] = {"at": timezone.now(), "letter": letter, "address_of": address}
    with pytest.raises(PermissionDenied):
        actions.send_signing_link(by=case.manager, person=case.people[0], **ask)
    with pytest.raises(Refused, match="not awaited"):
        actions.send_signing_link(by=case.director, person=case.manager, **ask)
    signing.sign(letter, case.parties[0], case.people[0])
    with pytest.raises(Refused, match="not awaited"):
        actions.send_signing_link(by=case.director, person=case.people[0], **ask)
    draft = draft_letter(by=case.director, chain=case.chain)
    with pytest.raises(Refused, match="open for signing"):
        actions.send_signing_link(
            by=case.director, person=case.people[0], **(ask | {"letter": draft})
        )


def seal(case: Case, letter: Letter, content: bytes = b"%PDF-1.7") -> SealedLetter:
    return actions.seal_letter(
        by=case.director,
        at=timezone.now(),
        letter=letter,
        file_name="letter.pdf",
        content=content,
        head=head(),
    )


def test_the_signed_copy_is_kept_once_and_recognised() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    signing.sign(letter, case.parties[0], case.people[0])
    with pytest.raises(Refused, match="Not everyone"):
        seal(case, letter)
    for party, person in zip(case.parties[1:], case.people[1:], strict=True):
        signing.sign(letter, party, person)
    sealed = seal(case, letter)
    with pytest.raises(Refused, match="kept already"):
        seal(case, letter, b"%PDF-anders")
    facts = queries.copy_called(sealed.sha256)
    assert facts
    assert (facts.number, facts.content_sha256) == (letter.number, letter.content_sha256)
    assert queries.copy_called("0" * 64) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedLetter.objects.update(name="anders.pdf")


def test_one_person_signs_a_version_once_in_the_database_too() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    signature = signing.sign(letter, case.parties[0], case.people[0])
    signature.pk, signature._state.adding = None, True
    with pytest.raises(DatabaseError), transaction.atomic():
        signature.save(force_insert=True)
