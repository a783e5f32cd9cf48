"""Makes the awkward Word, Excel and broken files that people send, for the tests to read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HEAD = ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Ghi chú")
FIRST = ("1", "Xây dựng Kế hoạch kiểm tra", "Phòng NVY&QLHN", "Văn phòng Sở", "Kế hoạch", "")
SECOND = ("2", "Tổ chức Hội thảo", "Phòng KH&TC", "", "Hội thảo", "Quan trọng")
THIRD = ("3", "Biên tập Bản tin", "Văn phòng Sở", "Các phòng", "Bản tin", "")
COLUMNS = ("number", "task", "lead_text", "support_text", "product", "note")

Rows = Iterable[Sequence[Any]]


def as_cells(*rows: Sequence[str]) -> list[dict[str, str]]:
    """Write rows of the usual columns as the cells that an import must give."""
    return [{name: text for name, text in zip(COLUMNS, row, strict=True) if text} for row in rows]


def save_word(place: Path, *tables: Rows) -> Path:
    """Save a document with tables, each a list of rows of equal length."""
    document = docx.Document()
    for rows in tables:
        rows = list(rows)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = str(text)
        document.add_paragraph()
    document.save(place)
    return place


def edit_word(place: Path, edit: Any) -> Path:
    """Open a saved document, let a function change it, and save it again."""
    document = docx.Document(place)
    edit(document)
    document.save(place)
    return place


def save_excel(place: Path, *sheets: Rows, names: Sequence[str] = ()) -> Path:
    """Save a workbook with a sheet for each list of rows."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for at, rows in enumerate(sheets):
        sheet = workbook.create_sheet(names[at] if names else f"Sheet{at + 1}")
        for row in rows:
            sheet.append(list(row))
    workbook.save(place)
    return place


def edit_excel(place: Path, edit: Any) -> Path:
    """Open a saved workbook, let a function change its first sheet, and save it again."""
    workbook = openpyxl.load_workbook(place)
    edit(workbook.worksheets[0])
    workbook.save(place)
    return place


def number_by_word(document: Any) -> None:
    """Let Word number the first column by itself, as the button for numbered lists does."""
    numbering = document.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        )
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    for row in document.tables[0].rows[1:]:
        paragraph = row.cells[0].paragraphs[0]
        paragraph.clear()
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )


def picture() -> io.BytesIO:
    """Draw the smallest PNG there is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + parts)


def rewrite(place: Path, parts: dict[str, bytes]) -> Path:
    """Add or replace parts of an office package."""
    with zipfile.ZipFile(place) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (kept | parts).items():
            new.writestr(name, content)
    return place


def read_part(place: Path, name: str) -> bytes:
    """Read one part of an office package."""
    with zipfile.ZipFile(place) as package:
        return package.read(name)
