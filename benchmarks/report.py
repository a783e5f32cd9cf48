"""Turn the results of the benchmark into docs/benchmarks.md and its plot; it measures nothing."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

Json = dict[str, Any]
Results = Mapping[str, Mapping[str, Json]]  # size → contestant → what was measured

LABELS = {
    "ours": "**planbook**",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "material": "MkDocs + Material",
    "zensical": "Zensical",
}
FASTEST = ("hugo", "eleventy")


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio to reach: what it compares, at which size, how it is computed from a size's results."""

    words: str
    most: float
    ratio: Callable[[Results], float | None]
    prepared: Callable[[Results], float | None] | None = None  # the peers' preparation counted too


def write_report(results: Json, folder: Path) -> None:
    """Write the page and the plot into the documentation."""
    sizes = results["sizes"]
    text = (Path(__file__).parent / "report.md").read_text("utf-8")
    parts = {
        "machine": _machine(results["machine"]),
        "versions": ", ".join(f"{name} {version}" for name, version in results["versions"].items()),
        "tables": "\n\n".join(_table(size, measured) for size, measured in sizes.items()),
        "goals": _goals_table(sizes),
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
        "| | pages: wall | CPU | memory | with index: wall | CPU | memory | × ours | files | bytes | rounds |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for contestant in LABELS:
        if contestant in measured:
            lines.append(_line(contestant, measured))
    if measured.get("ours", {}).get("rounds"):
        bare, again = (
            f"{_spread(values(measured['ours'], variant, 'wall'))}, "
            f"{median(values(measured['ours'], variant, 'cpu')):.1f} s CPU"
            for variant in ("bare", "edited")
        )
        prepared = measured["preparation"]
        lines += [
            "",
            f"What the peers are given took our code {prepared['wall']:.1f} s, "
            f"{prepared['cpu']:.1f} s CPU, counted for none of them.",
            f"planbook with nothing but its pages, which is all that the peers make: {bare}. "
            f"Again after one edited cell, with everything: {again}.",
        ]
    return "\n".join(lines)


def _line(contestant: str, measured: Mapping[str, Json]) -> str:
    told = measured[contestant]
    if "failure" in told:
        return f"| {LABELS[contestant]} | failed: {told['failure']} {'| ' * 10}|"
    cells = [LABELS[contestant]]
    for variant in ("pages", "full"):
        cells.append(_spread(values(told, variant, "wall")))
        cells.append(f"{median(values(told, variant, 'cpu')):.1f} s")
        cells.append(f"{median(values(told, variant, 'memory')) / 1e6:,.0f} MB")
    times = ratio_of(measured, contestant, "full", "ours", "full")
    cells.append(f"{times:.2f}" if times else "")
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
    measured: Mapping[str, Json], variant: str, prepared: bool = False
) -> float | None:
    """Compute the median of our ratio to whichever peer was the fastest of the round."""
    if not all(has_run(measured, name) for name in ("ours", *FASTEST)):
        return None
    before = measured["preparation"]["wall"] if prepared else 0
    rounds = zip(*(measured[name]["rounds"] for name in ("ours", *FASTEST)), strict=False)
    return median(
        mine[variant]["wall"] / (before + min(each[variant]["wall"] for each in peers))
        for mine, *peers in rounds
    )


def ratio_in_size(size: str, one: str, variant: str, other: str, base: str, key: str = "wall"):
    """Make the ratio of two contestants at one size."""
    return lambda sizes: ratio_of(sizes.get(size, {}), one, variant, other, base, key)


def growth(sizes: Results) -> float | None:
    """Compute how the time grew when the tasks grew tenfold."""
    small, large = (sizes.get(size, {}) for size in ("2000", "20000"))
    if not (has_run(small, "ours") and has_run(large, "ours")):
        return None
    return median(values(large["ours"], "full", "wall")) / median(values(small["ours"], "full", "wall"))


GOALS = (
    Goal(
        "20,000 tasks with index, to the fastest peer + Pagefind",
        0.5,
        lambda sizes: ratio_to_fastest(sizes.get("20000", {}), "full"),
        lambda sizes: ratio_to_fastest(sizes.get("20000", {}), "full", prepared=True),
    ),
    Goal(
        "20,000 tasks without index, to the fastest peer",
        0.6,
        lambda sizes: ratio_to_fastest(sizes.get("20000", {}), "pages"),
        lambda sizes: ratio_to_fastest(sizes.get("20000", {}), "pages", prepared=True),
    ),
    Goal(
        "20,000 tasks with index, to MkDocs + Material without any",
        0.05,
        ratio_in_size("20000", "ours", "full", "material", "pages"),
    ),
    Goal("growth from 2,000 to 20,000 tasks", 11, growth),
    Goal(
        "peak memory at 20,000 tasks with index, to Hugo's without",
        0.6,
        ratio_in_size("20000", "ours", "full", "hugo", "pages", "memory"),
    ),
    Goal(
        "the real book with index, to MkDocs + Material + Pagefind",
        0.7,
        ratio_in_size("real", "ours", "full", "material", "full"),
    ),
    Goal(
        "the real book again after one edited cell, to the first build",
        0.4,
        ratio_in_size("real", "ours", "edited", "ours", "full"),
    ),
    Goal(
        "20,000 tasks again after one edited cell, to the first build",
        0.2,
        ratio_in_size("20000", "ours", "edited", "ours", "full"),
    ),
)


def _goals_table(sizes: Results) -> str:
    lines = ["| ratio | goal | measured | | with the peers' preparation |", "|---|--:|--:|---|--:|"]
    for goal in GOALS:
        found = goal.ratio(sizes)
        verdict = "not measured" if found is None else "reached" if found <= goal.most else "**missed**"
        prepared = _show_ratio(goal.prepared(sizes)) if goal.prepared else ""
        lines.append(
            f"| {goal.words} | ≤ {goal.most:g} | {_show_ratio(found)} | {verdict} | {prepared} |"
        )
    return "\n".join(lines)


def _show_ratio(found: float | None) -> str:
    return "" if found is None else f"{found:.2f}" if found < 2 else f"{found:.1f}"


# ── plot ────────────────────────────────────────────────────────────────────────────────────────

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 60, 150, 20, 40
COLOURS = {
    "ours": "#0b7285",
    "hugo": "#d6336c",
    "eleventy": "#5f3dc4",
    "material": "#e8590c",
    "zensical": "#5c940d",
}
TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def draw_plot(sizes: Results) -> str:
    """Draw the time with index over the number of tasks, both axes logarithmic."""
    counts = [int(size) for size in sizes if size.isdigit()]
    lines = {
        name: [
            (int(size), median(values(measured[name], "full", "wall")))
            for size, measured in sizes.items()
            if size.isdigit() and has_run(measured, name)
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
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(wall / low) / math.log(high / low)

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
    for name, points in lines.items():
        if not points:
            continue
        places = [(x_of(count), y_of(wall)) for count, wall in points]
        colour = COLOURS[name]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        x, y = places[-1]
        label = f"{escape(LABELS[name].strip('*'))} {points[-1][1]:.1f} s"
        yield f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{label}</text>'
