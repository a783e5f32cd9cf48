"""Digest what files are made of: records, whatever holds records, our own files, installed packages."""

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from planbook.model import Person, Plan, Task, Unit
from planbook.views.ledger import Row

_RECORDS = {  # what many parts share, and how to read all its fields
    record: attrgetter(*(field.name for field in fields(record)))
    for record in (Task, Plan, Unit, Person, Row)
}


class Digester:
    """Digests anything that is made of records; a record that many things share, only once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}

    def digest(self, things: object) -> bytes:
        """Digest things by their content."""
        file = io.BytesIO()
        _Pickler(file, self._digest_record).dump(things)
        return hashlib.sha256(file.getbuffer()).digest()

    def _digest_record(self, record: Any) -> bytes:
        known = self._known.get(id(record))
        if known is None:
            values = _RECORDS[type(record)](record)
            if type(record) is Row:  # the one that holds others
                values = tuple(map(self._shorten, values))
            # The record is kept too, or another could come to have its id.
            known = record, hashlib.sha256(repr(values).encode()).digest()
            self._known[id(record)] = known
        return known[1]

    def _shorten(self, value: Any) -> Any:
        """Put digests in place of the records that a field of a record holds."""
        if type(value) is tuple:
            return tuple(map(self._shorten, value))
        return self._digest_record(value) if type(value) in _RECORDS else value


class _Pickler(pickle.Pickler):
    """Writes the digest of each record in place of the record."""

    def __init__(self, file: io.BytesIO, digest: Callable[[object], bytes]):
        super().__init__(file, protocol=5)
        self.fast = True  # equal things give equal bytes, the same thing twice or two alike
        self._digest = digest

    def reducer_override(self, each: object) -> Any:
        """Give a record's digest; Python asks only for what is no text, number or collection."""
        if type(each) in _RECORDS:
            return bytes, (self._digest(each),)
        return NotImplemented


def list_packages() -> list[str]:
    """List the packages that are installed, by name and version."""
    folders = filter(os.path.isdir, sys.path)
    return sorted(
        name for each in folders for name in os.listdir(each) if name.endswith(".dist-info")
    )


def digest_files(folder: Path, *inside: str) -> str:
    """Digest some files, and those of some folders, by their paths and contents."""
    digest = hashlib.sha256()
    for name in inside:
        for place in sorted([folder / name, *(folder / name).rglob("*")]):
            if place.is_file() and place.suffix != ".pyc":
                content = place.read_bytes()
                digest.update(f"{place.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
