"""Turn a Word document into paragraphs and tables: what a reader sees, and nothing else.

What Word hides, struck-out and deleted text, comments and text boxes are never taken, and are told
with their place; so are footnotes, unless whoever sends the file asks for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from planbook.documents.document import (
    COMMENT,
    FOOTNOTE,
    HIDDEN,
    STRUCK,
    TEXT_BOX,
    TINY,
    UNSEEN,
    Document,
    LeftOut,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from planbook.documents.opening.files import OfficeFile, Wishes
from planbook.documents.text.old_codes import OldLetters
from planbook.documents.text.symbols import read_symbols
from planbook.documents.word.fields import CHANGING, COUNTED, doubt_field, prompts, read_form_field
from planbook.documents.word.looks import Looks, is_switched_on
from planbook.documents.word.notes import Notes
from planbook.documents.word.numbering import Numbering
from planbook.documents.word.tabs import part_by_tabs
from planbook.model import quote

DELETED = "chữ đã xóa (Track Changes)"
INSERTED = "có chữ mới thêm (Track Changes), đã lấy"
PROMPT = "lời gợi ý của ô chọn, chưa ai điền"
READING = "chữ phiên âm trên đầu chữ"
BULLET = "có dấu đầu dòng do Word tự đánh, đọc là “-”"
NESTED = "có bảng lồng bên trong, chữ của bảng ấy nối vào ô"

_UNSEEN = (HIDDEN, UNSEEN, TINY)
_DOUBTED = (INSERTED, CHANGING, COUNTED)  # of prose too
_LOW = 40  # twentieths of a point of a row's height
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_PROPERTIES = {qn(f"w:{name}") for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr")}
_SKIPPED = {*_PROPERTIES, f"{_COMPATIBILITY}Fallback"}
_DELETIONS = {qn("w:del"), qn("w:moveFrom")}
_INSERTIONS = {qn("w:ins"), qn("w:moveTo")}
_WRAPPERS = {*_INSERTIONS, *(qn(f"w:{n}") for n in ("sdt", "sdtContent", "customXml", "smartTag"))}
_MARKS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:noBreakHyphen"): "-",
}
_REFERENCES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
_UNREADABLE = {
    qn("w:drawing"): "có hình trong ô, chỉ lấy phần chữ",
    qn("w:pict"): "có hình trong ô, chỉ lấy phần chữ",
    qn("w:object"): "có hình trong ô, chỉ lấy phần chữ",
    qn("m:oMath"): "có công thức toán không đọc được thành chữ",
}
_PARAGRAPH, _RUN, _TEXT, _FIELD = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:fldChar")
_SIMPLE_FIELD, _SYMBOL, _MERGED = qn("w:fldSimple"), qn("w:sym"), qn("w:hMerge")
_TABLE, _ROW, _CELL, _BOX = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:txbxContent")
_FOREIGN = qn("w:altChunk")  # what Word fetches from another file when it opens this one
_BLOCKS = {_PARAGRAPH, _TABLE, _ROW, _CELL}
_COMMENTED, _CONTROL = qn("w:commentReference"), qn("w:sdt")
_READING = qn("w:rt")  # small letters over others, which say how these are read


# Templates, and documents that may hold macros and hold none, are documents to a reader.
PartFactory.part_type_for |= dict.fromkeys(
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ),
    DocumentPart,
)


def read_word(file: OfficeFile) -> Document:
    """Read each paragraph and table, those in text boxes and content controls too."""
    main: Any = Package.open(BytesIO(file.content)).main_document_part
    return _WordReader(main.document, file.wishes).read()


class _WordReader:
    """Reads one document from top to bottom, for its numbers run through it."""

    def __init__(self, document: Any, wishes: Wishes):
        self._document = document
        self._body = document.element.body
        self._letters = OldLetters(wishes.charset, "".join(self._body.itertext(_TEXT)))
        self._notes = Notes(document)
        self._keeps_footnotes = wishes.footnotes
        self._footnotes: list[str] = []  # of the cell that is read
        self._numbering = Numbering(document)
        self._looks = Looks(document)
        self._fields: list[bool] = []  # of the fields that are open: whether this is their code
        self._doubts: dict[str, None] = {}
        self._left: dict[str, None] = {}
        self._before: dict[str, str] = {}  # after which text of its paragraph each of these stands

    def read(self) -> Document:
        """Read the tables and what stands between them."""
        blocks: list[Paragraph | Table] = []
        foreign: list[LeftOut] = []
        loose: list[LeftOut] = []  # of the paragraphs below the last table
        doubts: list[str] = []
        tables = paragraphs = 0
        self._left = {}
        for element in _descend(self._body, {_PARAGRAPH, _TABLE, _FOREIGN}):
            found = [element]
            if element.tag == _FOREIGN:
                place = f"sau bảng {tables}" if tables else "đầu văn bản"
                foreign.append(LeftOut("phần nhúng từ tệp khác", place))
                continue
            if element.tag == _PARAGRAPH:
                paragraphs += 1
                place, told = f"đoạn {paragraphs}", set(self._left)
                blocks += self._read_paragraph(element, place)
                loose += [LeftOut(f"có {each}", place) for each in self._left if each not in told]
                doubts += [f"{place} {each}" for each in self._doubts if each in _DOUBTED]
                boxes = [each for each in element.iter(_BOX) if _is_shown_once(each)]
                found = [each for box in boxes for each in _descend(box, {_TABLE})]
            for table in found:
                tables += 1
                blocks.append(self._read_table(table, f"bảng {tables}"))
                self._left = {}
                loose.clear()
        if tables:  # prose that is not read counts only for what it hides
            loose, doubts = [each for each in loose if each.words[3:] in _UNSEEN], []
        if self._has_margin_tables():
            foreign.append(LeftOut("bảng ở đầu hoặc cuối trang (header, footer)", "văn bản"))
        return Document(tuple(blocks), (*foreign, *loose), tuple(doubts))

    def _read_paragraph(self, element: Any, place: str) -> Iterator[Paragraph]:
        above, self._left, self._doubts, self._before = self._left, {}, {}, {}
        text = self._text_of(element)
        yield from part_by_tabs(text, place, self._before, self._doubts, self._left)
        self._left = above | self._left

    def _has_margin_tables(self) -> bool:
        """Tell whether a table with words stands in the margins of the pages."""
        parts = self._document.part.package.iter_parts()
        kinds = ("header+xml", "footer+xml")
        margins = [each.element for each in parts if each.content_type.endswith(kinds)]
        tables = [table for each in margins for table in each.iter(_TABLE)]
        return any(any(map(str.isalpha, "".join(each.itertext(_TEXT)))) for each in tables)

    def _read_table(self, table: Any, place: str) -> Table:
        # Of the prose above only headings are taken, so only what might have been one is told.
        unseen = [each for each in self._left if each in _UNSEEN]
        left_out = [LeftOut(f"có {each}", f"trước {place}") for each in unseen]
        inner: list[Paragraph | Table] = []
        rows = list(self._read_rows(table, place, left_out, inner))
        widest = max((_end_of(row.cells) for row in rows), default=0)
        # Cells that Word counts as left out at the end of a row stand in its grid all the same.
        even = [replace(row, uneven=row.uneven and _end_of(row.cells) < widest) for row in rows]
        return Table(place, tuple(even), tuple(left_out), inner=tuple(inner))

    def _read_rows(
        self, table: Any, place: str, left_out: list[LeftOut], inner: list[Paragraph | Table]
    ) -> Iterator[TableRow]:
        open_cells: dict[int, TableCell] = {}
        apart = False
        for at, row in enumerate(_descend(table, {_ROW}), 1):
            where = f"{place}, hàng {at}"
            if reason := _find_row_reason(row):
                left_out.append(LeftOut(reason, where))
                apart = True
                continue
            cells: list[TableCell] = []
            start = int(next(iter(row.xpath("./w:trPr/w:gridBefore/@w:val")), 0))
            for element in _descend(row, {_CELL}):
                cell = self._read_cell(element, start, where, inner)
                if cells and _goes_on(element):
                    # What Word keeps of a cell that was merged into the one before is not shown.
                    cells[-1] = replace(
                        cells[-1],
                        width=cells[-1].width + cell.width,
                        left=(*cells[-1].left, *([HIDDEN] if cell.text.strip() else [])),
                    )
                    start += cell.width
                    continue
                if element.vMerge == "continue" and start in open_cells:
                    cell = TableCell(open_cells[start].text, start, cell.width, below=True)
                else:
                    open_cells[start] = cell
                cells.append(cell)
                start += cell.width
            own = [cell for cell in cells if not cell.below]
            if any(cell.text.strip() or cell.doubts or cell.left for cell in own):
                whole = row.xpath("boolean(./w:trPr/w:gridAfter)")
                yield TableRow(where, tuple(cells), apart, uneven=not whole)
                apart = False
            else:
                apart = True

    def _read_cell(
        self, element: Any, start: int, place: str, inner: list[Paragraph | Table]
    ) -> TableCell:
        self._doubts, self._left, self._footnotes = {}, {}, []
        if any(True for _ in _descend(element, {_TABLE})):
            return self._read_holder(element, start, place, inner)
        parts = [self._text_of(each) for each in element if each.tag not in _SKIPPED]
        text = "\n".join(parts).replace("\t", " ").strip("\n")
        if element.xpath("boolean(./w:tcPr/w:cellDel)"):
            text, self._left = "", {DELETED: None}
        runs = [run for run in element.iter(_RUN) if "".join(run.itertext(_TEXT)).strip()]
        bold = all(run.xpath("boolean(./w:rPr/w:b[not(@w:val='0')])") for run in runs)
        return TableCell(
            text=text,
            start=start,
            width=element.grid_span,
            bold=bool(runs) and bold,
            doubts=tuple(self._doubts),
            left=tuple(self._left),
            footnotes=tuple(self._footnotes),
        )

    def _read_holder(
        self, element: Any, start: int, place: str, inner: list[Paragraph | Table]
    ) -> TableCell:
        """Read a cell that holds tables: their text is its own, and they stand for themselves too."""
        lines: list[str] = []
        doubts, left, footnotes = {NESTED: None}, dict[str, None](), list[str]()
        for each in _descend(element, {_PARAGRAPH, _TABLE}):
            self._doubts, self._left, self._footnotes = {}, {}, []
            if each.tag == _PARAGRAPH:
                lines.append(self._text_of(each).replace("\t", " "))
                inner.append(Paragraph(lines[-1], place))
            else:
                table = self._read_table(each, f"{place}, bảng trong ô")
                inner.append(table)
                lines += [" ".join(c.text for c in r.cells if not c.below) for r in table.rows]
            doubts |= self._doubts
            left |= self._left
            footnotes += self._footnotes
        text = "\n".join(lines).strip("\n")
        return TableCell(
            text, start, element.grid_span, doubts=tuple(doubts), left=tuple(left),
            footnotes=tuple(footnotes),
        )  # fmt: skip

    # ---- the text of an element ------------------------------------------------------------------

    def _text_of(self, element: Any) -> str:
        """Gather the text that is shown, with the numbers that Word itself puts before paragraphs."""
        tag = element.tag
        if tag == _PARAGRAPH:
            return self._paragraph(element)
        if tag == _RUN:
            return self._run(element)
        if tag in _SKIPPED:
            return ""
        if tag == _TEXT:
            return element.text or ""
        if tag == _READING or (tag == _CONTROL and prompts(element)):
            if "".join(element.itertext(_TEXT)).strip():
                self._left[READING if tag == _READING else PROMPT] = None
            return ""
        if tag in _DELETIONS:
            if any(text.strip() for text in element.itertext(_TEXT, qn("w:delText"))):
                self._left[DELETED] = None
            return ""
        if tag in _INSERTIONS and any(text.strip() for text in element.itertext(_TEXT)):
            self._doubts[INSERTED] = None
        if tag == _BOX:
            if words := " ".join("".join(element.itertext(_TEXT)).split()):
                self._left[f"{TEXT_BOX} {quote(words)}"] = None
            return ""
        if tag == _SIMPLE_FIELD:
            self._tell_field(element.get(qn("w:instr"), ""))
        if tag in _UNREADABLE and not any(True for _ in element.iter(_BOX)):
            self._doubts[_UNREADABLE[tag]] = None
        inner = [self._text_of(each) for each in element.iterchildren("*")]
        parted = any(each.tag in _BLOCKS for each in element.iterchildren("*"))
        return ("\n" if parted else "").join(inner)

    def _paragraph(self, element: Any) -> str:
        self._fields = []
        left = len(self._left)
        text = ""
        for each in element.iterchildren("*"):
            piece = self._text_of(each)
            for words in (*self._doubts, *self._left):
                self._before.setdefault(words, text)
            text += piece
        if not text.strip() and len(self._left) > left:
            return ""  # nothing of it is shown, so Word shows no number either
        label, drawn = self._numbering.label(element)
        if drawn:
            self._doubts[BULLET] = None
        if not label:
            return text
        self._before = {words: f"{label}\t{before}" for words, before in self._before.items()}
        return f"{label}\t{text}"

    def _run(self, run: Any) -> str:
        text = ""
        for each in run.iterchildren("*"):
            if each.tag == _FIELD:
                self._open_or_close_field(each.get(qn("w:fldCharType")))
                text += read_form_field(each)
            elif any(self._fields):  # the code of a field, of which only the result is shown
                self._tell_field(each.text or "")
            elif each.tag == _TEXT:
                text += each.text or ""
            elif each.tag in _MARKS:
                text += _MARKS[each.tag]
            elif each.tag == _SYMBOL:
                text += self._symbol(each)
            elif each.tag == _COMMENTED:
                self._left[COMMENT] = None
            elif each.tag in _REFERENCES:
                self._take_note(self._notes.read(each))
            else:
                text += self._text_of(each)
        text, doubt = self._letters.read(text, self._looks.find_font(run))
        self._doubts |= {doubt: None} if doubt else {}
        if self._looks.has_capitals(run):
            text = text.upper()
        reason = self._looks.find_reason(run) if text.strip() else ""
        if reason:
            self._left[f"{reason} {quote(text.strip())}" if reason == STRUCK else reason] = None
        return "" if reason else text

    def _symbol(self, element: Any) -> str:
        """Give the sign of a font that holds pictures."""
        letter = chr(int(element.get(qn("w:char"), "0"), 16))
        text, doubt = read_symbols(letter, element.get(qn("w:font"), ""))
        self._doubts |= {doubt: None} if doubt else {}
        return text

    def _tell_field(self, code: str) -> None:
        if doubt := doubt_field(code):
            self._doubts[doubt] = None

    def _take_note(self, note: str) -> None:
        if note and self._keeps_footnotes:
            self._footnotes.append(note)
        else:
            self._left[f"{FOOTNOTE} {quote(note)}" if note else FOOTNOTE] = None

    def _open_or_close_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields:
            self._fields.pop()


def _descend(element: Any, tags: set[str]) -> Iterator[Any]:
    """List the elements of some tags below one, through content controls and inserted parts."""
    for each in element.iterchildren("*"):
        if each.tag in tags:
            yield each
        elif each.tag in _WRAPPERS:
            yield from _descend(each, tags)


def _goes_on(cell: Any) -> bool:
    """Tell whether a cell is merged into the one before it, in the way of older programs."""
    merged = cell.find(f"{qn('w:tcPr')}/{_MERGED}")
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _end_of(cells: Sequence[TableCell]) -> int:
    return max(cell.start + cell.width for cell in cells)


def _is_shown_once(box: Any) -> bool:
    """Tell whether a text box is no copy of another, made for older programs."""
    return not any(each.tag == f"{_COMPATIBILITY}Fallback" for each in box.iterancestors())


def _find_row_reason(row: Any) -> str:
    """Tell why a row is not taken at all, or nothing."""
    if row.xpath("boolean(./w:trPr/w:del)"):
        return "hàng đã xóa (Track Changes)"
    hidden = row.find(f"{qn('w:trPr')}/{qn('w:hidden')}")
    low = row.xpath("./w:trPr/w:trHeight[@w:hRule='exact']/@w:val")
    if is_switched_on(hidden) or any(int(each) < _LOW for each in low):
        return "hàng ẩn"
    return ""
