"""The pages of the letter of commitment, per kind of user."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.letters import draft_letter, open_letter
from schakel.domain.chains.choices import LetterStatus, ParticipationStatus
from schakel.domain.chains.models import Commitment, Letter, Signature
from schakel.lib.hashing import sha256_hex
from tests import factories, signing
from tests.signing import LATER, TODAY, Case
from tests.web.again import open_again

pytestmark = pytest.mark.django_db


def browser(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def page(name: str, case: Case, *arguments: int) -> str:
    return reverse(f"chains:{name}", args=[case.chain.slug, *arguments])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def promise_data(case: Case, **fields: Any) -> dict[str, Any]:
    return {
        "participation": case.parties[0].pk,
        "what": "Levert matrassen",
        "amount": "1,250.5",
        "unit": "tonne",
        "due_on": LATER.isoformat(),
    } | fields


def sign_data(letter: Letter, person: User, **fields: Any) -> dict[str, Any]:
    return {
        "name": person.name,
        "position": "directeur",
        "agree": "on",
        "seen_sha256": letter.content_sha256,
    } | fields


def stranger() -> User:
    return factories.user(UserKind.PARTY)


# The list of versions


def test_the_director_starts_from_an_empty_page() -> None:
    case = signing.ready_chain()
    response = browser(case.director).get(page("letter", case))
    assert response.status_code == 200
    assert "There is no letter of commitment yet" in text_of(response)
    assert page("letter_draft", case) in text_of(response)
    assert page("letter_draft", case) not in text_of(
        browser(case.people[0]).get(page("letter", case))
    )


def test_the_list_shows_who_signed_and_who_has_not() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    signing.sign(letter, case.parties[0], case.people[0])
    response = browser(case.people[1]).get(page("letter", case))
    text = text_of(response)
    assert "Signatures of version 1: 1 of 3" in text
    assert "Your signature is awaited" in text
    assert text.count("still to sign") == 2
    assert case.people[0].name in text


def test_strangers_find_nothing_and_visitors_sign_in() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    commitment = letter.commitments.all()[0]
    for name, arguments in (
        ("letter", []),
        ("letter_version", [1]),
        ("letter_content", [1]),
        ("letter_text", [1]),
        ("letter_promise", [1]),
        ("letter_promise_edit", [1, commitment.pk]),
        ("sign_letter", [1]),
        ("commitments", []),
    ):
        url = page(name, case, *arguments)
        for person in (
            stranger(),
            factories.user(UserKind.DIRECTOR),
            factories.user(UserKind.PROGRAMME_MANAGER),
            factories.user(UserKind.ADMINISTRATOR),
        ):
            assert browser(person).get(url).status_code == 404
        assert browser(None).get(url).status_code == 302
        assert browser(case.director).get(url.replace(case.chain.slug, "weg")).status_code == 404


# Drafting


def test_draft_a_version() -> None:
    case = signing.ready_chain()
    response = browser(case.director).post(page("letter_draft", case))
    assert response.headers["Location"] == page("letter_version", case, 1)
    again = browser(case.director).post(page("letter_draft", case), follow=True)
    assert "Version 1 is still a draft" in text_of(again)
    assert Letter.objects.count() == 1


def test_a_draft_is_hidden_from_parties_and_readable_for_the_manager() -> None:
    case = signing.ready_chain()
    signing.drafted(case)
    url = page("letter_version", case, 1)
    assert browser(case.people[0]).get(url).status_code == 404
    seen = browser(case.manager).get(url)
    assert seen.status_code == 200
    assert page("letter_text", case, 1) not in text_of(seen)
    own = text_of(browser(case.director).get(url))
    assert page("letter_text", case, 1) in own
    assert page("letter_open", case, 1) in own


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("letter_draft", 0),
        ("letter_text", 1),
        ("letter_promise", 1),
        ("letter_promise_edit", 2),
        ("letter_promise_remove", 2),
        ("letter_promise_restore", 1),
        ("letter_open", 1),
    ],
)
def test_posting_is_for_the_director_of_the_chain(name: str, numbers: int) -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    commitment = letter.commitments.all()[0]
    url = page(name, case, *[1, commitment.pk][:numbers])
    before = list(Commitment.objects.values()), list(Letter.objects.values())
    data = promise_data(case) | {"text": "x"}
    assert browser(case.manager).post(url, data).status_code == 403
    party_answer = 403 if name == "letter_draft" else 404
    assert browser(case.people[0]).post(url, data).status_code == party_answer
    assert browser(stranger()).post(url, data).status_code == 404
    assert browser(None).post(url, data).status_code == 302
    assert before == (list(Commitment.objects.values()), list(Letter.objects.values()))


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("letter_draft", 0),
        ("letter_promise_remove", 2),
        ("letter_promise_restore", 1),
        ("letter_open", 1),
    ],
)
def test_what_only_takes_a_post(name: str, numbers: int) -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    url = page(name, case, *[1, letter.commitments.all()[0].pk][:numbers])
    assert browser(case.director).get(url).status_code == 405


def test_change_the_text() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    url = page("letter_text", case, 1)
    form = browser(case.director).get(url)
    assert "Stip op de horizon" in text_of(form)
    seen = sha256_hex(letter.text)
    response = browser(case.director).post(url, {"text": "Nieuw.", "seen_sha256": seen})
    assert response.status_code == 302
    assert Letter.objects.get().text == "Nieuw."
    stale = browser(case.director).post(url, {"text": "Van een ander.", "seen_sha256": seen})
    assert stale.status_code == 422
    assert "Somebody changed this text" in text_of(stale)
    assert "Van een ander." in text_of(stale)
    assert browser(case.director).post(url, {"text": ""}).status_code == 422
    assert Letter.objects.get().text == "Nieuw."


def test_add_a_promise_with_a_number_as_people_write_it() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    url = page("letter_promise", case, 1)
    assert browser(case.director).get(url).status_code == 200
    assert browser(case.director).post(url, promise_data(case)).status_code == 302
    dutch = Client(headers={"accept-language": "nl"})
    dutch.force_login(case.director)
    assert dutch.post(url, promise_data(case, amount="1.250,5")).status_code == 302
    assert {str(one.amount) for one in letter.commitments.all()} == {"1250.50"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": ""}, "This field is required."),
        ({"amount": "0"}, "greater than or equal to"),
        ({"amount": "veel"}, "Enter a number."),
        ({"due_on": TODAY.isoformat()}, "Give a date after today."),
        ({"due_on": "2026-02-31"}, "Enter a valid date."),
        ({"participation": "999999"}, "Select a valid choice."),
        ({"unit": "vaten"}, "Select a valid choice."),
    ],
)
def test_a_vague_promise_is_refused_and_nothing_typed_is_lost(
    fields: dict[str, str], words: str
) -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    data = promise_data(case, what="Zeer bijzondere belofte") | fields
    response = browser(case.director).post(page("letter_promise", case, 1), data)
    assert response.status_code == 422
    assert words in text_of(response)
    if "what" not in fields:
        assert "Zeer bijzondere belofte" in text_of(response)
    assert not letter.commitments.exists()


def test_change_a_promise() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    commitment = letter.commitments.get(participation=case.parties[0])
    url = page("letter_promise_edit", case, 1, commitment.pk)
    assert commitment.what in text_of(browser(case.director).get(url))
    assert browser(case.director).post(url, promise_data(case)).status_code == 302
    commitment.refresh_from_db()
    assert commitment.what == "Levert matrassen"
    elsewhere = factories.commitment(factories.letter(factories.chain()), case.parties[0])
    other = page("letter_promise_edit", case, 1, elsewhere.pk)
    assert browser(case.director).post(other, promise_data(case)).status_code == 404


def test_remove_a_promise_and_put_it_back() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    commitment = letter.commitments.get(participation=case.parties[0])
    client = browser(case.director)
    response = client.post(page("letter_promise_remove", case, 1, commitment.pk), follow=True)
    assert "The promise is removed" in text_of(response)
    assert letter.commitments.count() == 2
    back = client.post(page("letter_promise_restore", case, 1), follow=True)
    assert "The promise is back in the letter." in text_of(back)
    restored = letter.commitments.get(participation=case.parties[0])
    fields = ("what", "amount", "unit", "due_on")
    assert [getattr(restored, one) for one in fields] == [
        getattr(commitment, one) for one in fields
    ]
    nothing = client.post(page("letter_promise_restore", case, 1), follow=True)
    assert "no removed promise" in text_of(nothing)
    assert letter.commitments.count() == 3


def test_a_promise_whose_date_passed_comes_back_as_a_form() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    commitment = factories.commitment(letter, case.parties[0], due_on=TODAY - timedelta(days=1))
    client = browser(case.director)
    client.post(page("letter_promise_remove", case, 1, commitment.pk))
    response = client.post(page("letter_promise_restore", case, 1))
    assert response.status_code == 422
    assert commitment.what in text_of(response)


# Opening


def test_open_for_signing() -> None:
    case = signing.ready_chain()
    signing.drafted(case)
    response = browser(case.director).post(page("letter_open", case, 1), follow=True)
    assert "The letter is open for signing" in text_of(response)
    assert Letter.objects.get().status == LetterStatus.OPEN


def test_opening_refused_says_who_has_no_promise() -> None:
    case = signing.ready_chain()
    draft_letter(by=case.director, chain=case.chain)
    response = browser(case.director).post(page("letter_open", case, 1))
    assert response.status_code == 422
    assert f"without a promise: {case.parties[0].organisation.name}" in text_of(response)
    assert Letter.objects.get().status == LetterStatus.DRAFT


def test_a_frozen_letter_refuses_every_form() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    commitment = letter.commitments.get(participation=case.parties[0])
    client = browser(case.director)
    for name, arguments, data in (
        ("letter_text", [1], {"text": "Anders."}),
        ("letter_promise", [1], promise_data(case)),
        ("letter_promise_edit", [1, commitment.pk], promise_data(case)),
    ):
        response = client.post(page(name, case, *arguments), data)
        assert response.status_code == 422
        assert "is frozen. Draw up a new version." in text_of(response)
    removed = client.post(page("letter_promise_remove", case, 1, commitment.pk), follow=True)
    assert "is frozen. Draw up a new version." in text_of(removed)
    assert letter.commitments.count() == 3


# Reading


def test_everyone_in_the_chain_reads_all_promises_and_the_hash() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    for person in (case.director, case.manager, *case.people):
        text = text_of(browser(person).get(page("letter_version", case, 1)))
        assert letter.content_sha256 in text
        assert "still match" in text
        assert "They are not qualified signatures." in text
        for party in case.parties:
            assert party.organisation.name in text


def test_the_frozen_content_is_what_was_hashed() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    response = browser(case.people[0]).get(page("letter_content", case, 1))
    assert sha256_hex(response.content.decode()) == letter.content_sha256
    assert json.loads(response.content)["number"] == 1
    draft_letter(by=case.director, chain=case.chain)
    assert browser(case.director).get(page("letter_content", case, 2)).status_code == 404


def test_markup_in_the_text_is_shown_and_not_run() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    Letter.objects.update(text="1. Doel <b>\n<script>alert(1)</script>\n\n<i>Slot</i>")
    letter = open_letter(by=case.director, on=TODAY, letter=letter)
    text = text_of(browser(case.people[0]).get(page("letter_version", case, 1)))
    assert "<h3>1. Doel &lt;b&gt;</h3>" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
    assert "<i>Slot" not in text


def test_a_number_that_is_not_there() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    for number in (0, 7, 10**30):
        url = page("letter_version", case, number)
        assert browser(case.director).get(url).status_code == 404


def test_the_versions_that_may_be_read_are_downloaded() -> None:
    case = signing.ready_chain()
    letter = signing.signed(case)
    draft_letter(by=case.director, chain=case.chain)
    for person, versions in ((case.director, 2), (case.people[0], 1)):
        file = browser(person).get(page("export_letters", case)).content.decode("utf-8-sig")
        rows = file.splitlines()
        assert len(rows) == 1 + versions
        assert rows[-1].startswith("1;")
        assert rows[-1].endswith(f";3;{letter.content_sha256}")


def test_queries_do_not_grow_with_parties() -> None:
    def queries(enterprises: int, name: str, *arguments: int) -> int:
        case = signing.ready_chain(enterprises)
        signing.signed(case)
        client = browser(case.director)
        client.get(page("letter", case))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page(name, case, *arguments)).status_code == 200
        return len(captured)

    for name, arguments in (("letter", ()), ("letter_version", (1,)), ("commitments", ())):
        assert queries(3, name, *arguments) == queries(9, name, *arguments)


# Signing


def test_sign_by_name() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    person = case.people[0]
    client = browser(person)
    url = page("sign_letter", case, 1)
    shown = text_of(open_again(client, url))
    assert "Stip op de horizon" in shown
    assert letter.content_sha256 in shown
    assert "not a qualified one" in shown
    assert f"Sign for {case.parties[0].organisation.name}" in shown
    response = client.post(url, sign_data(letter, person, name=person.name.lower()), follow=True)
    assert "You have signed the letter for your party." in text_of(response)
    signature = Signature.objects.get()
    assert signature.participation == case.parties[0]
    assert signature.signed_by == person
    assert "I may bind my party" in signature.consent
    assert "signed this version for your party on" in text_of(client.get(url))
    twice = client.post(url, sign_data(letter, person))
    assert twice.status_code == 422
    assert "already signed" in text_of(twice)
    assert Signature.objects.count() == 1


def test_how_the_person_signed_in_is_kept() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    person = case.people[0]
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": person.email, "password": factories.PASSWORD})
    open_again(client, page("sign_letter", case, 1))
    client.post(page("sign_letter", case, 1), sign_data(letter, person))
    assert Signature.objects.get().signed_in_with == "password"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "Iemand Anders"}, "Sign with the name of your account"),
        ({"position": ""}, "This field is required."),
        ({"agree": ""}, "This field is required."),
        ({"seen_sha256": "0" * 64}, "Read it again, then sign again."),
        ({"seen_sha256": ""}, "This field is required."),
    ],
)
def test_signature_refused(fields: dict[str, str], words: str) -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    data = sign_data(letter, case.people[0], position="hoofd inkoop") | fields
    client = browser(case.people[0])
    open_again(client, page("sign_letter", case, 1))
    response = client.post(page("sign_letter", case, 1), data)
    assert response.status_code == 422
    assert words in text_of(response)
    if "position" not in fields:
        assert "hoofd inkoop" in text_of(response)
    assert not Signature.objects.exists()


def test_only_parties_sign() -> None:
    case = signing.ready_chain()
    letter = signing.opened(case)
    url = page("sign_letter", case, 1)
    for person in (case.director, case.manager):
        assert browser(person).get(url).status_code == 403
        assert browser(person).post(url, sign_data(letter, person)).status_code == 403
    declined = stranger()
    factories.participation(
        case.chain,
        organisation=declined.organisation,
        status=ParticipationStatus.DECLINED,
    )
    assert browser(declined).post(url, sign_data(letter, declined)).status_code == 404
    assert not Signature.objects.exists()


def test_a_replaced_version_is_not_signed() -> None:
    case = signing.ready_chain()
    first = signing.opened(case)
    second = draft_letter(by=case.director, chain=case.chain)
    open_letter(by=case.director, on=TODAY, letter=second)
    client = browser(case.people[0])
    assert "replaced by a newer one" in text_of(client.get(page("sign_letter", case, 1)))
    response = client.post(page("sign_letter", case, 1), sign_data(first, case.people[0]))
    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_who_joined_later_is_told_what_to_do() -> None:
    case = signing.ready_chain()
    signing.opened(case)
    late = stranger()
    factories.participation(case.chain, organisation=late.organisation)
    text = text_of(browser(late).get(page("sign_letter", case, 1)))
    assert "Ask the chain director for a new version" in text


# All promises by date


def test_promises_by_date_and_party() -> None:
    case = signing.ready_chain()
    letter = draft_letter(by=case.director, chain=case.chain)
    for days, party in zip((30, 10, 20), case.parties, strict=True):
        factories.commitment(
            letter, party, what=f"Na {days} dagen", due_on=TODAY + timedelta(days=days)
        )
    url = page("commitments", case)
    assert "No promises found" in text_of(browser(case.director).get(url))
    open_letter(by=case.director, on=TODAY, letter=letter)
    text = text_of(browser(case.people[0]).get(url))
    assert text.index("Na 10 dagen") < text.index("Na 20 dagen") < text.index("Na 30 dagen")
    one = text_of(browser(case.people[0]).get(url, {"partij": case.parties[0].pk}))
    assert "Na 30 dagen" in one
    assert "Na 10 dagen" not in one
    for odd in ("x", "9" * 40, "-1"):
        assert browser(case.people[0]).get(url, {"partij": odd}).status_code == 200


def test_promises_are_paged() -> None:
    case = signing.ready_chain()
    letter = signing.drafted(case)
    for number in range(30):
        factories.commitment(letter, case.parties[0], what=f"Belofte {number}")
    open_letter(by=case.director, on=TODAY, letter=letter)
    first = browser(case.director).get(page("commitments", case))
    assert len(first.context["page"]) == 25
    second = browser(case.director).get(page("commitments", case), {"page": 2})
    assert len(second.context["page"]) == 8


def test_versions_are_paged_and_the_open_one_stays_in_sight() -> None:
    case = signing.ready_chain()
    for _ in range(26):
        letter = draft_letter(by=case.director, chain=case.chain)
        if not letter.commitments.exists():
            for party in case.parties:
                factories.commitment(letter, party)
        open_letter(by=case.director, on=TODAY, letter=letter)
    client = browser(case.people[0])
    first, second = (client.get(page("letter", case), {"page": number}) for number in (1, 2))
    assert "Version 2</a>" in text_of(first)
    assert "Version 1</a>" not in text_of(first)
    assert "Version 1</a>" in text_of(second)
    for shown in (first, second):
        assert page("sign_letter", case, 26) in text_of(shown)
