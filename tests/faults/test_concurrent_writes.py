"""Eight processes that write at once: nothing is lost, nothing happens twice, nothing breaks."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.faults.databases import KINDS, ROOT, Environment, empty_database, run

WRITERS, ROUNDS = 8, 4
HEAD_START = 0.15


class Writer:
    """A process of `tests.faults.writer`."""

    def __init__(self, environment: Environment) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **arguments: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(arguments) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the writer stopped"
        return json.loads(line)

    def stop(self) -> None:
        self.process.communicate(timeout=20)


@dataclass
class Arena:
    """The writers, and the numbers of what they write about."""

    writers: list[Writer]
    case: dict[str, Any]

    def race(self, name: str, **arguments: Any) -> dict[str, int]:
        """Let all writers do the same at once; what was done and refused, all together."""
        at = time.time() + HEAD_START
        for number, writer in enumerate(self.writers):
            writer.ask(do="race", name=name, at=at, writer=number, **arguments)
        answers = [writer.answer() for writer in self.writers]
        assert [error for answer in answers for error in answer["errors"]] == []
        return {key: sum(answer[key] for answer in answers) for key in ("done", "refused")}

    def take(self, *names: str) -> dict[str, Any]:
        return {name: self.case[name] for name in names}

    def facts(self) -> dict[str, Any]:
        self.writers[0].ask(do="facts", chain=self.case["chain"])
        found: dict[str, Any] = self.writers[0].answer()
        assert found["faults"] == 0
        return found


@pytest.fixture(scope="module", params=KINDS)
def arena(request: pytest.FixtureRequest) -> Iterator[Arena]:
    with ExitStack() as stack:
        environment = stack.enter_context(empty_database(request.param))
        run(environment, "-m", "django", "migrate", "--verbosity=0")
        writers = [Writer(environment) for _ in range(WRITERS)]
        for writer in writers:
            stack.callback(writer.stop)
        assert {writer.answer() for writer in writers} == {"ready"}
        writers[0].ask(do="prepare", writers=WRITERS)
        yield Arena(writers, writers[0].answer())


def test_the_same_chain_at_once_loses_nothing(arena: Arena) -> None:
    counts = arena.race("mixed", rounds=ROUNDS, **arena.take("chain", "director"))
    assert counts == {"done": 3 * WRITERS * ROUNDS, "refused": 0}
    written = sorted(f"regel {writer}-{n}" for writer in range(WRITERS) for n in range(ROUNDS))
    found = arena.facts()
    assert found["log"] == written
    assert found["hours"] == written
    assert found["actions"]["chains.change_links"] == WRITERS * ROUNDS


def test_a_party_signs_once(arena: Arena) -> None:
    counts = arena.race("sign", **arena.take("letter", "signer"))
    assert counts == {"done": 1, "refused": 3 * WRITERS - 1}
    found = arena.facts()
    assert found["signatures"] == 1
    assert found["actions"]["chains.sign_letter"] == 1


def test_terms_are_accepted_once_and_a_director_is_appointed_once(arena: Arena) -> None:
    before = arena.facts()["appointments"]
    arena.race("agree", case=arena.case)
    found = arena.facts()
    assert found["promises"] == {"proposed": 1, "accepted": 1}
    assert found["appointments"] == before + 1


def test_the_same_name_gets_as_many_addresses(arena: Arena) -> None:
    counts = arena.race("start", **arena.take("manager"))
    assert counts == {"done": 3 * WRITERS, "refused": 0}
    chains = ["matrassen", *(f"matrassen-{n}" for n in range(2, 2 * WRITERS + 1))]
    programmes = chains[:WRITERS]
    assert arena.facts()["slugs"] == sorted(chains + programmes)


def test_what_can_happen_once_happens_once(arena: Arena) -> None:
    """A correction, an account, a new party, a decision, a draft and a day of 13 hours."""
    counts = arena.race("once", case=arena.case)
    assert counts == {"done": 6, "refused": 6 * (WRITERS - 1)}
    found = arena.facts()
    names = ("corrections", "accounts", "kvk", "decisions")
    assert {name: found[name] for name in names} == dict.fromkeys(names, 1)
    assert found["letters"] == ["draft", "open"]
    assert found["hours"].count("volle dag") == 1


def test_role_weights_are_saved_one_after_the_other(arena: Arena) -> None:
    counts = arena.race("weigh", **arena.take("manager"))
    assert counts == {"done": 3 * WRITERS, "refused": 0}
    assert arena.facts()["actions"]["programmes.change_role_weights"] == 3 * WRITERS


def test_an_invitation_is_accepted_or_taken_back(arena: Arena) -> None:
    before = arena.facts()["answered"]
    counts = arena.race("answer_or_withdraw", **arena.take("director", "asked"))
    assert counts["done"] == WRITERS
    found = arena.facts()
    assert found["answered"] - before + found["actions"].get("chains.withdraw_invitation", 0) == (
        WRITERS
    )
