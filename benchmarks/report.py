"""Turn the results of the benchmark into docs/benchmarks.md and its plot; it measures nothing."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from benchmarks.waits import WAITS

Json = dict[str, Any]
Results = Mapping[str, Mapping[str, Json]]  # size → contestant → what was measured

LABELS = {
    "ours": "**planbook**",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "material": "MkDocs + Material",
    "material_search": "MkDocs + Material with its search",
    "zensical": "Zensical",
}
FASTEST = ("hugo", "eleventy")


class Ratio(Protocol):
    """Computes a ratio from the results; of the wall time, without the peers' preparation, unless told."""

    def __call__(self, sizes: Results, *, key: str = ..., prepared: bool = ...) -> float | None:
        """Compute it, or give None where nothing was measured."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio to reach."""

    words: str
    most: float
    ratio: Ratio


def write_report(results: Json, folder: Path) -> None:
    """Write the page and the plot into the documentation."""
    sizes = results["sizes"]
    text = (Path(__file__).parent / "report.md").read_text("utf-8")
    parts = {
        "machine": _machine(results["machine"]),
        "versions": ", ".join(f"{name} {version}" for name, version in results["versions"].items()),
        "tables": "\n\n".join(_table(size, measured) for size, measured in sizes.items()),
        "goals": _goals_table(sizes),
        "waits": _waits_table(results.get("waits", {})),
    }
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    (folder / "benchmarks.md").write_text(text, "utf-8")
    (folder / "benchmarks.svg").write_text(draw_plot(sizes), "utf-8")


def _machine(told: Mapping[str, str]) -> str:
    return (
        f"{told['processor']}, {told['cores']} cores, {told['memory']}, {told['system']}, "
        f"files on {told['files']}; {told['day']}"
    )


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


def _table(size: str, measured: Mapping[str, Json]) -> str:
    """Write the table of one size."""
    name = "The real book" if size == "real" else f"{int(size):,} tasks"
    lines = [
        f"### {name}",
        "",
        "| | pages: wall | CPU | memory | with index: wall | CPU | memory | whole pages: wall | CPU "
        "| memory | files | bytes | rounds |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for contestant in LABELS:
        if contestant in measured:
            lines.append(_line(contestant, measured))
    if measured.get("ours", {}).get("rounds"):
        bare, indexed, again = (
            f"{_spread(values(measured['ours'], variant, 'wall'))}, "
            f"{median(values(measured['ours'], variant, 'cpu')):.1f} s CPU"
            for variant in ("bare", "indexed", "edited")
        )
        prepared = measured["preparation"]
        lines += [
            "",
            f"What the peers are given took our code {prepared['wall']:.1f} s, "
            f"{prepared['cpu']:.1f} s CPU, counted for none of them.",
            f"planbook with nothing but its pages, which is all that the peers make: {bare}. "
            f"With its pages and their index: {indexed}. "
            f"Again after one edited cell, with everything: {again}.",
        ]
    return "\n".join(lines)


def _line(contestant: str, measured: Mapping[str, Json]) -> str:
    told = measured[contestant]
    if "failure" in told:
        return f"| {LABELS[contestant]} | failed: {told['failure']} {'| ' * 12}|"
    cells = [LABELS[contestant]]
    for variant in ("pages", "full", "whole"):
        if variant not in told["rounds"][0]:
            cells += ["", "", ""]
            continue
        cells.append(_spread(values(told, variant, "wall")))
        cells.append(f"{median(values(told, variant, 'cpu')):.1f} s")
        cells.append(f"{median(values(told, variant, 'memory')) / 1e6:,.0f} MB")
    cells.append(f"{told['files']:,}")
    cells.append(f"{told['bytes'] / 1e6:,.1f} MB")
    cells.append(str(len(told["rounds"])))
    return f"| {' | '.join(cells)} |"


def _spread(found: list[float]) -> str:
    """Write a median in seconds, and from where to where the rounds went."""
    if len(found) == 1:
        return f"{found[0]:.1f} s"
    return f"{median(found):.1f} s ({min(found):.1f}–{max(found):.1f})"


def has_run(measured: Mapping[str, Json], name: str) -> bool:
    """Tell whether a contestant took part and did not fail."""
    return bool(measured.get(name, {}).get("rounds"))


def values(told: Json, variant: str, key: str) -> list[float]:
    """List what every round measured."""
    return [each[variant][key] for each in told["rounds"]]


# ── ratios and goals ────────────────────────────────────────────────────────────────────────────


def ratio_of(
    measured: Mapping[str, Json], one: str, variant: str, other: str, base: str, key: str = "wall"
) -> float | None:
    """Compute the median of one contestant's ratio to another, round by round."""
    if not (has_run(measured, one) and has_run(measured, other)):
        return None
    others = {each["round"]: each[base][key] for each in measured[other]["rounds"]}
    ratios = [
        each[variant][key] / others[each["round"]]
        for each in measured[one]["rounds"]
        if each["round"] in others
    ]
    return median(ratios) if ratios else None


def ratio_to_fastest(
    measured: Mapping[str, Json], variant: str, base: str, prepared: bool = False, key: str = "wall"
) -> float | None:
    """Compute the median of our ratio to whichever peer was the fastest of the round."""
    if not all(has_run(measured, name) for name in ("ours", *FASTEST)):
        return None
    before = measured["preparation"][key] if prepared else 0
    rounds = zip(*(measured[name]["rounds"] for name in ("ours", *FASTEST)), strict=False)
    ratios: list[float] = [
        mine[variant][key] / (before + min(each[base][key] for each in peers))
        for mine, *peers in rounds
    ]
    return median(ratios)


def growth(sizes: Results, key: str = "wall", prepared: bool = False) -> float | None:
    """Compute how the time grew when the tasks grew fivefold."""
    if prepared:
        return None
    small, large = (sizes.get(size, {}) for size in ("20000", "100000"))
    if not (has_run(small, "ours") and has_run(large, "ours")):
        return None
    return median(values(large["ours"], "full", key)) / median(values(small["ours"], "full", key))


def to_fastest(words: str, most: float, variant: str, base: str) -> Goal:
    """Make a goal that compares with the fastest peer at 20,000 tasks."""

    def ratio(sizes: Results, **options: Any) -> float | None:
        return ratio_to_fastest(sizes.get("20000", {}), variant, base, **options)

    return Goal(words, most, ratio)


def to_one(
    words: str, most: float, size: str, variant: str, other: str, base: str, key: str = "wall"
) -> Goal:
    """Make a goal that compares with one contestant, or with ourselves."""

    def ratio(sizes: Results, key: str = key, prepared: bool = False) -> float | None:
        if prepared:
            return None
        return ratio_of(sizes.get(size, {}), "ours", variant, other, base, key)

    return Goal(words, most, ratio)


GOALS = (
    to_one(
        "the real book with everything, to MkDocs + Material + Pagefind",
        0.8, "real", "full", "material", "whole",
    ),
    to_one("the same, of ours the pages and the index alone", 0.4, "real", "indexed", "material", "whole"),
    to_one("2,000 tasks with everything, to Hugo + Pagefind", 0.8, "2000", "full", "hugo", "whole"),
    to_one("20,000 tasks with everything, to Hugo + Pagefind", 0.45, "20000", "full", "hugo", "whole"),
    to_fastest("the same, to the fastest peer + Pagefind", 0.3, "full", "whole"),
    to_fastest(
        "the same, but Pagefind told to read only what our index reads", 0.55, "full", "full"
    ),
    to_fastest("20,000 tasks, of both nothing but the pages", 0.75, "bare", "pages"),
    Goal("growth from 20,000 to 100,000 tasks ([measured apart](scale.md))", 5, growth),
    to_one(
        "peak memory at 20,000 tasks with index, to Hugo's without",
        0.45, "20000", "full", "hugo", "pages", "memory",
    ),
    to_one(
        "the real book again after one edited cell, to the first build",
        0.4, "real", "edited", "ours", "full",
    ),
)  # fmt: skip


def _goals_table(sizes: Results) -> str:
    lines = [
        "| ratio | goal | measured | | of CPU time | with the peers' preparation |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for goal in GOALS:
        found = goal.ratio(sizes)
        verdict = (
            "not measured" if found is None else "reached" if found <= goal.most else "**missed**"
        )
        cpu = "" if "memory" in goal.words else _show_ratio(goal.ratio(sizes, key="cpu"))
        prepared = _show_ratio(goal.ratio(sizes, prepared=True))
        lines.append(
            f"| {goal.words} | ≤ {goal.most:g} | {_show_ratio(found)} | {verdict} | {cpu} | {prepared} |"
        )
    return "\n".join(lines)


def _waits_table(measured: Mapping[str, list[float]]) -> str:
    lines = ["| wait | goal | measured | |", "|---|--:|--:|---|"]
    for wait in WAITS:
        if found := measured.get(wait.name):
            verdict = "reached" if median(found) <= wait.most else "**missed**"
            lines.append(f"| {wait.words} | ≤ {wait.most:g} s | {_spread(found)} | {verdict} |")
    return "\n".join(lines)


def _show_ratio(found: float | None) -> str:
    return "" if found is None else f"{found:.2f}" if found < 2 else f"{found:.1f}"


# ── plot ────────────────────────────────────────────────────────────────────────────────────────

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 60, 190, 20, 40
COLOURS = {
    "ours": "#0b7285",
    "hugo": "#d6336c",
    "eleventy": "#5f3dc4",
    "material": "#e8590c",
    "material_search": "#846358",
    "zensical": "#5c940d",
}
TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def draw_plot(sizes: Results) -> str:
    """Draw the time with index over the number of tasks, both axes logarithmic."""
    counts = [int(size) for size in sizes if size.isdigit()]
    lines = {
        name: [
            (int(size), median(values(measured[name], variant, "wall")))
            for size, measured in sizes.items()
            if size.isdigit() and has_run(measured, name)
            for variant in ("full" if name == "ours" else "whole",)
            if variant in measured[name]["rounds"][0]
        ]
        for name in LABELS
    }
    seconds = [wall for points in lines.values() for _, wall in points]
    if not seconds:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    low = max(tick for tick in (0.1, *TICKS) if tick <= min(seconds) or tick == 0.1)
    high = min((tick for tick in TICKS if tick >= max(seconds)), default=max(seconds))

    def x_of(count: float) -> float:
        span = math.log(max(counts) / min(counts)) or 1
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(count / min(counts)) / span

    def y_of(wall: float) -> float:
        return (
            HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(wall / low) / math.log(high / low)
        )

    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="12">',
            "<title>Seconds of a build with its search index, by number of tasks</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *_axes(counts, [tick for tick in TICKS if low <= tick <= high], x_of, y_of),
            *_lines(lines, x_of, y_of),
            "</svg>\n",
        )
    )


def _axes(
    counts: Iterable[int],
    ticks: Iterable[float],
    x_of: Callable[[float], float],
    y_of: Callable[[float], float],
) -> Iterator[str]:
    for tick in ticks:
        y = y_of(tick)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dee2e6"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:g} s</text>'
    for count in counts:
        x = x_of(count)
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dee2e6"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{count:,}</text>'


def _lines(
    lines: Mapping[str, list[tuple[int, float]]],
    x_of: Callable[[float], float],
    y_of: Callable[[float], float],
) -> Iterator[str]:
    labels = []
    for name, points in lines.items():
        if not points:
            continue
        places = [(x_of(count), y_of(wall)) for count, wall in points]
        colour = COLOURS[name]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        label = f"{escape(LABELS[name].strip('*'))} {points[-1][1]:.1f} s"
        labels.append((places[-1][1] + 4, places[-1][0] + 8, label, colour))
    floor = 0.0
    for y, x, label, colour in sorted(labels):
        floor = max(y, floor + 14)  # no label stands on another
        yield f'<text x="{x:.1f}" y="{floor:.1f}" fill="{colour}">{label}</text>'
