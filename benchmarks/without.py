"""Run build.py without some of its steps: `without.py export_search,feeds --root …`.

For a comparison with peers that do not have them; each step yields files, and here it yields none.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import build  # noqa: E402

for name in sys.argv.pop(1).split(","):
    if not hasattr(build, name):
        raise SystemExit(f"build.py has no step {name}: mend benchmarks/contestants.py")
    setattr(build, name, lambda *_: ())
sys.exit(build.main())
