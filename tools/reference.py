"""Write docs/reference from the code: python -m tools.reference (a test fails when it is stale)."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "docs" / "reference"
ACCESS = PROJECT / "tests" / "web" / "access.csv"


def permissions() -> str:
    """Which kind of user can have which permission."""
    from schakel.domain.accounts.choices import UserKind
    from schakel.domain.accounts.permissions import PERMISSIONS

    rows = [
        [f"`{name}`", *("yes" if kind in kinds else "" for kind in UserKind)]
        for name, kinds in PERMISSIONS.items()
    ]
    return _page(
        "Permissions",
        "Generated from `src/schakel/domain/accounts/permissions.py`. The room's own "
        "`permissions.py` adds the person rule: the director of this chain, the manager of this "
        "programme. Without signing in: the register, the waste codes and an invitation.",
        ["permission", *(kind.value.replace("_", " ") for kind in UserKind)],
        rows,
    )


def phases() -> str:
    from schakel.domain.chains.phases import diagram

    return diagram()


def urls() -> str:
    """What every route answers to every person."""
    with ACCESS.open(newline="") as file:
        header, *rows = csv.reader(file)
    return _page(
        "Every URL and who gets in",
        "Generated from the reviewed table `tests/web/access.csv`, which a test holds against the "
        "product. A cell is the answer to GET and to a POST without fields; `login` leads to the "
        "sign-in page, 404 is also the answer for what somebody may not know of, 405 means that "
        "the route has no such method.",
        [name.replace("_", " ") for name in header],
        [[f"`{row[0]}`", *row[1:]] for row in rows],
    )


def _page(title: str, intro: str, header: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows)]
    return f"# {title}\n\n{intro}\n\n" + "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": permissions,
    "phases.md": phases,
    "urls.md": urls,
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.config.settings")
    django.setup()
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page())


if __name__ == "__main__":
    main()
