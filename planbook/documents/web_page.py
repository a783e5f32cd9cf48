"""Turn a web page, as which programs save tables (often under the name .xls or .doc), into paragraphs and tables.

What the page hides, struck-out text and comments are never taken, and are told with their place.
Nothing is fetched: pictures and style sheets in other files stay where they are.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from planbook.documents.document import (
    COMMENT,
    HIDDEN,
    STRUCK,
    TINY,
    UNSEEN,
    Document,
    LeftOut,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from planbook.documents.opening.files import OfficeFile
from planbook.documents.opening.packages import MAX_CELLS, MAX_ROWS
from planbook.documents.text.symbols import read_symbols
from planbook.documents.unreadable import UnreadableError
from planbook.documents.web_styles import WebStyles, pack
from planbook.documents.word.numbering import write_number
from planbook.model import quote

_SILENT = {"head", "script", "style", "template", "noscript", "xml", "colgroup", "col", "caption"}
_PARTS = {
    "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "header", "footer", "blockquote", "pre", "center", "form", "body", "dl", "dt", "dd",
    "details", "summary", "main", "nav", "aside", "figure", "figcaption", "address", "fieldset", "legend",
}  # fmt: skip
_STRUCK = {"s", "strike", "del"}
_WHITE = {"white", "#fff", "#ffffff", "rgb(255,255,255)", "window"}
_WIDEST = 1_000  # columns that a cell may say it covers
_SIZE = re.compile(r"(?:^|;)font-size:(\d*\.?\d+)(px|pt|em|rem|%)?")
_POINTS = {"px": 0.75, "em": 12, "rem": 12, "%": 0.12}
_SMALL = 2  # points of a letter: nothing that small can be read
_SYMBOL_FONT = re.compile(r"(?:wing|web)dings", re.I)
_TABLE = "\ue000"  # stands for a table among the lines around it
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_FRAMES = "là trang web chia khung, bảng nằm ngoài trang; mở bằng Excel, lưu thành .xlsx rồi nhập"


def read_web_page(file: OfficeFile) -> Document:
    """Read each paragraph and table of a page."""
    if "<frameset" in file.text.lower():
        raise UnreadableError(_FRAMES)
    return _PageReader(file.text).read()


class _PageReader:
    """Reads one page from top to bottom."""

    def __init__(self, text: str):
        parser = html.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
        )
        text = text.replace(_TABLE, "")
        self._root = html.document_fromstring(text.encode(), parser=parser)
        self._styles = WebStyles(text)
        self._has_symbols = bool(_SYMBOL_FONT.search(text))
        self._tables: list[Any] = []  # that were met and are not read yet
        self._doubts: dict[str, None] = {}  # of the cell that is read
        self._left: dict[str, None] = {}
        self._cells = 0

    def read(self) -> Document:
        """Read what the page shows, from top to bottom."""
        lines = self._text_of(self._root).split("\n")
        left_out = tuple(LeftOut(words, "ngoài bảng") for words in self._left)
        tables, self._tables = self._tables, []
        blocks: list[Paragraph | Table] = []
        number = 0
        for at, line in enumerate(lines, 1):
            if line != _TABLE:
                blocks += [Paragraph(line.strip(), f"dòng {at}")] if line.strip() else []
                continue
            waiting = [tables.pop(0)]
            while waiting:
                number += 1
                blocks.append(self._read_table(waiting.pop(0), f"bảng {number}"))
                waiting, self._tables = [*self._tables, *waiting], []
        return Document(tuple(blocks), left_out)

    # ---- tables ----------------------------------------------------------------------------------

    def _read_table(self, table: Any, place: str) -> Table:
        hidden_columns = self._find_hidden_columns(table)
        left_out = []
        rows: list[TableRow] = []
        counts: dict[int, int] = {}
        below: dict[int, tuple[int, TableCell]] = {}  # by column: for how many rows, and what
        own = [each for each in table.iter("tr") if next(each.iterancestors("table")) is table]
        if len(own) > MAX_ROWS:
            raise UnreadableError(f"có {len(own)} hàng; xóa các hàng trống ở cuối rồi lưu lại")
        apart = False
        for at, element in enumerate(own, 1):
            where = f"{place}, hàng {at}"
            cells = list(self._read_row(element, below))
            filled = [cell for cell in cells if cell.text.strip() or cell.left or cell.doubts]
            if self._is_hidden(element) or any(map(self._is_hidden, _between(element, table))):
                left_out += [LeftOut("hàng ẩn", where)] if filled else []
                continue
            for cell in filled:
                if hidden_columns.issuperset(range(cell.start, cell.start + cell.width)):
                    counts[cell.start] = counts.get(cell.start, 0) + 1
            shown = tuple(
                cell
                for cell in cells
                if not hidden_columns.issuperset(range(cell.start, cell.start + cell.width))
            )
            if any(not cell.below and cell in filled for cell in shown):
                rows.append(TableRow(where, shown, apart))
                apart = False
            else:
                apart = True
        for column, count in sorted(counts.items()):
            left_out.append(LeftOut(f"cột thứ {column + 1} ẩn, {count} ô có chữ", place))
        return Table(place, tuple(rows), tuple(left_out))

    def _read_row(self, row: Any, below: dict[int, tuple[int, TableCell]]) -> Iterator[TableCell]:
        """Read the cells of a row, with those that reach into it from above."""
        at = 0
        elements = iter([each for each in row if each.tag in ("td", "th")])
        while True:
            while at in below:
                count, cell = below[at]
                yield cell
                if count > 1:
                    below[at] = count - 1, cell
                else:
                    del below[at]
                at += cell.width
            element = next(elements, None)
            if element is None:
                later = [each for each in below if each > at]
                if not later:
                    return
                at = min(later)
                continue
            cell = self._read_cell(element, at)
            to_the_end = element.get("rowspan", "").strip() == "0"
            span = MAX_ROWS if to_the_end else _read_span(element, "rowspan", MAX_ROWS)
            if span > 1:
                below[at] = span - 1, TableCell(cell.text, at, cell.width, below=True)
            self._cells += cell.width
            if self._cells > MAX_CELLS:
                raise UnreadableError("có quá nhiều ô để đọc một lần; tách thành nhiều tệp")
            yield cell
            at += cell.width

    def _read_cell(self, element: Any, start: int) -> TableCell:
        self._doubts, self._left = {}, {}
        # A hidden cell keeps its place, for a page that hides a column hides each of its cells.
        text = self._text_of(element)
        lines = [each.strip() for each in text.split("\n") if each != _TABLE]
        width = _read_span(element, "colspan", _WIDEST)
        bold = element.tag == "th" or element.find(".//b") is not None
        return TableCell(
            text="\n".join(lines).strip("\n"),
            start=start,
            width=width,
            bold=bold,
            doubts=tuple(self._doubts),
            left=tuple(self._left),
        )

    def _find_hidden_columns(self, table: Any) -> set[int]:
        columns, at = set(), 0
        for each in table.iter("col"):
            width = _read_span(each, "span", _WIDEST)
            if self._is_hidden(each):
                columns |= set(range(at, at + width))
            at += width
        return columns

    # ---- text ------------------------------------------------------------------------------------

    def _text_of(self, element: Any) -> str:
        """Gather the text that is shown; tables are put aside, and a sign stands for each."""
        pieces = list(self._gather(element, element))
        text = re.sub(r"[ \t\r\n]+", " ", "".join(pieces))
        return re.sub(r" ?\v[\v ]*", "\n", text).replace("\f", "\n")

    def _gather(self, element: Any, top: Any) -> Iterator[str]:
        """Give the pieces of a text; \v is the end of a paragraph, \f a line break."""
        tag = element.tag
        if tag == "table" and element is not top:
            self._tables += [] if self._is_hidden(element) else [element]
            yield f"\v{_TABLE}\v"
            return
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag == "br":
            yield "\f"
        if tag in ("img", "svg", "object", "canvas"):
            self._doubts["có hình trong ô, chỉ lấy phần chữ"] = None
        reason = self._find_reason(element)
        if reason:
            if words := " ".join(element.text_content().split()):
                self._left[f"{reason} {quote(words)}" if reason == STRUCK else reason] = None
            return
        parted = tag in _PARTS and element is not top
        yield "\v" if parted else ""
        if tag == "li" and element.getparent().tag == "ol":
            yield _number_item(element)
        if tag in ("select", "input"):
            yield _read_field(element)
        else:
            yield self._show(element.text, element)
            for each in element:
                yield from self._gather(each, top)
                yield self._show(each.tail, element)
        yield "\v" if parted else ""

    def _show(self, text: str | None, element: Any) -> str:
        """Give the letters of an element, as the signs of its font where this holds pictures."""
        if not text or not self._has_symbols:
            return text or ""
        fonts = (
            re.findall(r"font-family:([^;,]+)", self._styles.looks_of(each)) or [each.get("face")]
            for each in (element, *element.iterancestors())
        )
        shown, doubt = read_symbols(text, next((each[-1] for each in fonts if each[-1]), ""))
        self._doubts |= {doubt: None} if doubt else {}
        return shown

    # ---- looks -----------------------------------------------------------------------------------

    def _find_reason(self, element: Any) -> str:
        """Tell why an element is not seen or does not count, or nothing."""
        looks = self._styles.looks_of(element)
        if "mso-element:comment" in looks:
            return COMMENT
        if self._is_hidden(element):
            return HIDDEN
        if element.tag in _STRUCK or "line-through" in looks:
            return STRUCK
        if _is_tiny(looks) and not any(
            _SIZE.search(self._styles.looks_of(each)) for each in element.iterdescendants("*")
        ):
            return TINY
        colour = re.findall(r"(?:^|;)color:([^;]+)", looks) or [pack(element.get("color", ""))]
        if colour[-1] in _WHITE and not any(
            map(self._is_painted, (element, *element.iterancestors()))
        ):
            return UNSEEN
        return ""

    def _is_hidden(self, element: Any) -> bool:
        looks = self._styles.looks_of(element)
        marks = ("display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all")
        return "hidden" in element.attrib or any(each in looks for each in marks)

    def _is_painted(self, element: Any) -> bool:
        found = re.findall(r"background(?:-color)?:([^;]+)", self._styles.looks_of(element))
        colour = found[-1] if found else pack(element.get("bgcolor", ""))
        return colour not in ("", "transparent", "none", *_WHITE)


def _between(row: Any, table: Any) -> Iterator[Any]:
    """List what stands between a row and its table: a group of rows, which may be hidden."""
    for each in row.iterancestors():
        if each is table:
            return
        yield each


def _is_tiny(looks: str) -> bool:
    sizes = _SIZE.findall(looks)
    return bool(sizes) and float(sizes[-1][0]) * _POINTS.get(sizes[-1][1], 1) <= _SMALL


def _number_item(item: Any) -> str:
    """Write the number that a browser puts before an item of a list."""
    parent = item.getparent()
    before = [item, *item.itersiblings("li", preceding=True)]
    told = next((at for at, each in enumerate(before) if _read_number(each, "value")), None)
    if told is None:
        count = int(_read_number(parent, "start") or "1") + len(before) - 1
    else:
        count = int(_read_number(before[told], "value")) + told
    form = _LIST_FORMS.get(parent.get("type", "1"), "decimal")
    return f"{write_number(count, form if count > 0 else 'decimal')}. "


def _read_number(element: Any, name: str) -> str:
    text: str = element.get(name, "").strip()
    return text if re.fullmatch(r"-?\d{1,6}", text) else ""


def _read_field(field: Any) -> str:
    """Give what a field of a form shows: what is chosen, typed or ticked."""
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib]
        first = options[:1] if "multiple" not in field.attrib else []
        return "; ".join(" ".join(each.text_content().split()) for each in chosen or first)
    kind = field.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☒" if "checked" in field.attrib else "☐"
    unseen = kind in ("hidden", "button", "submit", "reset", "password", "image", "file")
    return "" if unseen else str(field.get("value", ""))


def _read_span(element: Any, name: str, most: int) -> int:
    text = element.get(name, "1").strip()
    return min(int(text), most) if text.isdecimal() and int(text) else 1
