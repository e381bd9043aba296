"""Every page with the address at which somebody finds it: by following the links of the product."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.browser.visitor import Visitor, Visitors
from tests.web import test_access

STRANGER, MANAGER, DIRECTOR = "", "programmamanager", "ketenregisseur"
SIGNER, INVITED, ADMINISTRATOR = "maker", "genodigde", "beheerder"

# Each follows links only to what the earlier ones did not find.
ORDER = (STRANGER, DIRECTOR, MANAGER, SIGNER, INVITED, ADMINISTRATOR)
PER_ROUTE = 3

# Who sees most of a page that several find.
BEST_SEEN_BY = {"chains:gate": MANAGER, "programmes:detail": MANAGER, "chains:overview": MANAGER}

EXAMPLE = "/ketens/matrassen-opnieuw-voorbeeld/"

# Pages that no link leads to, and where they are.
UNLINKED = {
    "account_inactive": (STRANGER, "/account/inactief/"),
    "account_reset_password_done": (STRANGER, "/account/wachtwoord/vergeten/verstuurd/"),
    "account_reset_password_from_key": (STRANGER, "/account/wachtwoord/nieuw/1-x-y/"),
    "account_reset_password_from_key_done": (STRANGER, "/account/wachtwoord/nieuw/klaar/"),
    "account_signup": (STRANGER, "/account/aanmelden/"),
    "account_reauthenticate": (SIGNER, "/account/opnieuw/"),
    "account_logout": (DIRECTOR, "/account/uitloggen/"),
    "chains:waive_canvas": (DIRECTOR, f"{EXAMPLE}canvas/3-maanden/overslaan/"),
    "ideas:withdraw": (MANAGER, "/ideeen/5/verkenning/intrekken/"),
    "shell:components": (STRANGER, "/componenten/"),
}

# Routes that answer GET with something else than a page of their own.
NOT_A_PAGE = {
    "chains:complexity_preview": "a part of the complexity page, which the walk changes",
    "chains:export_barrier_register": "a file",
    "chains:export_barriers": "a file",
    "chains:export_candidates": "a file",
    "chains:export_conflicts": "a file",
    "chains:export_decisions": "a file",
    "chains:export_experts": "a file",
    "chains:export_interests": "a file",
    "chains:export_hours": "a file",
    "chains:export_actions": "a file",
    "chains:export_log": "a file",
    "chains:export_commitments": "a file",
    "chains:export_ladder": "a file",
    "chains:export_ladder_party": "a file",
    "chains:export_letters": "a file",
    "chains:export_meetings": "a file",
    "chains:export_nominations": "a file",
    "chains:export_nudges": "a file",
    "chains:export_nudges_party": "a file",
    "chains:meeting_calendar": "a file",
    "chains:export_seat": "a file",
    "chains:export_seat_parties": "a file",
    "chains:export_size": "a file",
    "chains:export_updates": "a file",
    "chains:export_weeks": "a file",
    "chains:export_work": "a file",
    "chains:export_promise_history": "a file",
    "chains:export_pulses": "a file",
    "chains:export_parties": "a file",
    "chains:export_structure": "a file",
    "chains:export_values": "a file",
    "chains:letter_content": "a file",
    "chains:letter_pdf": "a file",
    "chains:sign_by_link": "a link by mail; the same page as inside the product",
    "chains:sign_letter": "asks to sign in again first; the walk signs",
    "chains:log_entry": "leads to the logbook",
    "chains:log_file": "a file",
    "chains:update_pdf": "a file",
    "ideas:export": "a file",
    "personal:draft": "answers a page while somebody types in it",
    "chains:export_list": "a file",
    "codes:export": "a file",
    "programmes:export": "a file",
    "programmes:export_assets": "a file",
    "programmes:export_strengths": "a file",
    "register:export": "a file",
    "register:import_faults": "a file",
    "register:import_template": "a file",
    "set_language": "leads back",
    "work:export": "a file",
    "work:feed": "a file",
}


@dataclass(frozen=True)
class Place:
    """A page, and the example person at whose screen it is looked at."""

    seen_by: str
    path: str


def get_routes() -> list[str]:
    """Every route that answers GET, by the reviewed table of all routes."""
    table = test_access.table()
    assert set(table) == {route.name for route in test_access.all_routes()}
    return [
        name
        for name, row in table.items()
        if not any(cell.startswith("405/") for cell in row.values())
    ]


def pages() -> list[str]:
    return [name for name in get_routes() if name not in NOT_A_PAGE]


def draw(visit: Visitors, known: dict[str, Place]) -> dict[str, Place]:
    """Follow links as every kind of user in turn; `known` are pages found in another way."""
    atlas = {name: Place(*place) for name, place in UNLINKED.items()} | known
    for who in ORDER:
        for route, path in _walk(visit(who), set(atlas)):
            atlas.setdefault(route, Place(who, path))
    return {
        name: Place(BEST_SEEN_BY.get(name, place.seen_by), place.path)
        for name, place in atlas.items()
    }


def _walk(visitor: Visitor, found: set[str]) -> Iterator[tuple[str, str]]:
    """Each route that is not found yet with the first address met, breadth first."""
    queue, met = deque(["/", "/mijn-werk/"]), {"/", "/mijn-werk/"}
    visits: Counter[str] = Counter()
    while queue:
        path = queue.popleft()
        route = resolve(urlsplit(path).path).view_name
        visits[route] += 1
        if route in NOT_A_PAGE or visits[route] > PER_ROUTE:
            continue
        answer = visitor.context.request.get(visitor.server + path, max_redirects=0)
        if answer.status == 302:
            continue
        assert answer.ok, f"a link leads to {path}, which answers {answer.status}"
        if route not in found:
            yield route, path
        for address in _links(answer.text(), path):
            if address not in met:
                met.add(address)
                queue.append(address)


def _links(page: str, path: str) -> list[str]:
    reader = _LinkReader()
    reader.feed(page)
    return [
        address
        for link in reader.links
        if (address := urljoin(path, link).partition("#")[0]).startswith("/") and _is_ours(address)
    ]


def _is_ours(address: str) -> bool:
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        if address.startswith("/static/"):
            return False
        raise AssertionError(f"a link leads to {address}, which is no route") from None
    return True


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.links.append(href)
