"""Hours, work that goes out, a file with a log entry, an update that was sent and a draft."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from schakel.domain.chains.actions.diary import book_hours, write_log_entry
from schakel.domain.chains.actions.hours import Work, add_work
from schakel.domain.chains.actions.updates import begin_update, send_update
from schakel.domain.chains.choices import LogTopic, WorkPayer, WorkStatus
from schakel.domain.chains.policies.attachments import NewFile
from schakel.domain.programmes.choices import DirectorRole, Phase
from tests.signing import Case

WORK = Work(
    title="Businesscase doorrekenen",
    description="",
    phase=Phase.EXPLORE,
    hours=Decimal(20),
    cost=None,
    payer=WorkPayer.PROGRAMME,
    paying_party=None,
    paying_other="",
    status=WorkStatus.IDEA,
)


def parameters(case: Case) -> dict[str, dict[str, Any]]:
    today: date = timezone.localdate()
    entry = write_log_entry(
        by=case.director,
        on=today,
        chain=case.chain,
        happened_on=today,
        topic=LogTopic.REVIEW,
        text="De proef is gelukt.",
        about=[case.parties[0].organisation],
        files=[NewFile("proef.txt", b"85 procent")],
    )
    booked = book_hours(
        by=case.director,
        on=today,
        chain=case.chain,
        worked_on=today,
        hours=Decimal(1),
        role=DirectorRole.MANAGER,
        activity="Offerte van de verwerker geschreven",
        for_party=case.parties[0],
    )
    work = add_work(by=case.director, chain=case.chain, work=WORK)
    period: dict[str, Any] = {
        "by": case.director,
        "at": timezone.now(),
        "chain": case.chain,
        "starts_on": case.chain.started_on,
        "ends_on": today,
    }
    draft = begin_update(**period)
    sent = send_update(
        by=case.director,
        at=timezone.now(),
        draft=draft,
        version=draft.version,
        as_pdf=lambda document: document.title.encode(),
    )
    begin_update(**period)
    slug = {"slug": case.chain.slug}
    file = entry.files.get()
    return {
        "chains:log_file": slug | {"pk": entry.pk, "file": file.pk},
        "chains:edit_hours": slug | {"pk": booked.pk},
        "chains:change_work": slug | {"pk": work.pk},
        "chains:remove_work": slug | {"pk": work.pk},
        "chains:restore_work": slug | {"pk": work.pk},
        "chains:update": slug | {"number": sent.number},
        "chains:update_pdf": slug | {"number": sent.number},
    }
