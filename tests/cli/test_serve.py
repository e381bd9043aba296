"""Serving starts in the browser tests; here what can go wrong before that."""

import socket

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from schakel.domain.reference.models import WasteCode


@pytest.mark.django_db
def test_a_port_in_use_is_one_line_and_nothing_is_done() -> None:
    with socket.socket() as other, translation.override("en"):
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} on 127.0.0.1 cannot be used"):
            call_command("serve", port=port)
    assert not WasteCode.objects.exists()
