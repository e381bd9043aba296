"""A division as something parties can sign: an amount per tonne on the flows between them.

What the chain earns arrives at some of the parties; the division says what each should have. The
difference is paid along the flows, as a correction of the price per tonne, with the least money
going round (a linear programme: minimum-cost flow of the payments).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from schakel.engine.errors import BadInput, Phrase
from schakel.engine.solver.linear import Outcome, minimise

CENT = 0.005
BALANCE = 1e-6
"""Of the total at stake: how far the division may be from what the parties receive."""


@dataclass(frozen=True)
class Flow:
    """Material from one party to another, in tonnes a year."""

    giver: str
    receiver: str
    tonnes: float


@dataclass(frozen=True)
class Transfer:
    """Payer to payee, in EUR a year, over these tonnes a year, as EUR per tonne."""

    payer: str
    payee: str
    amount: float
    tonnes: float
    per_tonne: float


def transfers_per_tonne(
    received: Mapping[str, float], division: Mapping[str, float], flows: Sequence[Flow]
) -> tuple[Transfer, ...]:
    """Payments that bring each party from what it receives to its part, both in EUR a year."""
    due = _due(received, division)
    _check_flows(flows, due)
    if not flows:
        if any(abs(amount) > CENT for amount in due.values()):
            raise BadInput("flows", "", "is empty; give the flows that payments can follow")
        return ()
    names = list(due)
    net = np.zeros((len(names), len(flows)))
    for column, flow in enumerate(flows):
        net[names.index(flow.giver), column] += 1
        net[names.index(flow.receiver), column] -= 1
    amounts = np.array(list(due.values()))
    scale = float(np.abs(amounts).max()) or 1.0
    found = minimise(
        np.ones(2 * len(flows)),
        np.hstack([net, -net]),
        amounts / scale,
        amounts / scale,
    )
    if found.outcome is not Outcome.OPTIMAL:
        raise _island(due, flows)
    paid = scale * (found.values[: len(flows)] - found.values[len(flows) :])
    return tuple(
        _transfer(flow, float(amount))
        for flow, amount in zip(flows, paid, strict=True)
        if abs(amount) > CENT
    )


def _due(received: Mapping[str, float], division: Mapping[str, float]) -> dict[str, float]:
    for name in division:
        if name not in received:
            raise BadInput(name, "received", "is missing; give what this party receives")
    for name, amount in received.items():
        if name not in division:
            raise BadInput(name, "received", "is not among the players; mend the name")
        if not isfinite(amount):
            raise BadInput(name, "received", "is not a finite number")
    due = {name: part - received[name] for name, part in division.items()}
    stake = sum(abs(amount) for amount in received.values()) or 1.0
    left = sum(due.values())
    if abs(left) > BALANCE * stake + CENT:
        raise BadInput(
            "received",
            "",
            "adds up to %(off)s EUR %(more)s than the value of all together; "
            "the two must be equal before anything can be divided",
            off=abs(left),
            more=Phrase("less") if left > 0 else Phrase("more"),
        )
    return {name: amount - left / len(due) for name, amount in due.items()}


def _check_flows(flows: Sequence[Flow], due: Mapping[str, float]) -> None:
    for number, flow in enumerate(flows, start=1):
        record = f"flow {number}"
        for name in (flow.giver, flow.receiver):
            if name not in due:
                raise BadInput(record, name, "is not among the players; mend the name")
        if flow.giver == flow.receiver:
            raise BadInput(record, flow.giver, "goes from a party to itself; leave it out")
        if not (isfinite(flow.tonnes) and flow.tonnes > 0):
            raise BadInput(record, "tonnes", "must be a number above 0")


def _island(due: Mapping[str, float], flows: Sequence[Flow]) -> BadInput:
    """The parties without a way to pay what they owe: those that the flows join to one of them."""
    for start in due:
        joined = {start}
        while True:
            touched = {
                name
                for flow in flows
                if joined & {flow.giver, flow.receiver}
                for name in (flow.giver, flow.receiver)
            } | joined
            if touched == joined:
                break
            joined = touched
        left = sum(due[name] for name in joined)
        if abs(left) > CENT:
            names = ",".join(sorted(joined))
            if left > 0:
                return BadInput(
                    "flows",
                    names,
                    "no flow joins these to the others, who owe %(off)s EUR; "
                    "add a flow or a direct payment",
                    off=left,
                )
            return BadInput(
                "flows",
                names,
                "no flow joins these to the others, who are owed %(off)s EUR; "
                "add a flow or a direct payment",
                off=-left,
            )
    return BadInput("flows", "", "payments cannot follow these flows; mend the flows")


def _transfer(flow: Flow, amount: float) -> Transfer:
    """More for the giver is a higher price; less is paid back by it."""
    payer, payee = flow.receiver, flow.giver
    if amount < 0:
        payer, payee = payee, payer
    return Transfer(payer, payee, abs(amount), flow.tonnes, abs(amount) / flow.tonnes)
