"""Choose what the press reads: the pages that a site has of its own, over the software's.

A frame, an index or the page on accessibility that a site does not write itself comes with the
software, and so does one that a later version adds.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from planbook.software import DEFAULT_PAGES

Sources = Mapping[str, Path]  # {path within content/: file}


def gather_sources(content: Path, own: Iterable[Path]) -> Sources:
    """Lay a site's own files of content/ over the default pages."""
    defaults = DEFAULT_PAGES.rglob("*.md")
    chosen = {place.relative_to(DEFAULT_PAGES).as_posix(): place for place in defaults}
    chosen |= {place.relative_to(content).as_posix(): place for place in own}
    return dict(sorted(chosen.items()))
