"""What holds for every test, and how `make test` shares them out over the cores."""

from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

# Hypothesis asks what holds, not how fast: a busy machine fails nothing.
settings.register_profile("schakel", deadline=None)
settings.load_profile("schakel")

TOGETHER = "tests/browser/"
DATABASE = {"db", "transactional_db"}


class Shares(LoadFileScheduling):
    """The tests of a file run one after the other; those with a browser share one server."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares:
    return Shares(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Every test starts in the language of the settings, whichever test was before it."""
    translation.deactivate()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what uses the database; the rest is the same there as on SQLite."""
    if connection.vendor == "sqlite":
        return
    out = [item for item in items if not uses_database(item)]
    items[:] = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=out)


def uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or not DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )
