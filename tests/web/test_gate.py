"""The page of the gate: evidence for everyone in the chain, the decision for the manager."""

from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.gates import decide_gate
from schakel.domain.chains.choices import GateOutcome, ParticipationStatus
from schakel.domain.chains.models import Chain, GateDecision
from schakel.domain.chains.queries.gates import gate_evidence, gate_summary
from schakel.domain.programmes.choices import Phase
from tests import factories, signing
from tests.signing import TODAY, Case

pytestmark = pytest.mark.django_db


def browser(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def gate(case: Case) -> str:
    return reverse("chains:gate", args=[case.chain.slug])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def data(case: Case, **fields: str) -> dict[str, str]:
    evidence = gate_evidence(Chain.objects.get(pk=case.chain.pk), TODAY)
    assert evidence is not None
    return {
        "outcome": "go",
        "reasons": "De partijen zijn eruit.",
        "seen_sha256": evidence.sha256,
    } | fields


def test_everyone_in_the_chain_reads_the_evidence_and_only_the_manager_decides() -> None:
    case = signing.ready_chain()
    invited = factories.participation(
        case.chain, status=ParticipationStatus.INVITED, answered_on=None
    )
    for person in (case.manager, case.director, case.people[0]):
        response = browser(person).get(gate(case))
        assert response.status_code == 200
        text = text_of(response)
        assert "6 of 11 conditions met" in text
        assert f"<strong>{invited.organisation.name}</strong>" in text
        assert ("Record the decision" in text) == (person == case.manager)
    for person in (case.director, case.people[0]):
        assert browser(person).post(gate(case), data(case)).status_code == 403
    for kind in UserKind:
        assert browser(factories.user(kind)).get(gate(case)).status_code == 404
        assert browser(factories.user(kind)).post(gate(case), data(case)).status_code == 404
    assert browser(None).post(gate(case), data(case)).status_code == 302
    assert not GateDecision.objects.exists()


def test_what_is_missing_is_mended_by_who_may() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    letter = reverse("chains:letter", args=[case.chain.slug])
    sign = reverse("chains:sign_letter", args=[case.chain.slug, 1])
    evidence = {
        person: text_of(browser(person).get(gate(case))).split('id="evidence"')[1].split("</ul>")[0]
        for person in (case.manager, case.director, case.people[0])
    }
    assert (letter in evidence[case.director], sign in evidence[case.director]) == (True, False)
    assert (letter in evidence[case.manager], sign in evidence[case.manager]) == (False, False)
    assert sign in evidence[case.people[0]]


def test_go_with_everything_met() -> None:
    case = signing.ready_chain()
    signing.signed(case)
    client = browser(case.manager)
    shown = text_of(client.get(gate(case)))
    assert "all conditions are met" in shown
    assert "override_reason" not in shown
    response = client.post(gate(case), data(case), follow=True)
    assert "Go: the chain is now in the assembly phase." in text_of(response)
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.ASSEMBLE
    assert "Frozen evidence: 11 of 11 conditions met" in text_of(response)


def test_a_go_past_unmet_conditions_asks_why_and_shows_it() -> None:
    case = signing.ready_chain()
    client = browser(case.manager)
    assert "override_reason" in text_of(client.get(gate(case)))
    refused = client.post(gate(case), data(case))
    assert refused.status_code == 422
    assert "Write down why the chain goes on nevertheless" in text_of(refused)
    assert "De partijen zijn eruit." in text_of(refused)
    why = "De subsidieronde sluit deze week."
    client.post(gate(case), data(case, override_reason=why))
    for person in (case.director, case.people[0]):
        text = text_of(browser(person).get(gate(case)))
        assert "Go while conditions were not met." in text
        assert why in text


def test_no_go_keeps_reasons_and_lesson() -> None:
    case = signing.ready_chain()
    client = browser(case.manager)
    bare = client.post(gate(case), data(case, outcome="no_go"))
    assert bare.status_code == 422
    assert "lesson of this no-go" in text_of(bare)
    response = client.post(
        gate(case), data(case, outcome="no_go", lesson="Eerst de vraagzijde."), follow=True
    )
    assert "Eerst de vraagzijde." in text_of(response)
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.EXPLORE


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": ""}, "This field is required."),
        ({"outcome": "misschien"}, "Select a valid choice."),
        ({"reasons": ""}, "This field is required."),
        ({"seen_sha256": ""}, "This field is required."),
        ({"seen_sha256": "0" * 64}, "evidence changed while you were deciding"),
    ],
)
def test_bad_decision(fields: dict[str, str], words: str) -> None:
    case = signing.ready_chain()
    signing.signed(case)
    sent = data(case, conditions="Bewaar deze zin.") | fields
    response = browser(case.manager).post(gate(case), sent)
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Bewaar deze zin." in text_of(response)
    assert not GateDecision.objects.exists()


def test_after_a_refusal_for_stale_evidence_the_new_evidence_can_be_decided_on() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    sent = data(case, outcome="no_go", lesson="Les.")
    signing.sign(letter, case.parties[0], case.people[0])
    client = browser(case.manager)
    refused = client.post(gate(case), sent)
    assert refused.status_code == 422
    shown = data(case)["seen_sha256"]
    assert f'value="{shown}"' in text_of(refused)
    assert client.post(gate(case), sent | {"seen_sha256": shown}).status_code == 302


def test_the_frozen_evidence_is_shown_as_it_was() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    decide_gate(
        by=case.manager,
        on=TODAY,
        chain=case.chain,
        outcome=GateOutcome.NO_GO,
        reasons="Nog niemand tekende.",
        lesson="Bel eerder.",
    )
    organisation = case.parties[0].organisation
    was = organisation.name
    organisation.name = "Heel anders"
    organisation.save()
    text = text_of(browser(case.director).get(gate(case)))
    history = text.split('id="history"')[1]
    assert was in history
    assert "Heel anders" not in history
    assert "Frozen evidence: 10 of 11 conditions met" in history


def test_back_a_phase_and_close() -> None:
    case = signing.ready_chain()
    decide_gate(
        by=case.manager,
        on=TODAY,
        chain=case.chain,
        outcome=GateOutcome.GO,
        reasons="Door.",
        override_reason="Toch.",
    )
    client = browser(case.manager)
    back = gate(case) + "?naar=explore"
    assert back in text_of(client.get(gate(case)))
    shown = client.get(back)
    assert "no conditions for this step, but a reason" in text_of(shown)
    assert "Why the chain goes back" in text_of(shown)
    sent = {"reasons": "Terug.", "seen_sha256": shown.context["evidence"].sha256, "outcome": "go"}
    response = client.post(back, sent, follow=True)
    assert "The chain went back to the explorer phase." in text_of(response)
    assert client.get(gate(case) + "?naar=operate").status_code == 404
    assert client.post(gate(case) + "?naar=nergens", sent).status_code == 404
    close = gate(case) + "?naar=closed"
    sent = {
        "reasons": "Te klein.",
        "lesson": "",
        "seen_sha256": client.get(close).context["evidence"].sha256,
        "outcome": "go",
    }
    bare = client.post(close, sent)
    assert bare.status_code == 422
    assert "what other chains can learn from this chain that stops" in text_of(bare)
    assert "Te klein." in text_of(bare)
    closed = client.post(close, sent | {"lesson": "Eerst de stroom meten."}, follow=True)
    assert "The chain has stopped. Its reason and its lesson are kept." in text_of(closed)
    assert "Why this chain was closed" in text_of(closed)
    assert "Stopped in explorer phase" in text_of(closed)
    assert client.post(gate(case), sent).status_code == 200
    assert GateDecision.objects.count() == 3


def test_a_closed_chain_is_read_and_reopened_by_the_manager() -> None:
    case = signing.ready_chain()
    at_close: dict[str, Any] = {
        "outcome": GateOutcome.GO,
        "reasons": "Te klein.",
        "lesson": "Meet eerst.",
    }
    decide_gate(by=case.manager, on=TODAY, chain=case.chain, to_phase=Phase.CLOSED, **at_close)
    reopen = gate(case) + "?naar=explore"
    for person in (case.director, case.people[0]):
        text = text_of(browser(person).get(gate(case)))
        assert "Te klein." in text
        assert "Meet eerst." in text
        assert reopen not in text
        assert browser(person).post(reopen, {"reasons": "Toch."}).status_code == 403
    client = browser(case.manager)
    overview = text_of(client.get(reverse("chains:overview", args=[case.chain.slug])))
    assert overview.count('data-state="done"') == 1
    assert "Change the director" not in overview
    assert reopen in text_of(client.get(gate(case)))
    assert client.get(gate(case) + "?naar=assemble").status_code == 404
    shown = client.get(reopen)
    assert "Why the chain is reopened" in text_of(shown)
    sent = {"outcome": "go", "reasons": "", "seen_sha256": shown.context["evidence"].sha256}
    assert client.post(reopen, sent).status_code == 422
    response = client.post(reopen, sent | {"reasons": "Er is een koper."}, follow=True)
    assert "The chain has been reopened in the explorer phase." in text_of(response)
    assert "Reopened in explorer phase" in text_of(response)
    case.chain.refresh_from_db()
    assert case.chain.phase == Phase.EXPLORE


def test_every_page_of_a_closed_chain_says_so() -> None:
    case = signing.ready_chain()
    overview = reverse("chains:overview", args=[case.chain.slug])
    client = browser(case.director)
    assert "nothing can be changed unless" not in text_of(client.get(overview))
    Chain.objects.filter(pk=case.chain.pk).update(phase=Phase.CLOSED)
    assert "nothing can be changed unless" in text_of(client.get(overview))


def test_the_page_takes_get_and_post_only() -> None:
    case = signing.ready_chain()
    for method in ("put", "delete", "patch"):
        assert getattr(browser(case.manager), method)(gate(case)).status_code == 405


def test_decisions_are_downloaded_with_what_they_were_about() -> None:
    case = signing.ready_chain()
    given: dict[str, Any] = {"by": case.manager, "on": TODAY, "chain": case.chain}
    decide_gate(**given, outcome=GateOutcome.NO_GO, reasons="=Te vroeg", lesson="Eerst meten.")
    decide_gate(
        **given,
        outcome=GateOutcome.GO,
        to_phase=Phase.CLOSED,
        reasons="Geen afnemer.",
        lesson="Vraag vroeg.",
    )
    address = reverse("chains:export_decisions", args=[case.chain.slug])
    for person in (case.manager, case.director, case.people[0]):
        rows = browser(person).get(address).content.decode("utf-8-sig").splitlines()
        assert len(rows) == 3
        assert ";stop;explorer phase;closed;" in rows[1]
        assert "Vraag vroeg." in rows[1]
        assert ";'=Te vroeg;" in rows[2]
        assert case.chain.decisions.get(outcome=GateOutcome.NO_GO).evidence_sha256 in rows[2]
    assert browser(factories.user(UserKind.DIRECTOR)).get(address).status_code == 404


def test_queries_do_not_grow() -> None:
    def queries(enterprises: int) -> int:
        case = signing.ready_chain(enterprises)
        for number in range(enterprises):
            decide_gate(
                by=case.manager,
                on=TODAY,
                chain=case.chain,
                outcome=GateOutcome.NO_GO,
                reasons=f"Nee, {number}.",
                lesson="Les.",
            )
        client = browser(case.people[0])
        client.get(gate(case))
        with CaptureQueriesContext(connection) as captured:
            client.get(gate(case))
        return len(captured)

    assert queries(3) == queries(8)


def test_the_summary_for_the_overview_shows_an_override() -> None:
    case = signing.ready_chain()
    decide_gate(
        by=case.manager,
        on=TODAY,
        chain=case.chain,
        outcome=GateOutcome.GO,
        reasons="Door.",
        override_reason="De vergunning loopt al.",
    )
    chain = Chain.objects.get(pk=case.chain.pk)
    with translation.override("en"):
        text = render_to_string(
            "chains/_gate_summary.html",
            {"chain": chain, "gate_summary": gate_summary(chain, TODAY)},
        )
    assert "while conditions were not met" in text
    assert "De vergunning loopt al." in text
    assert "conditions of the next gate met" in text
    assert gate(case) in text


def test_decisions_are_paged() -> None:
    case = signing.ready_chain()
    for number in range(26):
        decide_gate(
            by=case.manager,
            on=TODAY,
            chain=case.chain,
            outcome=GateOutcome.NO_GO,
            reasons=f"Reden {number}.",
            lesson="Les.",
        )
    client = browser(case.people[0])
    first, second = (client.get(gate(case), {"page": number}) for number in (1, 2))
    assert text_of(first).count("Frozen evidence") == 25
    assert "Reden 25." in text_of(first)
    assert "Reden 0." not in text_of(first)
    assert "Reden 0." in text_of(second)
