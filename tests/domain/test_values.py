"""Values and the dot on the horizon: versions, answers bound to them, and where parties differ."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.chains.actions import values as actions
from schakel.domain.chains.actions.places import leave_chain, undo_departure
from schakel.domain.chains.actions.structure import Agreed, add_agreement
from schakel.domain.chains.choices import Answer, ParticipationStatus, StatementKind
from schakel.domain.chains.choices.digest import Place
from schakel.domain.chains.models import Stance, Statement, StatementVersion
from schakel.domain.chains.queries import values as queries
from schakel.domain.chains.queries.digest import happened
from schakel.domain.chains.queries.work import TaskKind, tasks_for
from schakel.domain.journal.models import Entry
from schakel.domain.programmes.choices import Phase
from schakel.lib.errors import Refused
from tests import factories, signing

pytestmark = pytest.mark.django_db

TEXT = actions.StatementText(
    "Minder verbranden", "Schuim wordt vulling.", "Niet verbrand", Decimal(540), "ton per jaar"
)
OTHER = actions.StatementText("Minder verbranden", "Schuim wordt weer vulling.")


@pytest.fixture
def case() -> signing.Case:
    return signing.ready_chain()


def stated(case: signing.Case, **fields: Any) -> Statement:
    given: dict[str, Any] = {"kind": StatementKind.CLIMATE, "text": TEXT}
    return actions.state(by=case.director, at=timezone.now(), chain=case.chain, **(given | fields))


def changed(case: signing.Case, statement: Statement, version: int = 1) -> Statement:
    return actions.change_statement(
        by=case.director, at=timezone.now(), statement=statement, version=version, text=OTHER
    )


def say(
    case: signing.Case, who: int, statement: Statement, answer: Answer, **fields: Any
) -> Stance:
    given: dict[str, Any] = {"version": 1, "remark": "" if answer == Answer.AGREE else "Te duur."}
    return actions.give_stance(
        by=case.people[who],
        at=timezone.now(),
        statement=statement,
        answer=answer,
        **(given | fields),
    )


def test_everyone_agrees_once_everyone_said_so(case: signing.Case) -> None:
    statement = stated(case)
    for who, answer in enumerate((Answer.AGREE, Answer.REMARK, Answer.AGREE)):
        (line,) = queries.chain_values(case.chain).values
        assert not line.agreed
        assert len(line.silent) == 3 - who
        say(case, who, statement, answer)
    found = queries.chain_values(case.chain)
    assert found.agreed == 1
    assert found.waiting == ()
    assert found.values[0].remarks == 1


def test_who_differs_comes_first(case: signing.Case) -> None:
    agreed, differs, silent = (
        stated(case, text=actions.StatementText(name, "Tekst.")) for name in ("a", "b", "c")
    )
    for who in range(3):
        say(case, who, agreed, Answer.AGREE)
    say(case, 0, differs, Answer.DISAGREE)
    found = queries.chain_values(case.chain)
    assert [line.statement for line in found.values] == [differs, silent, agreed]
    assert [line.statement for line in found.differing] == [differs]
    assert queries.disagreements([case.chain]) == {(case.chain.pk, differs.pk)}


def test_the_newest_answer_counts_and_the_first_is_kept(case: signing.Case) -> None:
    statement = stated(case)
    say(case, 0, statement, Answer.DISAGREE)
    say(case, 0, statement, Answer.AGREE)
    (line,) = queries.chain_values(case.chain).values
    assert line.disagreeing == 0
    assert queries.disagreements([case.chain]) == set()
    assert [one.answer for one in queries.history(statement)[0].stances] == ["disagree", "agree"]


def test_the_same_answer_twice_is_kept_once(case: signing.Case) -> None:
    statement = stated(case)
    first = say(case, 0, statement, Answer.AGREE)
    assert say(case, 0, statement, Answer.AGREE) == first
    assert Stance.objects.count() == 1


def test_a_changed_text_asks_again(case: signing.Case) -> None:
    statement = stated(case)
    say(case, 0, statement, Answer.AGREE)
    changed(case, statement)
    (line,) = queries.chain_values(case.chain).values
    cell = line.cell_of(case.parties[0])
    assert cell
    assert cell.stance is None
    assert cell.before
    assert cell.before.version.number == 1
    with pytest.raises(Refused):
        say(case, 0, statement, Answer.AGREE, version=1)
    say(case, 0, statement, Answer.AGREE, version=2)
    assert len(queries.chain_values(case.chain).values[0].silent) == 2


def test_the_same_text_asks_nobody(case: signing.Case) -> None:
    statement = stated(case)
    say(case, 0, statement, Answer.AGREE)
    actions.change_statement(
        by=case.director, at=timezone.now(), statement=statement, version=1, text=TEXT
    )
    assert queries.chain_values(case.chain).values[0].agreeing == 1


def test_who_is_late_changes_nothing(case: signing.Case) -> None:
    statement = stated(case)
    changed(case, statement)
    with pytest.raises(Refused):
        changed(case, statement, version=1)
    assert statement.versions.count() == 2


def test_the_same_value_twice_is_written_once(case: signing.Case) -> None:
    assert stated(case) == stated(case)
    assert Statement.objects.count() == 1


def test_a_chain_has_one_dot(case: signing.Case) -> None:
    dot = stated(case, kind=StatementKind.DOT)
    with pytest.raises(Refused):
        stated(case, kind=StatementKind.DOT, text=OTHER)
    with pytest.raises(Refused):
        actions.remove_statement(by=case.director, at=timezone.now(), statement=dot)
    found = queries.chain_values(case.chain)
    assert found.dot
    assert found.dot.statement == dot
    assert found.values == ()


@pytest.mark.parametrize("answer", [Answer.REMARK, Answer.DISAGREE])
def test_without_a_why_it_is_no_answer(answer: Answer, case: signing.Case) -> None:
    statement = stated(case)
    with pytest.raises(Refused):
        say(case, 0, statement, answer, remark="  ")
    with pytest.raises(DatabaseError, match="stance_has_its_why"), transaction.atomic():
        Stance.objects.create(
            version=statement.versions.get(),
            participation=case.parties[0],
            answer=answer,
            given_by=case.people[0],
            given_at=timezone.now(),
        )


def test_an_unknown_answer_is_refused(case: signing.Case) -> None:
    with pytest.raises(ValidationError):
        say(case, 0, stated(case), "maybe", remark="x")  # type: ignore[arg-type]


def test_texts_and_answers_are_never_changed(case: signing.Case) -> None:
    say(case, 0, stated(case), Answer.AGREE)
    for model in (StatementVersion, Stance):
        rows = model._default_manager.all()
        for write in (partial(rows.update, id=9), partial(rows._raw_delete, rows.db)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                write()


def test_removed_and_put_back_with_its_answers(case: signing.Case) -> None:
    statement = stated(case)
    say(case, 0, statement, Answer.AGREE)
    for _ in range(2):
        actions.remove_statement(by=case.director, at=timezone.now(), statement=statement)
    assert queries.chain_values(case.chain).lines == ()
    with pytest.raises(Refused):
        say(case, 1, statement, Answer.AGREE)
    with pytest.raises(Refused):
        changed(case, statement)
    for _ in range(2):
        actions.restore_statement(by=case.director, statement=statement)
    assert queries.chain_values(case.chain).values[0].agreeing == 1


def test_a_party_that_leaves_is_not_waited_for(case: signing.Case) -> None:
    statement = stated(case)
    for who in (0, 1):
        say(case, who, statement, Answer.AGREE)
    case.chain.participations.filter(pk=case.parties[2].pk).update(status=ParticipationStatus.LEFT)
    assert queries.chain_values(case.chain).agreed == 1


@pytest.mark.parametrize("kind", UserKind)
def test_only_the_director_writes(kind: UserKind, case: signing.Case) -> None:
    statement = stated(case)
    stranger = factories.user(kind)
    for person in (stranger, case.manager, case.people[0]):
        with pytest.raises(PermissionDenied):
            actions.state(
                by=person, at=timezone.now(), chain=case.chain, kind="climate", text=OTHER
            )
        with pytest.raises(PermissionDenied):
            actions.change_statement(
                by=person, at=timezone.now(), statement=statement, version=1, text=OTHER
            )
        with pytest.raises(PermissionDenied):
            actions.remove_statement(by=person, at=timezone.now(), statement=statement)
        with pytest.raises(PermissionDenied):
            actions.restore_statement(by=person, statement=statement)


@pytest.mark.parametrize("kind", UserKind)
def test_only_parties_of_the_chain_answer(kind: UserKind, case: signing.Case) -> None:
    statement = stated(case)
    for person in (factories.user(kind), case.manager, case.director):
        with pytest.raises(PermissionDenied):
            actions.give_stance(
                by=person, at=timezone.now(), statement=statement, version=1, answer="agree"
            )


def test_a_closed_chain_stays_as_it_was(case: signing.Case) -> None:
    statement = stated(case)
    case.chain.phase = Phase.CLOSED
    case.chain.save()
    for act in (
        lambda: stated(case, text=OTHER),
        lambda: changed(case, statement),
        lambda: say(case, 0, statement, Answer.AGREE),
    ):
        with pytest.raises(Refused):
            act()


def test_the_journal_has_no_words(case: signing.Case) -> None:
    say(case, 0, stated(case), Answer.DISAGREE, remark="Geheim bezwaar")
    written = str(list(Entry.objects.values_list("details", flat=True)))
    assert "Geheim" not in written
    assert TEXT.text not in written


def test_history_tells_what_changed(case: signing.Case) -> None:
    statement = stated(case)
    changed(case, statement)
    newest, first = queries.history(statement)
    assert (newest.version.number, first.version.number) == (2, 1)
    assert any(piece.change == "new" and "weer" in piece.text for piece in newest.after)
    assert any(piece.change == "gone" and "540" in piece.text for piece in newest.before)
    assert first.before == ()


def test_what_waits_for_whom(case: signing.Case) -> None:
    def kinds(person: Any) -> set[TaskKind]:
        return {task.kind for task in tasks_for(person, signing.TODAY)}

    party, director = case.people[0], case.director
    assert TaskKind.WRITE_VALUES in kinds(director)
    assert TaskKind.GIVE_STANCE not in kinds(party)
    statement = stated(case)
    assert TaskKind.WRITE_VALUES not in kinds(director)
    assert TaskKind.GIVE_STANCE in kinds(party)
    say(case, 0, statement, Answer.DISAGREE)
    assert TaskKind.GIVE_STANCE not in kinds(party)
    assert TaskKind.SETTLE_VALUES in kinds(director)
    changed(case, statement)
    assert TaskKind.GIVE_STANCE in kinds(party)
    assert TaskKind.SETTLE_VALUES not in kinds(director)


def test_three_queries_for_one_value_and_for_many(case: signing.Case) -> None:
    counts = []
    for more in (1, 30):
        for number in range(more):
            statement = stated(case, text=actions.StatementText(f"w{more}-{number}", "Tekst."))
            say(case, 0, statement, Answer.AGREE)
        with CaptureQueriesContext(
            connection,
        ) as queried:
            found = queries.chain_values(case.chain)
            for line in found.values:
                [cell.party.organisation.name for cell in line.cells]
                [str(cell.stance.given_by) for cell in line.cells if cell.stance]
        counts.append(len(queried))
    assert counts == [3, 3]


def test_a_digest_tells_of_new_texts_agreements_and_leaving(case: signing.Case) -> None:
    def told() -> set[Place]:
        yesterday = signing.TODAY - timedelta(days=1)
        news = happened(case.chain, yesterday, signing.TODAY, case.people[1])
        return {one.place for one in news}

    before = told()
    removed = stated(case)
    stated(case, text=OTHER)
    actions.remove_statement(by=case.director, at=timezone.now(), statement=removed)
    add_agreement(
        by=case.director, chain=case.chain, agreed=Agreed("Prijs", "Vast.", signing.TODAY)
    )
    leave_chain(
        by=case.director,
        on=signing.TODAY,
        participation=case.parties[0],
        left_on=signing.TODAY,
        reason="Andere koers.",
    )
    assert told() - before == {Place.VALUES, Place.STRUCTURE, Place.PARTIES}
    undo_departure(by=case.director, at=timezone.now(), participation=case.parties[0])
    assert told() - before == {Place.VALUES, Place.STRUCTURE}
