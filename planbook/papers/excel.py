"""Turn the words of a paper into an Excel sheet; every cell is text, never a formula."""

import datetime as dt
from collections.abc import Iterable
from io import BytesIO
from itertools import accumulate
from typing import Any

import xlsxwriter

from planbook.model import fit_cell
from planbook.papers.fonts import BOLD, REGULAR, count_lines
from planbook.papers.form import (
    FIXED_DATE,
    FONT,
    MARGINS,
    MOTTO,
    NATION,
    PADDING,
    TABLE_SIZE,
    Form,
    Heading,
)

Look = dict[str, Any]  # settings of a format of xlsxwriter

_INCH = 25.4  # millimetres
_PIXELS = 96 / _INCH * 0.99  # of a millimetre on paper, and a little less so that all fits
_LINE = TABLE_SIZE * 1.29  # points of a line of text
_TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render_xlsx(form: Form) -> bytes:
    """Write a paper as one sheet, ready to be printed on A4 landscape."""
    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, _TEXT_ONLY)
    created = dt.datetime(*FIXED_DATE)
    workbook.set_properties({"title": form.title, "author": form.issuer, "created": created})
    sheet = _Sheet(workbook, form)
    sheet.write_head()
    sheet.write_table()
    sheet.write_end()
    workbook.close()
    return file.getvalue()


class _Sheet:
    """Writes one sheet from top to bottom."""

    def __init__(self, workbook: xlsxwriter.Workbook, form: Form):
        self._book = workbook
        self._form = form
        self._sheet = workbook.add_worksheet("Phụ lục")
        self._row = 0
        self._last = len(form.columns) - 1
        self._room = sum(column.width for column in form.columns)
        # Where the left half of the head ends: the first columns that make up two fifths.
        ends = accumulate(column.width for column in form.columns)
        fitting = next(at for at, end in enumerate(ends) if end >= 0.4 * self._room)
        self._half = min(fitting, self._last - 1)
        top, right, bottom, left = (each / _INCH for each in MARGINS)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.set_margins(left, right, top, bottom)
        self._sheet.set_header(f'&C&"{FONT}"&{TABLE_SIZE}&P', {"margin": 10 / _INCH})
        self._sheet.fit_to_pages(1, 0)
        for at, column in enumerate(form.columns):
            self._sheet.set_column_pixels(at, at, round(column.width * _PIXELS))

    def write_head(self) -> None:
        """Write the bodies, the number and date, and the title."""
        form = self._form
        self._halves(form.parent, NATION, {}, {"bold": True})
        self._halves(form.issuer, MOTTO, {"bold": True}, {"bold": True, "underline": True})
        self._halves(form.number, form.date, {}, {"italic": True})
        self._row += 1
        self._wide(form.label, {"bold": True})
        self._wide(form.title, {"bold": True})
        self._wide(form.attached, {"italic": True})
        self._row += 1

    def write_table(self) -> None:
        """Write the headings, which are repeated on every page, and the rows."""
        form, sheet = self._form, self._sheet
        head = self._style(bold=True, align="center", border=1)
        wide = self._style(bold=True, border=1, valign="vcenter")
        styles = [
            self._style(border=1, align="center" if column.name == "number" else "left")
            for column in form.columns
        ]
        sheet.write_row(self._row, 0, [column.label for column in form.columns], head)
        self._fit(((c.label, c.width) for c in form.columns), BOLD)
        sheet.repeat_rows(self._row)
        sheet.freeze_panes(self._row + 1, 0)
        first = self._row
        for row in form.rows:
            self._row += 1
            if isinstance(row, Heading):
                self._merge(0, self._last, row.text, wide)
                self._fit([(row.text, self._room)], BOLD)
                continue
            self._fit(zip(row.cells, (column.width for column in form.columns), strict=True))
            for at, (text, style) in enumerate(zip(row.cells, styles, strict=True)):
                if text:
                    sheet.write_string(self._row, at, fit_cell(text), style)
                else:
                    sheet.write_blank(self._row, at, None, style)
        sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:A{self._row + 1}"})
        self._row += 2

    def write_end(self) -> None:
        """Write who receives the document and who signs it."""
        form = self._form
        said = [f"- {each}" for each in form.recipients or ("…",)]
        signed = [*(form.office or ("…………………",)), "", "", "", form.signer]
        left = {"align": "left"}
        self._halves("Nơi nhận:", signed[0], left | {"bold": True, "italic": True}, {"bold": True})
        for at in range(max(len(said), len(signed) - 1)):
            self._halves(
                said[at] if at < len(said) else "",
                signed[at + 1] if at + 1 < len(signed) else "",
                left,
                {"bold": True},
            )

    def _style(self, **settings: Any) -> Any:
        given = {"font_name": FONT, "font_size": TABLE_SIZE, "text_wrap": True, "valign": "top"}
        return self._book.add_format(given | settings)

    def _halves(self, left: str, right: str, left_look: Look, right_look: Look) -> None:
        """Write a row of the two halves of the head or the end."""
        for first, last, text, look in (
            (0, self._half, left, left_look),
            (self._half + 1, self._last, right, right_look),
        ):
            self._merge(first, last, text, self._style(**({"align": "center"} | look)))
        room = sum(column.width for column in self._form.columns[: self._half + 1])
        self._fit([(left, room), (right, self._room - room)], BOLD)
        self._row += 1

    def _wide(self, text: str, look: Look) -> None:
        self._merge(0, self._last, text, self._style(**({"align": "center"} | look)))
        self._fit([(text, self._room)], BOLD)
        self._row += 1

    def _merge(self, first: int, last: int, text: str, style: Any) -> None:
        text = fit_cell(text)
        if first < last:
            self._sheet.merge_range(self._row, first, self._row, last, text, style)
        else:
            self._sheet.write_string(self._row, first, text, style)

    def _fit(self, cells: Iterable[tuple[str, float]], font: str = REGULAR) -> None:
        """Make the row as high as its texts need; not every program does so by itself."""
        lines = (count_lines(text, width - PADDING, TABLE_SIZE, font) for text, width in cells)
        self._sheet.set_row(self._row, max(lines) * _LINE)
