"""Where every page is, with what has to happen first so that all of them exist."""

from tests.browser import atlas, workbooks
from tests.browser.atlas import DIRECTOR, MANAGER, Place
from tests.browser.texts import t
from tests.browser.visitor import Visitor, Visitors

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def find(everyone: Visitors) -> dict[str, Place]:
    """With a draft of a letter, an invitation that was not used and a staged import."""
    chain = _example_chain(everyone(DIRECTOR))
    known = {
        "chains:letter_version": Place(DIRECTOR, f"{chain}commitment/1/"),
        "invitation:show": Place(atlas.STRANGER, _invite_again(everyone(DIRECTOR), chain)),
        "register:import_preview": Place(MANAGER, _stage_import(everyone(MANAGER))),
    }
    _draft_letter(everyone(DIRECTOR), chain)
    return atlas.draw(everyone, known)


def _example_chain(director: Visitor) -> str:
    director.go("/ketens/")
    director.follow("voorbeeld")
    return director.path


def _invite_again(director: Visitor, chain: str) -> str:
    """A new link for the supervisor, the last of the list: nobody there has an account yet."""
    director.go(f"{chain}partijen/")
    director.arrive_by(director.link(t("Send again")).last)
    director.fill(t("E-mail address of the contact"), "nieuw@example.org")
    director.press(t("Send again"))
    return director.main.get_by_role("code").inner_text().removeprefix(director.server)


def _draft_letter(director: Visitor, chain: str) -> None:
    director.go(f"{chain}commitment/")
    director.press(t("Draw up a new version"))


def _stage_import(manager: Visitor) -> str:
    manager.go("/register/importeren/")
    book = workbooks.Edited(manager.download(manager.link(t("The register as it is"))))
    book.set(2, "Wat het is", "Hout uit de stad wordt meubel, vloer en bank in dezelfde stad.")
    book.set(3, "Opdrachtgever", "Voorbeeldprovincie")
    book.add(Kenmerk="proef-met-stoelen", Initiatief="Proef met stoelen")
    manager.field(t("Workbook")).set_input_files(
        {"name": "register-bewerkt.xlsx", "mimeType": XLSX, "buffer": book.content()}
    )
    manager.press(t("Upload and compare"))
    return manager.path
