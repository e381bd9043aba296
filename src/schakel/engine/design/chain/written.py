"""The report on a chain as JSON (docs/reference/engine-formats.md). Unknown figures are null."""

import math
from typing import Any

from schakel.engine.design.chain.answer import Report
from schakel.engine.design.chain.coalitions import Coalitions, members
from schakel.engine.design.chain.meter import Meter
from schakel.engine.design.chain.model import Chain
from schakel.engine.design.chain.network import Kind
from schakel.engine.design.chain.optimum import Design, kept


def written(report: Report) -> dict[str, Any]:
    content = {
        "design": _design(report.chain, report.design) | _flows(report.design),
        "meter": _meter(report.meter),
        "break_even": [
            {
                "facility": each.facility,
                "tonnes": _figure(each.volume),
                "saving_at_capacity_eur": _figure(each.saving),
            }
            for each in report.break_even
        ],
        "next_best": [_design(report.chain, each) for each in report.others],
        "unfinished": [part.value for part in report.unfinished],
    }
    if report.coalitions is not None:
        content["coalitions"] = _coalitions(report.chain, report.coalitions)
    return content


def _figure(value: float | None) -> float | None:
    return round(value, 6) if value is not None and math.isfinite(value) else None


def _design(chain: Chain, design: Design) -> dict[str, Any]:
    volumes = {
        each.column.sender.name: each.tonnes for each in design.used if each.column.kind is Kind.RUN
    }
    existing = {each.name: each.existing for each in chain.facilities}
    return {
        "status": design.status.value,
        "cost_eur": _figure(design.cost),
        "bound_eur": _figure(design.bound),
        "gap": _figure(design.gap),
        "seconds": round(design.seconds, 3),
        "co2_kg": _figure(design.co2),
        "kept_tonnes": _figure(kept(chain, design)),
        "open": [
            {
                "facility": name,
                "tonnes": _figure(volumes.get(name, 0.0)),
                "existing": existing[name],
            }
            for name in sorted(design.opened)
        ],
    }


def _flows(design: Design) -> dict[str, Any]:
    return {
        "flows": [
            {
                "kind": each.column.kind.value,
                "material": each.column.sender.material,
                "from": each.column.sender.name,
                "from_party": each.column.sender.owner,
                "to": each.column.receiver.name,
                "to_party": each.column.receiver.owner,
                "tonnes": _figure(each.tonnes),
                "km": _figure(each.column.km),
                "cost_eur": _figure(each.cost),
                "co2_kg": _figure(each.co2),
            }
            for each in design.used
            if each.column.kind not in (Kind.RUN, Kind.OPEN)
        ]
    }


def _meter(meter: Meter) -> dict[str, Any]:
    return {
        "gain_eur": _figure(meter.euro),
        "gain_at_least_eur": _figure(meter.least),
        "gain_at_most_eur": _figure(meter.most),
        "kept_more_tonnes": _figure(meter.tonnes),
        "co2_less_kg": _figure(meter.co2),
        "parties": [
            {
                "party": each.party,
                "cost_alone_eur": _figure(each.alone),
                "status_alone": each.status.value,
                "cost_in_design_eur": _figure(each.paid),
                "gain_eur": _figure(each.gain),
                "in_the_way": each.in_the_way,
            }
            for each in meter.positions
        ],
    }


def _coalitions(chain: Chain, found: Coalitions) -> dict[str, Any]:
    return {
        "parties": list(found.parties),
        "values": [
            {"parties": sorted(members(chain, mask)), "value_eur": _figure(float(value))}
            for mask, value in enumerate(found.value)
        ],
    }
