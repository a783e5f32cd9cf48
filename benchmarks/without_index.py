"""Run build.py without the search index, to compare the pages alone with peers that have none."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import build  # noqa: E402

if not hasattr(build, "export_search"):
    raise SystemExit("build.py calls export_search no longer: mend benchmarks/without_index.py")
build.export_search = lambda *_: ()
sys.exit(build.main())
