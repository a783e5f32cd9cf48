"""Show each row of a file beside the record that it became, as one HTML page to look through and print.

The page has no script and fetches nothing. It is a tree of elements, so that no text can become a tag.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from planbook.documents.document import Table, TableRow
from planbook.intake.imported import LABELS, LEFT_OUT, Imported
from planbook.intake.tables.remarks import Remark
from planbook.model import Book, Task, drop_forbidden
from planbook.vietnamese.wording import name_month, name_period, name_recurrence

_NOT_TAKEN = "không thành nhiệm vụ riêng"
_TIME = "Thời gian chưa hiểu"
_STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --quiet: #595959; --page: #fff; --line: #b5b5b5;
  --card: #f6f6f6; --doubt: #fff3cd; --edge: #8a5a00; --link: #0b4f9e; }
@media (prefers-color-scheme: dark) { :root { --text: #ececec; --quiet: #b8b8b8; --page: #161616;
  --line: #5c5c5c; --card: #222; --doubt: #4a3800; --edge: #ffc145; --link: #8ec1ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1em; margin: 0; } .row p { margin: .2rem 0; }
li { margin: .25rem 0; }
.rows a { display: inline-block; min-height: 1.5rem; }
.row { border: 1px solid var(--line); border-left-width: .4rem; margin: .75rem 0; padding: .5rem .75rem; }
.doubtful { border-color: var(--edge); }
.aside { background: var(--card); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 1.5rem; }
.side { margin: .25rem 0 0; font-size: .9em; font-weight: bold; color: var(--quiet); }
dl { margin: 0; display: grid; grid-template-columns: minmax(4rem, 8rem) 1fr; gap: .15rem .75rem; }
dt { color: var(--quiet); } dd { margin: 0; white-space: pre-line; }
.doubt, .note { background: var(--doubt); border-left: .25rem solid var(--edge); padding: .1rem .4rem; }
.note { margin: .35rem 0; }
.read { color: var(--quiet); white-space: normal; }
@media (max-width: 40rem) { .sides, dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; } }
@media print { @page { size: A4; margin: 15mm; } body { padding: 0; max-width: none; font: 9pt/1.3 sans-serif; }
  .sides { grid-template-columns: 1fr 1fr; } dl { grid-template-columns: 5rem 1fr; gap: 0 .5rem; }
  .row { margin: .3rem 0; padding: .2rem .5rem; break-inside: avoid; } h2, h3 { break-after: avoid; } a { color: inherit; } }
"""

Child = Element | str | None


def render_preview(imported: Imported, book: Book) -> str:
    """Write the page: the report, then every row in the order of the file, with what was said of it."""
    page = _Page(imported, book)
    title = f"Xem trước: {imported.file} → {imported.plan}"
    head = _element(
        "head",
        _element("meta", charset="utf-8"),
        _element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _element(
            "meta",
            content="default-src 'none'; style-src 'unsafe-inline'",
            **{"http-equiv": "Content-Security-Policy"},
        ),
        _element("title", title),
        _element("style", _STYLE),
    )
    body = _element("body", _element("main", _element("h1", title), *page.report(), *page.rows()))
    root = _element("html", head, body, lang="vi")
    return f"<!doctype html>\n{tostring(root, encoding='unicode', method='html')}\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """A note about a row, with the part of the report that it belongs to."""

    title: str
    words: str


class _Page:
    """Knows what became of each row, and where on the page it stands."""

    def __init__(self, imported: Imported, book: Book):
        self._imported = imported
        self._book = book
        self._ids = imported.ids
        self._tasks: dict[str, list[Task]] = {}
        for place, task in zip(imported.places, imported.understood, strict=True):
            self._tasks.setdefault(place, []).append(task)
        self._records = {record["id"]: record for record in imported.tasks}
        self._said: dict[str, list[_Said]] = {}
        for title, notes in imported.parts():
            for note in notes:
                for place in note.places:
                    self._said.setdefault(place, []).append(_Said(title, note.words))
        shown: list[str] = []
        for block in imported.document.blocks:
            rows = block.rows if isinstance(block, Table) else ()
            shown += [block.place, *(row.place for row in rows)]
        self._unshown = [place for place in self._tasks if place not in set(shown)]
        self._anchors = {
            place: f"hang-{at}"
            for at, place in enumerate(dict.fromkeys((*shown, *self._unshown)), 1)
        }

    # ---- the report ------------------------------------------------------------------------------

    def report(self) -> Iterator[Element]:
        """Write what the report says, with links to the rows."""
        imported = self._imported
        if imported.document.origin:
            yield _element("p", f"Cách đọc: {imported.document.origin}.")
        yield _element(
            "p",
            f"Đọc {imported.read} hàng, được {len(imported.tasks)} nhiệm vụ. Bên dưới là từng hàng của "
            "tệp, theo thứ tự, cạnh bản ghi đã thành. Chỗ chưa chắc có nền vàng và chữ “Xem lại”.",
        )
        yield _element("h2", "Báo cáo")
        yield _element("h3", "Số nhiệm vụ theo đề mục (so với số ghi trong ngoặc, nếu có)")
        yield _element(
            "ul",
            *(
                _element("li", f"{'– ' * depth}{heading}: {count}")
                for depth, heading, count in imported.counts
            ),
        )
        for title, notes in imported.parts():
            yield _element("h3", f"{title}: {len(notes) or 'không có gì'}")
            if notes:
                yield _element("ul", *(self._note(note) for note in notes))

    def _note(self, note: Remark) -> Element:
        links = [self._link(first, words) for first, words in _name_runs(note.places)]
        parts: list[Child] = [f"{note.words}. "]
        for at, link in enumerate(links):
            parts += ["; " if at else "", link]
        return _element("li", *parts, class_="rows")

    def _link(self, place: str, words: str) -> Child:
        anchor = self._anchors.get(place)
        return _element("a", words, href=f"#{anchor}") if anchor else words

    # ---- the rows --------------------------------------------------------------------------------

    def rows(self) -> Iterator[Element]:
        """Write every row and paragraph in the order of the file, then tasks that stand in none."""
        yield _element("h2", "Từng hàng của tệp")
        tables = {table.place for table in self._imported.document.tables}
        for block in self._imported.document.blocks:
            if not isinstance(block, Table):
                if block.place in tables:  # the name of a sheet
                    yield _element("p", block.text, class_="read")
                else:
                    yield from self._row(block.place, [("", block.text)], framed=False)
                continue
            named = block.place[:1].upper() + block.place[1:]
            yield _element("h2", named, id=self._anchors[block.place])
            yield from self._notes(block.place)
            titles: dict[int, str] = {}
            for row in block.rows:
                if self._imported.framing.get(row.place) == "tên cột":
                    titles |= {cell.start: cell.text for cell in row.cells if cell.text.strip()}
                cells = list(_name_cells(row, titles))
                yield from self._row(row.place, cells)
        for place in self._unshown:
            yield from self._row(place, [])

    def _row(
        self, place: str, cells: Sequence[tuple[str, str]], framed: bool = True
    ) -> Iterator[Element]:
        """Write a row of the file beside its record; a paragraph that became nothing is a plain line."""
        tasks = self._tasks.get(place, ())
        notes = list(self._notes(place))
        if not framed and not tasks and not notes:
            if cells[0][1].strip():
                yield _element("p", cells[0][1], class_="read")
            return
        if tasks:
            left = [_element("p", "Trong tệp", class_="side"), _list_fields(cells)]
            right: list[Element] = []
            for task in tasks:
                named = f"Thành bản ghi {task.id}"
                right += [_element("p", named, class_="side"), self._record(place, task)]
            shown = _element("div", _element("div", *left), _element("div", *right), class_="sides")
        elif place in self._imported.framing:
            shown = _element("p", " | ".join(text for _, text in cells))
        else:
            shown = _list_fields(cells)
        yield _element(
            "section",
            _element("h3", f"{place[:1].upper()}{place[1:]}: {self._fate(place)}"),
            *notes,
            shown,
            class_=f"row{'' if tasks else ' aside'}{' doubtful' if notes else ''}",
            id=self._anchors[place],
        )

    def _fate(self, place: str) -> str:
        """Say in a word what a row became."""
        ids = ", ".join(self._ids.get(place, ()))
        if place in self._tasks:
            return f"nhiệm vụ {ids}"
        if ids:
            return f"nối vào nhiệm vụ {ids} ở {self._imported.joined[place]}"
        return self._imported.framing.get(place, _NOT_TAKEN)

    def _notes(self, place: str) -> Iterator[Element]:
        for said in self._said.get(place, ()):
            named = said.title if said.title == LEFT_OUT else f"Xem lại – {said.title}"
            strong = _element("strong", f"{named}: ")
            yield _element("p", strong, f"{said.words}.", class_="note")

    def _record(self, place: str, task: Task) -> Element:
        """Write a record field by field, with what is understood of its words."""
        items: list[Element] = []
        for name, text in self._records[task.id].items():
            if name in ("id", "plan"):
                continue
            understood = self._understood(name, task)
            doubted = [said for said in self._said.get(place, ()) if _is_about(said, name)]
            items += [
                _element("dt", LABELS[name]),
                _element(
                    "dd",
                    text,
                    _element("div", f"→ {understood}", class_="read") if understood else None,
                    _element("strong", " (Xem lại)") if doubted else None,
                    class_="doubt" if doubted else "",
                ),
            ]
        return _element("dl", *items)

    def _understood(self, name: str, task: Task) -> str:
        """Say what is understood of a printed field."""
        if name in ("lead_text", "support_text"):
            ids = task.lead if name == "lead_text" else task.support
            known = [self._book.unit[each].short for each in ids if each in self._book.unit]
            return _tell_known(known, getattr(task, name)) or "chưa nhận ra đơn vị nào"
        if name == "leader_text":
            people = [self._book.person[each].name for each in task.leaders]
            return _tell_known(people, task.leader_text) or "chưa nhận ra ai"
        if name == ("when_text" if task.when_text else "section"):
            return "; ".join(_tell_time(task))
        return ""


def _tell_known(names: Sequence[str], printed: str | None) -> str:
    said = "; ".join(names)
    return said and ("đã nhận ra" if said == printed else f"hiểu là {said}")


def _tell_time(task: Task) -> Iterator[str]:
    if period := name_period(task.start, task.end):
        yield f"thời gian: {period}"
    if task.recurrence:
        yield name_recurrence(task.recurrence)
    if task.condition:
        yield f"chờ: {task.condition}"
    if task.months:
        yield f"đứng ở {', '.join(map(name_month, task.months))}"
    if task.when_rest:
        yield f"chưa hiểu: “{task.when_rest}”"


def _is_about(said: _Said, name: str) -> bool:
    """Tell whether a note is about a field: it names it, or its part of the report does."""
    return f"“{LABELS[name]}”" in said.words or (name == "when_text" and said.title == _TIME)


def _name_cells(row: TableRow, titles: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Give the cells of a row with the titles of their columns; a merged cell is shown where it begins."""
    for cell in row.cells:
        title = titles.get(cell.start) or f"Cột {cell.start + 1}"
        if cell.text.strip():
            yield f"{title} (gộp từ hàng trên)" if cell.below else title, cell.text


def _list_fields(cells: Iterable[tuple[str, str]]) -> Element:
    items: list[Element] = []
    for title, text in cells:
        items += [_element("dt", " ".join(title.split()) or "Đoạn văn"), _element("dd", text)]
    return _element("dl", *items)


def _name_runs(places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name rows that follow each other together; each name comes with the first of its rows."""
    runs: list[
        tuple[str, str, int, int]
    ] = []  # first place, what stands before the number, first, last
    for place in places:
        head, _, number = place.rpartition(" ")
        if not number.isdecimal():
            runs.append((place, place, 0, 0))
        elif runs and runs[-1][1] == head and runs[-1][3] + 1 == int(number):
            runs[-1] = (*runs[-1][:3], int(number))
        else:
            runs.append((place, head, int(number), int(number)))
    before = ""
    for place, head, first, last in runs:
        words = str(first) if head == before else f"{head} {first}" if first else head
        before = head
        yield place, f"{words}–{last}" if last > first else words


def _element(tag: str, *children: Child, class_: str = "", **attributes: str) -> Element:
    """Make an element; texts and elements follow each other in it, blank ones leave nothing."""
    made = Element(tag, {"class": class_} | attributes if class_ else attributes)
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            text = drop_forbidden(child)
            if last is None:
                made.text = (made.text or "") + text
            else:
                last.tail = (last.tail or "") + text
        elif child is not None:
            made.append(child)
            last = child
    return made
