from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def points(self) -> int:
        return list(Level).index(self)


class BadIndicators(ValueError):
    """Which indicators are missing or unknown, and which have no such level; words come later."""

    def __init__(
        self, missing: tuple[str, ...], unknown: tuple[str, ...], bad_levels: Mapping[str, str]
    ) -> None:
        super().__init__(f"missing {missing}, unknown {unknown}, bad levels {dict(bad_levels)}")
        self.missing = missing
        self.unknown = unknown
        self.bad_levels = bad_levels


@dataclass(frozen=True)
class Complexity:
    """The six indicators of the report, each low, medium or high."""

    players: Level
    technology: Level
    scale: Level
    crossing_sectors: Level
    confidentiality: Level
    regulation: Level

    @classmethod
    def of(cls, levels: Mapping[str, str]) -> "Complexity":
        """From indicator to level as text; raises `BadIndicators` that names everything wrong."""
        missing = tuple(name for name in INDICATORS if name not in levels)
        unknown = tuple(name for name in levels if name not in INDICATORS)
        bad = {
            name: level
            for name, level in levels.items()
            if name in INDICATORS and level not in set(Level)
        }
        if missing or unknown or bad:
            raise BadIndicators(missing, unknown, bad)
        return cls(**{name: Level(levels[name]) for name in INDICATORS})

    def levels(self) -> dict[str, Level]:
        return {name: getattr(self, name) for name in INDICATORS}


INDICATORS = tuple(field.name for field in fields(Complexity))
