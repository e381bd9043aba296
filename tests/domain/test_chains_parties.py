import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import parties as actions
from schakel.domain.chains.actions.links import LinkRow, change_links
from schakel.domain.chains.actions.places import leave_chain
from schakel.domain.chains.actions.put_back import Withdrawn, restore_invitation, restore_links
from schakel.domain.chains.choices import LinkKind, ParticipationStatus
from schakel.domain.chains.models import Chain, Invitation, Link, Participation
from schakel.domain.chains.queries import parties as queries
from schakel.domain.journal.models import Entry
from schakel.domain.parties.choices import Interest, PartyKind
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
EMAIL = "inkoop@example.org"
NEW = actions.NewParty("Matras  BV", PartyKind.ENTERPRISE, Interest.PRIVATE, "sme", "12345678")


@pytest.fixture
def director() -> User:
    return factories.user(UserKind.DIRECTOR)


@pytest.fixture
def chain(director: User) -> Chain:
    return factories.chain(director=director)


@pytest.fixture
def link(chain: Chain) -> Link:
    return factories.link(chain)


def address_of(token: str) -> str:
    return f"https://schakel.example/uitnodiging/{token}/"


def invite(by: User, chain: Chain, link: Link | None = None, **fields: Any) -> tuple[str, Any]:
    """The token as mailed, and the invitation."""
    given: dict[str, Any] = {"organisation": factories.organisation(), "email": EMAIL}
    sent = actions.invite_party(
        by=by, on=TODAY, chain=chain, link=link, address_of=address_of, **(given | fields)
    )
    return sent.address.split("/")[-2], sent.invitation


def test_invitation_keeps_only_the_hash_and_mails_the_link(
    director: User, chain: Chain, link: Link, django_capture_on_commit_callbacks: Any
) -> None:
    with translation.override("en"), django_capture_on_commit_callbacks(execute=True):
        token, invitation = invite(director, chain, link, email=" Inkoop@Example.org ")
    participation = chain.participations.get()
    assert (participation.link, participation.status) == (link, ParticipationStatus.INVITED)
    assert participation.interest == Interest.PRIVATE
    assert token not in str(list(Invitation.objects.values()))
    assert queries.invitation_by_token(token) == invitation
    days = (invitation.expires_at - timezone.now()) / timedelta(days=1)
    assert 29.9 < days <= 30
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert chain.name in message.subject
    assert address_of(token) in message.body
    assert chain.purpose in message.body


def test_the_journal_has_no_address_and_no_token(director: User, chain: Chain) -> None:
    token, invitation = invite(director, chain)
    written = str(list(Entry.objects.values("details", "subject")))
    assert token not in written
    assert EMAIL not in written
    assert invitation.token_sha256 not in written


def test_nothing_is_mailed_when_it_is_refused(
    director: User, chain: Chain, link: Link, django_capture_on_commit_callbacks: Any
) -> None:
    other = factories.link(factories.chain())
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused):
        invite(director, chain, other)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValidationError):
        invite(director, chain, link, email="no address", organisation=NEW)
    assert mail.outbox == []
    assert not Participation.objects.exists()
    assert not Organisation.objects.filter(name="Matras BV").exists()


def test_a_new_party_is_added_in_the_same_go(director: User, chain: Chain, link: Link) -> None:
    invite(director, chain, link, organisation=NEW)
    party = chain.participations.get().organisation
    assert (party.name, party.kvk_number, party.size_class) == ("Matras BV", "12345678", "sme")


def test_a_kvk_number_is_there_once(director: User, chain: Chain) -> None:
    factories.organisation(kvk_number="12345678")
    with pytest.raises(ValidationError):
        invite(director, chain, organisation=NEW)


@pytest.mark.parametrize("kind", UserKind)
def test_only_the_director_of_the_chain_invites(kind: UserKind, chain: Chain) -> None:
    with pytest.raises(PermissionDenied):
        invite(factories.user(kind), chain)


def test_a_party_is_invited_once_until_it_declines(director: User, chain: Chain) -> None:
    party = factories.user(UserKind.PARTY, email=EMAIL)
    invite(director, chain, organisation=party.organisation)
    with pytest.raises(Refused):
        invite(director, chain, organisation=party.organisation)
    participation = chain.participations.get()
    actions.answer_invitation(by=party, on=TODAY, participation=participation, accept=False)
    invite(director, chain, organisation=party.organisation)
    participation.refresh_from_db()
    assert (participation.status, participation.answered_on) == ("invited", None)
    actions.answer_invitation(by=party, on=TODAY, participation=participation, accept=True)
    with pytest.raises(Refused):
        invite(director, chain, organisation=party.organisation)


def test_a_closed_chain_invites_nobody(director: User) -> None:
    with pytest.raises(Refused):
        invite(director, factories.chain(director=director, phase=Phase.CLOSED))


@pytest.mark.parametrize(("accept", "status"), [(True, "joined"), (False, "declined")])
def test_answer_by_somebody_of_the_party(
    accept: bool, status: str, director: User, chain: Chain
) -> None:
    party = factories.user(UserKind.PARTY, email=EMAIL)
    token, _ = invite(director, chain, organisation=party.organisation)
    participation = chain.participations.get()
    assert list(queries.invitations_to_answer(party)) == [participation]
    actions.answer_invitation(by=party, on=TODAY, participation=participation, accept=accept)
    participation.refresh_from_db()
    assert (participation.status, participation.answered_on) == (status, TODAY)
    assert list(queries.invitations_to_answer(party)) == []
    with pytest.raises(Refused):
        actions.answer_invitation(by=party, on=TODAY, participation=participation, accept=True)
    with pytest.raises(Refused):
        actions.decline_with_token(on=TODAY, token=token)


@pytest.mark.parametrize("kind", UserKind)
def test_nobody_answers_for_another_party(kind: UserKind, director: User, chain: Chain) -> None:
    invite(director, chain)
    with pytest.raises(PermissionDenied):
        actions.answer_invitation(
            by=factories.user(kind),
            on=TODAY,
            participation=chain.participations.get(),
            accept=True,
        )


def join(token: str, **fields: Any) -> User:
    fields = {"name": "Jo Voorbeeld", "password": factories.PASSWORD} | fields
    return actions.join_with_new_account(on=TODAY, token=token, **fields)


def test_the_link_makes_one_account_bound_to_party_and_address(
    director: User, chain: Chain
) -> None:
    token, invitation = invite(director, chain)
    user = join(token)
    assert (user.email, user.kind) == (EMAIL, UserKind.PARTY)
    assert user.organisation == invitation.participation.organisation
    assert user.check_password(factories.PASSWORD)
    assert chain.participations.get().status == ParticipationStatus.JOINED
    invitation.refresh_from_db()
    assert invitation.used_by == user
    with pytest.raises(Refused):
        join(token)
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_weak_password_leaves_the_link_alive(director: User, chain: Chain) -> None:
    token, _ = invite(director, chain)
    with pytest.raises(ValidationError):
        join(token, password="short")
    assert not User.objects.filter(email=EMAIL).exists()
    assert join(token).email == EMAIL


def test_who_has_an_account_signs_in_instead(director: User, chain: Chain) -> None:
    factories.user(UserKind.ASSESSOR, email=EMAIL)
    token, _ = invite(director, chain)
    with pytest.raises(Refused):
        join(token)
    assert chain.participations.get().status == ParticipationStatus.INVITED


def test_declining_needs_no_account(director: User, chain: Chain) -> None:
    token, invitation = invite(director, chain)
    users = User.objects.count()
    actions.decline_with_token(on=TODAY, token=token)
    assert chain.participations.get().status == ParticipationStatus.DECLINED
    assert User.objects.count() == users
    invitation.refresh_from_db()
    assert invitation.used_at
    assert Entry.objects.get(action="chains.answer_invitation").actor == "system"


def test_an_old_or_unknown_link_does_not_work(director: User, chain: Chain) -> None:
    token, invitation = invite(director, chain)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    for bad in (token, "made-up"):
        with pytest.raises(Refused):
            join(bad)
    assert chain.participations.get().status == ParticipationStatus.INVITED


def test_sending_again_stops_the_earlier_link(director: User, chain: Chain) -> None:
    old, _ = invite(director, chain)
    sent = actions.resend_invitation(
        by=director,
        participation=chain.participations.get(),
        email="ander@example.org",
        address_of=address_of,
    )
    with pytest.raises(Refused):
        join(old)
    assert join(sent.address.split("/")[-2]).email == "ander@example.org"


def test_withdrawing(director: User, chain: Chain) -> None:
    token, _ = invite(director, chain)
    participation = chain.participations.get()
    with pytest.raises(PermissionDenied):
        actions.withdraw_invitation(
            by=factories.user(UserKind.DIRECTOR), participation=participation
        )
    actions.withdraw_invitation(by=director, participation=participation)
    assert not chain.participations.exists()
    with pytest.raises(Refused):
        join(token)


def test_who_takes_part_is_not_withdrawn(director: User, chain: Chain) -> None:
    with pytest.raises(Refused):
        actions.withdraw_invitation(by=director, participation=factories.participation(chain))


def rows(chain: Chain) -> list[LinkRow]:
    return [LinkRow(link.pk, link.kind, link.name) for link in chain.links.all()]


def test_links_are_added_renamed_reordered_and_removed(director: User, chain: Chain) -> None:
    first, second, third = (factories.link(chain, name=name) for name in "abc")
    change_links(
        by=director,
        chain=chain,
        links=[
            LinkRow(third.pk, LinkKind.MAKER, "c"),
            LinkRow(None, LinkKind.COLLECTOR, "new"),
            LinkRow(first.pk, LinkKind.SUPPLIER, "renamed"),
        ],
    )
    found = [(link.position, link.kind, link.name) for link in chain.links.all()]
    assert found == [(1, "maker", "c"), (2, "collector", "new"), (3, "supplier", "renamed")]
    assert not Link.objects.filter(pk=second.pk).exists()
    assert Entry.objects.get(action="chains.change_links").details["removed"] == [second.pk]


@pytest.mark.parametrize("status", [ParticipationStatus.JOINED, ParticipationStatus.INVITED])
def test_a_link_with_a_party_stays(
    status: ParticipationStatus, director: User, chain: Chain, link: Link
) -> None:
    answered = TODAY if status == ParticipationStatus.JOINED else None
    factories.participation(chain, link=link, status=status, answered_on=answered)
    with pytest.raises(Refused):
        change_links(by=director, chain=chain, links=[])
    assert rows(chain)


def test_a_link_that_was_declined_goes(director: User, chain: Chain, link: Link) -> None:
    declined = factories.participation(chain, link=link, status=ParticipationStatus.DECLINED)
    change_links(by=director, chain=chain, links=[])
    declined.refresh_from_db()
    assert declined.link is None


def test_links_of_another_chain_are_out_of_reach(director: User, chain: Chain) -> None:
    other = factories.link(factories.chain(), name="theirs")
    with pytest.raises(Refused):
        change_links(
            by=director, chain=chain, links=[LinkRow(other.pk, LinkKind.MAKER, "mine now")]
        )
    other.refresh_from_db()
    assert other.name == "theirs"


def test_parties_per_link_in_order_with_what_is_missing(chain: Chain) -> None:
    supplier, buyer = factories.link(chain), factories.link(chain, LinkKind.BUYER)
    taking = factories.participation(chain, link=supplier)
    factories.participation(chain, link=buyer, status=ParticipationStatus.INVITED, answered_on=None)
    beside = factories.participation(
        chain, organisation=factories.organisation(kind=PartyKind.SUPERVISOR)
    )
    found = queries.chain_parties(chain)
    assert [one.link for one in found.links] == [supplier, buyer]
    assert found.links[0].parties == (taking,)
    assert found.empty_links == (buyer,)
    assert found.beside == (beside,)
    assert set(found.joined) == {taking, beside}
    assert found.missing == (
        PartyKind.ENTERPRISE,
        PartyKind.GOVERNMENT,
        PartyKind.KNOWLEDGE,
        PartyKind.FUNDER,
        PartyKind.CITIZENS,
    )


def test_enterprises_are_complete_when_each_link_has_one(chain: Chain, link: Link) -> None:
    factories.participation(chain, link=link)
    assert PartyKind.ENTERPRISE not in queries.chain_parties(chain).missing


def test_parties_take_a_fixed_number_of_queries(
    chain: Chain, django_assert_num_queries: Any
) -> None:
    for _ in range(6):
        factories.participation(chain, link=factories.link(chain))
    with django_assert_num_queries(3):
        found = queries.chain_parties(chain)
        for one in found.links:
            for party in one.parties:
                assert party.organisation.name
                assert not party.invitations.all()


def test_an_invitation_that_was_withdrawn_meanwhile_cannot_be_answered(
    director: User, chain: Chain
) -> None:
    party = factories.user(UserKind.PARTY, email=EMAIL)
    token, _ = invite(director, chain, organisation=party.organisation)
    participation = chain.participations.get()
    actions.withdraw_invitation(by=director, participation=chain.participations.get())
    with pytest.raises(Refused, match="removed this in the meantime"), translation.override("en"):
        actions.answer_invitation(by=party, on=TODAY, participation=participation, accept=True)
    with pytest.raises(Refused):
        actions.decline_with_token(on=TODAY, token=token)


def test_who_joined_meanwhile_is_not_withdrawn_and_gets_no_new_link(
    director: User, chain: Chain
) -> None:
    party = factories.user(UserKind.PARTY, email=EMAIL)
    invite(director, chain, organisation=party.organisation)
    early = chain.participations.get()
    actions.answer_invitation(
        by=party, on=TODAY, participation=chain.participations.get(), accept=True
    )
    with pytest.raises(Refused):
        actions.withdraw_invitation(by=director, participation=early)
    with pytest.raises(Refused):
        actions.resend_invitation(
            by=director, participation=early, email=EMAIL, address_of=address_of
        )
    assert chain.participations.get().status == ParticipationStatus.JOINED


def test_nobody_joins_a_closed_chain(director: User, chain: Chain) -> None:
    party = factories.user(UserKind.PARTY, email=EMAIL)
    invite(director, chain, organisation=party.organisation)
    assert queries.invitations_to_answer(party).exists()
    Chain.objects.filter(pk=chain.pk).update(phase=Phase.CLOSED)
    assert not queries.invitations_to_answer(party).exists()
    with pytest.raises(Refused):
        actions.answer_invitation(
            by=party, on=TODAY, participation=chain.participations.get(), accept=True
        )


def test_a_link_lets_no_new_person_into_the_other_chains_of_a_party(
    director: User, chain: Chain
) -> None:
    """Who works for a party sees all its chains: only its first account comes by a link."""
    party = factories.organisation()
    token, _ = invite(director, chain, organisation=party, email="eerst@example.org")
    elsewhere = factories.chain(director=factories.user(UserKind.DIRECTOR))
    other, _ = invite(
        elsewhere.appointments.get().director,
        elsewhere,
        organisation=party,
        email="vreemd@example.org",
    )
    joined = actions.join_with_new_account(
        on=TODAY, token=token, name="Eerst", password=factories.PASSWORD
    )
    with pytest.raises(Refused):
        actions.join_with_new_account(
            on=TODAY, token=other, name="Vreemd", password=factories.PASSWORD
        )
    third = factories.chain(director=director)
    with pytest.raises(Refused):
        invite(director, third, organisation=party, email="vreemd@example.org")
    invite(director, third, organisation=party, email=joined.email)
    assert list(party.users.all()) == [joined]


def test_a_withdrawn_invitation_is_put_back_with_the_link_that_was_mailed(
    director: User, chain: Chain, link: Link
) -> None:
    token, _ = invite(director, chain, link)
    before = chain.participations.get()
    gone = actions.withdraw_invitation(by=director, participation=before)
    kept = Withdrawn(**json.loads(json.dumps(asdict(gone))))
    with pytest.raises(PermissionDenied):
        restore_invitation(by=factories.user(UserKind.DIRECTOR), chain=chain, withdrawn=kept)
    restore_invitation(by=director, chain=chain, withdrawn=kept)
    after = chain.participations.get()
    assert (after.pk, after.link, after.invited_on) == (before.pk, link, before.invited_on)
    assert join(token).organisation == before.organisation
    with pytest.raises(Refused, match="takes part"), translation.override("en"):
        restore_invitation(by=director, chain=chain, withdrawn=kept)


def test_a_party_that_left_before_is_asked_again_when_that_is_put_back(
    director: User, chain: Chain
) -> None:
    party = factories.user(UserKind.PARTY, email=EMAIL)
    one = factories.participation(chain, organisation=party.organisation)
    leave_chain(by=director, on=TODAY, participation=one, left_on=TODAY, reason="Verhuisd.")
    token, _ = invite(director, chain, organisation=party.organisation)
    gone = actions.withdraw_invitation(by=director, participation=one)
    assert chain.participations.get().status == ParticipationStatus.LEFT
    restore_invitation(by=director, chain=chain, withdrawn=gone)
    assert chain.participations.get().status == ParticipationStatus.INVITED
    found = queries.invitation_by_token(token)
    assert found
    assert found.expires_at > timezone.now()


def test_removed_links_are_put_back_in_their_places_with_who_declined_them(
    director: User, chain: Chain
) -> None:
    links = [factories.link(chain, name=name) for name in "abcd"]
    declined = factories.participation(
        chain, link=links[1], status=ParticipationStatus.DECLINED, answered_on=TODAY
    )
    before = list(chain.links.values("pk", "kind", "name", "position"))
    keep = [row for row in rows(chain) if row.name not in "bc"]
    removed = change_links(by=director, chain=chain, links=keep)
    assert [one.name for one in removed] == ["b", "c"]
    with pytest.raises(PermissionDenied):
        restore_links(by=factories.user(UserKind.DIRECTOR), chain=chain, removed=removed)
    for _twice in range(2):
        restore_links(by=director, chain=chain, removed=removed)
        assert list(chain.links.values("pk", "kind", "name", "position")) == before
    declined.refresh_from_db()
    assert declined.link == links[1]


def test_in_a_closed_chain_nothing_is_put_back(director: User, chain: Chain, link: Link) -> None:
    invite(director, chain, link)
    gone = actions.withdraw_invitation(by=director, participation=chain.participations.get())
    removed = change_links(by=director, chain=chain, links=[])
    Chain.objects.filter(pk=chain.pk).update(phase=Phase.CLOSED)
    with pytest.raises(Refused):
        restore_invitation(by=director, chain=chain, withdrawn=gone)
    with pytest.raises(Refused):
        restore_links(by=director, chain=chain, removed=removed)
