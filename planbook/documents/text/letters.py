"""Look at the letters of a document that was read: those of an old code, and those that are lost."""

import re
from collections.abc import Callable
from dataclasses import replace

from planbook.documents.document import Document, Table, TableCell
from planbook.documents.text.encodings import tell_way_out
from planbook.documents.text.old_codes import OldLetters, tell_code, tell_old_letters
from planbook.documents.unreadable import UnreadableError
from planbook.model import quote

# A letter that a program could not write: “Nhi?m v?” in most words, or Unicode's own sign for it.
_LOST = re.compile(r"[^\W\d_]+\?[^\W\d_]+|\w*\ufffd\w*")
_ADDRESS = re.compile(r"\S+://\S+|\S+\.\S+\?\S+")  # a question mark there is no lost letter
_MANY = 0.1  # share of the words


def look_at_letters(document: Document) -> Document:
    """Mark the cells whose letters are of an old code or lost; raises UnreadableError where most are."""
    whole = _join_texts(document)
    if code := tell_code(whole):
        raise UnreadableError(tell_way_out(code))
    lost = _find_lost(whole)
    if lost and len(lost) > _MANY * len(whole.split()):
        raise UnreadableError(
            f"đã mất dấu khi lưu (“{lost[0]}”); mở tệp gốc, lưu lại với mã UTF-8 rồi nhập"
        )
    blocks = tuple(
        _change_cells(each, _look_at_cell) if isinstance(each, Table) else each
        for each in document.blocks
    )
    return replace(document, blocks=blocks)


def _find_lost(text: str) -> list[str]:
    return _LOST.findall(_ADDRESS.sub("", text))


def turn_letters(document: Document, charset: str) -> Document:
    """Turn the texts of a document that knows no fonts out of the old code that was asked for."""
    letters = OldLetters(charset, _join_texts(document))

    def turn(cell: TableCell) -> TableCell:
        text, doubt = letters.read(cell.text)
        return replace(cell, text=text, doubts=(*cell.doubts, *([doubt] if doubt else [])))

    blocks = tuple(
        _change_cells(each, turn)
        if isinstance(each, Table)
        else replace(each, text=letters.read(each.text)[0])
        for each in document.blocks
    )
    return replace(document, blocks=blocks)


def _join_texts(document: Document) -> str:
    """Join the texts of all paragraphs and cells."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            texts += (cell.text for row in block.rows for cell in row.cells if not cell.below)
        else:
            texts.append(block.text)
    return "\n".join(texts)


def _change_cells(table: Table, change: Callable[[TableCell], TableCell]) -> Table:
    rows = tuple(replace(row, cells=tuple(map(change, row.cells))) for row in table.rows)
    return replace(table, rows=rows)


def _look_at_cell(cell: TableCell) -> TableCell:
    if cell.text.isascii() and "?" not in cell.text:
        return cell
    doubts = list(cell.doubts)
    if code := tell_code(cell.text):
        doubts.append(tell_old_letters(code))
    if _find_lost(cell.text):
        doubts.append(f"có chữ bị mất khi lưu: {quote(cell.text)}")
    return replace(cell, doubts=tuple(dict.fromkeys(doubts)))
