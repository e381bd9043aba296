"""Structure: who is responsible, who holds what share, what was agreed, and what is missing."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions import structure as actions
from schakel.domain.chains.choices import (
    Holder,
    OrganisationForm,
    ParticipationStatus,
    ShareKind,
)
from schakel.domain.chains.models import Responsibility, Share, Structure
from schakel.domain.chains.policies.structure import check_add_up
from schakel.domain.chains.queries import structure as queries
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from tests import factories, signing

pytestmark = pytest.mark.django_db

Gap = queries.Gap


@pytest.fixture
def case() -> signing.Case:
    return signing.ready_chain()


def party(case: signing.Case, who: int = 0) -> actions.Held:
    return actions.Held(Holder.PARTY, case.parties[who])


def organise(case: signing.Case, version: int = 0, **fields: Any) -> Structure:
    given: dict[str, Any] = {
        "form": OrganisationForm.COOPERATIVE,
        "note": "Na de proef.",
        "plan": party(case),
    }
    return actions.organise(by=case.director, chain=case.chain, version=version, **(given | fields))


def agreed(**fields: Any) -> actions.Agreed:
    given: dict[str, Any] = {
        "title": "Kwaliteit",
        "text": "Droog aanleveren.",
        "agreed_on": signing.TODAY,
    }
    return actions.Agreed(**(given | fields))


def divide(case: signing.Case, *percentages: Any, **fields: Any) -> None:
    actions.divide_shares(
        by=case.director,
        chain=case.chain,
        shares=[
            (one, ShareKind.COSTS, None if percent is None else Decimal(percent))
            for one, percent in zip(case.parties, percentages, strict=True)
        ],
        **fields,
    )


def test_what_is_missing_until_nothing_is(case: signing.Case) -> None:
    found = queries.chain_structure(case.chain)
    assert found.gaps == (Gap.PLAN_OWNER, Gap.FORM, Gap.TASKS, Gap.SHARES, Gap.AGREEMENTS)
    organise(case)
    task = actions.add_task(by=case.director, chain=case.chain, task=actions.Task("Afzet"))
    divide(case, 50, 30, None)
    actions.add_agreement(by=case.director, chain=case.chain, agreed=agreed())
    found = queries.chain_structure(case.chain)
    assert found.gaps == (Gap.RESPONSIBLE, Gap.DECIDER, Gap.NOT_WHOLE)
    actions.change_task(
        by=case.director,
        item=task,
        version=1,
        task=actions.Task("Afzet", party(case), actions.Held(Holder.TOGETHER)),
    )
    divide(case, 50, 30, 20)
    assert queries.chain_structure(case.chain).gaps == ()


def test_a_party_that_left_holds_nothing(case: signing.Case) -> None:
    organise(case)
    actions.add_task(
        by=case.director,
        chain=case.chain,
        task=actions.Task("Afzet", party(case), actions.Held(Holder.DIRECTOR)),
    )
    divide(case, 60, 40, None)
    case.chain.participations.filter(pk=case.parties[0].pk).update(status=ParticipationStatus.LEFT)
    found = queries.chain_structure(case.chain)
    assert Gap.PLAN_OWNER in found.gaps
    assert Gap.RESPONSIBLE in found.gaps
    assert Gap.DECIDER not in found.gaps
    assert found.totals[1] == 40


def test_only_who_takes_part_can_hold_something(case: signing.Case) -> None:
    invited = factories.participation(
        case.chain, status=ParticipationStatus.INVITED, answered_on=None
    )
    elsewhere = factories.participation(factories.chain())
    for one in (invited, elsewhere):
        held = actions.Held(Holder.PARTY, one)
        with pytest.raises(Refused):
            organise(case, plan=held)
        with pytest.raises(Refused):
            actions.add_task(
                by=case.director, chain=case.chain, task=actions.Task("Afzet", responsible=held)
            )
        with pytest.raises(Refused):
            actions.add_task(
                by=case.director, chain=case.chain, task=actions.Task("Afzet", helpers=(one,))
            )
        with pytest.raises(Refused):
            actions.add_agreement(by=case.director, chain=case.chain, agreed=agreed(between=(one,)))
        with pytest.raises(Refused):
            actions.divide_shares(
                by=case.director,
                chain=case.chain,
                shares=[(one, ShareKind.CONTROL, Decimal(10))],
            )
    assert queries.chain_structure(case.chain).tasks == ()


@pytest.mark.parametrize("holder", [Holder.NOBODY, Holder.PARTY, Holder.DIRECTOR])
def test_a_holder_and_its_party_go_together(holder: Holder, case: signing.Case) -> None:
    wrong = actions.Held(holder, None if holder == Holder.PARTY else case.parties[0])
    with pytest.raises(Refused):
        organise(case, plan=wrong)
    with pytest.raises(DatabaseError, match="plan_holder_matches_party"), transaction.atomic():
        Structure.objects.create(chain=case.chain, plan_holder=wrong.holder, plan_party=wrong.party)


def test_who_is_late_changes_nothing(case: signing.Case) -> None:
    organise(case)
    with pytest.raises(Refused):
        organise(case, version=0)
    organise(case, version=1, form=OrganisationForm.FOUNDATION)
    task = actions.add_task(by=case.director, chain=case.chain, task=actions.Task("Afzet"))
    item = actions.add_agreement(by=case.director, chain=case.chain, agreed=agreed())
    actions.change_task(by=case.director, item=task, version=1, task=actions.Task("Inkoop"))
    actions.change_agreement(by=case.director, item=item, version=1, agreed=agreed(title="B"))
    with pytest.raises(Refused):
        actions.change_task(by=case.director, item=task, version=1, task=actions.Task("Te laat"))
    with pytest.raises(Refused):
        actions.change_agreement(by=case.director, item=item, version=1, agreed=agreed())
    seen = queries.shares_sha256(case.chain)
    divide(case, 10, None, None, seen_sha256=seen)
    with pytest.raises(Refused):
        divide(case, 20, None, None, seen_sha256=seen)
    found = queries.chain_structure(case.chain)
    assert [one.what for one in found.tasks] == ["Inkoop"]
    assert found.totals[1] == 10


def test_a_responsibility_stands_there_once(case: signing.Case) -> None:
    def add(what: str) -> Responsibility:
        return actions.add_task(by=case.director, chain=case.chain, task=actions.Task(what))

    first = add("Afzet")
    with pytest.raises(Refused):
        add(" afzet ")
    actions.remove_from_structure(by=case.director, at=timezone.now(), item=first)
    add("Afzet")
    with pytest.raises(Refused):
        actions.put_back_in_structure(by=case.director, item=first)
    other = add("Inkoop")
    with pytest.raises(ValidationError):
        actions.change_task(by=case.director, item=other, version=1, task=actions.Task("Afzet"))


def test_the_usual_list_is_added_once(case: signing.Case) -> None:
    actions.add_task(by=case.director, chain=case.chain, task=actions.Task("afzet"))
    names = ["Afzet", "Inkoop"]
    assert actions.list_tasks(by=case.director, chain=case.chain, names=names) == 1
    assert actions.list_tasks(by=case.director, chain=case.chain, names=names) == 0


def test_removed_and_put_back(case: signing.Case) -> None:
    task = actions.add_task(by=case.director, chain=case.chain, task=actions.Task("Afzet"))
    item = actions.add_agreement(by=case.director, chain=case.chain, agreed=agreed())
    for one in (task, item):
        for _ in range(2):
            actions.remove_from_structure(by=case.director, at=timezone.now(), item=one)
    found = queries.chain_structure(case.chain)
    assert (found.tasks, found.agreements) == ((), ())
    with pytest.raises(Refused):
        actions.change_task(by=case.director, item=task, version=1, task=actions.Task("X"))
    for one in (task, item):
        for _ in range(2):
            actions.put_back_in_structure(by=case.director, item=one)
    found = queries.chain_structure(case.chain)
    assert (found.tasks, found.agreements) == ((task,), (item,))


def test_the_same_agreement_twice_is_written_once(case: signing.Case) -> None:
    first = actions.add_agreement(by=case.director, chain=case.chain, agreed=agreed())
    assert actions.add_agreement(by=case.director, chain=case.chain, agreed=agreed()) == first


def test_shares_add_up_to_100_at_most(case: signing.Case) -> None:
    divide(case, 50, 30, 20)
    with pytest.raises(Refused):
        divide(case, 50, 30, "20.01")
    assert queries.chain_structure(case.chain).totals[1] == 100
    divide(case, 0, None, 20)
    assert Share.objects.count() == 1


@pytest.mark.parametrize("percent", ["-1", "100.5"])
def test_a_share_is_a_percentage(percent: str, case: signing.Case) -> None:
    with pytest.raises((ValidationError, Refused)):
        divide(case, percent, None, None)
    with pytest.raises(DatabaseError, match="share_is_a_percentage"), transaction.atomic():
        Share.objects.create(
            participation=case.parties[0], kind=ShareKind.COSTS, percent=Decimal(percent)
        )


percentages = st.lists(st.decimals(0, 100, places=2), max_size=5)


@given(st.dictionaries(st.sampled_from(ShareKind.values), percentages))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_pass_exactly_when_none_is_over_the_whole(
    given_shares: dict[str, list[Decimal]],
) -> None:
    fits = all(sum(one, Decimal(0)) <= 100 for one in given_shares.values())
    if fits:
        check_add_up(given_shares)
    else:
        with pytest.raises(Refused):
            check_add_up(given_shares)


@pytest.mark.parametrize("kind", UserKind)
def test_only_the_director_changes_it(kind: UserKind, case: signing.Case) -> None:
    task = actions.add_task(by=case.director, chain=case.chain, task=actions.Task("Afzet"))
    for person in (factories.user(kind), case.manager, case.people[0]):
        for act in (
            lambda by: actions.organise(
                by=by, chain=case.chain, version=0, form="", note="", plan=actions.Held()
            ),
            lambda by: actions.add_task(by=by, chain=case.chain, task=actions.Task("X")),
            lambda by: actions.change_task(by=by, item=task, version=1, task=actions.Task("X")),
            lambda by: actions.remove_from_structure(by=by, at=timezone.now(), item=task),
            lambda by: actions.put_back_in_structure(by=by, item=task),
            lambda by: actions.add_agreement(by=by, chain=case.chain, agreed=agreed()),
            lambda by: actions.list_tasks(by=by, chain=case.chain, names=["X"]),
            lambda by: actions.divide_shares(by=by, chain=case.chain, shares=[]),
        ):
            with pytest.raises(PermissionDenied):
                act(person)


def test_a_closed_chain_stays_as_it_was(case: signing.Case) -> None:
    task = actions.add_task(by=case.director, chain=case.chain, task=actions.Task("Afzet"))
    case.chain.phase = Phase.CLOSED
    case.chain.save()
    with pytest.raises(Refused):
        organise(case)
    with pytest.raises(Refused):
        divide(case, 1, 1, 1)
    with pytest.raises(Refused):
        actions.remove_from_structure(by=case.director, at=timezone.now(), item=task)


@pytest.mark.parametrize(
    ("phase", "asked"), [(Phase.EXPLORE, False), (Phase.ASSEMBLE, True), (Phase.OPERATE, True)]
)
def test_the_owner_of_the_plan_is_asked_from_assembling_on(
    phase: Phase, asked: bool, case: signing.Case
) -> None:
    case.chain.phase = phase
    case.chain.save()

    def waits() -> bool:
        kinds = {task.kind for task in tasks_for(case.director, signing.TODAY)}
        return TaskKind.NAME_PLAN_OWNER in kinds

    assert waits() is asked
    organise(case, plan=actions.Held())
    assert waits() is asked
    organise(case, version=1)
    assert not waits()
    case.chain.participations.filter(pk=case.parties[0].pk).update(status=ParticipationStatus.LEFT)
    assert waits() is asked


def test_a_fixed_number_of_queries(case: signing.Case) -> None:
    counts = []
    for more in (1, 30):
        for number in range(more):
            actions.add_task(
                by=case.director,
                chain=case.chain,
                task=actions.Task(f"t{more}-{number}", party(case), party(case, 1), case.parties),
            )
            actions.add_agreement(
                by=case.director,
                chain=case.chain,
                agreed=agreed(title=f"a{more}-{number}", between=case.parties),
            )
        with CaptureQueriesContext(connection) as queried:
            found = queries.chain_structure(case.chain)
            for task in found.tasks:
                [one.organisation.name for one in task.helpers.all()]
                assert task.holder_party
                assert task.holder_party.organisation.name
            for one in found.agreements:
                [each.organisation.name for each in one.between.all()]
            assert found.gaps
        counts.append(len(queried))
    assert counts[0] == counts[1]


def test_a_letter_of_another_chain_does_not_go_with_an_agreement(case: signing.Case) -> None:
    chain: dict[str, Any] = {"by": case.director, "chain": case.chain}
    with pytest.raises(Refused):
        actions.add_agreement(**chain, agreed=agreed(letter=factories.letter(factories.chain())))
    own = signing.opened(case)
    made = actions.add_agreement(**chain, agreed=agreed(letter=own))
    assert made.letter == own
