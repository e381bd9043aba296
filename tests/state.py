"""Where the product keeps its files while it is tested: every pytest in a place of its own."""

import os
import tempfile
from pathlib import Path


def folder() -> Path:
    """The folder that was asked for or a new one, and in it one for each pytest beside others."""
    asked = Path(os.environ.get("SCHAKEL_STATE") or tempfile.mkdtemp(prefix="schakel-test-"))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    # What a test starts inherits both, and stays where its worker is.
    return asked if asked.name == worker else asked / worker
