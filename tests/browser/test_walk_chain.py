"""A chain from initiative to accountability report, step by step, by everyone who has a part in it.

The steps build on each other: after one that failed the others say which, and are not tried.
"""

import io
from collections.abc import Iterator
from datetime import timedelta

import docx
import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, expect

from schakel.domain.chains.choices import GateOutcome, Level, LogTopic, StartPoint, Unit
from schakel.domain.chains.indicators import INDICATORS
from schakel.domain.chains.letters import CONSENT
from schakel.domain.parties.choices import Interest, PartyKind
from schakel.domain.programmes.choices import DirectorRole, Phase
from tests.browser import shots
from tests.browser.texts import choice, t
from tests.browser.visitor import NARROW, Visitor, Visitors, person

pytestmark = [pytest.mark.browser, pytest.mark.steps]

CHAIN = "Stoelen van stadshout"
PURPOSE = "Gekapte bomen worden meubels in dezelfde stad, in plaats van snippers voor de oven."
COLLECTOR, PROCESSOR = "Matras Retour Voorbeeld BV", "Schuimwerk Voorbeeld BV"
MAKER, MAKER_MAIL, MAKER_NAME = (
    "Houtwerk Voorbeeld BV",
    "houtwerk@example.org",
    "Voorbeeld Meubelmaker",
)
MAKER_PASSWORD = "van-boom-tot-stoel-1"
NO_GO_REASON = "De letter of commitment is nog niet door alle partijen ondertekend."
LESSON = "Spreek een datum af waarop iedereen heeft ondertekend."
GO_REASON = "Alle partijen hebben ondertekend; de keten kan gebouwd worden."
OVERRIDE = "De afnemer tekent volgende week; wachten kost het oogstseizoen."
LOGGED = "Drie bedrijven zaten aan tafel en wisselden hun volumes uit."
ACTIVITY = "Rondgang langs zagerij en meubelmaker"
BARRIER = "Kapvergunning en hergebruik"
OPENED = t(
    "The letter is open for signing. Text and promises are now frozen, and everyone who can sign "
    "gets a link by mail."
)
IN_THREE_MONTHS = timezone.localdate() + timedelta(days=90)


Story = dict[str, str]


@pytest.fixture(scope="module")
def story() -> Story:
    """What the steps leave behind for each other."""
    return {}


@pytest.fixture
def manager(visit: Visitors) -> Visitor:
    return visit("programmamanager")


@pytest.fixture
def director(visit: Visitors) -> Visitor:
    return visit("ketenregisseur")


@pytest.fixture(scope="module")
def maker(browser: Browser, server: str) -> Iterator[Visitor]:
    """Somebody who is nobody here yet: the invitation makes the account."""
    visitor = Visitor(browser, server)
    yield visitor
    visitor.check()
    visitor.context.close()


def tab(visitor: Visitor, story: Story, name: str) -> None:
    """Go to a page of the chain over its tabs."""
    if not visitor.path.startswith(story["chain"]):
        visitor.go(story["chain"])
    tabs = visitor.page.get_by_role("navigation", name=t("Pages of this chain"))
    visitor.arrive_by(tabs.get_by_role("link", name=t(name), exact=True))


def form_with(visitor: Visitor, button: str) -> Locator:
    pressed = visitor.page.get_by_role("button", name=button)
    return visitor.main.locator("form").filter(has=pressed)


def row(visitor: Visitor, text: str) -> Locator:
    return visitor.main.get_by_role("row").filter(has_text=text)


# The programme manager turns an initiative into a chain.


def test_the_manager_starts_a_chain_from_an_initiative(manager: Visitor, story: Story) -> None:
    manager.go("/register/?q=Houtketen")
    manager.arrive_by(manager.main.locator("#results h3 a").first)
    initiative = manager.heading.inner_text()
    manager.follow(t("Start a chain"))
    manager.reads(initiative)
    expect(manager.field(t("Name of the chain"))).to_have_value(initiative)
    manager.fill(t("Name of the chain"), CHAIN)
    manager.fill(t("Purpose and why"), PURPOSE)
    manager.main.locator(f"[value={StartPoint.PUBLIC_QUESTION.value}]").check()
    manager.press(t("Start the chain"))
    manager.is_told(t("The chain has been started. Now appoint a director."))
    story["initiative"] = initiative
    story["chain"] = manager.path.removesuffix("regisseur/aanstellen/")


def test_a_chain_without_a_purpose_is_not_started(manager: Visitor) -> None:
    manager.go("/ketens/nieuw/")
    manager.fill(t("Name of the chain"), "Keten zonder doel")
    manager.press(t("Start the chain"), status=422)
    expect(manager.main.get_by_role("alert")).to_be_focused()
    expect(manager.field(t("Name of the chain"))).to_have_value("Keten zonder doel")
    assert manager.axe() == []


def test_the_manager_appoints_the_director(manager: Visitor, story: Story) -> None:
    manager.go("/mijn-werk/")
    manager.follow(t("Appoint a director"))
    manager.choose(t("Chain director"), person("ketenregisseur").name)
    manager.fill(t("Hours a week"), "7,5")
    manager.press(t("Appoint"))
    manager.is_told(t("The director has been appointed."))
    assert manager.path == f"{story['chain']}regisseur/"
    manager.reads(person("ketenregisseur").name)
    manager.reads("7,5")
    manager.go(story["chain"])
    expect(manager.link(story["initiative"])).to_be_visible()


# The director finds the parties.


def test_the_director_names_the_links(director: Visitor, story: Story) -> None:
    director.go("/mijn-werk/")
    director.arrive_by(director.main.get_by_role("link", name=CHAIN, exact=True))
    tab(director, story, "Parties")
    director.follow(t("Change the links"))
    names = ["Kappen in de stad", "", "Zagen en drogen", "Meubels maken", ""]
    for number, name in enumerate(names, start=1):
        director.fill(t("What the link in row %(number)s does", number=number), name)
    director.press(t("Save the links"))
    director.is_told(t("The links have been saved."))
    links = director.main.locator(".schakel-chain").get_by_role("heading")
    expect(links).to_have_text(["Kappen in de stad", "Zagen en drogen", "Meubels maken"])


@pytest.mark.parametrize(
    ("party", "link", "email"),
    [
        (COLLECTOR, "Kappen in de stad", "inzamelaar@example.org"),
        (PROCESSOR, "Zagen en drogen", "verwerker@example.org"),
    ],
)
def test_the_director_invites_a_known_party(
    director: Visitor, story: Story, party: str, link: str, email: str
) -> None:
    tab(director, story, "Parties")
    director.arrive_by(director.link(f"{t('Invite a party')} ({link})"))
    form = form_with(director, t("Invite this party"))
    form.get_by_label(t("Party"), exact=True).fill(party)
    expect(form.locator("select").locator("option:checked")).to_contain_text(link)
    form.get_by_label(t("E-mail address of the contact")).fill(email)
    director.press(t("Invite this party"))
    expect(director.heading).to_have_text(t("The invitation has been sent"))


def test_the_director_invites_a_new_party_by_mail(director: Visitor, story: Story) -> None:
    tab(director, story, "Parties")
    director.follow(t("Invite a party") + " (Meubels maken)")
    form = form_with(director, t("Add and invite"))
    form.get_by_label(t("Name of the party")).fill(MAKER)
    form.get_by_label(t("Kind of party")).select_option(value=PartyKind.ENTERPRISE.value)
    form.locator(f"input[value={Interest.PRIVATE.value}]").check()
    form.get_by_label(t("E-mail address of the contact")).fill(MAKER_MAIL)
    director.press(t("Add and invite"))
    address = director.main.get_by_role("code").inner_text()
    assert address.startswith(director.server)
    story["invitation"] = address
    tab(director, story, "Parties")
    expect(row(director, MAKER)).to_contain_text(MAKER_MAIL)


def test_who_is_invited_makes_an_account_and_joins(maker: Visitor, story: Story) -> None:
    maker.go(story["invitation"])
    expect(maker.heading).to_have_text(CHAIN)
    maker.reads(PURPOSE)
    maker.fill(t("Your name"), MAKER_NAME)
    maker.fill(t("Choose a password"), "kort")
    maker.press(t("Make the account and take part"), status=422)
    expect(maker.field(t("Your name"))).to_have_value(MAKER_NAME)
    maker.fill(t("Choose a password"), MAKER_PASSWORD)
    maker.press(t("Make the account and take part"))
    maker.is_told(t("Welcome: your party now takes part in this chain."))
    assert maker.path == story["chain"]


def test_an_invitation_works_once(visit: Visitors, story: Story) -> None:
    stranger = visit("")
    stranger.go(story["invitation"], status=410)
    expect(stranger.heading).to_have_text(t("This link has been used already"))
    assert stranger.axe() == []


@pytest.mark.parametrize("key", ["inzamelaar", "verwerker"])
def test_a_known_party_answers_from_its_own_work(key: str, visit: Visitors, story: Story) -> None:
    party = visit(key)
    party.go("/mijn-werk/")
    party.follow(f"{t('Answer the invitation')}: {CHAIN}")
    party.press(t("Take part"))
    assert party.path == story["chain"]


def test_a_party_sees_the_chain_but_not_the_diary(visit: Visitors, story: Story) -> None:
    party = visit("inzamelaar")
    party.go(story["chain"])
    tabs = party.page.get_by_role("navigation", name=t("Pages of this chain"))
    assert t("Logbook") not in tabs.inner_text()
    for page in ("logboek/", "uren/", "verantwoording/", "partijen/uitnodigen/"):
        party.go(story["chain"] + page, status=403)


def test_a_foreign_chain_is_not_there(visit: Visitors, story: Story) -> None:
    for key in ("maker", "genodigde", "beoordelaar", "beheerder"):
        outsider = visit(key)
        outsider.go(story["chain"], status=404)
        outsider.go("/ketens/")
        assert CHAIN not in outsider.main.inner_text()


# The director says how complex the chain is.


def indicator(visitor: Visitor, key: str, level: Level) -> Locator:
    label = next(choice(one.label) for one in INDICATORS if one.key == key)
    return visitor.main.get_by_role("group", name=label).locator(f"label:has([value={level}])")


@pytest.mark.parametrize(
    ("level", "effort"),
    [(Level.LOW, ["4", "12", "208"]), (Level.HIGH, ["8", "24", "832"])],
)
def test_six_indicators_give_hours_and_months_at_once(
    director: Visitor, story: Story, level: Level, effort: list[str]
) -> None:
    tab(director, story, "Complexity")
    estimate = director.main.locator("#estimate")
    for one in INDICATORS:
        indicator(director, one.key, level).click()
    expect(estimate.locator(".schakel-stats dd")).to_have_text(effort)
    assert director.axe() == []


def test_the_complexity_is_kept_with_its_reasons_and_the_norm_beside_it(
    director: Visitor, story: Story
) -> None:
    tab(director, story, "Complexity")
    for one in INDICATORS:
        level = Level.HIGH if one.key == "regulation" else Level.LOW
        indicator(director, one.key, level).click()
    director.fill(t("Explanation"), "Alleen de kapvergunning is een vraag.")
    director.press(t("Save the complexity"))
    director.is_told(t("The complexity has been recorded."))
    estimate = director.main.locator("#estimate")
    expect(estimate.locator(".schakel-stats dd").first).to_have_text("4,5")
    expect(estimate).to_contain_text(t("The norm of the programme applies"))
    expect(estimate).to_contain_text("208")
    for one in INDICATORS:
        expect(estimate).to_contain_text(str(choice(one.label)))


# The letter of commitment.


def test_the_director_drafts_the_letter_with_promises(director: Visitor, story: Story) -> None:
    tab(director, story, "Letter of commitment")
    director.press(t("Draw up the first version"))
    story["letter"] = director.path
    for party, what, amount in (
        (COLLECTOR, "Gekapte stammen van minstens twee meter aanleveren", "120,5"),
        (PROCESSOR, "Stammen zagen en drogen tot planken", "80"),
    ):
        _promise(director, story, party, what, amount)


def test_the_letter_is_not_opened_while_somebody_just_joins_in(
    director: Visitor, story: Story
) -> None:
    director.go(story["letter"])
    director.press_and_confirm(t("Open for signing"), status=422)
    expect(director.main.get_by_role("alert")).to_contain_text(MAKER)
    assert director.axe() == []


def test_a_promise_without_a_later_date_is_refused(director: Visitor, story: Story) -> None:
    director.go(story["letter"])
    director.follow(t("Add a promise"))
    director.fill(t("What is promised"), "Stoelen maken")
    director.fill(t("How much"), "200")
    director.press(t("Save the promise"), status=422)
    expect(director.field(t("What is promised"))).to_have_value("Stoelen maken")


def test_the_director_opens_the_letter_for_signing(director: Visitor, story: Story) -> None:
    _promise(director, story, MAKER, "Stoelen maken van eigen planken", "200")
    director.press_and_confirm(t("Open for signing"))
    director.is_told(OPENED)
    director.reads("120,5")


def _promise(director: Visitor, story: Story, party: str, what: str, amount: str) -> None:
    director.go(story["letter"])
    director.follow(t("Add a promise"))
    options = director.field(t("Party")).locator("option")
    director.choose(t("Party"), options.filter(has_text=party).inner_text())
    director.fill(t("What is promised"), what)
    director.fill(t("How much"), amount)
    director.field(t("Unit")).select_option(value=Unit.TONNE.value)
    director.fill(t("By when"), IN_THREE_MONTHS.isoformat())
    director.press(t("Save the promise"))
    expect(row(director, what)).to_contain_text(party)


# A first look at the gate: not yet.


def test_the_gate_shows_what_is_there_and_who_is_missing(manager: Visitor, story: Story) -> None:
    tab(manager, story, "Go or no-go")
    unsigned = manager.main.get_by_role("listitem").filter(
        has_text=t("Every participating enterprise has signed the letter of commitment")
    )
    for party in (COLLECTOR, PROCESSOR, MAKER):
        expect(unsigned.first).to_contain_text(party)
    manager.reads(t("%(met)s of %(all)s conditions met", met=10, all=11))


def decide(manager: Visitor, story: Story, outcome: GateOutcome, reasons: str) -> None:
    tab(manager, story, "Go or no-go")
    manager.main.locator(f"label:has([value={outcome.value}])").click()
    manager.fill(t("Reasons"), reasons)


RECORD = "Record the decision"


def test_a_go_without_the_conditions_needs_a_written_reason(manager: Visitor, story: Story) -> None:
    decide(manager, story, GateOutcome.GO, GO_REASON)
    manager.press_and_confirm(t(RECORD), status=422)
    expect(manager.main.get_by_role("alert")).to_contain_text(
        t("Why go while conditions are not met")
    )
    expect(manager.field(t("Reasons"))).to_have_value(GO_REASON)
    assert manager.axe() == []


def test_a_no_go_keeps_its_reasons_and_its_lesson(manager: Visitor, story: Story) -> None:
    decide(manager, story, GateOutcome.NO_GO, NO_GO_REASON)
    manager.fill(t("Lesson"), LESSON)
    manager.press_and_confirm(t(RECORD))
    manager.is_told(t("No-go: the decision, its reasons and its lesson are kept."))
    manager.reads(NO_GO_REASON)
    manager.reads(LESSON)


# Everyone signs by name, one of them on a phone.


def sign(
    party: Visitor, story: Story, name: str, password: str = "", chain: str = f": {CHAIN}"
) -> None:
    """Without `password`: somebody who showed it for this letter less than half an hour ago.

    My work names the chain to whoever is in more than one.
    """
    party.go("/mijn-werk/")
    party.follow(f"{t('Sign the letter of commitment')}{chain}")
    if password:
        show_who_you_are(party, password)
    shots.take(party, "sign-letter")
    party.fill(t("Your full name"), name)
    party.fill(t("Your position"), "Directeur")
    party.main.get_by_label(choice(CONSENT)).check()
    party.press(t("Sign"))
    party.is_told(t("You have signed the letter for your party."))
    expect(row(party, name)).to_contain_text(t("signed"))


def show_who_you_are(party: Visitor, password: str) -> None:
    """A session that is still open is not enough to sign."""
    assert party.axe() == []
    party.fill(t("Password"), password)
    party.press(t("Go on"))


def test_signing_asks_for_the_own_name_and_for_consent(visit: Visitors, story: Story) -> None:
    party = visit("inzamelaar")
    party.go(story["letter"])
    party.follow(t("Read and sign"))
    show_who_you_are(party, person("inzamelaar").password)
    party.fill(t("Your full name"), "Iemand Anders")
    party.fill(t("Your position"), "Directeur")
    party.press(t("Sign"), status=422)
    party.main.get_by_label(choice(CONSENT)).check()
    party.press(t("Sign"), status=422)
    expect(party.main.get_by_role("alert")).to_contain_text(person("inzamelaar").name)
    assert party.axe() == []


def test_the_first_party_signs(visit: Visitors, story: Story) -> None:
    sign(visit("inzamelaar"), story, person("inzamelaar").name)


def test_the_second_party_signs_on_a_phone(visit: Visitors, story: Story) -> None:
    somebody = person("verwerker")
    sign(visit("verwerker", NARROW), story, somebody.name, somebody.password)


def test_the_newcomer_signs(maker: Visitor, story: Story) -> None:
    sign(maker, story, MAKER_NAME, MAKER_PASSWORD, chain="")
    maker.check()


# The gate again: go, and what was decided on stays as it was.


def test_with_every_signature_the_gate_is_passed(manager: Visitor, story: Story) -> None:
    manager.go("/mijn-werk/")
    manager.follow(f"{t('Decide go or no-go')}: {CHAIN}")
    manager.reads(t("all conditions are met"))
    expect(manager.main.get_by_label(t("Why go while conditions are not met"))).to_have_count(0)
    decide(manager, story, GateOutcome.GO, GO_REASON)
    manager.press_and_confirm(t(RECORD))
    manager.reads(GO_REASON)
    manager.go(story["chain"])
    step = manager.main.locator("[aria-current=step]")
    expect(step).to_contain_text(choice(Phase.ASSEMBLE.label), ignore_case=True)


def test_the_evidence_of_the_no_go_is_still_that_of_that_day(
    manager: Visitor, story: Story
) -> None:
    tab(manager, story, "Go or no-go")
    for met in (10, 11):
        manager.reads(t("Frozen evidence: %(met)s of %(all)s conditions met", met=met, all=11))
    frozen = manager.main.get_by_role("group").filter(
        has_text=t("Frozen evidence: %(met)s of %(all)s conditions met", met=10, all=11)
    )
    frozen.locator("summary").click()
    expect(frozen).to_contain_text(MAKER)
    assert manager.axe() == []


def test_a_go_past_unmet_conditions_stays_visible_with_its_reason(
    manager: Visitor, visit: Visitors, story: Story
) -> None:
    decide(manager, story, GateOutcome.GO, GO_REASON)
    manager.fill(t("Why go while conditions are not met"), OVERRIDE)
    manager.press_and_confirm(t(RECORD))
    for who in (manager, visit("inzamelaar"), visit("verwerker", NARROW)):
        who.go(story["chain"])
        who.reads(OVERRIDE)


# The diary of the director, and what it adds up to.


def test_the_director_writes_in_the_logbook_and_corrects_it(
    director: Visitor, story: Story
) -> None:
    tab(director, story, "Logbook")
    form = director.main.get_by_role("complementary", name=t("New entry"))
    form.get_by_label(t("About")).select_option(value=LogTopic.PARTNERS_INVOLVEMENT.value)
    form.get_by_label(t("What happened")).fill("Twee bedrijven zaten aan tafel.")
    director.press(t("Add to the logbook"))
    director.is_told(t("The entry has been added to the logbook."))
    director.follow(t("Correct"))
    director.fill(t("What happened"), LOGGED)
    director.press(t("Add the correction"))
    director.reads(LOGGED)
    director.reads("Twee bedrijven zaten aan tafel.")


def test_an_unfinished_entry_survives_a_reload(director: Visitor, story: Story) -> None:
    tab(director, story, "Logbook")
    form = director.main.get_by_role("complementary", name=t("New entry"))
    form.get_by_label(t("What happened")).press_sequentially("Nog niet af")
    director.page.reload()
    expect(form.get_by_label(t("What happened"))).to_have_value("Nog niet af")


def test_the_director_books_hours_and_takes_them_back(director: Visitor, story: Story) -> None:
    tab(director, story, "Hours")
    for activity, hours in ((ACTIVITY, "2,5"), ("Verkeerde keten", "1")):
        form = director.main.get_by_role("complementary", name=t("Book hours"))
        form.get_by_label(t("Hours"), exact=True).fill(hours)
        form.get_by_label(t("Role")).select_option(value=DirectorRole.BROKER.value)
        form.get_by_label(t("Activity")).fill(activity)
        director.press(t("Book"))
        expect(row(director, activity)).to_contain_text(hours)
    director.arrive_by(row(director, "Verkeerde keten").get_by_role("button"))
    expect(row(director, "Verkeerde keten")).to_have_count(0)
    director.press(t("Put back"))
    expect(row(director, "Verkeerde keten")).to_have_count(1)
    director.arrive_by(row(director, "Verkeerde keten").get_by_role("button"))


def test_the_director_records_a_barrier(director: Visitor, story: Story) -> None:
    tab(director, story, "Barriers")
    director.follow(t("Record the first barrier"))
    fields = director.page.locator("main form").locator("input[type=text], textarea")
    fields.first.fill(BARRIER)
    for number in range(1, fields.count()):
        fields.nth(number).fill(f"Antwoord {number} over de vergunning.")
    director.press(t("Save the barrier"))
    expect(director.heading).to_have_text(BARRIER)


def test_the_accountability_report_is_filled_from_the_chain(
    director: Visitor, story: Story
) -> None:
    tab(director, story, "Accountability report")
    for text in (CHAIN, LOGGED, BARRIER, MAKER):
        director.reads(text)
    pdf = director.download(director.button(t("Download as PDF")))
    assert pdf.startswith(b"%PDF-")
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    word = director.download(director.button(t("Download as Word")))
    words = " ".join(node.text or "" for node in docx.Document(io.BytesIO(word)).element.iter())
    for expected in (CHAIN, LOGGED, BARRIER, MAKER):
        assert expected in text
        assert expected in words
    assert str(reader.root_object["/Lang"]).startswith("nl")


def test_the_manager_gets_the_report_as_well(manager: Visitor, story: Story) -> None:
    tab(manager, story, "Accountability report")
    manager.reads(LOGGED)
    expect(manager.link(t("Write about it in the logbook"))).to_have_count(0)


def test_going_out_closes_the_door(browser: Browser, server: str, story: Story) -> None:
    somebody = Visitor(browser, server).sign_in("verwerker")
    somebody.page.get_by_role("button", name=t("Account")).click()
    somebody.arrive_by(somebody.page.get_by_role("button", name=t("Sign out")))
    somebody.go(story["chain"])
    expect(somebody.heading).to_have_text(t("Sign in"))
    somebody.check()
    somebody.context.close()
