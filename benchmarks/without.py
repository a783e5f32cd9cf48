"""Run build.py without some parts of the site: `without.py search,data --root …`.

For a comparison with peers that do not have them; a name stands for all parts that begin with it.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import build

left_out = set(sys.argv.pop(1).split(","))
make_all = build.make_parts


def make_some(parts: Iterable[build.Part], *others: Any) -> list[build.Made]:
    """Make the parts that are not left out."""
    kinds = [(part.name.partition("/")[0], part) for part in parts]
    if unknown := left_out - {kind for kind, _ in kinds}:
        raise SystemExit(
            f"the site has no part {', '.join(unknown)}: mend benchmarks/contestants.py"
        )
    return make_all([part for kind, part in kinds if kind not in left_out], *others)


build.make_parts = make_some
sys.exit(build.main())
