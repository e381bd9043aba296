"""The only place that writes in this room."""

from schakel.domain.programmes.actions.programmes import (
    RESERVED_SLUGS,
    change_norm,
    change_role_weights,
    change_size_rule,
    start_programme,
)
from schakel.domain.programmes.actions.region import (
    AssetAnswers,
    StrengthAnswers,
    add_asset,
    add_strength,
    change_asset,
    change_strength,
    remove_asset,
    remove_strength,
    restore_asset,
    restore_strength,
)

__all__ = [
    "RESERVED_SLUGS",
    "AssetAnswers",
    "StrengthAnswers",
    "add_asset",
    "add_strength",
    "change_asset",
    "change_norm",
    "change_role_weights",
    "change_size_rule",
    "change_strength",
    "remove_asset",
    "remove_strength",
    "restore_asset",
    "restore_strength",
    "start_programme",
]
