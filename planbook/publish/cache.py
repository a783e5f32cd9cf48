"""Keep what is slow to make and depends on nothing but what it is made of.

An entry is named by the digest of that and of the software, so it is never out of date; the folder
may be deleted at any time, and one that cannot be written costs time and nothing else.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from planbook.model import Files

DAYS = 30  # after which an entry that no build asked for goes


class Cache:
    """Bytes by what they are made of; `made_by` names the software that makes them."""

    def __init__(self, folder: Path, made_by: str):
        self._folder = folder
        self._made_by = made_by

    def get(self, made_of: object, make: Callable[[], bytes]) -> bytes:
        """Give what was made of the same before, or make and keep it; `repr` must tell all of it."""
        key = hashlib.sha256(f"{self._made_by}\0{made_of!r}".encode("utf-8", "surrogatepass"))
        place = self._folder / key.hexdigest()
        with contextlib.suppress(OSError):
            content = place.read_bytes()
            os.utime(place)
            return content
        content = make()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part = place.with_suffix(f".{os.getpid()}")  # several builds may make the same
            part.write_bytes(content)
            part.replace(place)
        return content

    def file(self, path: str, make: Callable[..., bytes], *made_of: object) -> Files:
        """Yield the one file that a function makes of some things."""
        yield path, self.get((make.__name__, made_of), lambda: make(*made_of))

    def sweep(self) -> None:
        """Remove what no build has asked for in a month."""
        oldest = time.time() - DAYS * 24 * 3600
        with contextlib.suppress(OSError):
            for entry in os.scandir(self._folder):
                if entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)
