"""What the jobs of a build yield: files of the site."""

from collections.abc import Callable, Iterator

Files = Iterator[tuple[str, bytes]]  # the content of each, by its path from the site's root
# Yields the one file that a function makes of some things, or as it was made of the same before:
# keep(path, make, *made_of).
Keep = Callable[..., Files]
