"""Parties come into a chain: invitation, answer."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schakel.domain.accounts.actions import add_user
from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.actions.put_back import Withdrawn, as_withdrawn
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Chain, Invitation, Link, Participation
from schakel.domain.chains.policies import parties as policies
from schakel.domain.chains.queries.parties import invitation_by_token
from schakel.domain.journal import actions as journal
from schakel.domain.outbox import actions as outbox
from schakel.domain.parties.actions import add_party
from schakel.domain.parties.choices import Interest, PartyKind, SizeClass
from schakel.domain.parties.models import Organisation
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex

VALID_DAYS = 30

AddressOf = Callable[[str], str]
"""From a token to the absolute address of the page on which it is answered; the door knows it."""


@dataclass(frozen=True)
class NewParty:
    name: str
    kind: PartyKind | str
    interest: Interest | str
    size_class: SizeClass | str = ""
    kvk_number: str = ""


@dataclass(frozen=True)
class SentInvitation:
    """What was kept, and the address that was mailed: it can be shown now, and never again."""

    invitation: Invitation
    address: str


@journal.in_turn
def invite_party(
    *,
    by: User,
    on: date,
    chain: Chain,
    organisation: Organisation | NewParty,
    link: Link | None,
    email: str,
    address_of: AddressOf,
    interest: Interest | str = "",
) -> SentInvitation:
    """Invite a party, known or new, into a link or (None) beside the chain, and mail its person.

    A party that declined before can be asked again.
    """
    participation = ask_party(
        by=by, on=on, chain=chain, organisation=organisation, link=link, interest=interest
    )
    return _send(by, participation, email, address_of)


@journal.in_turn
def ask_party(
    *,
    by: User,
    on: date,
    chain: Chain,
    organisation: Organisation | NewParty,
    link: Link | None,
    interest: Interest | str = "",
) -> Participation:
    """Ask a party without a mail: whoever of it has an account finds this in their work."""
    require(by, "chains.invite_party", chain)
    chain = journal.present(chain)
    policies.check_not_closed(chain)
    if link and link.chain_id != chain.pk:
        raise Refused(_("This link belongs to another chain."))
    party = _party(by, organisation, is_example=chain.is_example)
    participation = chain.participations.filter(organisation=party).first()
    policies.check_may_be_invited(participation)
    participation = participation or Participation(chain=chain, organisation=party)
    participation.link = link
    participation.interest = interest or party.interest
    participation.status = ParticipationStatus.INVITED
    participation.invited_on, participation.answered_on = on, None
    participation.full_clean()
    participation.save()
    journal.record(
        by=by,
        action="chains.invite_party",
        subject=participation,
        details={"chain": chain.pk, "party": party.pk, "link": link.pk if link else None},
    )
    return participation


@journal.in_turn
def resend_invitation(
    *, by: User, participation: Participation, email: str, address_of: AddressOf
) -> SentInvitation:
    """Send a new link, perhaps to another address; the earlier ones stop working."""
    participation = _asked(by, participation)
    policies.check_unanswered(participation)
    participation.invitations.filter(used_at=None).update(expires_at=timezone.now())
    return _send(by, participation, email, address_of)


@journal.in_turn
def withdraw_invitation(*, by: User, participation: Participation) -> Withdrawn:
    """Take back an invitation that was not answered; the party is no longer in the chain.

    A party that was in the chain before goes back to having left, with all it did.
    `restore_invitation` undoes it.
    """
    participation = _asked(by, participation)
    gone = as_withdrawn(participation)
    left = participation.departures.filter(undone_at=None).first()
    if left:
        policies.check_unanswered(participation)
    else:
        policies.check_may_be_withdrawn(participation)
    journal.record(
        by=by,
        action="chains.withdraw_invitation",
        subject=participation,
        details={"chain": participation.chain_id, "party": participation.organisation_id},
    )
    if left:
        participation.status = ParticipationStatus.LEFT
        participation.answered_on = left.left_on
        participation.invitations.filter(used_at=None).update(expires_at=timezone.now())
        participation.save(update_fields=["status", "answered_on"])
    else:
        participation.delete()
    return gone


@journal.in_turn
def answer_invitation(
    *, by: User, on: date, participation: Participation, accept: bool
) -> Participation:
    """Somebody of the party, signed in, joins the chain or declines; its links stop working."""
    require(by, "chains.answer_invitation", participation)
    return _answer(by, on, participation, accept)


@journal.in_turn
def join_with_new_account(*, on: date, token: str, name: str, password: str) -> User:
    """Who holds the link makes an account for the party it names, and joins for that party.

    The account has the e-mail address of the invitation. Raises Refused when the link does not
    work (any more) or the address has an account, ValidationError for a weak password.
    """
    invitation = _usable(token)
    party = invitation.participation.organisation
    policies.check_first_account(party)
    user = add_user(
        by=None,
        email=invitation.email,
        name=name,
        kind=UserKind.PARTY,
        password=password,
        organisation=party,
        is_example=party.is_example,
    )
    answer_invitation(by=user, on=on, participation=invitation.participation, accept=True)
    return user


@journal.in_turn
def decline_with_token(*, on: date, token: str) -> Participation:
    """Who holds the link declines for the party; that needs no account."""
    return _answer(None, on, _usable(token).participation, accept=False)


def _usable(token: str) -> Invitation:
    invitation = invitation_by_token(token)
    if invitation is None:
        raise Refused(_("This link does not exist. Ask the chain director for a new one."))
    policies.check_usable(invitation, timezone.now())
    return invitation


def _asked(by: User, participation: Participation) -> Participation:
    """A participation as it is now, in a chain in which this person may ask parties."""
    participation = journal.present(participation, "chain__programme", "organisation")
    require(by, "chains.invite_party", participation.chain)
    policies.check_not_closed(participation.chain)
    return participation


def _answer(by: User | None, on: date, given: Participation, accept: bool) -> Participation:
    participation = journal.present(given, "chain")
    policies.check_not_closed(participation.chain)
    policies.check_unanswered(participation)
    status = ParticipationStatus.JOINED if accept else ParticipationStatus.DECLINED
    participation.status, participation.answered_on = status, on
    participation.full_clean()
    participation.save(update_fields=["status", "answered_on"])
    participation.invitations.filter(used_at=None).update(used_at=timezone.now(), used_by=by)
    journal.record(
        by=by,
        action="chains.answer_invitation",
        subject=participation,
        details={"chain": participation.chain_id, "status": status},
    )
    return participation


def _party(by: User, given: Organisation | NewParty, *, is_example: bool) -> Organisation:
    if isinstance(given, Organisation):
        return given
    return add_party(
        by=by,
        name=given.name,
        kind=PartyKind(given.kind),
        interest=Interest(given.interest),
        size_class=given.size_class,
        kvk_number=given.kvk_number,
        is_example=is_example,
    )


def _send(
    by: User, participation: Participation, email: str, address_of: AddressOf
) -> SentInvitation:
    email = email.strip().lower()
    policies.check_reaches_own_people(participation.organisation, email)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        participation=participation,
        email=email,
        token_sha256=sha256_hex(token),
        expires_at=timezone.now() + timedelta(days=VALID_DAYS),
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.send_invitation",
        subject=invitation,
        details={"chain": participation.chain_id, "participation": participation.pk},
    )
    sent = SentInvitation(invitation, address_of(token))
    _mail(by, sent)
    return sent


def _mail(by: User, sent: SentInvitation) -> None:
    chain = sent.invitation.participation.chain
    last_day = timezone.localtime(sent.invitation.expires_at)
    outbox.post(
        key=f"chains.invitation:{sent.invitation.pk}",
        to=sent.invitation.email,
        subject=_("Invitation to take part in the chain %(chain)s") % {"chain": chain.name},
        text=_(
            "%(inviter)s invites %(party)s to take part in the chain %(chain)s.\n\n"
            "The purpose of the chain:\n%(purpose)s\n\n"
            "Read more and answer here, until %(last_day)s:\n%(address)s\n\n"
            "The link works once and is meant for you. Was this not for you? Then do nothing."
        )
        % {
            "inviter": by.name,
            "party": sent.invitation.participation.organisation.name,
            "chain": chain.name,
            "purpose": chain.purpose,
            "last_day": date_format(last_day, "j F Y"),
            "address": sent.address,
        },
    )
