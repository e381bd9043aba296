"""The open page on which an invitation is answered, and the same for who is signed in."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions.parties import invite_party
from schakel.domain.chains.models import Chain, Invitation
from tests import factories

pytestmark = pytest.mark.django_db

EMAIL = "inkoop@example.org"
JOIN = {"answer": "accept", "name": "Jo Voorbeeld", "password": factories.PASSWORD}


@pytest.fixture
def chain() -> Chain:
    return factories.chain(director=factories.user(UserKind.DIRECTOR))


@pytest.fixture
def token(chain: Chain) -> str:
    sent = invite_party(
        by=chain.appointments.get().director,
        on=timezone.localdate(),
        chain=chain,
        organisation=factories.organisation(name="Hout BV"),
        link=factories.link(chain, name="Zagen"),
        email=EMAIL,
        address_of=str,
    )
    return sent.address


def anybody() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def signed_in(user: User) -> Client:
    client = anybody()
    client.force_login(user)
    return client


def page(token: str) -> str:
    return reverse("invitation:show", args=[token])


def answer_page(chain: Chain) -> str:
    return reverse("invitation:answer", args=[chain.participations.get().pk])


def status(chain: Chain) -> str:
    return str(chain.participations.get().status)


def test_page_shows_what_is_asked_and_nothing_more(chain: Chain, token: str) -> None:
    other = factories.participation(chain)
    answer = anybody().get(page(token))
    assert answer.status_code == 200
    for text in (chain.name, chain.purpose, "Hout BV", "Zagen", EMAIL):
        assert text in answer.text
    assert chain.appointments.get().director.name in answer.text
    assert other.organisation.name not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_joining_makes_an_account_and_signs_in(chain: Chain, token: str) -> None:
    client = anybody()
    answer = client.post(page(token), JOIN, follow=True)
    assert answer.redirect_chain == [(reverse("chains:overview", args=[chain.slug]), 302)]
    assert "your party now takes part" in answer.text
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.kind, user.organisation.name) == ("Jo Voorbeeld", "party", "Hout BV")  # type: ignore[union-attr]
    assert status(chain) == "joined"


def test_the_link_works_once(chain: Chain, token: str) -> None:
    anybody().post(page(token), JOIN)
    answer = anybody().post(page(token), JOIN | {"name": "Een ander"})
    assert answer.status_code == 410
    assert "has been used already" in answer.text
    assert not User.objects.filter(name="Een ander").exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"password": ""}, {"password": "kort"}])
def test_bad_input_makes_no_account_and_keeps_the_link(
    wrong: dict[str, str], chain: Chain, token: str
) -> None:
    answer = anybody().post(page(token), JOIN | wrong)
    assert answer.status_code == 422
    assert "schakel-error-summary" in answer.text
    assert not User.objects.filter(email=EMAIL).exists()
    assert status(chain) == "invited"
    assert anybody().post(page(token), JOIN).status_code == 302


def test_the_address_of_the_account_cannot_be_chosen(token: str) -> None:
    anybody().post(page(token), JOIN | {"email": "ander@example.org", "kind": "administrator"})
    assert User.objects.get(name="Jo Voorbeeld").email == EMAIL
    assert User.objects.get(name="Jo Voorbeeld").kind == UserKind.PARTY


def test_declining_needs_no_account(chain: Chain, token: str) -> None:
    answer = anybody().post(page(token), {"answer": "decline"})
    assert "You have declined" in answer.text
    assert status(chain) == "declined"
    assert not User.objects.filter(email=EMAIL).exists()


def test_an_old_link_says_so(chain: Chain, token: str) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    for answer in (anybody().get(page(token)), anybody().post(page(token), JOIN)):
        assert answer.status_code == 410
        assert "is no longer valid" in answer.text
    assert status(chain) == "invited"


def test_an_unknown_link_says_so() -> None:
    answer = anybody().get(page("verzonnen"))
    assert answer.status_code == 404
    assert "This link does not exist" in answer.text


def test_other_methods_are_refused(token: str) -> None:
    assert anybody().put(page(token)).status_code == 405


def test_who_has_an_account_signs_in_first(chain: Chain, token: str) -> None:
    factories.user(
        UserKind.PARTY, email=EMAIL, organisation=chain.participations.get().organisation
    )
    text = anybody().get(page(token)).text
    assert f"{reverse('account_login')}?next={page(token)}" in text
    assert anybody().post(page(token), JOIN).status_code == 422
    assert status(chain) == "invited"


@pytest.mark.parametrize(("answer", "expected"), [("accept", "joined"), ("decline", "declined")])
@pytest.mark.parametrize("through_link", [True, False])
def test_a_signed_in_person_of_the_party_answers(
    answer: str, expected: str, through_link: bool, chain: Chain, token: str
) -> None:
    user = factories.user(UserKind.PARTY, organisation=chain.participations.get().organisation)
    client = signed_in(user)
    address = page(token) if through_link else answer_page(chain)
    assert "You answer for Hout BV" in client.get(address).text
    assert client.post(address, {"answer": answer}).status_code == 302
    assert status(chain) == expected
    assert client.get(answer_page(chain)).status_code == 404
    assert anybody().get(page(token)).status_code == 410


@pytest.mark.parametrize("kind", UserKind)
def test_a_signed_in_stranger_may_read_but_not_answer(
    kind: UserKind, chain: Chain, token: str
) -> None:
    client = signed_in(factories.user(kind))
    assert "does not work for Hout BV" in client.get(page(token)).text
    assert client.post(page(token), {"answer": "accept"}).status_code == 403
    assert client.get(answer_page(chain)).status_code == 404
    assert client.post(answer_page(chain), {"answer": "accept"}).status_code == 404
    assert status(chain) == "invited"


def test_a_colleague_of_another_kind_may_not_answer(chain: Chain, token: str) -> None:
    assessor = factories.user(
        UserKind.ASSESSOR, organisation=chain.participations.get().organisation
    )
    assert signed_in(assessor).post(answer_page(chain), {"answer": "accept"}).status_code == 403


def test_answering_from_the_work_list_asks_to_sign_in(chain: Chain, token: str) -> None:
    answer: Any = anybody().get(answer_page(chain))
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "perhaps"}])
def test_what_is_no_answer_declines_nothing(sent: dict[str, str], chain: Chain, token: str) -> None:
    assert anybody().post(page(token), sent).status_code == 400
    party = chain.participations.get().organisation
    colleague = factories.user(UserKind.PARTY, organisation=party)
    assert signed_in(colleague).post(page(token), {"sent": "1"} | sent).status_code == 400
    assert status(chain) == "invited"


def test_joining_leaves_the_session_of_before(chain: Chain, token: str) -> None:
    """A session that somebody else may know does not become the session of who joins."""
    client = anybody()
    client.get("/taal/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    assert client.post(page(token), JOIN).status_code == 302
    assert client.session.session_key != before


def test_the_mail_cannot_be_given_other_headers(
    django_capture_on_commit_callbacks: Any,
) -> None:
    director = factories.user(UserKind.DIRECTOR)
    chain = factories.chain(director=director, purpose="Doel\nBcc: iemand@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        invite_party(
            by=director,
            on=timezone.localdate(),
            chain=chain,
            organisation=factories.organisation(name="Hout\nBcc: iemand@example.org"),
            link=None,
            email=EMAIL,
            address_of=str,
        )
    (message,) = mail.outbox
    assert message.recipients() == [EMAIL]
    assert "Bcc" not in message.message()


def test_who_cannot_sign_in_any_more_is_out_at_once(chain: Chain) -> None:
    director = chain.appointments.get().director
    client = signed_in(director)
    overview = reverse("chains:overview", args=[chain.slug])
    assert client.get(overview).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(overview).status_code == 302
