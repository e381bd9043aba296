"""Where facilities are best placed: `python -m benchmarks.design [--long]`.

Published capacitated location problems (OR-Library) and a two-layer problem with five products,
each by Schakel and by plain HiGHS in the same run: the textbook model with the row that enough
capacity is open, handed over as it is, at most 300 s. Without `--long` the large ones are capa4 and
capb1 and the two-layer problem gets 30 s; with it, all large ones that are shared, and 60 s, after
which the gap counts too. Ends with 1 where an answer is worse than the peer's or not proven, the
ratio is too low, or the two-layer problem is not at the best published cost after 30 s.
"""

import lzma
import math
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.harness import Result, run

RATIO = 10.0
PEER_SECONDS = 300.0
SHORT, LONG = ["capa4", "capb1"], ["capa1", "capa4", "capb1", "capb4", "capc1", "capc4"]
TWO_STAGE, TWO_STAGE_BEST, TWO_STAGE_GAP = "PSC1-C1-50-5", 1_930_379, 0.005
HEAD = ["| problem | Schakel | plain HiGHS | ratio |", "|---|---|---|---|"]
LONG_RUN = "--long" in sys.argv


def data() -> Path | None:
    places = [each / "shared/data/benchmarks" for each in Path(__file__).resolve().parents]
    return next((each for each in places if each.is_dir()), None)


def text_of(path: Path) -> str:
    if path.exists():
        return path.read_text()
    with lzma.open(f"{path}.xz", "rt") as file:
        return file.read()


def measure() -> Result:
    folder = data()
    title = ["## Design: where facilities are best placed", ""]
    if folder is None:
        return Result([*title, "Skipped: ../shared/data/benchmarks is not here."], True)
    warm_up()
    small, small_kept = _small(folder / "orlib")
    large, large_kept = _large(folder / "orlib")
    two, two_kept = _two_stage(folder / "two_stage")
    kept = small_kept and large_kept and two_kept
    return Result([*title, *HEAD, *small, *large, "", two], kept)


def warm_up() -> None:
    """Compile the kernels before anything is timed."""
    import numpy as np

    from schakel.engine.design.capacitated import Siting, site

    random = np.random.default_rng(1)
    site(Siting(np.full(9, 9.0), random.uniform(9, 20, 9), np.ones(30), random.random((9, 30))))


def _timed(siting: Any) -> tuple[Any, float]:
    from schakel.engine.design.capacitated import site

    begin = time.perf_counter()
    return site(siting), time.perf_counter() - begin


def _peer(siting: Any, seconds: float) -> tuple[Any, float]:
    from schakel.engine.design.capacitated import plain_model
    from schakel.engine.solver import Run, solve

    begin = time.perf_counter()
    answer = solve(plain_model(siting)[0], Run(seconds=seconds))
    return answer, time.perf_counter() - begin


def _small(folder: Path) -> tuple[list[str], bool]:
    from schakel.engine.design.capacitated import read_orlib

    ours, theirs, same = 0.0, 0.0, True
    files = sorted(folder.glob("cap[0-9]*.txt"))
    for path in files:
        siting = read_orlib(path.read_text(), path.name)
        found, seconds = _timed(siting)
        peer, peer_seconds = _peer(siting, PEER_SECONDS)
        ours, theirs = ours + seconds, theirs + peer_seconds
        same &= math.isclose(found.objective, peer.objective, rel_tol=2e-6) and found.gap <= 1e-6
    line = f"| {len(files)} small, together | {ours:.2f} s, all proven: {'yes' if same else 'NO'} "
    return [f"{line}| {theirs:.2f} s | {theirs / ours:.1f} |"], same and ours <= theirs


def _large(folder: Path) -> tuple[list[str], bool]:
    from schakel.engine.design.capacitated import read_orlib

    lines, ratios, proven = [], [], True
    for name in LONG if LONG_RUN else SHORT:
        siting = read_orlib(text_of(folder / f"{name}.txt"), name)
        found, seconds = _timed(siting)
        peer, peer_seconds = _peer(siting, PEER_SECONDS)
        proven &= found.gap <= 1e-6 and found.objective <= peer.objective * (1 + 2e-6)
        ratios.append(peer_seconds / seconds)
        note = "" if peer.gap <= 1e-6 else f", stopped with a gap of {100 * peer.gap:.2f} %"
        lines.append(
            f"| {name} | {seconds:.2f} s, {found.objective:.3f}, gap {found.gap:.0e} "
            f"| {peer_seconds:.1f} s{note} | {ratios[-1]:.0f} |"
        )
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    lines.append(f"| geometric mean of the large | | | {mean:.0f} |")
    return lines, proven and mean >= RATIO


def _two_stage(folder: Path) -> tuple[str, bool]:
    from schakel.engine.design.two_stage import read_two_stage, site_two_stage
    from schakel.engine.design.two_stage.flows import weak
    from schakel.engine.solver import Progress, Run, solve

    asked = read_two_stage(text_of(folder / f"{TWO_STAGE}.txt"), TWO_STAGE)
    limit = 60.0 if LONG_RUN else 30.0
    at_half_a_minute = math.inf

    def watch(progress: Progress) -> None:
        nonlocal at_half_a_minute
        if progress.seconds <= 30.0:
            at_half_a_minute = progress.objective

    found = site_two_stage(asked, Run(seconds=limit, report=watch))
    relaxed = weak(asked)
    integer = relaxed.model.integer.copy()
    integer[relaxed.opened] = True
    peer = solve(replace(relaxed.model, integer=integer), Run(seconds=limit))
    line = (
        f"Two layers, five products ({TWO_STAGE}), {limit:.0f} s each: Schakel "
        f"{found.objective:,.0f}, gap {100 * found.gap:.2f} % (at 30 s {at_half_a_minute:,.0f}; "
        f"best published {TWO_STAGE_BEST:,}); plain HiGHS (weak model) {peer.objective:,.0f}, "
        f"gap {100 * peer.gap:.2f} %."
    )
    kept = at_half_a_minute <= TWO_STAGE_BEST and (not LONG_RUN or found.gap <= TWO_STAGE_GAP)
    return line, kept


if __name__ == "__main__":
    sys.exit(run(measure))
