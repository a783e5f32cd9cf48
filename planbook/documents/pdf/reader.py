"""Turn a PDF into paragraphs and tables: what a reader sees, and nothing else.

Tables are read by their rules first; where there are none, by the edges of their columns. Nothing in
the file is run, and nothing that it names is fetched.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from planbook.documents.document import FOOTNOTE, Document, LeftOut, Paragraph, Table
from planbook.documents.limits import LimitError
from planbook.documents.opening.files import OfficeFile, refuse
from planbook.documents.pdf.cells import has_low_rows, has_open_rows, read_grid
from planbook.documents.pdf.columns import find_regions, read_open_grid, read_regions
from planbook.documents.pdf.grids import Grid, find_grids
from planbook.documents.pdf.margins import (
    find_footnotes,
    find_margins,
    find_signatures,
    list_words,
    name_numbers,
    tell_margins,
    without,
)
from planbook.documents.pdf.pages import Page, Rule, read_page
from planbook.documents.pdf.paragraphs import (
    ParagraphDraft,
    TextLine,
    find_right,
    join_lines,
    join_pages,
    part_lines,
)
from planbook.documents.pdf.pieces import Piece
from planbook.documents.pdf.regions import Region, is_parted
from planbook.documents.pdf.spreads import count_cut, find_spread, join_spread
from planbook.documents.pdf.tables import GOES_ON, begins_small, goes_on, join_pieces, make_table
from planbook.documents.pdf.words import Letter, Word, gather_lines, gather_words
from planbook.model import quote

MAX_PAGES = 300
_UNNAMED = 0.05  # share of letters that no font names, from which a text is none

RECOGNISED = "là chữ do máy nhận dạng từ ảnh (OCR)"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NESTED = "có bảng con bên trong, đọc thành bảng riêng"

_ASK_OCR = "xin tệp Word hoặc chạy OCR"
_SEND_SHEET = "nhập thẳng tệp Excel"
_SPREADSHEETS = ("Calc", "Excel")
_MOST_CUT = 0.25  # share of texts that are cut off, from which a table is not readable
_ASK_WORD = "xin tệp Word hoặc Excel"


def read_pdf(file: OfficeFile) -> Document:
    """Read the pages of a PDF; raises OfficeError for one that holds nothing to read."""
    losses = _Losses()
    library = logging.getLogger("pdfminer")
    library.addHandler(losses)
    try:
        with _open(file) as pdf:
            pages = [_read(each) for each in pdf.pages]
            told = list(_tell_parts(pdf))
            creator = str(pdf.metadata.get("Creator", ""))
    finally:
        library.removeHandler(losses)
    if losses.count:
        raise LimitError("error")
    _check(file.name, pages)
    if any(each in creator for each in _SPREADSHEETS):
        pages = _put_together(file.name, pages)
    return _Assembler(pages, told, file.wishes.footnotes).assemble()


class _Losses(logging.Handler):
    """Counts what the library could not unpack, which it only logs."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += "Data-loss" in record.getMessage()


def _open(file: OfficeFile) -> Any:
    if b"%%EOF" not in file.content[-2048:]:
        raise LimitError("error")
    try:
        pdf = pdfplumber.open(BytesIO(file.content))
        declared = resolve1(resolve1(pdf.doc.catalog["Pages"]).get("Count"))
        count = len(pdf.pages)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            reason = "đặt mật khẩu mở tệp; bỏ mật khẩu, lưu lại rồi nhập"
            raise refuse(file.name, reason) from error
        raise
    if not count:
        raise refuse(file.name, "không có trang nào; xin lại tệp")
    if count > MAX_PAGES:
        reason = f"có {count} trang, nhiều hơn {MAX_PAGES} trang; tách lấy phần có bảng rồi nhập"
        raise refuse(file.name, reason)
    if isinstance(declared, int) and declared > count:
        raise LimitError("error")
    return pdf


def _read(page: Any) -> Page:
    read = read_page(page)
    page.close()
    return read


def _tell_parts(pdf: Any) -> Iterator[LeftOut]:
    """Tell what a PDF carries beside its pages."""
    catalog = pdf.doc.catalog
    names = resolve1(catalog.get("Names")) or {}
    action = resolve1(catalog.get("OpenAction"))
    if "EmbeddedFiles" in names:
        yield LeftOut("tệp đính kèm bên trong PDF", "cả tệp")
    if "JavaScript" in names or (isinstance(action, dict) and "JS" in action):
        yield LeftOut("mã JavaScript trong PDF, không chạy", "cả tệp")
    if "XFA" in (resolve1(catalog.get("AcroForm")) or {}):
        yield LeftOut("biểu mẫu XFA", "cả tệp")


def _check(name: str, pages: list[Page]) -> None:
    """Refuse a file whose letters cannot be read at all."""
    letters = [each for page in pages for each in page.letters if each.text.strip()]
    if not letters:
        if any(page.is_picture or page.has_picture for page in pages):
            reason = f"là bản quét, không có chữ; {_ASK_OCR}"
        else:
            reason = f"không có chữ nào nhìn thấy được; {_ASK_WORD}"
        raise refuse(name, reason)
    if sum(page.unreadable for page in pages) > _UNNAMED * len(letters):
        reason = f"dùng phông chữ không kèm bảng mã Unicode nên không biết chữ nào là chữ nào; {_ASK_WORD}"
        raise refuse(name, reason)
    for kind, mark in (("TCVN3", ".Vn"), ("VNI", "VNI-")):
        own = sum(page.fonts[each] for page in pages for each in page.fonts if mark in each)
        if own * 2 > len(letters) and not any("ạ" <= each.text <= "ỹ" for each in letters):
            reason = f"dùng phông chữ {kind} kiểu cũ, chữ không theo mã Unicode; {_ASK_WORD}"
            raise refuse(name, reason)


def _put_together(name: str, pages: list[Page]) -> list[Page]:
    """Put the pages of a sheet side by side that is wider than one; refuses what is cut off."""
    cut, texts = count_cut(pages)
    down = find_spread(pages)
    if cut and down:
        reason = (
            "in tràn sang trang bên cạnh nên có chữ bị cắt ở mép trang; trong bảng tính đặt vừa một trang "
            f"theo chiều ngang (Fit to 1 page wide) rồi in lại, hoặc {_SEND_SHEET}"
        )
        raise refuse(name, reason)
    if cut > _MOST_CUT * texts:
        reason = (
            f"có {cut} ô bị cắt mất chữ vì cột quá hẹp; trong bảng tính nới cột, chọn Wrap Text rồi in lại, "
            f"hoặc {_SEND_SHEET}"
        )
        raise refuse(name, reason)
    return join_spread(pages, down) if down else pages


def _is_space_of(letter: Letter, lines: list[TextLine]) -> bool:
    return not letter.text.strip() and any(
        abs(letter.base - each.base) < 1 and each.left <= letter.x <= each.right + letter.size
        for each in lines
    )


def _write_note(lines: list[TextLine]) -> str:
    """Write a footnote without its mark."""
    return " ".join(" ".join(each.text for each in lines).split()[1:])


def _doubt_rows(piece: Piece, words: str) -> None:
    for row in piece.rows:
        for cell in row.cells:
            if cell.is_own:
                cell.doubts.append(words)


class _Assembler:
    """Puts the pages of a document together."""

    def __init__(self, pages: list[Page], told: list[LeftOut], keeps_footnotes: bool):
        self._keeps_footnotes = keeps_footnotes
        self._pages = pages
        self._left_out = told
        self._doubts: list[str] = []
        self._blocks: list[Piece | ParagraphDraft] = []

    def assemble(self) -> Document:
        """Read tables and paragraphs in the order of the pages."""
        grids: dict[int, list[Grid]] = {}
        rules: dict[int, list[Rule]] = {}
        words: dict[int, list[Word]] = {}
        for page in self._pages:
            self._tell_page(page)
            self._leave_signatures(page)
            found, level = find_grids(page.across, page.down)
            grids[page.number] = [each for each in found if self._is_table(each, page)]
            # A frame's own level rules part the rows of what has no other rules in it.
            framed = [each for each in found if each not in grids[page.number]]
            rules[page.number] = [*level, *(rule for each in framed for rule in each.level)]
            words[page.number] = gather_words(
                each
                for each in page.letters
                if each.turn == 0 and not any(g.holds(each.x, each.y) for g in grids[page.number])
            )
        lines = {page.number: part_lines(words[page.number], page.number) for page in self._pages}
        heights = {page.number: (page.height, lines[page.number]) for page in self._pages}
        inner = {
            number: (min(g.rows[0] for g in own), max(g.rows[-1] for g in own))
            for number, own in grids.items()
            if own
        }
        margins = find_margins(heights, inner)
        self._left_out += tell_margins(margins)
        regions: list[Region] = []
        notes: dict[int, dict[str, str]] = {}
        for page in self._pages:
            gone = list_words(margins.get(page.number, ()))
            words[page.number] = without(words[page.number], gone)
            found_notes = find_footnotes(part_lines(words[page.number], page.number))
            gone = list_words(line for own in found_notes.values() for line in own)
            words[page.number] = without(words[page.number], gone)
            notes[page.number] = {mark: _write_note(own) for mark, own in found_notes.items()}
            after = bool(regions) and regions[-1].page == page.number - 1
            regions += find_regions(words[page.number], rules[page.number], page.number, after)
        pieces, unclear = read_regions(regions)
        self._tell_unclear(unclear)
        used = {each for region in regions for each in region.used}
        texts = {
            page.number: part_lines(without(words[page.number], used), page.number)
            for page in self._pages
        }
        for page in self._pages:
            # A page with few lines does not tell where full ones end.
            alike = [texts[e.number] for e in self._pages if abs(e.width - page.width) < 1]
            right = max(map(find_right, alike))
            rest = texts[page.number]
            own = [each for each in pieces if each.page == page.number]
            self._add_page(page, grids[page.number], own, rest, right, notes[page.number])
        return self._finish()

    def _tell_page(self, page: Page) -> None:
        self._left_out += [LeftOut(each, f"trang {page.number}") for each in page.left_out]

    def _leave_signatures(self, page: Page) -> None:
        # A box may lie over a table: its letters are of another size.
        by_size: dict[int, list[Letter]] = defaultdict(list)
        for letter in page.letters:
            by_size[round(letter.size)].append(letter)
        groups = [part_lines(gather_words(own), page.number) for own in by_size.values()]
        signed = [each for lines in groups for each in find_signatures(lines)]
        gone = {id(letter) for line in signed for word in line.words for letter in word.letters}
        if gone:
            # Its spaces too, or they would part the words below it.
            gone |= {id(each) for each in page.letters if _is_space_of(each, signed)}
            said = " ".join(each.text for each in signed)
            self._left_out.append(LeftOut(f"ô chữ ký số {quote(said)}", f"trang {page.number}"))
            page.letters = [each for each in page.letters if id(each) not in gone]

    def _is_table(self, grid: Grid, page: Page) -> bool:
        """Tell whether a grid is a table: with several columns, not in its first row alone."""
        if len(grid.columns) < 3 or len(grid.cells) < 2:
            return False
        letters = [each for each in page.letters if grid.holds(each.x, each.y)]
        # Where lines that run through all columns are parted, no rules part the columns there.
        last = len(grid.columns) - 1
        whole = {each for each in grid.cells if each.right - each.left == last}
        within = [each for each in letters if grid.find_cell(each.x, each.y) in whole]
        parted = sum(map(is_parted, gather_lines(gather_words(within))))
        rows = {each.top for each in grid.cells} - {each.top for each in whole}
        open_rows = parted > 0 and parted >= len(rows)
        return any(each.text.strip() for each in letters) and not open_rows

    def _add_page(
        self,
        page: Page,
        grids: list[Grid],
        pieces: list[Piece],
        lines: list[TextLine],
        right: float,
        notes: dict[str, str],
    ) -> None:
        """Add the tables and the paragraphs of a page, from top to bottom."""
        letters: dict[int, list[Letter]] = defaultdict(list)
        by_area = sorted(range(len(grids)), key=lambda each: grids[each].area)
        for letter in page.letters:
            owner = next((at for at in by_area if grids[at].holds(letter.x, letter.y)), None)
            if owner is not None:
                letters[owner].append(letter)
        ruled = [self._read_grid(grid, letters[at], page) for at, grid in enumerate(grids)]
        self._tell_nested(grids, ruled)
        if page.recognised:
            for piece in (*ruled, *pieces):
                _doubt_rows(piece, RECOGNISED)
        self._give_notes([*ruled, *pieces], notes, page.number)
        number = 1
        for piece in sorted([*ruled, *pieces], key=lambda each: each.top):
            for row in piece.rows:
                row.number = number
                number += 1
            self._add_lines([each for each in lines if each.base < piece.top], right)
            lines = [each for each in lines if each.base >= piece.top]
            self._add_piece(piece)
        self._add_lines(lines, right)

    def _give_notes(self, pieces: list[Piece], notes: dict[str, str], number: int) -> None:
        """Give footnotes to the cells with their marks, or tell that they are left out."""
        waiting = dict(notes)
        for cell in (each for piece in pieces for row in piece.rows for each in row.cells):
            for mark in cell.marks:
                note = waiting.pop(mark, "")
                if not note:
                    cell.untaken.append(
                        f"dấu chú thích {quote(mark)} mà không rõ lời của nó ở chân trang"
                    )
                elif self._keeps_footnotes:
                    cell.footnotes.append(f"{mark.translate(_SUPERSCRIPT)} {note}")
                else:
                    cell.untaken.append(f"{FOOTNOTE} {quote(note)}")
        for mark, note in waiting.items():
            self._left_out.append(
                LeftOut(f"{FOOTNOTE} {quote(f'{mark} {note}')}", f"trang {number}")
            )

    def _read_grid(self, grid: Grid, letters: list[Letter], page: Page) -> Piece:
        piece = read_grid(grid, letters, page.number)
        if has_open_rows(piece) or has_low_rows(piece):
            return read_open_grid(grid, gather_words(letters), page.number) or piece
        return piece

    def _tell_nested(self, grids: list[Grid], pieces: list[Piece]) -> None:
        """Tell which cells hold another table, which is read by itself."""
        for inner in grids:
            x, y = inner.columns[0] + 1, inner.rows[0] + 1
            for outer, piece in zip(grids, pieces, strict=True):
                cell = outer.find_cell(x, y)
                if inner is not outer and cell and outer.area > inner.area:
                    row = piece.rows[min(cell.top, len(piece.rows) - 1)]
                    for each in row.cells:
                        if abs(each.left - outer.columns[cell.left]) < 1:
                            each.doubts.append(NESTED)

    def _tell_unclear(self, unclear: list[Region]) -> None:
        if pages := name_numbers(each.page for each in unclear):
            self._doubts.append(
                f"trang {pages} có vẻ có bảng không kẻ khung mà không phân biệt được các cột, "
                f"nên không đọc thành bảng; {_ASK_WORD}"
            )

    def _add_lines(self, lines: list[TextLine], right: float) -> None:
        paragraphs = join_lines(lines, right)
        last = self._blocks[-1] if self._blocks else None
        if (
            paragraphs
            and isinstance(last, ParagraphDraft)
            and join_pages(last, paragraphs[0], right)
        ):
            paragraphs = paragraphs[1:]
        self._blocks += paragraphs

    def _add_piece(self, piece: Piece) -> None:
        for block in reversed(self._blocks):
            if not isinstance(block, Piece):
                break
            if goes_on(block, piece):
                join_pieces(block, piece)
                return
        self._blocks.append(piece)

    def _doubt_ends(self) -> None:
        """Doubt the last row of a table where the next page begins in the midst of a sentence."""
        for table, block in pairwise(self._blocks):
            if not isinstance(table, Piece) or block.page != table.last_page + 1:
                continue
            texts = block.rows[0].texts if isinstance(block, Piece) else [block.text]
            if any(map(begins_small, texts)):
                for cell in table.rows[-1].filled:
                    cell.doubts.append(GOES_ON)

    def _finish(self) -> Document:
        self._doubt_ends()
        blocks: list[Paragraph | Table] = []
        tables = 0
        for block in self._blocks:
            if isinstance(block, Piece):
                tables += 1
                blocks.append(make_table(block, f"bảng {tables}"))
            else:
                blocks.append(Paragraph(block.text, block.place))
        scans = [each.number for each in self._pages if each.is_picture and not each.letters]
        if scans:
            self._doubts.append(
                f"trang {name_numbers(scans)} là bản quét, không có chữ nên không đọc được; {_ASK_OCR}"
            )
        return Document(
            tuple(blocks),
            tuple(self._left_out),
            tuple(self._doubts),
            f"PDF, {len(self._pages)} trang",
        )
