from decimal import Decimal
from typing import Any

from schakel.domain.chains.actions.promises import propose_terms
from schakel.domain.chains.queries.letters import draft_letter_of, open_letter_of
from tests import signing
from tests.signing import LATER, TODAY, Case


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    """One party signed the open letter, and the director proposed new terms for its promise."""
    slug = {"slug": case.chain.slug}
    letter, draft = open_letter_of(case.chain), draft_letter_of(case.chain)
    assert letter
    assert draft
    signing.sign(letter, case.parties[0], case.people[0])
    commitment = letter.commitments.get(participation=case.parties[0])
    propose_terms(
        by=case.director,
        on=TODAY,
        commitment=commitment,
        amount=Decimal(10),
        due_on=LATER,
        reason="De vergunning komt later.",
    )
    letter_at = slug | {"number": letter.number}
    promise_at = slug | {"pk": commitment.pk}
    promises = [
        "promise",
        "report_promise",
        "propose_terms",
        "answer_proposal",
        "withdraw_proposal",
        "break_promise",
        "reopen_promise",
    ]
    return {f"chains:{name}": promise_at for name in promises} | {
        "chains:ladder_party": slug | {"pk": case.parties[0].pk},
        "chains:export_ladder_party": slug | {"pk": case.parties[0].pk},
        "chains:letter_pdf": letter_at,
        "chains:keep_letter": letter_at,
        "chains:letter_signers": slug | {"number": draft.number, "pk": case.parties[0].pk},
        "chains:send_signing_link": letter_at | {"pk": case.people[1].pk},
        "chains:sign_by_link": {"token": "does-not-exist"},
    }
