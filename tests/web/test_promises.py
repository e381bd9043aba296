"""The pages of promises and of the ladder, per kind of user."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import promises as actions
from schakel.domain.chains.actions.letters import open_letter
from schakel.domain.chains.choices import Unit
from schakel.domain.chains.models import Commitment, CommitmentEvent, LevelChange
from schakel.web.chains.templatetags.letter_text import in_unit
from tests import factories, signing
from tests.signing import LATER, TODAY, Case

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def rows_of(response: Any) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


@pytest.fixture
def case() -> Case:
    case = signing.ready_chain()
    signing.signed(case)
    return case


def promise_of(case: Case, party: int = 0) -> Commitment:
    return Commitment.objects.get(participation=case.parties[party], letter__status="open")


def page(name: str, case: Case, *arguments: int) -> str:
    return reverse(f"chains:{name}", args=[case.chain.slug, *arguments])


DELIVERY = {
    "fulfilled": "no",
    "amount": "5",
    "happened_on": TODAY.isoformat(),
    "note": "Weegbon 12",
    "seen": "0",
}
PROPOSAL = {
    "amount": "9.5",
    "due_on": (LATER + timedelta(days=20)).isoformat(),
    "reason": "De oogst valt later.",
    "seen": "0",
}
SENT: dict[str, dict[str, str]] = {
    "report_promise": DELIVERY,
    "propose_terms": PROPOSAL,
    "answer_proposal": {"answer": "accept", "note": "", "seen": "0"},
    "withdraw_proposal": {"seen": "0"},
    "break_promise": {"reason": "Niets geleverd.", "seen": "0"},
    "reopen_promise": {"reason": "Toch niet.", "seen": "0"},
}


@pytest.mark.parametrize("name", SENT)
def test_who_may_post_and_who_finds_nothing(case: Case, name: str) -> None:
    url = page(name, case, promise_of(case).pk)
    judged = name in {"break_promise", "reopen_promise"}
    for person in (case.people[1], case.manager, *([case.people[0]] if judged else [])):
        assert browser(person).post(url, SENT[name]).status_code == 403
    stranger = browser(factories.user(UserKind.PARTY))
    assert stranger.post(url, SENT[name]).status_code == 404
    assert browser(case.director).post(page(name, case, 99_999), SENT[name]).status_code == 404
    assert not CommitmentEvent.objects.exists()


@pytest.mark.parametrize("name", ["answer_proposal", "withdraw_proposal"])
def test_these_are_only_posted(case: Case, name: str) -> None:
    assert browser(case.people[0]).get(page(name, case, promise_of(case).pk)).status_code == 405


def test_an_unsigned_promise_leads_whoever_has_to_sign_to_the_letter() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    promise = promise_of(case)
    address = page("promise", case, promise.pk)
    to_sign = page("sign_letter", case, letter.number)
    assert to_sign in text_of(browser(case.people[0]).get(address))
    for person in (case.people[1], case.director, case.manager):
        assert to_sign not in text_of(browser(person).get(address))


@pytest.mark.parametrize(
    ("amount", "unit", "dutch"),
    [
        ("80.00", Unit.HOURS, "80 uur"),
        ("1.00", Unit.DELIVERABLE, "1 stuk"),
        ("50.00", Unit.DELIVERABLE, "50 stuks"),
        ("1234.50", Unit.TONNE, "1.234,5 ton"),
        ("0", Unit.EURO, "0 euro"),
    ],
)
def test_an_amount_in_dutch(amount: str, unit: Unit, dutch: str) -> None:
    with translation.override("nl"):
        assert in_unit(Decimal(amount), unit.value) == dutch


def test_a_party_records_progress_and_everyone_sees_it(case: Case) -> None:
    promise = promise_of(case)
    url = page("report_promise", case, promise.pk)
    owner = browser(case.people[0])
    assert owner.get(url).status_code == 200
    response = owner.post(url, DELIVERY, follow=True)
    assert "The progress is recorded." in text_of(response)
    for person in (case.director, case.manager, case.people[1]):
        shown = text_of(browser(person).get(page("promise", case, promise.pk)))
        assert "Weegbon 12" in shown
        assert "5 of 12.5" in shown
    kept = DELIVERY | {
        "fulfilled": "yes",
        "amount": "12.5",
        "seen": str(CommitmentEvent.objects.get().pk),
    }
    assert "recorded as kept" in text_of(owner.post(url, kept, follow=True))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "veel", "Enter a number"),
        ("amount", "-1", "greater than or equal to 0"),
        ("amount", "", "This field is required."),
        ("happened_on", "gisteren", "Enter a valid date"),
        ("fulfilled", "yes", "Less was delivered than was promised."),
        ("seen", "77", "in the meantime"),
    ],
)
def test_a_report_that_is_not_right_keeps_what_was_typed(
    case: Case, field: str, value: str, words: str
) -> None:
    url = page("report_promise", case, promise_of(case).pk)
    response = browser(case.people[0]).post(url, DELIVERY | {field: value})
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Weegbon 12" in text_of(response)
    assert not CommitmentEvent.objects.exists()


def test_a_stale_page_shows_what_was_recorded_meanwhile(case: Case) -> None:
    url = page("report_promise", case, promise_of(case).pk)
    browser(case.director).post(url, DELIVERY | {"note": "Weegbon van de regisseur"})
    response = browser(case.people[0]).post(url, DELIVERY)
    assert response.status_code == 422
    assert "in the meantime" in text_of(response)
    assert "Weegbon van de regisseur" in text_of(response)
    assert "Weegbon 12" in text_of(response)


def test_both_sides_agree_on_new_terms(case: Case) -> None:
    promise = promise_of(case)
    party, director = browser(case.people[0]), browser(case.director)
    told = party.post(page("propose_terms", case, promise.pk), PROPOSAL, follow=True)
    assert "It holds as soon as the other side accepts it." in text_of(told)
    assert "Withdraw the proposal" in text_of(told)
    seen = {"seen": str(CommitmentEvent.objects.get().pk)}
    shown = text_of(director.get(page("promise", case, promise.pk)))
    assert "A proposal waits for an answer" in shown
    assert "Accept</button>" in shown
    url = page("answer_proposal", case, promise.pk)
    for wrong in ({"answer": "misschien"} | seen, {"answer": "decline", "note": ""} | seen):
        assert director.post(url, wrong).status_code == 422
    stale = director.post(url, {"answer": "accept", "seen": "0"})
    assert stale.status_code == 422
    told = director.post(url, {"answer": "accept"} | seen, follow=True)
    assert "The new terms hold from now on." in text_of(told)
    assert "9.5" in text_of(told)
    assert "As it was signed" in text_of(told)


def test_a_proposal_is_withdrawn_or_declined(case: Case) -> None:
    promise = promise_of(case)
    party, director = browser(case.people[0]), browser(case.director)
    director.post(page("propose_terms", case, promise.pk), PROPOSAL)
    first = {"seen": str(CommitmentEvent.objects.latest("pk").pk)}
    told = director.post(page("withdraw_proposal", case, promise.pk), first, follow=True)
    assert "The proposal is withdrawn." in text_of(told)
    second = PROPOSAL | {"seen": str(CommitmentEvent.objects.latest("pk").pk)}
    director.post(page("propose_terms", case, promise.pk), second)
    answer = {
        "answer": "decline",
        "note": "Dat is te weinig.",
        "seen": str(CommitmentEvent.objects.latest("pk").pk),
    }
    told = party.post(page("answer_proposal", case, promise.pk), answer, follow=True)
    assert "The proposal is declined." in text_of(told)
    assert "Dat is te weinig." in text_of(told)


def test_the_director_settles_a_promise_whose_day_has_passed(case: Case) -> None:
    promise = promise_of(case)
    director = browser(case.director)
    early = director.post(page("break_promise", case, promise.pk), SENT["break_promise"])
    assert early.status_code == 422
    assert "has not passed" in text_of(early)
    assert "Niets geleverd." in text_of(early)
    actions.break_promise(
        by=case.director, on=LATER + timedelta(days=1), commitment=promise, reason="Niets."
    )
    url = page("reopen_promise", case, promise.pk)
    assert director.get(url).status_code == 200
    seen = {"seen": str(CommitmentEvent.objects.get().pk)}
    told = director.post(url, SENT["reopen_promise"] | seen, follow=True)
    assert "The promise is open again." in text_of(told)


def test_the_list_is_filtered_and_downloaded_as_it_is_shown(case: Case) -> None:
    promise = promise_of(case)
    Commitment.objects.none()
    actions.report_delivery(
        by=case.director,
        on=TODAY,
        commitment=promise,
        happened_on=TODAY,
        amount=promise.amount,
        note="Weegbon",
        fulfilled=True,
    )
    director = browser(case.director)
    assert "3 promises" in text_of(director.get(page("commitments", case)))
    kept = director.get(page("commitments", case), {"stand": "fulfilled"})
    assert "1 promise<" in text_of(kept)
    none = director.get(page("commitments", case), {"stand": "broken"})
    assert "No promise stands like this." in text_of(none)
    strange = director.get(page("commitments", case), {"stand": "weg", "partij": "x"})
    assert "3 promises" in text_of(strange)
    file = director.get(page("export_commitments", case), {"stand": "fulfilled"})
    rows = file.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert ";12,50;" in rows[1]
    assert file["Content-Type"].startswith("text/csv")


def test_no_formula_in_the_download() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    letter.commitments.update(what="=1+1")
    open_letter(by=case.director, on=TODAY, letter=letter)
    file = browser(case.director).get(page("export_commitments", case))
    assert ";'=1+1;" in file.content.decode("utf-8-sig")


def test_what_happened_to_all_promises_is_downloaded() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    kept = Commitment.objects.get(participation=case.parties[0])
    actions.report_delivery(
        by=case.people[0],
        on=TODAY,
        commitment=kept,
        happened_on=TODAY,
        amount=kept.amount,
        note="=Weegbon 12",
        fulfilled=True,
    )
    address = page("export_promise_history", case)
    for person in (case.director, case.manager, case.people[1]):
        rows = browser(person).get(address).content.decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert rows[1].startswith(f"{kept.pk};{case.parties[0].organisation.name};")
        assert ";fulfilled;12,50;" in rows[1]
        assert ";'=Weegbon 12;" in rows[1]
    assert browser(factories.user(UserKind.PARTY)).get(address).status_code == 404


@pytest.mark.parametrize("name", ["commitments", "export_commitments", "ladder", "export_ladder"])
def test_the_number_of_queries_is_the_same_for_one_and_for_many(name: str) -> None:
    def counted(promises: int) -> int:
        case = signing.ready_chain()
        letter = signing.drafted(case)
        for _ in range(promises):
            factories.commitment(letter, case.parties[0])
        open_letter(by=case.director, on=TODAY, letter=letter)
        for _ in range(promises):
            factories.participation(case.chain)
        client = browser(case.director)
        client.get(page(name, case))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page(name, case)).status_code == 200
        return len(captured)

    assert counted(1) == counted(200)


# The ladder


STEP = {"level": "talking", "since": TODAY.isoformat(), "reason": "Zat aan tafel.", "seen": "0"}


def test_the_director_sets_a_step_and_the_reason_stays_between_two() -> None:
    case = signing.ready_chain()
    url = page("ladder_party", case, case.parties[0].pk)
    director = browser(case.director)
    assert "Set another step" in text_of(director.get(url))
    told = director.post(url, STEP, follow=True)
    assert "The party stands on another step now." in text_of(told)
    assert "Zat aan tafel." in text_of(browser(case.people[0]).get(url))
    for person in (case.manager, case.people[1]):
        shown = text_of(browser(person).get(url))
        assert "Takes part in the talks" in shown
        assert "Zat aan tafel." not in shown
        assert "Set another step" not in shown
    assert "Takes part in the talks" in text_of(browser(case.manager).get(page("ladder", case)))
    file = director.get(page("export_ladder", case)).content.decode("utf-8-sig")
    assert "2. takes part in the talks" in file
    steps = page("export_ladder_party", case, case.parties[0].pk)
    assert steps in director.get(url).content.decode()
    read, short = (rows_of(browser(one).get(steps)) for one in (case.director, case.manager))
    assert [row[1] for row in short] == ["2. takes part in the talks", "1. is interested"]
    assert [row[5] for row in read] == ["Zat aan tafel.", ""]
    assert {len(row) for row in short} == {5}
    assert browser(factories.user(UserKind.PARTY)).get(steps).status_code == 404


def test_who_may_set_a_step() -> None:
    case = signing.ready_chain()
    url = page("ladder_party", case, case.parties[0].pk)
    for person in (case.manager, case.people[0]):
        assert browser(person).post(url, STEP).status_code == 403
    assert browser(factories.user(UserKind.DIRECTOR)).post(url, STEP).status_code == 404
    assert browser(case.director).post(page("ladder_party", case, 99_999), STEP).status_code == 404
    assert not LevelChange.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("level", "", "This field is required."),
        ("level", "koning", "Select a valid choice"),
        ("level", "signed", "follows by itself"),
        ("since", "", "This field is required."),
        ("seen", "9", "in the meantime"),
        ("commitment", "99", "Select a valid choice"),
    ],
)
def test_a_step_that_is_refused_keeps_what_was_typed(field: str, value: str, words: str) -> None:
    case = signing.ready_chain()
    url = page("ladder_party", case, case.parties[0].pk)
    response = browser(case.director).post(url, STEP | {field: value})
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Zat aan tafel." in text_of(response)
    assert not LevelChange.objects.exists()


def test_a_chain_without_parties_says_what_to_do() -> None:
    case = signing.ready_chain(0)
    assert "Nobody stands on the ladder yet" in text_of(
        browser(case.director).get(page("ladder", case))
    )
