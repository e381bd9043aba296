"""One chain with everything in it, and every kind of person: inside it, beside it and foreign."""

import pkgutil
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.barriers import BarrierAnswers, report_barrier
from schakel.domain.chains.actions.diary import book_hours, write_log_entry
from schakel.domain.chains.actions.letters import draft_letter
from schakel.domain.chains.actions.parties import ask_party
from schakel.domain.chains.choices import LogTopic
from schakel.domain.chains.models import Participation
from schakel.domain.programmes.choices import DirectorRole
from schakel.domain.register.models import StagedImport
from tests import factories, signing
from tests.web import places

TODAY = timezone.localdate()
OPEN = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "codes:export",
    "codes:list",
    "copies:check",
    "home",
    "invitation:show",
    "register:detail",
    "register:export",
    "register:list",
    "set_language",
    "shell:components",
    "work:feed",  # the address is the key
}
# Routes with a chain in their path: for someone who is not in that chain they are not there.
OUTSIDE_A_CHAIN = {
    "chains:export_list",
    "chains:list",
    "chains:start",
    "chains:interests",
    "chains:export_interests",
    "chains:confirm_interests",
    "chains:declare_interest",
    "chains:change_interest",
    "chains:remove_interest",
    "chains:restore_interest",
    "chains:barrier_register",
    "chains:export_barrier_register",
}


ANSWERS = BarrierAnswers(
    title="Einde-afvalstatus",
    rule="Wet milieubeheer",
    activities="Schuim uit matrassen verwerken.",
    problem="Het schuim blijft afval.",
    consequences="Een afnemer heeft een vergunning nodig.",
    tried="Overleg met de omgevingsdienst.",
    solutions="Een rechtsoordeel vragen.",
)


@dataclass(frozen=True)
class World:
    people: dict[str, User | AnonymousUser]
    parameters: dict[str, dict[str, Any]]

    def url(self, route: str) -> str:
        space = route.split(":", maxsplit=1)[0]
        return reverse(route, kwargs=self.parameters.get(route, self.parameters.get(space, {})))


def build() -> World:
    case = signing.ready_chain()
    letter = signing.opened(case)
    draft = draft_letter(by=case.director, chain=case.chain)
    commitment = draft.commitments.first()
    assert commitment
    invited = factories.user(UserKind.PARTY)
    asked = _ask(case, invited)
    by_director: dict[str, Any] = {"by": case.director, "on": TODAY, "chain": case.chain}
    log = write_log_entry(
        **by_director, happened_on=TODAY, topic=LogTopic.REVIEW, text="Kennisgemaakt."
    )
    hours = book_hours(
        **by_director,
        worked_on=TODAY,
        hours=Decimal(2),
        role=DirectorRole.BROKER,
        activity="Gesprek met de verwerker",
    )
    barrier = report_barrier(**by_director, answers=ANSWERS)
    foreign = factories.chain(director=factories.user(UserKind.DIRECTOR))
    slug = {"slug": case.chain.slug}
    draft_at = slug | {"number": draft.number}
    promise_at = draft_at | {"pk": commitment.pk}
    letter_at = slug | {"number": letter.number}
    people: dict[str, User | AnonymousUser] = {
        "anonymous": AnonymousUser(),
        "foreign_party": factories.user(UserKind.PARTY),
        "foreign_director": foreign.appointments.get().director,
        "foreign_manager": foreign.programme.managers.get(),
        "invited": invited,
        "party": case.people[0],
        "director": case.director,
        "manager": case.manager,
        "assessor": factories.user(UserKind.ASSESSOR),
        "administrator": factories.user(UserKind.ADMINISTRATOR),
    }
    staged = StagedImport.objects.create(
        uploaded_by=case.manager,
        uploaded_at=timezone.now(),
        file_name="register.xlsx",
        file_sha256="0" * 64,
    )
    parameters: dict[str, dict[str, Any]] = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
        "chains": slug,
        "chains:list": {},
        "chains:export_list": {},
        "chains:start": {},
        "chains:letter_version": letter_at,
        "chains:letter_content": letter_at,
        "chains:sign_letter": letter_at,
        "chains:letter_text": draft_at,
        "chains:letter_open": draft_at,
        "chains:letter_promise": draft_at,
        "chains:letter_promise_restore": draft_at,
        "chains:letter_promise_edit": promise_at,
        "chains:letter_promise_remove": promise_at,
        "chains:log_entry": slug | {"pk": log.pk},
        "chains:correct_log": slug | {"pk": log.pk},
        "chains:remove_hours": slug | {"pk": hours.pk},
        "chains:restore_hours": slug | {"pk": hours.pk},
        "chains:barrier": slug | {"pk": barrier.pk},
        "chains:change_barrier": slug | {"pk": barrier.pk},
        "chains:resend_invitation": slug | {"pk": asked.pk},
        "chains:withdraw_invitation": slug | {"pk": asked.pk},
        "invitation:show": {"token": "does-not-exist"},
        "invitation:answer": {"pk": asked.pk},
        "programmes:detail": {"slug": case.chain.programme.slug},
        "programmes:norm": {"slug": case.chain.programme.slug},
        "programmes:role_weights": {"slug": case.chain.programme.slug},
        "register:detail": {"slug": factories.initiative().slug},
        "register:export": {"kind": "csv"},
        "register:import_preview": {"pk": staged.pk},
        "register:import_faults": {"pk": staged.pk},
        "register:import_apply": {"pk": staged.pk},
        "reports": slug,
        "work:feed": {"token": "does-not-exist"},
    }
    for module in pkgutil.iter_modules(places.__path__, f"{places.__name__}."):
        parameters |= import_module(module.name).parameters(case)
    return World(people, parameters)


def _ask(case: signing.Case, person: User) -> Participation:
    assert person.organisation
    return ask_party(
        by=case.director, on=TODAY, chain=case.chain, organisation=person.organisation, link=None
    )
