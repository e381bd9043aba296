"""Programmes with their norm, role weights and rule of size."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.text import slugify

from schakel.domain.accounts.models import User
from schakel.domain.accounts.permissions import require
from schakel.domain.journal import actions as journal
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes import queries
from schakel.domain.programmes.choices import (
    DEFAULT_ROLE_WEIGHTS,
    DirectorRole,
    Phase,
    ProgrammeKind,
)
from schakel.domain.programmes.models import Programme, RoleWeight
from schakel.domain.programmes.policies import check_unchanged
from schakel.lib.slugs import first_free

RESERVED_SLUGS = {"nieuw"}


@journal.in_turn
def start_programme(
    *,
    by: User | None,
    name: str,
    client: Organisation,
    kind: ProgrammeKind,
    description: str = "",
    norm_hours_per_week: Decimal | None = None,
    norm_months: int | None = None,
    update_every_weeks: int = 6,
    managers: Iterable[User] = (),
    is_example: bool = False,
) -> Programme:
    """Start a programme with the default role weights; who starts it manages it."""
    require(by, "programmes.start_programme")
    programme = Programme(
        slug=_free_slug(name),
        name=" ".join(name.split()),
        client=client,
        kind=kind,
        description=description,
        norm_hours_per_week=norm_hours_per_week,
        norm_months=norm_months,
        update_every_weeks=update_every_weeks,
        is_example=is_example,
    )
    programme.full_clean()
    programme.save(force_insert=True)
    programme.managers.add(*managers, *([by] if by else []))
    _write_weights(programme, DEFAULT_ROLE_WEIGHTS)
    journal.record(
        by=by,
        action="programmes.start_programme",
        subject=programme,
        details={"client": client.pk, "kind": kind} | queries.norm_values(programme),
    )
    return programme


@journal.in_turn
def change_norm(
    *,
    by: User | None,
    programme: Programme,
    norm_hours_per_week: Decimal | None,
    norm_months: int | None,
    update_every_weeks: int,
    seen_sha256: str | None = None,
) -> Programme:
    """Set the programme's own norm, or none, and how often a director sends an update.

    `seen_sha256` is the hash of the norm that the person started from (`queries.norm_sha256`).
    """
    programme = journal.present(programme)
    require(by, "programmes.change_norm", programme)
    check_unchanged(queries.norm_sha256(programme), seen_sha256)
    before = queries.norm_values(programme)
    programme.norm_hours_per_week = norm_hours_per_week
    programme.norm_months = norm_months
    programme.update_every_weeks = update_every_weeks
    programme.full_clean()
    programme.save(update_fields=["norm_hours_per_week", "norm_months", "update_every_weeks"])
    journal.record(
        by=by,
        action="programmes.change_norm",
        subject=programme,
        details={"from": before, "to": queries.norm_values(programme)},
    )
    return programme


@journal.in_turn
def change_role_weights(
    *,
    by: User | None,
    programme: Programme,
    weights: Mapping[DirectorRole, Mapping[Phase, int]],
    seen_sha256: str | None = None,
) -> None:
    """Replace the weights of the roles per phase.

    `seen_sha256` is the hash of the weights that the person started from.
    """
    require(by, "programmes.change_role_weights", programme)
    check_unchanged(queries.role_weights_sha256(programme), seen_sha256)
    _write_weights(programme, weights)
    journal.record(
        by=by,
        action="programmes.change_role_weights",
        subject=programme,
        details={str(role): dict(phases) for role, phases in weights.items()},
    )


@journal.in_turn
def change_size_rule(
    *,
    by: User | None,
    programme: Programme,
    simple_points: int,
    full_tonnes: Decimal,
    full_value: Decimal | None,
    seen_sha256: str | None = None,
) -> Programme:
    """Set what the programme asks of impact and size (`engine.effort.size`)."""
    programme = journal.present(programme)
    require(by, "programmes.change_size_rule", programme)
    check_unchanged(queries.size_rule_sha256(programme), seen_sha256)
    before = queries.size_rule_values(programme)
    programme.simple_points = simple_points
    programme.full_tonnes = full_tonnes
    programme.full_value = full_value
    programme.full_clean()
    programme.save(update_fields=["simple_points", "full_tonnes", "full_value"])
    journal.record(
        by=by,
        action="programmes.change_size_rule",
        subject=programme,
        details={"from": before, "to": queries.size_rule_values(programme)},
    )
    return programme


def _write_weights(
    programme: Programme, weights: Mapping[DirectorRole, Mapping[Phase, int]]
) -> None:
    programme.role_weights.all().delete()
    rows = [
        RoleWeight(programme=programme, role=role, phase=phase, weight=weight)
        for role, phases in weights.items()
        for phase, weight in phases.items()
    ]
    for row in rows:
        row.full_clean()
    RoleWeight.objects.bulk_create(rows)


def _free_slug(name: str) -> str:
    base = slugify(name)[:70]
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken | RESERVED_SLUGS)
