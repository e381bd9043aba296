"""Signing by link and inside the product, the signed copy, and checking a copy."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.letters import draft_letter, open_letter
from schakel.domain.chains.models import Chain, Letter, SealedLetter, Signature, Signer, SigningLink
from schakel.domain.chains.queries.letters import open_letter_of
from schakel.domain.outbox.models import Message
from schakel.domain.programmes.choices import Phase
from schakel.transfer.pdf.seal import certificate
from tests import factories, signing
from tests.signing import TODAY, Case
from tests.web.again import open_again

pytestmark = pytest.mark.django_db


def browser(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(name: str, case: Case, *arguments: int) -> str:
    return reverse(f"chains:{name}", args=[case.chain.slug, *arguments])


def opened(case: Case) -> Letter:
    """Opened at the page, so that the links are mailed."""
    draft = signing.drafted(case)
    browser(case.director).post(page("letter_open", case, draft.number))
    letter = open_letter_of(case.chain)
    assert letter
    return letter


def link_of(person: User) -> str:
    mail = Message.objects.filter(to=person.email).latest("pk")
    found = re.search(r"http\S+(/ondertekenen/\S+)", mail.text)
    assert found
    return found[1]


def sign_data(letter: Letter, person: User) -> dict[str, str]:
    return {
        "name": person.name,
        "position": "directeur",
        "agree": "on",
        "seen_sha256": letter.content_sha256,
    }


def test_a_stranger_signs_in_and_signs_by_the_link() -> None:
    case = signing.ready_chain()
    letter = opened(case)
    person, url = case.people[0], link_of(case.people[0])
    client = browser(None)
    asked = client.get(url)
    assert asked.status_code == 302
    login = {"login": person.email, "password": factories.PASSWORD, "next": url}
    arrived = client.post(reverse("account_login"), login, follow=True)
    assert f"Sign for {case.parties[0].organisation.name}" in text_of(arrived)
    told = client.post(url, sign_data(letter, person), follow=True)
    assert "You have signed the letter for your party." in text_of(told)
    signature = Signature.objects.get()
    assert signature.signed_in_with == "password"
    again = client.get(url)
    assert again.status_code == 410
    assert "you have signed already" in text_of(again)


def test_a_session_that_is_open_is_not_enough() -> None:
    case = signing.ready_chain()
    letter = opened(case)
    person, url = case.people[0], link_of(case.people[0])
    client = browser(person)
    asked = client.get(url)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    stale = client.post(url, sign_data(letter, person))
    assert stale.status_code == 422
    assert "You signed in too long ago" in text_of(stale)
    assert "directeur" in text_of(stale)
    wrong = client.post(asked["Location"], {"password": "fout", "next": url})
    assert wrong.status_code == 200
    assert client.get(url).status_code == 302
    assert not Signature.objects.exists()
    assert "Sign for" in text_of(open_again(client, url))
    client.post(url, sign_data(letter, person))
    assert Signature.objects.get().signed_by == person


def test_signing_in_again_holds_for_half_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    case = signing.ready_chain()
    letter = opened(case)
    person, url = case.people[0], link_of(case.people[0])
    client = browser(person)
    open_again(client, url)
    later = timezone.now().timestamp() + 31 * 60
    monkeypatch.setattr("schakel.web.chains.again.time.time", lambda: later)
    assert client.post(url, sign_data(letter, person)).status_code == 422
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("unknown", 404, "does not exist"),
        ("other", 403, "for somebody else"),
        ("expired", 410, "was valid until"),
        ("replaced", 410, "replaced by a newer one"),
        ("used", 410, "you have signed already"),
    ],
)
def test_a_link_that_is_refused_says_why(state: str, status: int, words: str) -> None:
    case = signing.ready_chain()
    letter = opened(case)
    url, person = link_of(case.people[0]), case.people[0]
    match state:
        case "unknown":
            url = reverse("chains:sign_by_link", args=["weg"])
        case "other":
            person = case.people[1]
        case "expired":
            SigningLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "replaced":
            draft = draft_letter(by=case.director, chain=case.chain)
            open_letter(by=case.director, on=TODAY, letter=draft)
        case "used":
            SigningLink.objects.update(used_at=timezone.now())
    client = browser(person)
    for answer in (client.get(url), client.post(url, sign_data(letter, person))):
        assert answer.status_code == status
        assert words in text_of(answer)
    assert not Signature.objects.exists()


def test_a_link_into_a_closed_chain_says_that_it_is_closed() -> None:
    case = signing.ready_chain()
    opened(case)
    url = link_of(case.people[0])
    Chain.objects.filter(pk=case.chain.pk).update(phase=Phase.CLOSED)
    answer = browser(case.people[0]).get(url)
    assert answer.status_code == 409
    assert "This chain is closed." in text_of(answer)
    assert 'name="agree"' not in text_of(answer)


def test_the_director_sends_a_new_link() -> None:
    case = signing.ready_chain()
    letter = opened(case)
    person, old = case.people[0], link_of(case.people[0])
    url = page("send_signing_link", case, letter.number, person.pk)
    assert url in text_of(browser(case.director).get(page("letter_version", case, letter.number)))
    told = browser(case.director).post(url, follow=True)
    assert f"A new link is on its way to {person.name}." in text_of(told)
    assert link_of(person) != old
    assert browser(person).get(old).status_code == 410
    assert browser(case.director).get(url).status_code == 405
    for other in (case.manager, person):
        assert browser(other).post(url).status_code == 403
    assert browser(factories.user(UserKind.PARTY)).post(url).status_code == 404
    nobody = page("send_signing_link", case, letter.number, 99_999)
    assert browser(case.director).post(nobody).status_code == 404


def test_the_director_names_who_signs() -> None:
    case = signing.ready_chain()
    draft = signing.drafted(case)
    person = case.people[0]
    url = page("letter_signers", case, draft.number, case.parties[0].pk)
    director = browser(case.director)
    assert person.name in text_of(director.get(url))
    told = director.post(url, {"people": [person.pk]}, follow=True)
    assert "The letter now says who signs for this party." in text_of(told)
    assert Signer.objects.get().person == person
    wrong = director.post(url, {"people": [case.people[1].pk]})
    assert wrong.status_code == 422
    assert Signer.objects.get().person == person
    director.post(url, {})
    assert not Signer.objects.exists()
    assert browser(case.manager).post(url, {}).status_code == 403
    assert browser(person).post(url, {}).status_code == 404
    missing = page("letter_signers", case, draft.number, 99_999)
    assert director.get(missing).status_code == 404


def sign_all(case: Case, letter: Letter) -> None:
    for party, person in zip(case.parties[1:], case.people[1:], strict=True):
        signing.sign(letter, party, person)
    client, person = browser(case.people[0]), case.people[0]
    url = page("sign_letter", case, letter.number)
    open_again(client, url)
    client.post(url, sign_data(letter, person))


def test_the_kept_copy_bears_the_seal_of_this_installation() -> None:
    case = signing.ready_chain()
    sign_all(case, opened(case))
    content = bytes(SealedLetter.objects.get().content)
    trusted = ValidationContext(trust_roots=[certificate(settings.STATE / "seal.pem")])

    def judged(pdf: bytes) -> Any:
        (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        return validate_pdf_signature(found, trusted)

    whole = judged(content)
    assert whole.bottom_line
    assert whole.coverage == SignatureCoverageLevel.ENTIRE_FILE
    place = content.index(b"stream") + 40
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert not judged(changed).intact
    assert (settings.STATE / "seal.pem").stat().st_mode & 0o077 == 0


def check(content: bytes, name: str = "kopie.pdf") -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return browser(None).post(reverse("copies:check"), {"copy": file})


def test_the_last_signature_keeps_the_signed_copy_and_anyone_can_check_it() -> None:
    case = signing.ready_chain()
    letter = opened(case)
    before = browser(case.director).get(page("letter_pdf", case, letter.number))
    assert before["Content-Type"] == "application/pdf"
    assert "nog-niet-ondertekend" in before["Content-Disposition"]
    assert not SealedLetter.objects.exists()
    sign_all(case, letter)
    sealed = SealedLetter.objects.get()
    kept = browser(case.people[1]).get(page("letter_pdf", case, letter.number)).content
    assert kept == bytes(sealed.content)
    words = "".join(one.extract_text() for one in PdfReader(io.BytesIO(kept)).pages)
    assert letter.content_sha256 in words.replace("\n", "")
    for person in case.people:
        assert person.name in words
    found = check(kept)
    assert found.status_code == 200
    assert "This is exactly the signed version" in text_of(found)
    assert sealed.sha256 in text_of(found)
    assert case.chain.name not in text_of(found)
    assert not any(person.name in text_of(found) for person in case.people)
    for other in (kept + b"\n", before.content):
        assert "This file is not known here" in text_of(check(other))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"PK\x03\x04", "not a PDF"), (b"%PDF-" + b"0" * (10 * 2**20), "10 MB")],
)
def test_garbage_is_refused(content: bytes, words: str) -> None:
    answer = check(content)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_checking_asks_for_a_file_and_survives_nonsense() -> None:
    assert browser(None).get(reverse("copies:check")).status_code == 200
    assert browser(None).post(reverse("copies:check")).status_code == 422
    assert "This file is not known here" in text_of(check(b"%PDF-1.7 \x00\xff" * 1000))


def test_a_copy_that_was_not_kept_can_be_kept_later() -> None:
    case = signing.ready_chain()
    letter = signing.signed(case)
    url = page("keep_letter", case, letter.number)
    assert url in text_of(browser(case.director).get(page("letter_version", case, letter.number)))
    assert browser(case.director).get(url).status_code == 405
    assert browser(factories.user(UserKind.PARTY)).post(url).status_code == 404
    assert "The signed copy is kept." in text_of(browser(case.manager).post(url, follow=True))
    again = browser(case.director).post(url, follow=True)
    assert "kept already" in text_of(again)
    assert SealedLetter.objects.count() == 1


def test_an_incomplete_letter_is_not_kept_and_a_draft_has_no_pdf() -> None:
    case = signing.ready_chain()
    letter = opened(case)
    told = browser(case.director).post(page("keep_letter", case, letter.number), follow=True)
    assert "Not everyone" in text_of(told)
    draft = draft_letter(by=case.director, chain=case.chain)
    assert browser(case.director).get(page("letter_pdf", case, draft.number)).status_code == 404
