"""`schakel share FILE.json`: what each party gets of the gain, and who would leave."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.engine.errors import BadInput
from schakel.engine.jsontext import read_json
from schakel.lib.errors import Refused

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "share.json"
FIELDS = ("players", "values", "note", "unit", "measure", "received", "flows")
FLOW_FIELDS = ("from", "to", "tonnes")
DIVISIONS = ("shapley", "nucleolus", "equal", "proportional")


class Command(BaseCommand):
    help = _(
        "Divide what parties gain together: the Shapley value, the nucleolus, the least core, "
        "which coalition would leave, and the payments per tonne. Reads and prints JSON."
    )
    example = (
        "schakel share --example gain.json\nschakel share gain.json --by shapley > divided.json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help=_("players and coalition values (JSON)")
        )
        parser.add_argument(
            "--example", type=Path, metavar="FILE", help=_("write an example to begin with")
        )
        parser.add_argument(
            "--superadditive",
            action="store_true",
            help=_("a coalition reaches at least what its parts reach side by side"),
        )
        parser.add_argument(
            "--by",
            choices=DIVISIONS,
            default="nucleolus",
            help=_("the division that payments per tonne bring about"),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if (options["file"] is None) == (options["example"] is None):
            raise CommandError(_("Give a file, or --example."))
        if options["example"]:
            self._write_example(options["example"])
            return
        given = _read(options["file"])
        try:
            found = _divided(given, options["superadditive"], options["by"])
        except RuntimeError as error:
            raise CommandError(
                _("These values cannot be divided; look for a figure in another unit.")
            ) from error
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))

    def _write_example(self, path: Path) -> None:
        with path.open("x", encoding="utf-8") as file:
            file.write(EXAMPLE.read_text(encoding="utf-8"))
        self.stdout.write(
            _("Written: %(file)s (an example, nothing in it is real)") % {"file": path}
        )


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeError:
        raise Refused(_("%(file)s is not a text file (UTF-8).") % {"file": path}) from None
    if not text.strip():
        raise BadInput(path.name, "", "is empty; give players and values")
    given = read_json(text, path.name)
    if not isinstance(given, dict):
        raise BadInput(path.name, "", 'must be an object with "players" and "values"')
    _check_fields(given, path.name, FIELDS)
    for field in ("note", "unit"):
        if not isinstance(given.get(field, ""), str):
            raise BadInput(field, "", "is not a text; write it between quotes")
    if given.get("flows") and "received" not in given:
        raise BadInput("received", "", "is missing; give what each party receives before payments")
    return given


def _check_fields(given: dict[str, Any], record: str, fields: tuple[str, ...]) -> None:
    """A misspelt field would count for nothing."""
    for field in given:
        if field not in fields:
            raise BadInput(
                record,
                field,
                "is not a field here; the fields are %(fields)s",
                fields=", ".join(fields),
            )


def _divided(given: dict[str, Any], superadditive: bool, by: str) -> dict[str, Any]:
    from schakel.engine import share

    players = given.get("players")
    if not isinstance(players, list) or not all(isinstance(name, str) for name in players):
        raise BadInput("players", "", "must be a list of names")
    game = share.game_from(players, _coalitions(given), superadditive=superadditive)
    divisions = {
        "shapley": share.shapley(game),
        "nucleolus": share.nucleolus(game),
        "equal": share.equal_division(game),
    }
    if "measure" in given:
        divisions["proportional"] = share.proportional_division(game, _measures(given, players))
    smallest = share.least_core(game)
    found: dict[str, Any] = {
        **({"note": given["note"]} if "note" in given else {}),
        "players": players,
        "unit": given.get("unit"),
        "value": float(game.values[-1]),
        "gain": float(game.values[-1] - game.alone.sum()),
        **{name: _judged(game, division) for name, division in divisions.items()},
        "least_core": {
            "epsilon": smallest.epsilon,
            "division": _by_name(game, smallest.division),
            "core_is_empty": share.objection(game, smallest.division) is not None,
        },
    }
    if "received" in given:
        if by not in divisions:
            raise BadInput("measure", "", "is missing; give it to divide by it")
        found["transfers"] = _transfers(given, by, _by_name(game, divisions[by]))
    return found


def _measures(given: dict[str, Any], players: list[str]) -> list[float]:
    measure = _numbers(given, "measure")
    found = [_of(measure, name, "measure") for name in players]
    for name in measure:
        if name not in players:
            raise BadInput("measure", name, "is not among the players; add it or mend the name")
    return found


def _coalitions(given: dict[str, Any]) -> dict[frozenset[str], float]:
    coalitions: dict[frozenset[str], float] = {}
    for key, value in _numbers(given, "values").items():
        parts = [part.strip() for part in key.split(",") if part.strip()]
        members = frozenset(parts)
        if len(members) < len(parts):
            raise BadInput("values", key, "names a party twice; keep one")
        if members in coalitions:
            raise BadInput("values", key, "is given twice; keep one")
        coalitions[members] = value
    return coalitions


def _numbers(given: dict[str, Any], field: str) -> dict[str, float]:
    found = given.get(field)
    if not isinstance(found, dict):
        raise BadInput(field, "", "must be an object from names to numbers")
    for key, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput(field, key, "is not a number")
    return {key: float(value) for key, value in found.items()}


def _of(numbers: Mapping[str, float], name: str, field: str) -> float:
    if name not in numbers:
        raise BadInput(field, name, "is missing; add it")
    return numbers[name]


def _by_name(game: Any, division: Any) -> dict[str, float]:
    return dict(zip(game.players, division.tolist(), strict=True))


def _judged(game: Any, division: Any) -> dict[str, Any]:
    from schakel.engine import share

    leaving = share.objection(game, division)
    return {
        "division": _by_name(game, division),
        "in_core": leaving is None,
        "objecting_coalition": list(leaving.members) if leaving else None,
        "gains_by_leaving": leaving.gain if leaving else 0.0,
    }


def _transfers(given: dict[str, Any], by: str, division: dict[str, float]) -> dict[str, Any]:
    from schakel.engine import share

    flows = given.get("flows", [])
    if not isinstance(flows, list):
        raise BadInput("flows", "", "must be a list of objects with from, to and tonnes")
    paid = share.transfers_per_tonne(
        _numbers(given, "received"),
        division,
        [_flow(number, flow) for number, flow in enumerate(flows, start=1)],
    )
    return {
        "by": by,
        "payments": [
            {
                "payer": one.payer,
                "payee": one.payee,
                "eur_per_year": round(one.amount, 2),
                "tonnes_per_year": one.tonnes,
                "eur_per_tonne": one.per_tonne,
            }
            for one in paid
        ],
    }


def _flow(number: int, given: Any) -> Any:
    from schakel.engine import share

    record = f"flow {number}"
    if not isinstance(given, dict):
        raise BadInput(record, "", "must be an object with from, to and tonnes")
    _check_fields(given, record, FLOW_FIELDS)
    for field in ("from", "to"):
        if not isinstance(given.get(field), str):
            raise BadInput(record, field, "must be the name of a player")
    tonnes = given.get("tonnes")
    if isinstance(tonnes, bool) or not isinstance(tonnes, int | float):
        raise BadInput(record, "tonnes", "is not a number")
    return share.Flow(given["from"], given["to"], float(tonnes))
