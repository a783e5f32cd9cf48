"""Look into a compound file (OLE2), in which Word and Excel saved until 2003: which program's, and locked or not.

Reads the names and the first bytes of its streams; what they hold is left to LibreOffice.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from planbook.documents.opening.conversion import EXCEL_97, WORD_97, OtherFormat
from planbook.documents.unreadable import BROKEN, LOCKED, MAIL, UnreadableError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNUSED = 0xFFFFFFFF
_END = 0xFFFFFFFA  # sector numbers from here on say what a sector is, or that there is none
_MOST_SECTORS = 200_000
_ENTRY = 128  # bytes
_STORAGE, _STREAM = 1, 2
_LOCKED_WORD = 0x0100
_LOCKED_EXCEL = b"\x2f\x00"  # the record FILEPASS
_MACROS = {"VBA", "_VBA_PROJECT_CUR", "Macros"}


@dataclass(frozen=True, slots=True)
class CompoundFile:
    """What an old file says of itself."""

    source: OtherFormat
    macros: bool


def inspect_compound(content: bytes) -> CompoundFile:
    """Tell which program saved a compound file; raises UnreadableError for one that is locked or other."""
    if "EncryptedPackage".encode("utf-16-le") in content:  # a newer file, locked
        raise UnreadableError(LOCKED)
    try:
        streams = dict(_list_entries(content))
    except (struct.error, IndexError) as error:
        raise UnreadableError(BROKEN) from error
    if "WordDocument" in streams:
        head = streams["WordDocument"]
        if len(head) >= 12 and struct.unpack_from("<H", head, 10)[0] & _LOCKED_WORD:
            raise UnreadableError(LOCKED)
        source = WORD_97
    elif "Workbook" in streams or "Book" in streams:
        if _is_locked(streams.get("Workbook") or streams.get("Book", b"")):
            raise UnreadableError(LOCKED)
        source = EXCEL_97
    elif "PowerPoint Document" in streams:
        raise UnreadableError("là tệp trình chiếu PowerPoint; xin bản Word hoặc Excel")
    elif "__properties_version1.0" in streams:
        raise UnreadableError(MAIL)
    elif not streams:
        raise UnreadableError(BROKEN)
    else:
        raise UnreadableError("không phải tài liệu Word hay sổ tính Excel; xin bản Word hoặc Excel")
    return CompoundFile(source, bool(_MACROS & streams.keys()))


def _is_locked(book: bytes) -> bool:
    """Tell whether one of the first records of a workbook says that the rest is encrypted."""
    at = 0
    for _ in range(8):
        if book[at : at + 2] == _LOCKED_EXCEL:
            return True
        if len(book) < at + 4:
            return False
        at += 4 + int(struct.unpack_from("<H", book, at + 2)[0])
    return False


def _list_entries(content: bytes) -> Iterator[tuple[str, bytes]]:
    """List the names of a compound file's storages and streams, these with their first sector."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        raise UnreadableError(BROKEN)
    first_directory, smallest = (struct.unpack_from("<I", content, at)[0] for at in (48, 56))
    table = _read_table(content, size)
    last = max((at for at, following in enumerate(table) if following != _UNUSED), default=0)
    if (last + 1) * size >= len(content):  # its last sector does not even begin
        raise UnreadableError(BROKEN)
    for sector in _follow(first_directory, table):
        start = (sector + 1) * size
        for at in range(start, min(start + size, len(content) - _ENTRY + 1), _ENTRY):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            if kind not in (_STORAGE, _STREAM):
                continue
            name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            place, long = struct.unpack_from("<II", content, at + 116)
            head = b""
            # A small stream lies within another one, where nothing is looked for.
            if kind == _STREAM and long >= smallest and place < _END:
                head = content[(place + 1) * size : (place + 2) * size]
            yield name, head


def _read_table(content: bytes, size: int) -> list[int]:
    """Read the table that says which sector follows each."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    further = struct.unpack_from("<I", content, 68)[0]
    seen: set[int] = set()
    while further < _END and further not in seen:
        seen.add(further)
        *more, further = struct.unpack_from(f"<{size // 4}I", content, (further + 1) * size)
        sectors += more
    table: list[int] = []
    for sector in sectors:
        start = (sector + 1) * size
        if sector < _END and start + size <= len(content):
            table += struct.unpack_from(f"<{size // 4}I", content, start)
    return table


def _follow(sector: int, table: list[int]) -> Iterator[int]:
    """Follow a chain of sectors to its end."""
    for _ in range(min(len(table), _MOST_SECTORS)):
        if sector >= _END:
            return
        yield sector
        sector = table[sector]
