"""What is refused about one field stands at that field, and is said by it to a screen reader."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.independence import Interest, declare_interest
from schakel.domain.chains.choices import InterestKind
from schakel.domain.chains.queries.chains import appointments_sha256
from schakel.domain.chains.queries.independence import conflicts
from tests import factories, signing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)


def client(user: User) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(user)
    return found


def day(when: Any) -> str:
    return f"{when:%Y-%m-%d}"


def at_fault(answer: Any) -> str:
    """The one field that is at fault; its error is tied to it, and none stands above them all."""
    assert answer.status_code == 422
    form: BaseForm = answer.context["form"]
    assert form.non_field_errors() == []
    (name,) = form.errors
    control = re.search(rf'<(?:input|select|textarea)\b[^>]*\bname="{name}"[^>]*>', answer.text)
    assert control
    assert 'aria-invalid="true"' in control[0]
    described = re.search(r'aria-describedby="([^"]*)"', control[0])
    assert described
    assert f"id_{name}_error" in described[1].split()
    error = re.search(rf'id="id_{name}_error">(.*?)</div>', answer.text, re.DOTALL)
    assert error
    return f"{name}: {form.errors[name][0]}"


class TestAppoint:
    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            ({"ends_on": day(TODAY - timedelta(days=1))}, "ends_on: The last day lies before"),
            ({"rate": "90"}, "rate_kind: Give both a rate and its kind"),
            ({"rate_kind": "hourly"}, "rate: Give both a rate and its kind"),
        ],
    )
    def test_the_period_and_the_rate(self, wrong: dict[str, str], error: str) -> None:
        chain, data = self.chain_and_data()
        manager = client(chain.programme.managers.get())
        address = reverse("chains:appoint", args=[chain.slug])
        assert at_fault(manager.post(address, data | wrong)).startswith(error)
        assert not chain.appointments.exists()
        assert (
            manager.post(address, data | {"rate": "90", "rate_kind": "hourly"}).status_code == 302
        )

    def test_what_speaks_against_the_person_asks_for_the_reason(self) -> None:
        chain, data = self.chain_and_data()
        manager = client(chain.programme.managers.get())
        address = reverse("chains:appoint", args=[chain.slug])
        answer = manager.post(address, data | {"why": ""})
        assert at_fault(answer).endswith("is appointed nevertheless; it stays visible.")

    def test_a_first_day_before_that_of_the_present_director(self) -> None:
        chain, data = self.chain_and_data(director=factories.user(UserKind.DIRECTOR))
        first = chain.appointments.get().starts_on
        answer = client(chain.programme.managers.get()).post(
            reverse("chains:appoint", args=[chain.slug]),
            data | {"starts_on": day(first - timedelta(days=1))},
        )
        assert at_fault(answer).startswith("starts_on: The present appointment began later")

    def test_the_end_before_the_beginning(self) -> None:
        chain = factories.chain(director=factories.user(UserKind.DIRECTOR))
        before = day(chain.appointments.get().starts_on - timedelta(days=1))
        answer = client(chain.programme.managers.get()).post(
            reverse("chains:end_appointment", args=[chain.slug]),
            {"ends_on": before, "reason": "other"},
        )
        assert at_fault(answer).startswith("ends_on: The last day lies before")

    def chain_and_data(self, **fields: Any) -> tuple[Any, dict[str, str]]:
        chain = factories.chain(**fields)
        return chain, {
            "director": str(factories.user(UserKind.DIRECTOR).pk),
            "hours_per_week": "4",
            "starts_on": day(TODAY),
            "why": "De partijen kennen deze persoon.",
            "seen_sha256": appointments_sha256(chain),
        }


class TestInterest:
    def test_an_end_before_the_beginning(self) -> None:
        director = client(factories.user(UserKind.DIRECTOR))
        data = {
            "organisation_name": "Veld BV",
            "kind": InterestKind.SHAREHOLDING,
            "description": "2 procent van de aandelen",
            "starts_on": day(LATER),
            "ends_on": day(TODAY),
        }
        answer = director.post(reverse("chains:declare_interest"), data)
        assert at_fault(answer) == "ends_on: The last day lies before the first day."
        assert "Veld BV" in answer.text
        assert (
            director.post(
                reverse("chains:declare_interest"), data | {"ends_on": day(LATER)}
            ).status_code
            == 302
        )

    def test_a_conflict_is_accepted_with_a_measure(self) -> None:
        case = signing.ready_chain()
        party = case.parties[0].organisation
        told = Interest(party.name, InterestKind.SHAREHOLDING, "2 procent")
        declare_interest(by=case.director, on=TODAY, interest=told)
        (found,) = conflicts(case.director, case.chain, TODAY).found
        address = reverse(
            "chains:handle_conflict", args=[case.chain.slug, case.director.pk, found.key]
        )
        data = {"outcome": "accepted", "reason": "Klein.", "measure": "", "version": "1"}
        manager = client(case.manager)
        assert at_fault(manager.post(address, data)).startswith("measure: Write down the measure")
        assert manager.post(address, data | {"measure": "Blijft weg."}).status_code == 302
