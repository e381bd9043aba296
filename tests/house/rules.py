"""Rules of the house that import contracts cannot show: each yields the breaches in a tree."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import messages

ROOMS = (
    "journal",
    "outbox",
    "reference",
    "parties",
    "accounts",
    "register",
    "flows",
    "programmes",
    "chains",
    "cases",
    "explorer",
    "reports",
    "network",
    "knowledge",
)
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "set",
    "add",
    "remove",
    "clear",
}
# `add`, `set` and the like also belong to sets and dicts: they count on a related manager only.
AMBIGUOUS = {"set", "add", "remove", "clear", "update"}
HOMES = {"highspy": "engine/solver", "duckdb": "engine/tables", "typst": "transfer/pdf"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ERROR_PAGES = {"403.html", "403_csrf.html", "404.html", "500.html"}
LONGEST_FILE = 400
ELSEWHERE = re.compile(
    r"py" r"pi\.org|python" r"hosted|registry\.npm" r"js|deb\.deb" r"ian|/wo" r"rk/|/ro" r"ot/"
)


def no_writes_at_the_doors(root: Path) -> Iterator[str]:
    """Pages and commands call actions; they never write themselves."""
    for door in ("web", "api", "cli"):
        for path, tree in _modules(root / door):
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _is_write(node):
                    yield f"{path}:{node.lineno} writes; call an action"


def _is_write(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in WRITES:
        return False
    owner = ast.unparse(function.value)
    if function.attr in AMBIGUOUS:
        return ".objects" in owner or ".filter(" in owner or ".all()" in owner
    return "form" in owner or not owner.endswith(("hashlib", "os"))


def libraries_in_their_home(root: Path) -> Iterator[str]:
    """A solver, a table engine and a typesetter are imported in one folder only."""
    for path, tree in _modules(root):
        for name in _imported(tree):
            home = HOMES.get(name.split(".")[0])
            if home and not path.relative_to(root).as_posix().startswith(home):
                yield f"{path} imports {name}, whose home is {home}"


def relations_point_down(root: Path) -> Iterator[str]:
    """A foreign key written as text escapes the import rule; it may not point upwards either."""
    for level, room in enumerate(ROOMS):
        for path, tree in _modules(root / "domain" / room):
            for node in ast.walk(tree):
                target = _text_target(node)
                if target in ROOMS and ROOMS.index(target) > level:
                    yield f"{path} points up: {ast.unparse(node)}"


def _text_target(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call) or not node.args:
        return None
    if ast.unparse(node.func).rsplit(".", 1)[-1] not in RELATIONS:
        return None
    target = node.args[0]
    if isinstance(target, ast.Constant) and isinstance(target.value, str):
        return target.value.split(".")[0] if "." in target.value else None
    return None


def rooms_follow_the_grammar(root: Path) -> Iterator[str]:
    """Every room is known, and its grammar is in the import contracts."""
    contracts = (root.parents[1] / ".importlinter").read_text()
    for folder in sorted((root / "domain").iterdir()):
        if not folder.is_dir() or folder.name == "__pycache__":
            continue
        if folder.name not in ROOMS:
            yield f"{folder} is not a room of the house"
        elif f"    schakel.domain.{folder.name}\n" not in contracts:
            yield f"{folder} is missing in the grammar contract of .importlinter"


def files_stay_short(root: Path) -> Iterator[str]:
    for path, _ in _modules(root):
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_FILE:
            yield f"{path} has {lines} lines; make it a package of the same name"


def no_unused_templates(root: Path) -> Iterator[str]:
    """Every template is rendered, extended, included or used as a component somewhere."""
    texts = [path.read_text() for path in root.rglob("*") if path.suffix in {".py", ".html"}]
    for template in root.rglob("templates/**/*"):
        name = template.relative_to(_templates_folder(template)).as_posix()
        if not template.is_file() or name.startswith("account/") or name in ERROR_PAGES:
            continue
        word = _component(name) if name.startswith("cotton/") else f'"{name}"'
        if not any(word in text for text in texts):
            yield f"{template} is used nowhere"


def _component(name: str) -> str:
    """How a page calls a component: cotton/tabs/item.html is <c-tabs.item>."""
    path = name.removeprefix("cotton/").removesuffix(".html").removesuffix("/index")
    return f"<c-{path.replace('/', '.').replace('_', '-')}"


def _templates_folder(template: Path) -> Path:
    return next(parent for parent in template.parents if parent.name == "templates")


def no_unused_permissions(root: Path) -> Iterator[str]:
    """Every permission of the table is given a person rule and asked for somewhere."""
    table = (root / "domain" / "accounts" / "permissions.py").read_text()
    code = {path: path.read_text() for path in root.rglob("*.py")}
    for permission in re.findall(r'^    "([a-z]+\.[a-z_]+)": ', table, re.MULTILINE):
        allowed = [p for p, text in code.items() if re.search(rf'allow\(\s*"{permission}"', text)]
        if not allowed:
            yield f"{permission} has no rule"
        asked = [
            path
            for path, text in code.items()
            if path.name != "permissions.py" and f'"{permission}"' in text
        ]
        if not asked:
            yield f"{permission} is asked for nowhere"


def no_unused_settings(root: Path) -> Iterator[str]:
    """A setting of our own (one that Django and the libraries do not know) is read somewhere."""
    settings = root / "config" / "settings.py"
    code = [p.read_text() for p in root.rglob("*.py") if p != settings]
    for name in re.findall(r"^([A-Z][A-Z_]+)(?:: .*)? = ", settings.read_text(), re.MULTILINE):
        own_use = len(re.findall(rf"\b{name}\b", settings.read_text())) > 1
        if not (_is_known(name) or own_use or any(f"settings.{name}" in text for text in code)):
            yield f"setting {name} is used nowhere"


def _is_known(name: str) -> bool:
    from django.conf import global_settings

    libraries = ("ACCOUNT_", "ALLAUTH_", "CONTENT_SECURITY_POLICY", "COTTON_", "ROOT_URLCONF")
    return hasattr(global_settings, name) or name.startswith(libraries)


def templates_keep_the_security_policy(root: Path) -> Iterator[str]:
    """The content security policy has no unsafe-*: no inline style, script or event handler."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:")
    for template in root.rglob("templates/**/*.html"):
        for number, line in enumerate(template.read_text().splitlines(), 1):
            if inline.search(line):
                yield f"{template}:{number} has inline style or script"


def keys_are_written_plainly(root: Path) -> Iterator[str]:
    """The key of a row in an address or value is no number to read: 1.024 finds nothing.

    `row.pk` is the field of a form, which writes it plainly by itself.
    """
    localised = re.compile(r"\{\{ *(?!row\.)[a-z_.]*\.(pk|id) *\}\}")
    for template in root.rglob("templates/**/*.html"):
        for number, line in enumerate(template.read_text().splitlines(), 1):
            if localised.search(line):
                yield f"{template}:{number} writes a key without unlocalize"


def every_form_has_a_token(root: Path) -> Iterator[str]:
    """A form that posts carries the CSRF token; forgetting it is silent until someone submits."""
    posting = re.compile(
        r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE
    )
    for template in root.rglob("templates/**/*.html"):
        for body in posting.findall(template.read_text()):
            if "{% csrf_token %}" not in body:
                yield f"{template} posts a form without csrf_token"


def repository_speaks_of_the_product_alone(root: Path) -> Iterator[str]:
    """No hosts of package registries, no paths of one machine."""
    for path in _tracked_text(root.parents[1]):
        if match := ELSEWHERE.search(path.read_text(errors="ignore")):
            yield f"{path} names {match.group()}"


def _tracked_text(project: Path) -> Iterator[Path]:
    kinds = {".py", ".toml", ".lock", ".json", ".md", ".html", ".yml", ".sh", ".cfg", ".css", ".js"}
    for folder in ("src", "tests", "docs", "benchmarks", "frontend", "tools", "locale"):
        yield from (p for p in (project / folder).rglob("*") if p.suffix in kinds and p.is_file())
    yield from (p for p in project.iterdir() if p.suffix in kinds or p.name == "Makefile")


def bad_input_is_said_in_fixed_words(root: Path) -> Iterator[str]:
    """A text that is put together can't be said in Dutch, nor a figure that is already written."""
    for path, _ in _modules(root):
        if path == root / "engine" / "errors.py":
            continue
        for text in messages.engine_texts(path.read_text()):
            if not isinstance(text, str):
                yield f"{path}:{text.lineno} has no fixed text: {ast.unparse(text)}"
            elif re.search(r"%\(\w+\)[^s]", text):
                yield f"{path} writes a value by itself; use %(name)s: {text}"


def _modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text())


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


RULES: tuple[Callable[[Path], Iterator[str]], ...] = (
    no_writes_at_the_doors,
    libraries_in_their_home,
    relations_point_down,
    rooms_follow_the_grammar,
    files_stay_short,
    no_unused_templates,
    no_unused_permissions,
    no_unused_settings,
    templates_keep_the_security_policy,
    keys_are_written_plainly,
    every_form_has_a_token,
    repository_speaks_of_the_product_alone,
    bad_input_is_said_in_fixed_words,
)
