"""A closed chain takes no writes: every action asks, or says here why it does not (D1)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import schakel.domain.chains

ROOM = Path(schakel.domain.chains.__file__).parent
CHECK = "check_not_closed"
OWN_INTERESTS = "a person's own interests, not about one chain"
ALLOWED = {
    "start_chain": "there is no chain yet",
    "end_appointment": "with it ends what a director may read",
    "decide_gate": "reopening is decided here; a closed chain has no other step",
    "choose_digests": "about a person's own mail",
    "_send": "tells a person what waits; it writes in no chain",
    "declare_interest": OWN_INTERESTS,
    "change_interest": OWN_INTERESTS,
    "remove_interest": OWN_INTERESTS,
    "restore_interest": OWN_INTERESTS,
    "confirm_interests": OWN_INTERESTS,
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of the room's actions and policies, with the module they stand in."""
    for folder in ("actions", "policies"):
        for path in sorted((ROOM / folder).glob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef):
                    yield f"{folder}.{path.stem}", node


def key(module: str, name: str) -> str:
    """A private function belongs to its module; the others are known by name everywhere."""
    return f"{module}.{name}" if name.startswith("_") else name


def called(module: str, function: ast.FunctionDef) -> set[str]:
    return {
        key(module, call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
    }


def those_that_ask() -> set[str]:
    """The functions that come to the check, directly or through another function."""
    calls = [(key(module, node.name), called(module, node)) for module, node in functions()]
    asking = {CHECK}
    while more := {name for name, those in calls if name not in asking and those & asking}:
        asking |= more
    return asking


def silent_actions() -> set[str]:
    asking = those_that_ask()
    return {
        node.name
        for module, node in functions()
        if any("in_turn" in ast.unparse(decorator) for decorator in node.decorator_list)
        and key(module, node.name) not in asking
    }


def test_every_action_asks_whether_the_chain_is_closed() -> None:
    assert silent_actions() == set(ALLOWED)
