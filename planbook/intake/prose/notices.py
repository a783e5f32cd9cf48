"""Turn a notice in prose, whose numbered lists say who does what, into task rows.

The words of an item are kept to the letter under the headings that hold it. What gives nobody
anything to do is left out and told; so is what may or may not be a task, whose unit or time is unsure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planbook.documents.document import Document
from planbook.intake.prose.assignments import Assigned, Assignments, read_times
from planbook.intake.prose.item_lists import Item, Node, hang_names, make_tree
from planbook.intake.prose.notice_body import CLOSES, NoticeBody, is_text, part_body
from planbook.intake.tables.cell_text import clean
from planbook.intake.tables.remarks import Remark, Remarks
from planbook.intake.tables.task_rows import Reading, TaskRow
from planbook.model import quote
from planbook.reading.names import Registers
from planbook.vietnamese.alphabet import fold

PROSE = "đọc từ văn xuôi theo danh sách đánh số, không phải từ bảng; xem lại từng dòng"
_NOBODY = "không thấy giao cho đơn vị nào"

# Headings under which nobody is given anything to do, and those under which somebody is.
_IDLE = re.compile(
    r"(?:muc dich|yeu cau$|yeu cau va|danh gia|ket qua|can cu|thoi gian|dia diem|thanh phan|kinh phi|"
    r"tinh hinh|nhan xet|ton tai|han che|uu diem|khuyet diem|pham vi|doi tuong|nguyen nhan|kho khan|"
    r"thuan loi|dien bien|y kien (?:phat bieu|thao luan|tham luan|tham gia|cac)|phan (?:bao cao|thao luan)|"
    r"ve uu diem|ve ton tai|ve ket qua|nhung ket qua|mot so ket qua|noi nhan)(?!\w)"
)
_BUSY = re.compile(
    r"nhiem vu|giai phap|phan cong|to chuc thuc hien|cong viec|ket luan|chi dao|trong tam|yeu cau"
)
# A sentence that begins so takes note of something.
_NOTES = re.compile(
    r"(?:co ban )?(?:thong nhat|ghi nhan|bieu duong|danh gia cao|dong y|hoan nghenh|nhat tri|danh gia|"
    r"can cu|theo de nghi|xet|thuc hien ket luan)(?!\w)"
)
_ORDERS = re.compile(r"(?:[^.;]{0,40}\s)?(?:giao|yêu cầu|đề nghị|phân công)\s", re.I)

_OUTER = ("part", "roman", "letter")  # kinds of marks that open headings


def read_prose(document: Document, registers: Registers) -> Reading | None:
    """Read the tasks that the lists of a document give to somebody, or None when none does."""
    assignments = Assignments(registers)
    reader = _Reader(assignments)
    body = part_body(document)
    if body.holds_table:
        return None  # nothing tells the cells of its lines apart

    def names(text: str) -> bool:
        found = assignments.heading(clean(text))
        return found is not None and (not found.doubts or text.endswith(":"))

    reader.read(make_tree(list(hang_names(body.items, names))))
    if not reader.rows:
        return None
    reader.tell_rest(document, body)
    return reader.finish(len(body.items))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands: the headings over it, who they give it to, and of what sort they are."""

    section: tuple[str, ...] = ()
    who: Assigned | None = None
    idle: str = ""  # the heading under which nothing is given
    busy: bool = False


class _Reader:
    """Walks the lists from top to bottom and keeps what they give to somebody."""

    def __init__(self, assignments: Assignments):
        self._assignments = assignments
        self.rows: list[TaskRow] = []
        self._left_out = Remarks()
        self._doubts = Remarks()

    def read(self, root: Node) -> None:
        """Read the whole text."""
        self._read_notes(root.notes, _Place(), opening=True)
        who = self._lead_in(root.notes)
        self._read_list(root.children, _Place(who=who))

    def tell_rest(self, document: Document, body: NoticeBody) -> None:
        """Tell of what stands under the text, in tables, and alone on a line."""
        for page in body.pages:
            self._left_out.add("dòng chỉ có số trang", page.place)
        listed = sum(bool(each.number) for each in body.rest)
        items = f", trong đó {listed} mục đánh số" if listed else ""
        for each in body.rest:
            self._left_out.add(f"phần cuối, từ {_quote(body.rest[0])}{items}", each.place)
            plain = each.text.endswith("./.") and not CLOSES.match(fold(each.text))
            if plain and self._assignments.sentence(clean(each.text)):
                words = f"đoạn kết {_quote(each)} có thể giao việc; nếu đúng thì thêm tay"
                self._doubts.add(words, each.place)
        for table in document.tables:
            if is_text(table):
                continue
            self._left_out.add(f"bảng {len(table.rows)} hàng không có cột nhiệm vụ", table.place)
            for left in table.left_out:
                self._left_out.add(left.words, left.place)
        for left in document.left_out:
            self._left_out.add(left.words, left.place)
        for words in document.doubts:
            self._doubts.add(words)

    def finish(self, read: int) -> Reading:
        """Give what was read."""
        fields = dict.fromkeys(name for row in self.rows for name in row.cells)
        return Reading(
            rows=tuple(self.rows),
            columns=tuple(fields),
            read=read,
            left_out=tuple(self._left_out),
            doubts=(Remark(PROSE), *self._doubts),
            prose=True,
        )

    # ---- lists -----------------------------------------------------------------------------------

    def _read_list(self, nodes: Sequence[Node], place: _Place) -> None:
        """Read the items of a list; whether one that names nobody is a task, its fellows tell."""
        maybe: list[tuple[int, Node]] = []
        before = len(self.rows)
        for node in nodes:
            title = node.item.text
            outer = not place.who or not place.section
            if outer and _IDLE.match(fold(title.partition(":")[0])):
                place_of = replace(place, idle=place.idle or clean(node.item.title))
            else:
                place_of = place
            if node.children or self._names_only(node, place_of):
                self._read_heading(node, place_of)
            elif not self._read_item(node, place_of):
                maybe.append((len(self.rows), node))
        if len(self.rows) > before and not place.section:
            for at, node in reversed(maybe):
                self.rows[at:at] = self._rows_of(node, place)
        else:
            for _, node in maybe:
                self._pass(node, place, f"{_quote(node.item)}: {_NOBODY}")

    def _names_only(self, node: Node, place: _Place) -> bool:
        """Tell whether an item without others under it is a heading all the same."""
        text = clean(node.item.text)
        open_end = not text.endswith((".", ";"))
        if self._assignments.heading(text) or (open_end and node.item.kind in _OUTER):
            return True
        given = place.who or any(map(self._order_in, node.notes))
        return bool(open_end and node.notes and given)

    def _order_in(self, note: Item) -> Assigned | None:
        """Find who is given work by a plain paragraph that is an order."""
        text = clean(note.text)
        found = self._assignments.sentence(text) if _ORDERS.match(text) else None
        return found if found and found.given else None

    def _read_heading(self, node: Node, place: _Place) -> None:
        """Read an item that holds others: a heading, or a task with points of detail."""
        text, title = clean(node.item.text), clean(node.item.title)
        if place.idle:
            self._read_notes([node.item, *node.notes], place)
            self._read_list(node.children, place)
            return
        who = self._assignments.heading(text)
        if not who and self._is_task_with_points(node, text, place):
            self._read_points(node, place)
            return
        for doubt in who.doubts if who else ():
            self._doubts.add(doubt, node.item.place)
        who = replace(who, doubts=()) if who else self._lead_in([node.item])
        who = who or self._lead_in(node.notes)
        if not who and node.item.kind.startswith("over "):
            self._doubts.add(f"không rõ đề mục {quote(title)} là của đơn vị nào", node.item.place)
            who = Assigned("")
        inside = _Place(
            (*place.section, title),
            who or place.who,
            place.idle,
            place.busy or bool(_BUSY.search(fold(title))),
        )
        before = len(self.rows)
        if inside.who and not node.children:
            for note in node.notes:
                self._doubts.add("đoạn không đánh số, đọc là một nhiệm vụ", note.place)
                self._add(note, "", clean(note.text), inside, self._order_in(note) or inside.who)
        else:
            self._read_notes(node.notes, inside)
            self._read_list(node.children, inside)
        if len(self.rows) == before:
            self._left_out.add(
                f"đề mục {quote(title)} không có nhiệm vụ nào ở dưới", node.item.place
            )

    def _is_task_with_points(self, node: Node, text: str, place: _Place) -> bool:
        """Tell whether points under an item are its details: it is a sentence, and they are dashes."""
        details = all(
            each.item.kind in ("dash", "plus")
            and not each.children
            and not self._assignments.sentence(clean(each.item.text))
            for each in node.children
        )
        inner = node.item.kind not in _OUTER and (
            bool(node.item.number) or all(each.item.kind == "plus" for each in node.children)
        )
        if not details or not inner or self._assignments.leads_in(text):
            return False
        several = bool(re.search(r"[.;] ", text))
        return several or (bool(place.who) and text.endswith((":", ".", ";")))

    def _read_points(self, node: Node, place: _Place) -> None:
        points = [part for each in node.children for part in (each.item.title, *_texts(each.notes))]
        joined = "\n".join((node.item.text, *points))
        whole = Node(replace(node.item, text=joined), notes=node.notes)
        before = len(self.rows)
        if not self._read_item(whole, place):
            self._pass(whole, place, f"{_quote(node.item)}: {_NOBODY}")
        taken = len(self.rows) > before
        for each in (part for child in node.children for part in (child.item, *child.notes)):
            if taken:
                self._doubts.add("các ý gạch đầu dòng để chung một nhiệm vụ", node.item.place)
            else:
                self._left_out.add(f"ý gạch đầu dòng của mục {_quote(node.item)}", each.place)

    def _lead_in(self, notes: Sequence[Item]) -> Assigned | None:
        """Tell to whom the sentence directly over a list gives its items."""
        found = self._assignments.leads_in(clean(notes[-1].text)) if notes else None
        if found:
            found = replace(found, doubts=(f"đơn vị {quote(found.lead)} lấy từ câu dẫn đứng trên",))
        return found

    def _read_notes(self, notes: Sequence[Item], place: _Place, opening: bool = False) -> None:
        """Read plain paragraphs over a list: those that give work are tasks, the others are told."""
        left = []
        for note in notes:
            text = clean(note.text)
            who = self._order_in(note)
            if who and who.lead and not text.endswith(":"):
                self._doubts.add("đoạn không đánh số, đọc là một nhiệm vụ", note.place)
                self._add(note, "", text, place, who)
            else:
                left.append(note)
        for note in left:
            if opening:
                words = "phần mở đầu"
            elif place.idle:
                words = f"mục {quote(place.idle)} không giao việc"
            else:
                words = f"câu dẫn hoặc lời bình {_quote(note)}"
            self._left_out.add(words, note.place)

    # ---- one item --------------------------------------------------------------------------------

    def _read_item(self, node: Node, place: _Place) -> bool:
        """Read an item as a task where somebody is given it; False when that cannot be told."""
        text = clean(node.item.text)
        own = self._assignments.sentence(text)
        if own and not (own.known or own.given or place.busy or not place.section):
            own = None  # under such a heading a sentence that names somebody may merely tell
        topic, _, said = text.partition(":")
        notes = _IDLE.match(fold(topic)) or any(_NOTES.match(fold(each)) for each in (text, said))
        if not (text or node.notes):
            self._left_out.add(f"mục {_quote(node.item)} không có lời văn", node.item.place)
        elif place.idle and not (own and own.given):
            self._pass(node, place, f"mục {quote(place.idle)} không giao việc")
        elif own or place.who:
            self.rows += self._rows_of(node, place, own)
        elif notes:
            self._pass(node, place, f"{_quote(node.item)}: lời ghi nhận, không giao việc")
        elif place.busy:
            self.rows += self._rows_of(node, place)
        else:
            return False
        return True

    def _pass(self, node: Node, place: _Place, words: str) -> None:
        """Leave an item out; the paragraphs under it may still give work."""
        self._left_out.add(words, node.item.place)
        self._read_notes(node.notes, place)

    def _rows_of(self, node: Node, place: _Place, own: Assigned | None = None) -> list[TaskRow]:
        """Make the rows of an item: one, and one more for each paragraph under it that gives work."""
        if own and place.who and own.lead != place.who.lead:
            words = f"đơn vị {quote(own.lead)} trong câu khác đơn vị của đề mục"
            self._doubts.add(words, node.item.place)
        parts = [(node.item, own or place.who or Assigned(""))]
        for note in node.notes:
            if given := self._order_in(note):
                self._doubts.add("đoạn không có số riêng, đọc là một nhiệm vụ cùng số", note.place)
                parts.append((note, given))
            else:
                last, whose = parts[-1]
                parts[-1] = (replace(last, text=f"{last.text}\n{note.text}"), whose)
                self._doubts.add("nối thêm đoạn đứng dưới, không có số", note.place)
        return [
            self._row(item, node.item.number, clean(item.text), place, w)
            for item, w in parts
            if clean(item.text)
        ]

    def _add(self, item: Item, number: str, text: str, place: _Place, who: Assigned) -> None:
        if text:
            self.rows.append(self._row(item, number, text, place, who))

    def _row(self, item: Item, number: str, text: str, place: _Place, who: Assigned) -> TaskRow:
        times = read_times(text)
        people = self._assignments.names_people(who.lead)
        cells = {
            "number": number,
            "task": text,
            "lead_text": "" if people else who.lead,
            "support_text": who.support,
            "leader_text": who.lead if people else "",
            "when_text": times.when,
        }
        for doubt in who.doubts:
            self._doubts.add(doubt, item.place)
        if item.parted:
            self._doubts.add("các mục liền nhau trong một đoạn, đã tách", item.place)
        if not who.lead and not who.doubts:
            self._doubts.add("không thấy đơn vị được giao, để trống “Đơn vị chủ trì”", item.place)
        if not who.support and "phối hợp" in text.lower():
            words = "lời văn có “phối hợp”, không tách ra “Đơn vị phối hợp” vì không chắc là với ai"
            self._doubts.add(words, item.place)
        if times.others:
            words = "lời văn còn nhắc thời gian, không chép vào “Thời gian” vì không chắc là hạn"
            self._doubts.add(words, item.place)
        return TaskRow(item.place, place.section, {n: c for n, c in cells.items() if c})


def _texts(items: Sequence[Item]) -> list[str]:
    return [each.text for each in items]


def _quote(item: Item) -> str:
    text = clean(item.title)
    return quote(text if len(text) <= 60 else f"{text[:57].rsplit(' ', 1)[0]} …")
