"""The documents tell what is there: links, paths, commands, settings, versions and words."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from schakel.cli.examples.people import PEOPLE
from tools import reference

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "schakel"
FOLDERS = ("src", "docs", "tests", "tools", "frontend", "benchmarks", "locale", ".ci")
# Files that are not in a fresh clone: building, running or testing makes them.
MADE = ("src/schakel/web/shell/static", "locale/nl/LC_MESSAGES/django.mo")

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ROOT_FILE = re.compile(r"\.?[\w-]+(\.(md|toml|json|lock|yml)|linter)|Makefile")


def documents(project: Path) -> list[Path]:
    return sorted([*project.glob("*.md"), *project.glob("docs/**/*.md")])


def broken_links(project: Path) -> Iterator[str]:
    """Relative links to files or headings that are not there."""
    for document in documents(project):
        for link in LINK.findall(document.read_text()):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, heading = link.partition("#")
            target = (document.parent / name).resolve() if name else document
            if not target.exists():
                yield f"{document.name}: {link}"
            elif heading and heading not in _headings(target):
                yield f"{document.name}: {link} has no such heading"


def _headings(document: Path) -> set[str]:
    """The anchors that a Markdown reader makes of the headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(document.read_text())
    }


def missing_paths(project: Path) -> Iterator[str]:
    """Paths of the repository in backticks that lead nowhere."""
    for document in documents(project):
        for code in CODE.findall(FENCE.sub("", document.read_text())):
            path = code.split("::")[0].rstrip("/")
            if not _is_path(path) or path.startswith(MADE):
                continue
            if not any(project.glob(path)) if "*" in path else not (project / path).exists():
                yield f"{document.name}: {code}"


def _is_path(text: str) -> bool:
    if " " in text:
        return False
    folder, slash, _ = text.partition("/")
    return folder in FOLDERS or (not slash and bool(ROOT_FILE.fullmatch(text)))


def unknown_names(document: Path, project: Path) -> Iterator[str]:
    """In a table row with a file and names from it: names that the file doesn't hold."""
    for row in document.read_text().splitlines():
        codes = CODE.findall(row) if row.startswith("|") else []
        paths = [project / code for code in codes if _is_path(code)]
        text = "".join(path.read_text() for path in paths if path.is_file())
        names = [code for code in codes if re.fullmatch(r"[A-Za-z_]\w+", code)]
        yield from (f"{row[:60]}: {name}" for name in names if text and name not in text)


def test_links_lead_somewhere() -> None:
    assert list(broken_links(PROJECT)) == []


def test_paths_exist() -> None:
    assert list(missing_paths(PROJECT)) == []


def test_traced_feature_names_what_is_in_the_files() -> None:
    assert list(unknown_names(PROJECT / "CONTRIBUTING.md", PROJECT)) == []


def test_flaws_in_documents_are_found(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# Top\n[a](gone.md) [b](#nowhere) [c](#top) [d](https://example.org)\n"
        "`src/gone.py` `tests/*.gone` `gone.toml` `README.md`\n"
        "| step | `OTHER.md` | `Top`, `absent` |\n"
    )
    (tmp_path / "OTHER.md").write_text("Top of the other\n")
    assert len(list(broken_links(tmp_path))) == 2
    assert len(list(missing_paths(tmp_path))) == 3
    assert [name.split(": ")[1] for name in unknown_names(tmp_path / "README.md", tmp_path)] == [
        "absent"
    ]


@pytest.mark.parametrize("document", documents(PROJECT), ids=lambda path: path.name)
def test_commands_exist(document: Path) -> None:
    text = document.read_text()
    code = [*CODE.findall(text), *re.findall(r"^(?: {4}|\$ )(.*)$", text, re.MULTILINE)]
    made = [found for one in code for found in re.findall(r"^make ([a-z]+)\b", one)]
    called = [found for one in code for found in re.findall(r"^(?:\S+/)?schakel ([a-z_]+)", one)]
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert set(made) <= set(targets)
    assert set(called) <= set(get_commands())


def test_readme_tells_who_can_sign_in() -> None:
    readme = (PROJECT / "README.md").read_text()
    told = re.findall(r"^\| .+ \| `(\S+@example\.org)` \| `(\S+)` \|$", readme, re.MULTILINE)
    assert told == [(person.email, person.password) for person in PEOPLE]


def test_every_setting_is_described() -> None:
    settings = (SOURCE / "config" / "settings.py").read_text()
    read = {f"SCHAKEL_{name}" for name in re.findall(r'\benv\.\w+\(\s*"(\w+)"', settings)}
    install = (PROJECT / "docs" / "how-to" / "install.md").read_text()
    assert set(re.findall(r"^\| `(SCHAKEL_\w+)`", install, re.MULTILINE)) == read


def test_versions_agree() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## \[(.+?)\](.*)$", (PROJECT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert version in newest.group()
    assert f'softwareVersion: "{version}"' in (PROJECT / "publiccode.yml").read_text()


def test_decisions_are_numbered_and_listed() -> None:
    decisions = sorted((PROJECT / "docs" / "adr").glob("*.md"))
    index = (PROJECT / "docs" / "README.md").read_text()
    for number, decision in enumerate(decisions, start=1):
        text = decision.read_text()
        assert decision.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^## (\w+)", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ]
        assert f"(adr/{decision.name})" in index


def test_glossary_words_are_in_the_code() -> None:
    rows = re.findall(
        r"^\|[^|]+\|[^|]+\| `(\w+)` \|",
        (PROJECT / "docs" / "glossary.md").read_text(),
        re.MULTILINE,
    )
    classes = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text(), re.MULTILINE)
    }
    assert len(rows) > 20
    assert set(rows) - classes == set()


REQUIRED = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}


def test_publiccode_has_what_the_standard_demands() -> None:
    text = (PROJECT / "publiccode.yml").read_text()
    assert set(re.findall(r"^(\w+):", text, re.MULTILINE)) >= REQUIRED
    assert "\t" not in text
    for key in ("license: EUPL-1.2", "type: none", "localisationReady: true"):
        assert f"  {key}\n" in text
    short = re.findall(r"^    shortDescription: (.+)$", text, re.MULTILINE)
    long = re.findall(r"^    longDescription: >\n((?:      .+\n)+)", text, re.MULTILINE)
    features = re.findall(r"^    features:\n((?:      - .+\n)+)", text, re.MULTILINE)
    assert [len(short), len(long), len(features)] == [2, 2, 2]
    assert all(len(one) <= 150 and ": " not in one for one in short)
    assert all(150 <= len(" ".join(one.split())) <= 10_000 for one in long)


def test_licence_is_the_whole_eupl() -> None:
    text = (PROJECT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    articles = re.findall(r"^(\d+)\. [A-Z]", text, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert text.rstrip().endswith("require the production of a new\nEUPL version.")


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_page_is_fresh(name: str) -> None:
    assert (PROJECT / "docs" / "reference" / name).read_text() == reference.PAGES[name]()
