"""Workers are killed while they send: every mail arrives, at most twice, with one Message-ID."""

import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.databases import KINDS, ROOT, Environment, empty_database, run
from tests.ports import free_port

MAILS = 12
LEASE_MINUTES = 10


class Murderer:
    """A mail server that kills who sends: before it has taken in the mail, or right after it."""

    def __init__(self) -> None:
        self.received: dict[str, list[str]] = defaultdict(list)
        self.kills: Counter[str] = Counter()
        self.victim: subprocess.Popen[str] | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (to,) = envelope.rcpt_tos
        number = int(to.removeprefix("an").split("@")[0])
        fate = ("before", "after", "spared")[number % 3]
        if fate == "before" and not self.kills[to]:
            return self._kill(to)
        content = envelope.content
        assert isinstance(content, bytes)
        self.received[to].append(message_from_bytes(content)["Message-ID"])
        if fate == "after" and not self.kills[to]:
            return self._kill(to)
        return "250 OK"

    def _kill(self, to: str) -> str:
        assert self.victim
        self.kills[to] += 1
        os.kill(self.victim.pid, signal.SIGKILL)
        self.victim.wait()
        return "250 OK"


def start(environment: Environment, minutes: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.postman", "deliver", str(minutes)],
        env=environment,
        cwd=ROOT,
        text=True,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_arrives_at_most_twice_with_one_message_id(kind: str) -> None:
    murderer = Murderer()
    controller = Controller(murderer, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with empty_database(kind) as environment:
            environment |= {"SCHAKEL_EMAIL_URL": f"smtp://127.0.0.1:{controller.port}"}
            run(environment, "-m", "django", "migrate", "outbox", "--verbosity", "0")
            run(environment, "-m", "tests.faults.postman", "post", str(MAILS))
            ends = []
            for turn in range(1, MAILS):
                murderer.victim = start(environment, turn * (LEASE_MINUTES + 1))
                ends.append(murderer.victim.wait(timeout=60))
            idle = run(environment, "-m", "tests.faults.postman", "deliver", "600")
    finally:
        controller.stop()
    assert ends.count(-signal.SIGKILL) == sum(murderer.kills.values()) == MAILS * 2 // 3
    copies = {int(to[2:].split("@")[0]): ids for to, ids in murderer.received.items()}
    assert {n: len(ids) for n, ids in copies.items()} == {
        n: 2 if n % 3 == 1 else 1 for n in range(MAILS)
    }
    assert all(len(set(ids)) == 1 for ids in copies.values())
    assert idle.strip() == "0"
