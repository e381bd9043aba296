"""The `schakel` command: Django's commands and our own, with our settings."""

import os
import sys
from importlib import import_module

from django.apps import apps
from django.core.management import execute_from_command_line

WITHOUT_DATA = frozenset({"case", "classify", "design", "explore", "reconcile", "share"})
"""Commands of the engine, which read and write files only."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.config.settings")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in WITHOUT_DATA:
        execute_from_command_line(sys.argv)
        return
    # Loading the rooms takes longer than most of what the engine is asked here.
    apps.populate([])
    import_module(f"schakel.cli.management.commands.{name}").Command().run_from_argv(sys.argv)
