"""The pages of the Business Model Canvas: who sees them, who writes, and what comes of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.domain.accounts.choices import UserKind
from schakel.domain.accounts.models import User
from schakel.domain.chains.actions import canvas as actions
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models import Canvas, CanvasWaiver, Chain
from schakel.domain.chains.models.canvas import base_of
from tests.factories import chain, participation, user

pytestmark = pytest.mark.django_db
EMPTY = base_of("")


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def director() -> User:
    return user(UserKind.DIRECTOR)


@pytest.fixture
def keten(director: User) -> Chain:
    return chain(director=director)


@pytest.fixture
def canvas(keten: Chain, director: User) -> Canvas:
    return actions.begin_canvas(
        by=director, at=timezone.now(), chain=keten, moment=CanvasMoment.START
    )


@pytest.fixture
def readers(keten: Chain) -> list[User]:
    party = user(UserKind.PARTY)
    participation(keten, organisation=party.organisation)
    return [keten.programme.managers.get(), party]


def at(name: str, keten: Chain, moment: str = "start") -> str:
    return reverse(f"chains:{name}", args=[keten.slug, moment])


def sent(text: str, base: str = EMPTY) -> dict[str, str]:
    return {"customer_segments": text, "base_customer_segments": base}


def fix(canvas: Canvas, by: User) -> Canvas:
    canvas.customer_segments = "Hotels"
    canvas.save()
    return actions.fix_canvas(
        by=by, on=timezone.localdate(), canvas=canvas, seen_sha256=canvas.compute_hash()
    )


POSTS = [
    ("canvas_moment", sent("Hotels")),
    ("begin_canvas", {}),
    ("fix_canvas", {}),
    ("waive_canvas", {"reason": "Nog geen afnemer."}),
]


@pytest.mark.parametrize(("name", "data"), POSTS, ids=[name for name, _ in POSTS])
class TestEveryPost:
    def test_who_only_reads_is_refused(
        self, client: Client, canvas: Canvas, readers: list[User], name: str, data: dict[str, str]
    ) -> None:
        for reader in readers:
            client.force_login(reader)
            assert client.post(at(name, canvas.chain), data).status_code == 403
        assert Canvas.objects.get().customer_segments == ""

    def test_a_stranger_finds_nothing(
        self, client: Client, keten: Chain, canvas: Canvas, name: str, data: dict[str, str]
    ) -> None:
        for kind in UserKind:
            client.force_login(user(kind))
            assert client.post(at(name, keten), data).status_code == 404

    def test_another_moment_is_not_there(
        self, client: Client, director: User, keten: Chain, name: str, data: dict[str, str]
    ) -> None:
        client.force_login(director)
        assert client.post(at(name, keten, "ooit"), data).status_code == 404


def test_get_on_begin_is_not_allowed(client: Client, director: User, keten: Chain) -> None:
    client.force_login(director)
    assert client.get(at("begin_canvas", keten)).status_code == 405


def test_everybody_in_the_chain_reads(
    client: Client, keten: Chain, canvas: Canvas, director: User, readers: list[User]
) -> None:
    for reader in (director, *readers):
        client.force_login(reader)
        for url in (reverse("chains:canvas", args=[keten.slug]), at("canvas_moment", keten)):
            page = client.get(url)
            assert page.status_code == 200
            assert ("<textarea" in page.content.decode()) == (reader == director)


def test_begin_fill_and_fix(client: Client, keten: Chain, director: User) -> None:
    client.force_login(director)
    page = client.get(reverse("chains:canvas", args=[keten.slug])).content.decode()
    assert at("begin_canvas", keten) in page
    assert client.post(at("begin_canvas", keten)).status_code == 302
    assert client.post(at("canvas_moment", keten), sent("Hotels")).status_code == 302
    seen = client.get(at("fix_canvas", keten)).context["now_sha256"]
    assert client.post(at("fix_canvas", keten), {"seen": seen}).status_code == 302
    canvas = Canvas.objects.get()
    assert (canvas.customer_segments, canvas.fixed_by) == ("Hotels", director)
    page = client.get(at("canvas_moment", keten)).content.decode()
    assert canvas.content_sha256 in page
    assert "<textarea" not in page


def test_a_canvas_out_of_order_is_refused(client: Client, keten: Chain, director: User) -> None:
    client.force_login(director)
    answer = client.post(at("begin_canvas", keten, "eind"))
    assert answer.status_code == 422
    assert "Begin with the canvas at the start" in answer.content.decode()
    assert client.post(at("canvas_moment", keten), sent("Hotels")).status_code == 404


def test_fixing_what_changed_in_the_meantime(
    client: Client, keten: Chain, canvas: Canvas, director: User
) -> None:
    client.force_login(director)
    client.post(at("canvas_moment", keten), sent("Hotels"))
    answer = client.post(at("fix_canvas", keten), {"seen": canvas.compute_hash()})
    assert answer.status_code == 422
    assert "changed while you were looking" in answer.content.decode()
    assert Canvas.objects.get().fixed_on is None


class TestSaving:
    def autosave(self, client: Client, keten: Chain, data: dict[str, str]) -> tuple[int, dict]:
        answer = client.post(at("canvas_moment", keten), data, headers={"X-Autosave": "1"})
        return answer.status_code, answer.json()

    def test_autosave_answers_with_the_time_and_new_marks(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        status, told = self.autosave(client, keten, sent("Hotels\r\nZorg"))
        assert (status, told["version"]) == (200, 2)
        assert len(told["saved"]) == 5
        assert told["fields"]["base_customer_segments"] == base_of("Hotels\nZorg")
        status, told = self.autosave(
            client, keten, sent("Hotels", told["fields"]["base_customer_segments"])
        )
        assert (status, Canvas.objects.get().customer_segments) == (200, "Hotels")

    def test_a_late_autosave_gets_both_texts_and_then_its_way(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        self.autosave(client, keten, sent("Hotels"))
        status, told = self.autosave(client, keten, sent("Zorg"))
        assert status == 409
        assert told["yours"] == {"customer_segments": "Zorg"}
        assert told["present"] == {"customer_segments": "Hotels"}
        assert Canvas.objects.get().customer_segments == "Hotels"
        base = told["fields"]["base_customer_segments"]
        assert self.autosave(client, keten, sent("Hotels en zorg", base))[0] == 200
        assert Canvas.objects.get().customer_segments == "Hotels en zorg"

    def test_a_later_edit_of_a_block_that_showed_an_older_text_clashes(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        self.autosave(client, keten, sent("Hotels"))
        partners = {"key_partners": "Inzamelaar", "base_key_partners": EMPTY}
        status, told = self.autosave(client, keten, sent("") | partners)
        assert status == 200
        assert list(told["fields"]) == ["base_key_partners"]
        assert self.autosave(client, keten, sent("Zorg"))[0] == 409
        stale = client.post(
            at("canvas_moment", keten),
            sent("") | {"key_partners": "Verwerker", "base_key_partners": EMPTY},
        )
        assert stale.status_code == 409
        form = stale.context["form"]
        again = {name: form[name].value() for name in form.fields}
        assert client.post(at("canvas_moment", keten), again).status_code == 302
        found = Canvas.objects.get()
        assert (found.customer_segments, found.key_partners) == ("Hotels", "Verwerker")

    def test_autosave_says_what_it_refuses(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        status, told = self.autosave(client, keten, sent("x" * 1_501))
        assert status == 422
        assert "1500" in told["error"]
        fix(canvas, director)
        status, told = self.autosave(client, keten, sent("Zorg", base_of("Hotels")))
        assert status == 422
        assert "stays as it is" in told["error"]

    def test_a_late_save_without_script_shows_both_texts(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        client.post(at("canvas_moment", keten), sent("Alleen hotels"))
        answer = client.post(at("canvas_moment", keten), sent("Alleen zorg"))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Alleen zorg</textarea>" in page
        assert "Alleen hotels" in page
        again = sent("Alleen zorg", answer.context["form"]["base_customer_segments"].value())
        assert client.post(at("canvas_moment", keten), again).status_code == 302
        assert Canvas.objects.get().customer_segments == "Alleen zorg"

    def test_what_is_too_long_stays_on_the_page(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        answer = client.post(at("canvas_moment", keten), sent("woord " * 300))
        assert answer.status_code == 422
        assert "woord woord" in answer.content.decode()

    def test_typed_text_is_never_markup(
        self, client: Client, keten: Chain, canvas: Canvas, director: User, readers: list[User]
    ) -> None:
        client.force_login(director)
        client.post(at("canvas_moment", keten), sent("<script>alert(1)</script>"))
        client.force_login(readers[0])
        assert "<script>alert" not in client.get(at("canvas_moment", keten)).content.decode()


def test_leaving_out_the_middle_one(client: Client, keten: Chain, director: User) -> None:
    client.force_login(director)
    url = at("waive_canvas", keten, "3-maanden")
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Nog geen afnemer."}).status_code == 302
    assert client.post(url, {"reason": "Nog geen afnemer."}).status_code == 422
    assert client.post(at("waive_canvas", keten), {"reason": "Nee."}).status_code == 422
    assert CanvasWaiver.objects.get().reason == "Nog geen afnemer."
    assert (
        "Nog geen afnemer." in client.get(at("canvas_moment", keten, "3-maanden")).content.decode()
    )


class TestCompare:
    def test_one_canvas_is_nothing_to_compare(
        self, client: Client, keten: Chain, canvas: Canvas, director: User
    ) -> None:
        client.force_login(director)
        page = client.get(reverse("chains:compare_canvases", args=[keten.slug]))
        assert "no two canvases" in page.content.decode()

    def test_words_are_marked(
        self, client: Client, keten: Chain, canvas: Canvas, director: User, readers: list[User]
    ) -> None:
        fix(canvas, director)
        second = actions.begin_canvas(
            by=director, at=timezone.now(), chain=keten, moment=CanvasMoment.THREE_MONTHS
        )
        Canvas.objects.filter(pk=second.pk).update(customer_segments="Zorg")
        for reader in (director, *readers):
            client.force_login(reader)
            url = reverse("chains:compare_canvases", args=[keten.slug])
            page = client.get(url, {"van": "start", "naar": "3-maanden"}).content.decode()
            assert "<del>" in page
            assert "<ins>" in page
            assert page.count("unchanged") == len(CanvasBlock) - 1
            assert client.get(url, {"van": "nergens", "naar": "x"}).status_code == 200
