"""Turn the real book into a root with any number of tasks, valid under `build.py check`.

The real documents come once; their largest programme is repeated for other half-years, six a
half-year (more when twenty years are full), until the number is reached. It draws no lot: the
same number gives the same bytes.
"""

import argparse
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

REAL = Path(__file__).resolve().parent.parent
PROGRAMMES_A_HALF_YEAR = 6
MOST_HALF_YEARS = 40

# What the programme of the second half-year says, and how one of the first half-year says it.
_FIRST_HALF = (
    ("Quý III ", "Quý I "),
    ("Quý IV ", "Quý II "),
    *((f"Tháng {month}", f"Tháng {month - 6}") for month in range(7, 13)),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """The document that is repeated: that with the most tasks."""

    slug: str
    year: int
    base: str  # what the ids of all its tasks begin with
    text: str
    blocks: tuple[str, ...]  # its tasks


@dataclass(frozen=True, slots=True)
class Copy:
    """One repetition of the programme: its half-year, and which it is of that half-year."""

    of: Programme
    year: int
    half: int
    index: int

    @property
    def slug(self) -> str:
        """Name the copy's document."""
        return f"nhiem-vu-{self.year}-h{self.half}-{self.index:02}"

    def plan(self) -> str:
        """Make the copy's document out of the programme's."""
        text = self.of.text.replace(str(self.of.year), str(self.year))
        text = re.sub(r"^source: .*\n", "", text, flags=re.M)  # no document prints what is made up
        if self.half == 1:
            text = text.replace("6 tháng cuối", "6 tháng đầu")
        return re.sub(r'^((?:title|short): ".*)"$', rf'\1 (đợt {self.index})"', text, flags=re.M)

    def task(self, block: str) -> str:
        """Make a task of the copy out of one of the programme."""
        base = f"- id: {self.year}h{self.half}-{self.index:02}-"
        block = block.replace(f"- id: {self.of.base}", base, 1)
        block = block.replace(f"plan: {self.of.slug}\n", f"plan: {self.slug}\n", 1)
        block = re.sub(rf"\b{self.of.year}\b", str(self.year), block)
        # No two tasks may read alike, or whoever remembers texts would seem faster than he is.
        block = re.sub(
            r'^(  task: ".*)"$',
            rf'\1 (đợt {self.index}, {self.half}/{self.year})"',
            block,
            flags=re.M,
        )
        return re.sub(r"^  section: .*$", self._section, block, flags=re.M)

    def _section(self, found: re.Match[str]) -> str:
        line = found[0]
        for second, first in _FIRST_HALF if self.half == 1 else ():
            line = line.replace(second, first)
        return line


def generate(root: Path, tasks: int, real: Path = REAL) -> None:
    """Write `data/`, `content/` and `mkdocs.yml` with that many tasks under `root`."""
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("data", "content"):
        shutil.copytree(real / folder, root / folder)
    shutil.copy(real / "mkdocs.yml", root)

    head, *blocks = re.split(r"(?m)^(?=- id: )", (real / "data/tasks.yaml").read_text("utf-8"))
    programme = _find_programme(blocks, real)
    others = [block for block in blocks if block not in programme.blocks]
    made = [*others, *programme.blocks][:tasks]
    for copy in _copies(programme, -(-max(0, tasks - len(blocks)) // len(programme.blocks))):
        (root / f"content/plans/{copy.slug}.md").write_text(copy.plan(), "utf-8")
        made += [copy.task(block) for block in programme.blocks[: tasks - len(made)]]
    (root / "data/tasks.yaml").write_text(head + "".join(_recount(made)), "utf-8")
    _drop_lost_adjustments(root / "data/adjustments.yaml", "".join(made))


def _find_programme(blocks: list[str], real: Path) -> Programme:
    """Find the document with the most tasks, and what its tasks are called."""
    slugs = Counter(
        slug for block in blocks for slug in re.findall(r"^  plan: (\S+)$", block, re.M)
    )
    slug = max(slugs, key=lambda each: (slugs[each], each))
    own = tuple(block for block in blocks if f"plan: {slug}\n" in block)
    ids = [block.removeprefix("- id: ").partition("\n")[0] for block in own]
    text = (real / f"content/plans/{slug}.md").read_text("utf-8")
    [year] = re.findall(r'^year: "?(\d{4})', text, re.M)
    parts = zip(*(id.split("-") for id in ids), strict=False)  # ids may have more parts or fewer
    base = "".join(f"{part[0]}-" for part in takewhile(lambda part: len(set(part)) == 1, parts))
    return Programme(slug, int(year), base, text, own)


def _copies(programme: Programme, count: int) -> Iterator[Copy]:
    """List the copies, the newest half-year first."""
    halves = min(-(-count // PROGRAMMES_A_HALF_YEAR), MOST_HALF_YEARS)
    for at in range(count):
        half = at % halves + 1  # of the half-years that went before the programme's own
        yield Copy(programme, programme.year - half // 2, 2 - half % 2, at // halves + 1)


def _recount(blocks: list[str]) -> Iterator[str]:
    """Make each heading that counts its tasks tell the right number, for the last copy is cut."""
    heading = re.compile(r'  plan: (\S+)\n  section: "(.*?) \((\d+) nhiệm vụ\)')
    keys = [found and (found[1], found[2]) for found in map(heading.search, blocks)]
    counts = Counter(keys)
    for block, key in zip(blocks, keys, strict=True):
        yield (
            re.sub(r"\(\d+ nhiệm vụ\)", f"({counts[key]} nhiệm vụ)", block, count=1)
            if key
            else block
        )


def _drop_lost_adjustments(place: Path, tasks: str) -> None:
    """Keep the adjustments whose task is there: few tasks do not hold the whole programme."""
    blocks = re.split(r"(?m)^(?=- )", place.read_text("utf-8"))
    becomes = [re.search(r"^  becomes: (\S+)$", block, re.M) for block in blocks]
    kept = (
        block
        for block, task in zip(blocks, becomes, strict=True)
        if not task or f"- id: {task[1]}\n" in tasks
    )
    place.write_text("".join(kept), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", type=int)
    parser.add_argument("root", type=Path)
    options = parser.parse_args()
    generate(options.root, options.tasks)
