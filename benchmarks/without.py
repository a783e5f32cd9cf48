"""Run build.py without some parts of the site: `without.py search,data --root …`.

For a comparison with peers that do not have them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import build
from planbook.open_data import export


def nothing(*_: Any) -> Iterator[Any]:
    """Make or list nothing."""
    return iter(())


# What makes each part, or lists what there is to make, and where it is called.
PARTS: dict[str, tuple[ModuleType, tuple[str, ...]]] = {
    "search": (build, ("export_search",)),
    "data": (export, ("export_data", "export_workbooks", "export_catalog")),
    "calendars": (export, ("export_calendars",)),
    "feeds": (export, ("export_feeds",)),
    "papers": (build, ("list_papers",)),
    "pictures": (build, ("draw_pictures", "export_figures")),
}

for part in sys.argv.pop(1).split(","):
    module, names = PARTS[part]
    for name in names:
        if not hasattr(module, name):
            raise SystemExit(f"{module.__name__} has no {name}: mend benchmarks/without.py")
        setattr(module, name, nothing)
sys.exit(build.main())
