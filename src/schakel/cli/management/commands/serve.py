"""`schakel serve`: bring the database and its reference data up to date, then serve the product."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.cli.base import CommandError, CommandParser


class Command(BaseCommand):
    help = _("Bring the database up to date and serve the product on this machine.")
    example = "schakel serve\nschakel serve --examples --port 8000"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
        parser.add_argument("--port", type=int, default=8000, help=_("port to listen on"))
        parser.add_argument(
            "--examples", action="store_true", help=_("load fictional example people and a chain")
        )

    def handle(self, *, host: str, port: int, examples: bool, **_options: Any) -> None:
        _require_free(host, port)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        for part in ("reference", "register", *(["examples"] if examples else [])):
            call_command("load", part, stdout=self.stdout, stderr=self.stderr)
        address = f"http://{host}:{port}"
        os.environ.setdefault("SCHAKEL_BASE_URL", address)
        self.stdout.write(_("Schakel is at %(address)s") % {"address": f"{address}/"})
        self.stdout.flush()
        _start_postman()
        os.execv(_granian(), self._server(host, port))  # noqa: S606

    def _server(self, host: str, port: int) -> list[str]:
        workers = "1" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "2"
        options = ["--interface", "wsgi", "--host", host, "--port", str(port)]
        options += ["--workers", workers, "--blocking-threads", "4", "--log-level", "warning"]
        return [_granian(), *options, "schakel.config.wsgi:application"]


def _require_free(host: str, port: int) -> None:
    """Say that the port is taken before anything is done, instead of a trace from the server."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _("Port %(port)s on %(host)s cannot be used: choose another one with --port.")
                % {"port": port, "host": host}
            ) from error


def _start_postman() -> None:
    """Deliver mail beside the server, in a process that ends with it."""
    command = [sys.executable, "-m", "django", "deliver", "--forever", "--beside", str(os.getpid())]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)


def _granian() -> str:
    return str(Path(sys.executable).with_name("granian"))
