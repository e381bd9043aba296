"""What the assignment of a director holds: tasks, and the handover at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.choices import StandardTask
from schakel.domain.chains.models import Appointment, AppointmentTask, Handover
from schakel.domain.chains.policies import director as policies
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries.assignment import tasks_sha256
from schakel.domain.journal import actions as journal
from schakel.domain.programmes.policies import check_unchanged
from schakel.lib.hashing import sha256_hex


@dataclass(frozen=True)
class TaskLine:
    """A task as the assignment shall have it; a `standard` one without `text` in its own words."""

    standard: StandardTask | str = ""
    text: str = ""
    is_on: bool = True


@journal.in_turn
def change_tasks(
    *, by: User, appointment: Appointment, tasks: Sequence[TaskLine], seen_sha256: str
) -> Appointment:
    """Write the tasks of an assignment anew, if they are still those that the person saw."""
    appointment = journal.present(appointment, "chain__programme")
    require(by, "chains.change_assignment", appointment.chain)
    check_not_closed(appointment.chain)
    check_unchanged(tasks_sha256(appointment), seen_sha256)
    appointment.tasks.all().delete()
    for position, line in enumerate(tasks, start=1):
        task = AppointmentTask(
            appointment=appointment,
            position=position,
            standard=line.standard,
            text=line.text.strip(),
            is_on=line.is_on,
        )
        task.full_clean()
        task.save(force_insert=True)
    journal.record(
        by=by,
        action="chains.change_tasks",
        subject=appointment,
        details={"chain": appointment.chain_id, "tasks_sha256": tasks_sha256(appointment)},
    )
    return appointment


@journal.in_turn
def write_handover(
    *, by: User, on: date, appointment: Appointment, text: str, version: int
) -> Handover:
    """Keep what the next director has to know; `version` 0 is a handover that was not there yet."""
    appointment = journal.present(appointment, "chain__programme")
    require(by, "chains.hand_over", appointment)
    check_not_closed(appointment.chain)
    handover = Handover.objects.filter(appointment=appointment).first()
    policies.check_version(handover.version if handover else 0, version)
    handover = handover or Handover(appointment=appointment, version=0)
    handover.text, handover.written_by, handover.written_on = text.strip(), by, on
    handover.version += 1
    handover.full_clean()
    handover.save()
    journal.record(
        by=by,
        action="chains.write_handover",
        subject=handover,
        details={
            "chain": appointment.chain_id,
            "version": handover.version,
            "text_sha256": sha256_hex(handover.text),
        },
    )
    return handover
