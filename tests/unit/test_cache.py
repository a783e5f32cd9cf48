"""The cache gives what was made of the same, and never decides anything."""

import os
import time

from planbook.publish.cache import DAYS, Cache


def made(cache: Cache, of: object, content: bytes = b"made") -> tuple[bytes, bool]:
    """Ask the cache; tell what it gave and whether it had to be made."""
    calls = []

    def make():
        calls.append(of)
        return content

    return cache.get(of, make), bool(calls)


def test_what_is_made_of_the_same_is_made_once(tmp_path):
    """The second time it comes from the cache, in another process too."""
    assert made(Cache(tmp_path / "made", "1"), ("pdf", 1)) == (b"made", True)
    assert made(Cache(tmp_path / "made", "1"), ("pdf", 1), b"other") == (b"made", False)


def test_what_is_made_of_something_else_is_made_anew(tmp_path):
    """Other contents, another format or another version of the software is another thing."""
    made(Cache(tmp_path, "1"), ("pdf", 1))
    assert made(Cache(tmp_path, "1"), ("pdf", 2))[1]
    assert made(Cache(tmp_path, "1"), ("docx", 1))[1]
    assert made(Cache(tmp_path, "2"), ("pdf", 1))[1]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    """A file where the folder should be stops nobody."""
    (tmp_path / "made").write_text("")
    assert made(Cache(tmp_path / "made", "1"), 1) == (b"made", True)
    Cache(tmp_path / "made", "1").sweep()


def test_what_nobody_asks_for_goes(tmp_path):
    """After a month an entry that no build used is swept; one that was used stays."""
    cache = Cache(tmp_path, "1")
    made(cache, "old")
    made(cache, "used")
    long_ago = time.time() - (DAYS + 1) * 24 * 3600
    for place in tmp_path.iterdir():
        os.utime(place, (long_ago, long_ago))
    made(cache, "used")
    cache.sweep()
    assert not made(cache, "used")[1]
    assert made(cache, "old")[1]
