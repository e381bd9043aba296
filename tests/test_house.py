"""The house stands: import contracts and structural rules hold, and a planted breach is found."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import rules

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "schakel"

# Rule, file in the package, what is appended to it (the file is made where it is not there).
PLANTED_IMPORTS = {
    "floors": ("lib/planted.py", "import schakel.domain.journal.models\n"),
    "stray package": ("stray/__init__.py", "x = 1\n"),
    "config is imported by nobody": ("web/shell/planted.py", "import schakel.config.storage\n"),
    "rooms": ("domain/journal/planted.py", "import schakel.domain.accounts.models\n"),
    "stray room": ("domain/stray/__init__.py", "x = 1\n"),
    "grammar": ("domain/chains/choices.py", "import schakel.domain.chains.models\n"),
    "engine without Django": ("engine/planted.py", "import django\n"),
    "web rooms": ("web/register/planted.py", "import schakel.web.chains\n"),
    "stray web room": ("web/stray/__init__.py", "x = 1\n"),
}
PLANTED_CYCLE = {
    "engine/one/__init__.py": "import schakel.engine.two\n",
    "engine/two/__init__.py": "import schakel.engine.one\n",
}
PLANTED_BREACHES: list[tuple[Callable[[Path], Iterator[str]], str, str]] = [
    (rules.no_writes_at_the_doors, "web/planted.py", "def view(thing):\n    thing.save()\n"),
    (rules.no_writes_at_the_doors, "cli/planted.py", "Thing.objects.filter(a=1).update(b=2)\n"),
    (rules.libraries_in_their_home, "engine/planted.py", "import highspy\n"),
    (rules.libraries_in_their_home, "domain/planted.py", "from duckdb import connect\n"),
    (rules.relations_point_down, "domain/journal/planted.py", 'x = ForeignKey("chains.Chain")\n'),
    (rules.rooms_follow_the_grammar, "domain/stray/__init__.py", "x = 1\n"),
    (rules.rooms_follow_the_grammar, "domain/flows/__init__.py", "x = 1\n"),
    (rules.files_stay_short, "lib/planted.py", "x = 1\n" * 401),
    (rules.no_unused_templates, "web/shell/templates/shell/planted.html", "<p>unused</p>"),
    (rules.no_unused_templates, "web/shell/templates/cotton/planted.html", "<p>unused</p>"),
    (
        rules.no_unused_permissions,
        "domain/accounts/permissions.py",
        '\nMORE = {\n    "chains.planted": 1,\n}\n',
    ),
    (rules.no_unused_settings, "config/settings.py", "\nPLANTED = 1\n"),
    (
        rules.templates_keep_the_security_policy,
        "web/shell/templates/shell/planted.html",
        '<p style="color: red">x</p>',
    ),
    (
        rules.keys_are_written_plainly,
        "web/shell/templates/shell/planted.html",
        '<a href="?party={{ one.party.pk }}">x</a>',
    ),
    (
        rules.every_form_has_a_token,
        "web/shell/templates/shell/planted.html",
        '<form method="post"></form>',
    ),
    (rules.repository_speaks_of_the_product_alone, "lib/planted.py", '"""See py' + 'pi.org."""\n'),
    (
        rules.bad_input_is_said_in_fixed_words,
        "engine/planted.py",
        'raise BadInput("offer", "tonnes", f"is {got}")\n',
    ),
    (
        rules.bad_input_is_said_in_fixed_words,
        "engine/planted.py",
        'raise BadInput("offer", "tonnes", "is %(got).2f", got=1.0)\n',
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source in which a test may plant a breach."""
    target = tmp_path / "src" / "schakel"
    shutil.copytree(SOURCE, target, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo"))
    shutil.copy(PROJECT / ".importlinter", tmp_path)
    return target


def lint_imports(project: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(package: Path, name: str, text: str) -> None:
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(text)


def test_import_contracts_hold() -> None:
    result = lint_imports(PROJECT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule: Callable[[Path], Iterator[str]]) -> None:
    assert list(rule(SOURCE)) == []


@pytest.mark.parametrize("planted", PLANTED_IMPORTS)
def test_planted_import_is_found(planted: str, copy: Path) -> None:
    plant(copy, *PLANTED_IMPORTS[planted])
    result = lint_imports(copy.parents[1])
    assert result.returncode == 1
    assert "BROKEN" in result.stdout or "not specified" in result.stdout, result.stdout


def test_planted_cycle_is_found(copy: Path) -> None:
    for name, text in PLANTED_CYCLE.items():
        plant(copy, name, text)
    result = lint_imports(copy.parents[1])
    assert result.returncode == 1
    assert "No cycles BROKEN" in result.stdout


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    PLANTED_BREACHES,
    ids=[f"{rule.__name__}-{name}" for rule, name, _ in PLANTED_BREACHES],
)
def test_planted_breach_is_found(
    rule: Callable[[Path], Iterator[str]], name: str, text: str, copy: Path
) -> None:
    before = set(rule(copy))
    plant(copy, name, text)
    assert set(rule(copy)) - before


def test_every_rule_has_a_planted_breach() -> None:
    assert {rule for rule, _, _ in PLANTED_BREACHES} == set(rules.RULES)
