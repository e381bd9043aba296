"""Databases of their own for tests that need real commits, real processes or real migrations."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgresql import get_server

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("sqlite", "postgresql")
Environment = dict[str, str]


@contextmanager
def empty_database(kind: str) -> Iterator[Environment]:
    """The environment of a process that works on a database without any table."""
    with tempfile.TemporaryDirectory(prefix="schakel-faults-") as folder:
        environment = os.environ | {
            "SCHAKEL_STATE": folder,
            "SCHAKEL_SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        if kind == "sqlite":
            yield environment | {"SCHAKEL_DATABASE_URL": f"sqlite:///{folder}/schakel.sqlite3"}
        else:
            with get_server(Path(folder) / "server", cleanup_mode="delete") as server:
                yield environment | {"SCHAKEL_DATABASE_URL": server.get_uri()}


def run(environment: Environment, *arguments: str) -> str:
    """Run Python in a process of its own; what it printed. Fails the test when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
