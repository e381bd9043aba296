"""Gathering what the check of a phase asks."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from schakel.domain.chains.checks import (
    CanvasFacts,
    CheckFacts,
    ClientFacts,
    DecisionFacts,
    LadderFacts,
    PhaseCheck,
    RegionFacts,
    StructureFacts,
    UpdateFacts,
    ValueFacts,
    check_phase,
)
from schakel.domain.chains.choices import ParticipationStatus
from schakel.domain.chains.models import Chain, Participation
from schakel.domain.chains.queries.actions import action_counts
from schakel.domain.chains.queries.canvas import CanvasState, moments
from schakel.domain.chains.queries.gates import gate_facts
from schakel.domain.chains.queries.levels import ladder, ladder_counts
from schakel.domain.chains.queries.parties import chain_parties
from schakel.domain.chains.queries.promises import counts_of
from schakel.domain.chains.queries.size import asset_uses, size_of
from schakel.domain.chains.queries.structure import chain_structure
from schakel.domain.chains.queries.updates import update_rhythm
from schakel.domain.chains.queries.values import chain_values
from schakel.domain.programmes.choices import WORKING_PHASES, Phase
from schakel.domain.programmes.queries import client_assets, strengths_of
from schakel.domain.programmes.strengths import Strength, judge_fit
from schakel.domain.reference.models import Sector

PATIENCE = timedelta(weeks=4)
"""How long an invitation may wait before the next nudge (report, lesson 4)."""


def phase_checks(chain: Chain, on: date) -> tuple[PhaseCheck, ...]:
    """Every working phase with what it needs, from the same facts."""
    facts = check_facts(chain, on)
    return tuple(check_phase(phase, facts) for phase in WORKING_PHASES)


def present_check(chain: Chain, on: date) -> PhaseCheck | None:
    """What the chain's own phase needs; None when it is closed."""
    if chain.phase == Phase.CLOSED:
        return None
    return check_phase(Phase(chain.phase), check_facts(chain, on))


def check_facts(chain: Chain, on: date) -> CheckFacts:
    """The state of the chain; the number of queries does not depend on its size."""
    found = chain_parties(chain)
    last_log_on = chain.log_entries.aggregate(last=Max("written_at"))["last"]
    last_log_on = last_log_on and timezone.localdate(last_log_on)
    promises = counts_of(chain, on)
    return CheckFacts(
        gate=gate_facts(chain, on),
        start_point=chain.start_point,
        initiative=str(chain.initiative or ""),
        size=size_of(chain),
        region=region_facts(chain),
        client=_client(chain),
        missing_kinds=found.missing,
        quiet=tuple(_quiet(found.everyone, on)),
        last_log_on=last_log_on,
        update_due_on=(last_log_on or chain.started_on)
        + timedelta(weeks=chain.programme.update_every_weeks),
        late_actions=action_counts(chain, on).late,
        structure=_structure(chain),
        values=_values(chain),
        overdue_promises=promises.late,
        broken_promises=promises.broken,
        ladder=_ladder(chain, on),
        canvas=_canvas(chain, on),
        update=_update(chain, on),
        decision=_decision(chain),
    )


def region_facts(chain: Chain) -> RegionFacts:
    """The chain's sectors and provinces against the strengths that are known.

    Sectors are those of its parties, and of its initiative as long as no party has any.
    """
    joined = chain.participations.filter(status=ParticipationStatus.JOINED)
    sectors: set[str | None] = set(joined.values_list("organisation__sectors", flat=True))
    provinces: set[str | None] = set(
        joined.values_list("organisation__municipality__province", flat=True)
    )
    sectors.discard(None)
    if chain.initiative:
        sectors = sectors or set(chain.initiative.sectors.values_list("pk", flat=True))
        provinces.add(chain.initiative.province_id)
    provinces.add(_client_province(chain))
    names = {one.pk: one.name for one in Sector.objects.all()}
    own = [one for one in sectors if one]
    places = [one for one in provinces if one]
    fit = judge_fit(own, places, strengths_of(chain.programme))
    return RegionFacts(
        fit=fit,
        sectors=tuple(sorted(names[one] for one in own)),
        strengths=tuple(dict.fromkeys(_told(one, names) for one in fit.strong)),
    )


def _structure(chain: Chain) -> StructureFacts:
    found = chain_structure(chain)
    return StructureFacts(len(found.gaps), found.plan_owner_known)


def _values(chain: Chain) -> ValueFacts:
    found = chain_values(chain)
    return ValueFacts(len(found.values), found.agreed, found.dot is not None)


def _ladder(chain: Chain, on: date) -> LadderFacts:
    lines = ladder(chain, on)
    counts = ladder_counts(lines)
    stuck = tuple(
        (one.participation.pk, one.participation.organisation.name) for one in lines if one.is_stuck
    )
    return LadderFacts(counts.parties, counts.signed, stuck)


def _canvas(chain: Chain, on: date) -> CanvasFacts:
    found = moments(chain, on)
    coming = [
        one.due_on
        for one in found
        if one.due_on and one.state in {CanvasState.DUE, CanvasState.TO_COME}
    ]
    return CanvasFacts(tuple(one.moment for one in found if one.is_late), min(coming, default=None))


def _update(chain: Chain, on: date) -> UpdateFacts:
    rhythm = update_rhythm(chain, on)
    return UpdateFacts(rhythm.last_on, rhythm.due_on)


def _decision(chain: Chain) -> DecisionFacts | None:
    last = chain.decisions.first()
    return DecisionFacts(last.decided_on, last.conditions.strip()) if last else None


def _told(strength: Strength, names: dict[str, str]) -> str:
    place = f" ({strength.region})" if strength.region else ""
    return f"{names.get(strength.sector, strength.sector)}{place}"


def _client_province(chain: Chain) -> str | None:
    client = chain.programme.client
    return client.municipality.province_id if client.municipality else None


def _client(chain: Chain) -> ClientFacts:
    return ClientFacts(
        client=chain.programme.client.name,
        known=client_assets(chain.programme).count(),
        used=tuple(str(one.asset.description) for one in asset_uses(chain)),
    )


def _quiet(parties: Iterable[Participation], on: date) -> Iterable[tuple[int, str]]:
    for one in parties:
        if one.status == ParticipationStatus.INVITED and one.invited_on < on - PATIENCE:
            yield one.pk, one.organisation.name
