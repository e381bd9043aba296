"""Drafting an update to the platform manager, and sending it for good."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.chains.models import Chain, Update, UpdateDraft
from schakel.domain.chains.policies import updates as policies
from schakel.domain.chains.policies.hours import check_fresh
from schakel.domain.chains.policies.parties import check_not_closed
from schakel.domain.chains.queries import updates as queries
from schakel.domain.chains.updates import UpdateDocument
from schakel.domain.journal import actions as journal
from schakel.domain.outbox import actions as outbox
from schakel.lib.errors import Refused
from schakel.lib.hashing import sha256_hex, sha256_of

PDF = "application/pdf"


@journal.in_turn
def begin_update(
    *, by: User, at: datetime, chain: Chain, starts_on: date, ends_on: date
) -> UpdateDraft:
    """Draft an update from the log entries of a period. Sent twice it is begun once."""
    require(by, "chains.write_update", chain)
    chain = journal.present(chain, "programme")
    check_not_closed(chain)
    policies.check_period(chain, starts_on, ends_on, timezone.localdate(at))
    if earlier := queries.draft_of(chain):
        if (earlier.starts_on, earlier.ends_on) == (starts_on, ends_on):
            return earlier
        raise Refused(_("There is a draft already. Go on with it, or change its period."))
    entries = queries.unused_entries(chain, starts_on, ends_on, ())
    sections, used = queries.filled({}, entries)
    draft = UpdateDraft(
        chain=chain,
        starts_on=starts_on,
        ends_on=ends_on,
        sections=sections,
        used=used,
        saved_at=at,
        saved_by=by,
    )
    draft.full_clean()
    draft.save(force_insert=True)
    _record(by, "chains.begin_update", draft)
    return draft


@journal.in_turn
def save_update(
    *,
    by: User,
    at: datetime,
    draft: UpdateDraft,
    version: int,
    starts_on: date,
    ends_on: date,
    sections: Mapping[str, str],
) -> UpdateDraft:
    """Save what was typed, if `version` is still the one that the person started from.

    Saving the same again changes nothing and makes no new version.
    """
    draft = _present(by, draft)
    check_fresh(draft.version, version)
    policies.check_period(draft.chain, starts_on, ends_on, timezone.localdate(at))
    policies.check_sections(sections)
    texts = draft.sections | dict(sections)
    if (draft.starts_on, draft.ends_on, draft.sections) == (starts_on, ends_on, texts):
        return draft
    draft.starts_on, draft.ends_on, draft.sections = starts_on, ends_on, texts
    _save(draft, by, at)
    _record(by, "chains.save_update", draft)
    return draft


@journal.in_turn
def refill_update(*, by: User, at: datetime, draft: UpdateDraft, version: int) -> UpdateDraft:
    """Add the log entries of the period that have not gone in yet; what was typed stays."""
    draft = _present(by, draft)
    check_fresh(draft.version, version)
    entries = queries.unused_entries(draft.chain, draft.starts_on, draft.ends_on, draft.used)
    draft.sections, used = queries.filled(draft.sections, entries)
    draft.used = [*draft.used, *used]
    _save(draft, by, at)
    _record(by, "chains.refill_update", draft)
    return draft


@journal.in_turn
def send_update(
    *,
    by: User,
    at: datetime,
    draft: UpdateDraft,
    version: int,
    as_pdf: Callable[[UpdateDocument], bytes],
) -> Update:
    """Send the draft to the managers of the programme, and keep it as it was sent.

    `as_pdf` sets the document; it runs inside the transaction, so that what is kept, what is mailed
    and the head of the journal in it belong together.
    """
    draft = _present(by, draft)
    check_fresh(draft.version, version)
    policies.check_can_be_sent(draft)
    draft.saved_by = by
    document = queries.document(draft, timezone.localdate(at))
    with translation.override(queries.LANGUAGE):
        text = document.as_text()
    last = draft.chain.updates.order_by("-number").first()
    update = Update(
        chain=draft.chain,
        number=last.number + 1 if last else 1,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        document=document.kept(),
        text=text,
        text_sha256=sha256_hex(text),
        sent_at=at,
        sent_by=by,
    )
    update.hold(_file_name(update), PDF, as_pdf(document))
    update.full_clean()
    update.save(force_insert=True)
    managers = list(queries.receivers(draft.chain))
    update.sent_to.set(managers)
    journal.record(
        by=by,
        action="chains.send_update",
        subject=update,
        details={
            "chain": update.chain_id,
            "number": update.number,
            "starts_on": update.starts_on.isoformat(),
            "ends_on": update.ends_on.isoformat(),
            "sent_to": [manager.pk for manager in managers],
            "text_sha256": update.text_sha256,
            "pdf_sha256": update.sha256,
        },
    )
    for manager in managers:
        _mail(update, document, manager)
    draft.delete()
    return update


def _mail(update: Update, document: UpdateDocument, manager: User) -> None:
    with translation.override(queries.LANGUAGE):
        subject = _("Update of the chain %(chain)s, %(period)s") % {
            "chain": document.chain,
            "period": document.period,
        }
    outbox.post(
        to=manager.email,
        subject=subject,
        text=update.text,
        key=f"update:{update.pk}:user:{manager.pk}",
        files=[outbox.File(update.name, update.media_type, bytes(update.content))],
    )


def _file_name(update: Update) -> str:
    return f"update-{update.chain.slug}-{update.number}-{update.ends_on}.pdf"


def _present(by: User, draft: UpdateDraft) -> UpdateDraft:
    draft = journal.present(draft, "chain__programme__client", "saved_by")
    require(by, "chains.write_update", draft.chain)
    check_not_closed(draft.chain)
    return draft


def _save(draft: UpdateDraft, by: User, at: datetime) -> None:
    draft.version += 1
    draft.saved_at, draft.saved_by = at, by
    draft.full_clean()
    draft.save()


def _record(by: User, action: str, draft: UpdateDraft) -> None:
    journal.record(
        by=by,
        action=action,
        subject=draft,
        details={
            "chain": draft.chain_id,
            "version": draft.version,
            "starts_on": draft.starts_on.isoformat(),
            "ends_on": draft.ends_on.isoformat(),
            "entries": len(draft.used),
            "text_sha256": sha256_of(draft.sections),
        },
    )
