"""Turn the rows of tables into task rows under their headings, with every doubt and omission told.

A cell is kept to the letter (NFC, white space folded); nothing is looked up and nothing corrected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planbook.documents.document import Document, Paragraph, Table, TableRow
from planbook.documents.opening.files import OfficeError
from planbook.intake.tables.cell_notes import note_cells, note_parting
from planbook.intake.tables.cell_text import bare_number, clean, clean_field
from planbook.intake.tables.column_choice import choose_columns
from planbook.intake.tables.group_headings import kind_of
from planbook.intake.tables.headings_above import find_headings_above, list_lines, name_lines
from planbook.intake.tables.open_headings import Headings
from planbook.intake.tables.other_lists import (
    find_foreign_numbers,
    holds_figures,
    lists_tasks,
    proposes_changes,
)
from planbook.intake.tables.pasted_rows import join_broken_rows
from planbook.intake.tables.remarks import Remarks
from planbook.intake.tables.row_reading import Place, RowView, ends_table, find_heading, is_total
from planbook.intake.tables.table_columns import (
    Columns,
    counts_columns,
    find_columns,
    heads_parts,
    names_another_list,
    part_tables,
)
from planbook.intake.tables.task_rows import Reading, TaskRow
from planbook.model import quote
from planbook.vietnamese.alphabet import fold

_HEADING = "đề mục"
_FULL = 3  # where one of so many rows, or fewer, says nothing beside its task
_FOOTNOTE_KEPT = "chú thích cuối trang chép vào “Ghi chú”"
_PASTED = (
    "; nhập thẳng tệp PDF, .docx có bảng kẻ bằng Word hoặc .xlsx, hoặc "
    "chép cả bảng, có hàng tên cột, từ Word hay Excel để các ô cách nhau bằng dấu Tab"
)
_NO_LIST = (
    ", cũng không có danh sách đánh số giao việc cho đơn vị nào; xem có đúng tệp không, hoặc xin tệp có bảng "
    "nhiệm vụ kẻ bằng Word, Excel"
)


def read_tasks(document: Document, name: str) -> Reading:
    """Read all tables that have a task column; raises OfficeError when there is none."""
    tables = document.tables
    hidden = (*document.left_out, *(each for table in tables for each in table.left_out))
    hint = f" Tệp có phần không nhập: {hidden[0].place} ({hidden[0].words})." if hidden else ""
    if not any(table.rows for table in tables):
        pasted = any(each.place.startswith("dòng ") for each in document.paragraphs)
        told = _PASTED if pasted else _NO_LIST
        raise OfficeError(
            f"Tệp “{name}” không có bảng nào, hoặc không cho biết các cột ở đâu{told}.{hint}"
        )
    reader = _Reader(document)
    reader.read()
    if not reader.names_tasks:
        raise OfficeError(
            f"Tệp “{name}” không có cột nhiệm vụ nào; hàng đầu bảng cần có tên cột, "
            f"ví dụ: STT, Nhiệm vụ, Đơn vị chủ trì, Đơn vị phối hợp, Sản phẩm, Ghi chú.{hint}"
        )
    return reader.finish()


class _Reader:
    """Reads tables one after another; headings reach over the end of a table."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.rows: list[TaskRow] = []
        self.known: dict[str, None] = {}
        self.names_tasks = False  # some table does
        self._columns: Columns | None = None
        self._count = 0
        self._left_out = Remarks()
        self._doubts = Remarks()
        self._headings = Headings()
        self._joined: dict[str, str] = {}
        self._framing: dict[str, str] = {}
        self._sums: list[tuple[int, int]] = []  # rows of tables that say they sum up others
        self._titles: set[str] = set()  # what stands in a table over the names of its columns
        self._marked = ""  # what is said of numbers in brackets
        self._annotated: set[str] = set()  # rows whose footnotes are kept
        self._several = sum(map(lists_tasks, document.tables)) > 1

    def read(self) -> None:
        """Read the tables from top to bottom, each with the paragraphs above."""
        above: list[Paragraph] = []
        for block in self._document.blocks:
            if isinstance(block, Table):
                self._read_table(block, above)
                above = []
            else:
                above.append(block)
        self._drop_sums()
        self._doubt_rest(above)
        if lines := [clean(each.text) for each in above if clean(each.text)]:
            self._left_out.add(f"{name_lines(lines)} dưới bảng, không lấy", above[-1].place)
        for each in self._document.left_out:
            self._left_out.add(f"{each.words}, không lấy", each.place)
        for words in self._document.doubts:
            self._doubts.add(words)

    def finish(self) -> Reading:
        """Give what was read, every cell cleaned."""
        for heading, place in self._headings.unused.items():
            self._left_out.add(f"đề mục {quote(heading)} không có nhiệm vụ nào", place)
        for row in self.rows:
            cleaned = {name: self._clean(name, raw, row) for name, raw in row.cells.items()}
            row.cells = {name: text for name, text in cleaned.items() if text}
        return Reading(
            tuple(self.rows),
            tuple(self.known),
            self._count,
            tuple(self._left_out),
            tuple(self._doubts),
            self._joined,
            self._framing,
        )

    def _clean(self, name: str, raw: str, row: TaskRow) -> str:
        text, doubt = clean_field(name, raw)
        if doubt and name == "number":
            doubt = self._marked = self._marked or doubt  # the first is the example of all
        if doubt:
            self._doubts.add(doubt, row.place)
        return text

    # ---- one table -------------------------------------------------------------------------------

    def _read_table(self, table: Table, above: Sequence[Paragraph]) -> None:
        """Read a table when its headings, or the table before it, tell its columns."""
        for each in table.left_out:
            self._left_out.add(f"{each.words}, không lấy", each.place)
        for words in table.doubts:
            self._doubts.add(words, table.place)
        rows = table.rows
        found = find_columns(rows)
        if found is None and table.inner:
            self._read_inside(table, above)
            return
        self._count += len(rows)
        if found is None:
            self._read_without_names(table, above)
            return
        rows = join_broken_rows(rows, found)
        before = len(self.rows)
        self.names_tasks = True
        first = found.first - heads_parts(rows, found)
        self._open_headings_above(table, above, rows[:first])
        note_cells(rows[:first], None, self._left_out, self._doubts)
        line = rows[first : found.first]
        self._titles = {clean(cell.text) for row in rows[:first] for cell in row.cells}
        while found:
            self._framing |= {row.place: "tên cột" for row in rows[found.first : found.end]}
            note_cells(rows[found.first : found.end], found, self._left_out, self._doubts)
            following = find_columns(rows, found.end, within=True)
            body = (*line, *rows[found.end : following.first if following else len(rows)])
            line = ()
            for part in part_tables(found):
                self._read_part(part, body, table)
            if following and following.repeats(found):
                following = replace(found, first=following.first, end=following.end)
            found = following
        named = [each.text for each in above] + [c.text for row in rows[:first] for c in row.cells]
        self._tell_notes(rows)
        if any("tong hop" in fold(each) for each in named):
            self._sums.append((before, len(self.rows)))

    def _read_inside(self, table: Table, above: Sequence[Paragraph]) -> None:
        """Read the tables that stand in a table which only lays out the page."""
        self._doubts.add("bảng chỉ để dàn trang, đọc các bảng bên trong", table.place)
        lines = list(above)
        for block in table.inner:
            if isinstance(block, Table):
                self._read_table(block, lines)
                lines = []
            else:
                lines.append(block)

    def _read_without_names(self, table: Table, above: Sequence[Paragraph]) -> None:
        rows = table.rows
        note_cells(rows, None, self._left_out, self._doubts)
        # What goes on from the page before may be the rest of a heading.
        first = next(
            (row for row in rows if sum(bool(c.text.strip()) for c in row.cells) > 1), None
        )
        if self._columns and first and self._goes_on(first):
            self._doubts.add(
                "bảng không có tên cột, đọc tiếp theo các cột của bảng trước", table.place
            )
            self._open_headings_above(table, above, ())
            self._read_rows(self._columns, rows)
            return
        self._tell_lines(above, table)
        if rows:
            self._left_out.add(f"{len(rows)} hàng không có cột nhiệm vụ", table.place)

    def _read_part(self, found: Columns, body: Sequence[TableRow], table: Table) -> None:
        """Read the rows under one row of headings."""
        if self.rows and proposes_changes(found):
            shown = "có vẻ là bảng đề xuất điều chỉnh, không thành nhiệm vụ"
            for row in body:
                self._left_out.add(shown, row.place)
            return
        if holds_figures(found, body):
            shown = "có vẻ là bảng tổng hợp số lượng, không thành nhiệm vụ"
            self._left_out.add(f"{len(body)} hàng chỉ có số liệu: {shown}", table.place)
            return
        self._columns = found
        note_cells(body, found, self._left_out, self._doubts)
        choose_columns(found, table.place, self._left_out, self._doubts)
        self.known |= {each.name: None for each in found.columns if each.name}
        before = len(self.rows)
        self._read_rows(found, body)
        self._drop_other_list(before)

    def _open_headings_above(
        self, table: Table, above: Sequence[Paragraph], rows: Sequence[TableRow]
    ) -> None:
        """Open the headings over a table, or in it over the names of its columns; tell the rest."""
        self._doubt_rest(above)
        found = find_headings_above(table, above, rows, self._several, bool(self.rows))
        if found.closes:
            self._headings.close()
        for words, kind in found.headings:
            self._headings.open(words, table.place, kind, look="over ")
        for doubt in found.doubts:
            self._doubts.add(doubt, table.place)
        if found.others:
            self._left_out.add(f"{name_lines(found.others)} trên bảng, không lấy", table.place)
        if self._headings.words and self.rows and found.others and not found.headings:
            words = quote(self._headings.words[-1])
            self._doubts.add(f"bảng không có đề mục riêng, đọc tiếp dưới {words}", table.place)

    def _doubt_rest(self, below: Sequence[Paragraph]) -> None:
        """Doubt the last task where what stands below its table begins in the middle of a sentence."""
        first = next((text for each in below if (text := clean(each.text))), "")
        if self.rows and first[:1].islower() and kind_of(first) == "words":
            words = f"có thể còn phần tiếp theo ở ngoài bảng, từ {quote(first)}; xem lại"
            self._doubts.add(words, self.rows[-1].place)

    def _tell_lines(self, above: Sequence[Paragraph], table: Table) -> None:
        if lines := list_lines(above, table):
            self._left_out.add(f"{name_lines(lines)} trên bảng, không lấy", table.place)

    def _goes_on(self, row: TableRow) -> bool:
        """Tell whether a table without headings goes on with the columns and numbers of the one before."""
        if not self._columns or names_another_list(row):
            return False
        view = RowView(row, self._columns)
        ends = max(cell.start + cell.width for cell in row.cells)
        numbered = any(each.name == "number" for each in self._columns.columns)
        last = bare_number(self.rows[-1].cells.get("number", "")) if self.rows else ""
        follows = view.mark.isdecimal() and (
            not last.isdecimal() or int(view.mark) in (1, int(last), int(last) + 1)
        )
        return (
            len(row.cells) > 1
            and ends == self._columns.right
            and (follows or not numbered or not view.mark)
            and not fold(view.words).startswith("noi nhan")
        )

    def _drop_other_list(self, before: int) -> None:
        """Leave out a later table whose numbers neither start anew nor go on: it is another list."""
        if before and (words := find_foreign_numbers(self.rows[before - 1], self.rows[before:])):
            self._forget(before, words)

    def _drop_sums(self) -> None:
        """Leave out a table that sums up others, when all its tasks stand in those."""
        for start, end in reversed(self._sums):
            others = {_identify(row) for row in (*self.rows[:start], *self.rows[end:])}
            if end > start and all(_identify(row) in others for row in self.rows[start:end]):
                self._forget(start, "bảng tổng hợp, các nhiệm vụ đã có ở bảng khác", end)

    def _forget(self, before: int, words: str, end: int | None = None) -> None:
        for row in self.rows[before:end]:
            self._left_out.add(words, row.place)
        self._doubts.forget({row.place for row in self.rows[before:end]})
        del self.rows[before:end]
        self._headings.unused.clear()

    # ---- one row ---------------------------------------------------------------------------------

    def _read_rows(self, found: Columns, rows: Sequence[TableRow]) -> None:
        views = [RowView(row, found) for row in rows]
        numbered = any(view.mark for view in views)
        full = sum(view.is_lone for view in views) * _FULL <= len(views)
        heading_columns: set[int] = set()
        for at, view in enumerate(views):
            if ends_table(view, any(each.mark.isdecimal() for each in views[at + 1 :])):
                self._leave_rest(views[at:], f"hàng cuối, từ {quote(clean(view.own[0].text))}")
                return
            if names_another_list(view.row):
                self._leave_rest(views[at:], f"hàng không có cột nhiệm vụ, từ {quote(view.words)}")
                return
            following = next((each for each in views[at + 1 :] if each.own), None)
            above = self.rows[-1].cells if self.rows else None
            headings = self._headings.words
            self._read_row(view, Place(following, above, headings, numbered, full, heading_columns))
            if self._framing.get(view.row.place) == _HEADING and len(view.own) == 1:
                heading_columns.add(view.own[0].start)

    def _leave_rest(self, views: Sequence[RowView], words: str) -> None:
        for view in views:
            self._left_out.add(f"{len(views)} {words}", view.row.place)

    def _read_row(self, view: RowView, place: Place) -> None:
        where = view.row.place
        for cell in view.stray:
            self._left_out.add(f"ô {quote(clean(cell.text))} không nằm dưới cột nào", where)
        filled = view.filled
        repeated = view.words in self._titles or self._is_heading_row(view)
        if not view.own or counts_columns(view.row) or repeated:
            self._framing[where] = "tên cột"
            return
        if is_total(view):
            self._left_out.add(f"hàng tổng {quote(view.words)}", where)
        elif "task" in view.fields and view.fields["task"][0].below and self.rows:
            self._append(view, "ô nhiệm vụ gộp dọc, các ô khác nối vào cùng một nhiệm vụ")
        elif heading := find_heading(view, place):
            if heading.note:
                self._left_out.add(f"hàng {quote(view.words)} là ghi chú dưới bảng", where)
                return
            if not heading.mark and self._headings.is_broken_by(heading.words):
                whole = self._headings.extend(heading.words)
                self._doubts.add(f"đề mục {quote(whole)} bị ngắt thành hai hàng, đã nối lại", where)
                self._framing[where] = _HEADING
                return
            kind = kind_of(heading.words, heading.mark)
            look = "bold " if all(cell.bold for cell in view.own) else ""
            self._headings.open(heading.words, where, kind, look)
            self._framing[where] = _HEADING
            for doubt in filter(None, (heading.doubt, *self._headings.doubts)):
                self._doubts.add(doubt, where)
            for words in heading.rest:
                self._left_out.add(f"ô {quote(words)} của hàng đề mục", where)
        elif self._is_rest(view, place):
            self._append(view, "hàng không có số, nối vào nhiệm vụ ở hàng trên")
        elif "task" not in filled:
            self._left_out.add(f"không có nội dung nhiệm vụ: {quote(view.words)}", where)
        else:
            self._add_task(view, place)

    def _is_heading_row(self, view: RowView) -> bool:
        """Tell whether a row repeats the headings of the columns."""
        titles = {column.name: fold(column.title) for column in view.columns.columns if column.name}
        said = {name: fold("\n".join(c.text for c in cells)) for name, cells in view.fields.items()}
        said = {name: words for name, words in said.items() if words}
        return len(said) > 1 and all(words in titles[name] for name, words in said.items())

    def _is_rest(self, view: RowView, place: Place) -> bool:
        """Tell whether a row is the rest of the one above, which a page broke."""
        if not self.rows or view.row.apart or view.mark:
            return False
        if "task" not in view.filled:
            return True
        first = next((each for each in view.text("task") if each.isalpha()), "")
        return first.islower() or (place.numbered and view.is_lone)

    def _append(self, view: RowView, doubt: str) -> None:
        task = self.rows[-1]
        self._joined[view.row.place] = task.place
        self._doubts.add(doubt, task.place)
        for name in view.filled:
            text = view.text(name)
            task.cells[name] = f"{task.cells[name]}\n{text}" if task.cells.get(name) else text
        self._keep_notes(view, task.cells)
        self._doubts.add(doubt, view.row.place)
        note_parting(view, self._left_out, self._doubts)

    def _add_task(self, view: RowView, place: Place) -> None:
        where = view.row.place
        texts = {name: view.text(name) for name in view.fields}
        note_parting(view, self._left_out, self._doubts)
        if place.numbered and not view.mark and not clean(texts.get("number", "")):
            self._doubts.add("hàng không có số thứ tự, đọc là nhiệm vụ riêng", where)
        if place.following and place.following.mark.startswith(f"{view.mark}.") and view.mark:
            self._doubts.add("các hàng dưới đánh số theo hàng này, đọc là nhiệm vụ riêng", where)
        bold = "task" in view.fields and all(cell.bold for cell in view.fields["task"])
        heads = not place.numbered and place.following and not place.following.is_lone
        if view.is_lone and (bold or place.starts_anew or heads):
            self._doubts.add(
                "hàng chỉ có số và nội dung, đọc là nhiệm vụ, không phải đề mục", where
            )
        self._keep_notes(view, texts)
        if view.is_short:
            self._doubts.add("hàng thiếu ô so với hàng tên cột, xem lại ô nào thuộc cột nào", where)
        for doubt in self._headings.doubts:
            self._doubts.add(doubt, where)
        section = self._headings.use()
        self.rows.append(TaskRow(where, section, {n: text for n, text in texts.items() if text}))

    def _keep_notes(self, view: RowView, texts: dict[str, str]) -> None:
        """Keep the footnotes of a row with its task."""
        if notes := [note for cell in view.own for note in cell.footnotes]:
            texts["note"] = "\n".join(filter(None, (texts.get("note", ""), *notes)))
            self._doubts.add(_FOOTNOTE_KEPT, view.row.place)
            self._annotated.add(view.row.place)

    def _tell_notes(self, rows: Iterable[TableRow]) -> None:
        """Tell the footnotes of rows that are no tasks."""
        for row in rows:
            for note in (each for cell in row.cells for each in cell.footnotes):
                if row.place not in self._annotated:
                    words = f"chú thích cuối trang {quote(note)} không thuộc nhiệm vụ nào"
                    self._left_out.add(words, row.place)


def _identify(row: TaskRow) -> tuple[str, str]:
    return clean(row.cells.get("task", "")), clean(row.cells.get("lead_text", ""))
