"""Run build.py without some parts of the site: `without.py search,data --root …`.

For a comparison with peers that do not have them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import build


def nothing(*_: Any) -> Iterator[Any]:
    """Make or list nothing."""
    return iter(())


# What of build.py makes each part, or lists what there is to make.
PARTS: dict[str, dict[str, Any]] = {
    "search": {"export_search": nothing},
    "data": {"export_data": nothing, "list_workbooks": nothing},
    "calendars": {"export_calendars": nothing},
    "feeds": {"export_feeds": nothing},
    "papers": {"PAPER_FORMATS": ()},
    "pictures": {"list_pictures": nothing},
}

for part in sys.argv.pop(1).split(","):
    for name, stand_in in PARTS[part].items():
        if not hasattr(build, name):
            raise SystemExit(f"build.py has no {name}: mend benchmarks/without.py")
        setattr(build, name, stand_in)
sys.exit(build.main())
