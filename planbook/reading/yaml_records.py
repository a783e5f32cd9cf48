"""Turn YAML text into typed values, record by record, with every mistake placed to line and column.

Scalars keep their raw text (`007` and `no` stay what they are); nothing is resolved, no tag or
alias is obeyed. Each record is parsed on its own, so one broken record hides no other.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from planbook.model import (
    ID_PATTERN,
    LINK_PATTERN,
    Column,
    Problem,
    Typed,
    columns,
    nearest,
    quote,
    typed_columns,
)
from planbook.vietnamese.alphabet import normalise, strip_marks

MAX_FILE_BYTES = 200_000_000
MAX_TEXT = 20_000
MAX_RECORD = 200_000
MAX_NESTING = 500  # opening brackets in a record: the parser's time grows with their square

# A PyYAML built without libyaml reads the same, only slower.
Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_ID = re.compile(ID_PATTERN)
_KEY = re.compile(r"^(?:- |  )\w+: *", re.M)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_LOOSE_DATE = re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
NULLS = {"", "~", "null", "Null", "NULL"}
INVISIBLE = "\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\u00ad"

UNMERGED = (
    "dấu trộn bản của Git còn sót; giữ một trong hai bản và xóa các dòng <<<<<<<, =======, >>>>>>>"
)

# Marks that a reader of the file cannot see, or that stand there by accident.
_RAW_TRAPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(<{7}|={7}|>{7})( .*)?$", re.M), UNMERGED),
    (
        re.compile(r"^ *\t[\t ]*", re.M),
        "dấu Tab ở đầu dòng; thay bằng dấu cách, mỗi bậc hai dấu cách",
    ),
    (
        re.compile(r"^[ \t]*(?:- )?[A-Za-z_]+ *：", re.M),
        "dấu hai chấm toàn khổ “：”; viết dấu hai chấm thường và một dấu cách, ví dụ `task: …`",
    ),
    (
        re.compile(r"^[ \t]*(?:- )?[A-Za-z_]+:[\u00a0\u202f]", re.M),
        "dấu cách không ngắt sau dấu hai chấm; xóa đi và gõ lại một dấu cách thường",
    ),
    (
        re.compile(r"^[ \t]*(?:- )?[a-z_]+:(?=[^\s/])", re.M),
        "thiếu dấu cách sau dấu hai chấm; viết ví dụ `task: …`",
    ),
    (
        re.compile(f"[{INVISIBLE}]|(?<!^)\ufeff"),
        "ký tự không nhìn thấy; xóa đi và gõ lại chỗ này",
    ),
    (
        re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]"),
        "ký tự điều khiển; xóa đi và gõ lại chỗ này",
    ),
)

_NOT_CLOSED = 'ngoặc kép mở mà không đóng; thêm ngoặc đóng ở cuối giá trị, và viết \\" cho ngoặc kép bên trong'
# A value whose line ends before its quotation mark closes, and the next line is another value's.
_OPENED = re.compile(
    r'^ *(?:- +)?(?:[a-z_]+: +|(?<=- ))("[^"\\\n]*(?:\\.[^"\\\n]*)*)$'
    r'(?=\n*(?: *(?:- +)?(?:[a-z_]+:(?: |$)|")|\Z))',
    re.M,
)
# Up to where the parser stumbles over a line that is wrongly indented: its name, and nothing of its value.
_NAME = re.compile(r" *(?:- +)?[A-Za-z_]\w*(?=:(?: |$))", re.A)
# What the parser says at the name of a line that it expects elsewhere.
_MISPLACED = re.compile(
    "mapping values are not allowed|expected (key|<block end>|'-' indicator|<document start>)"
)
_INDENTED = "dòng thụt sai; thụt thẳng hàng với các dòng cùng bậc"
_YAML_MESSAGES = (
    ("mapping values are not allowed", "có dấu hai chấm trong giá trị; đặt cả giá trị trong ngoặc kép \"…\""),
    ("while scanning a quoted scalar", _NOT_CLOSED),
    ("unknown escape character", "dấu \\ trong ngoặc kép; viết \\\\ cho một dấu \\"),
    ("did not find expected <block end>", "dòng thụt sai hoặc ngoặc kép nằm giữa giá trị; thụt các dòng của một bản ghi hai dấu cách, viết \\\" cho ngoặc kép bên trong"),
    ("did not find expected key", "dòng thụt sai hoặc ngoặc kép nằm giữa giá trị; thụt các dòng của một bản ghi hai dấu cách, viết \\\" cho ngoặc kép bên trong"),
    ("could not find expected ':'", "dòng không có dạng `tên: giá trị`; viết ví dụ `product: \"Báo cáo\"`"),
    ("cannot start any token", "giá trị bắt đầu bằng ký tự đặc biệt; đặt giá trị trong ngoặc kép \"…\""),
    ("alias", "giá trị bắt đầu bằng dấu *; đặt giá trị trong ngoặc kép \"…\""),
    ("anchor", "giá trị bắt đầu bằng dấu &; đặt giá trị trong ngoặc kép \"…\""),
    ("did not find expected ',' or", "giá trị bắt đầu bằng [ hoặc {; đặt giá trị trong ngoặc kép \"…\""),
    ("tag", "giá trị bắt đầu bằng dấu !; đặt giá trị trong ngoặc kép \"…\""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one record, with the line of its file that it starts on."""

    path: str
    line: int
    text: str

    def guess_id(self) -> str:
        """Find the record's id in the raw text, for a record that cannot be parsed."""
        found = re.search(r"^(?:- |  )id: *[\"']?([\w-]+)", self.text, re.M)
        return found[1] if found else ""


def whole_number(text: str | None) -> int | None:
    """Read a whole number of up to nine digits, or none: “²” is a digit too, and int() has a limit."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def read_text(root: Path, path: str, problems: list[Problem]) -> str | None:
    """Read one input file as UTF-8; a file that cannot be trusted or read is a problem."""
    place = root / path
    raw, message, line, column = b"", "", 1, 1
    try:
        if not place.resolve().is_relative_to(root.resolve()):
            message = "tệp trỏ ra ngoài thư mục dữ liệu; thay liên kết bằng chính tệp đó"
        elif place.exists() and not place.is_file():
            message = "không phải tệp thường; thay bằng tệp văn bản"
        elif place.stat().st_size > MAX_FILE_BYTES:
            message = "tệp quá lớn; chia nhỏ hoặc kiểm tra lại nội dung"
        else:
            raw = place.read_bytes()
            text = raw.decode("utf-8")
    except FileNotFoundError:
        others = sorted(each.name for each in place.parent.glob(f"{place.stem}.*"))
        beside = [each for each in others if re.search(r"\.ya?ml(\.txt)?$", each)]
        advice = (
            f"đổi tên {quote(beside[0])} thành {place.name}"
            if beside
            else "tạo tệp hoặc lấy lại từ bản trước"
        )
        message = f"không có tệp này; {advice}"
    except OSError:
        message = "không đọc được tệp; kiểm tra quyền đọc"
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        message = f"byte 0x{raw[error.start]:02X} không phải UTF-8; lưu lại tệp với mã UTF-8"
    if message:
        problems.append(Problem(path, line, column, "", "", message))
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def find_traps(path: str, text: str, first_line: int = 1) -> Iterator[Problem]:
    """Find marks in raw text that YAML would take otherwise than the writer meant."""
    if text.isascii() and not any(each in text for each in ("\t", "<<<<", "====", ">>>>")):
        patterns = _RAW_TRAPS[4:]
    else:
        patterns = _RAW_TRAPS
    for pattern, message in patterns:
        for found in pattern.finditer(text):
            at = found.start() + len(found[0]) - len(found[0].lstrip())
            line = text.count("\n", 0, at)
            column = at - text.rfind("\n", 0, at)
            seen = found[0].strip() or f"U+{ord(found[0].lstrip(' ')[0]):04X}"
            yield Problem(path, first_line + line, column, "", "", f"{quote(seen)}: {message}")


def drop_echo(problems: list[Problem], traps: Iterable[Problem], block: Block) -> None:
    """Take back what the parser said last, if it only stumbled over a trap that is told already.

    That is so on the trap's own line, and on the next that says anything.
    """
    lines = block.text.split("\n")
    for trap in traps:
        between = lines[trap.line + 1 - block.line : problems[-1].line - block.line]
        if trap.line <= problems[-1].line and not any(map(str.strip, between)):
            problems.pop()
            return


def split_records(path: str, text: str) -> tuple[list[Block], list[Problem]]:
    """Cut a list file into its records, each from a `- ` in the first column to the next."""
    starts = [found.start() for found in re.finditer(r"^-(?=[ \n])", text, re.M)]
    blocks, line, previous = [], 1, 0
    for start, end in pairwise([*starts, len(text)]):
        line += text.count("\n", previous, start)
        previous = start
        blocks.append(Block(path, line, text[start:end]))
    problems = []
    head = text[: starts[0]] if starts else text
    for at, each in enumerate(head.splitlines(), 1):
        if each.strip() and not each.lstrip().startswith("#") and each.strip() not in ("---", "[]"):
            message = f"{quote(each.strip())}: ngoài bản ghi; mỗi bản ghi bắt đầu bằng `- id: …` ở cột đầu tiên"
            problems.append(Problem(path, at, 1, "", "", message))
            break
    return blocks, problems


class _MistakeError(Exception):
    """A value that cannot be read as its field needs it."""

    def __init__(self, node: yaml.Node, field: str, message: str):
        super().__init__(message)
        self.node = node
        self.field = field


class Reader:
    """Reads the fields of one record and gathers what is wrong with them."""

    def __init__(self, block: Block, problems: list[Problem]):
        self.block = block
        self.problems = problems
        self.record = ""
        self.lines = block.text.split("\n")

    def compose(self) -> yaml.MappingNode | None:
        """Parse the record to its mapping node, or say why it cannot be."""
        if len(self.block.text) > MAX_RECORD or sum(map(self.block.text.count, "[{")) > MAX_NESTING:
            self._refuse_size()
            return None
        try:
            loader = Loader(self.block.text)
            try:
                node = loader.get_single_node()
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            self._refuse_syntax(error)
            return None
        except (ValueError, OverflowError, RecursionError):
            self.refuse(None, "", "không đọc được bản ghi; kiểm tra ký tự lạ và ngoặc")
            return None
        if isinstance(node, yaml.SequenceNode) and len(node.value) == 1:
            node = node.value[0]
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            found = quote(self.lines[0].strip())
            self.refuse(node, "", f"{found}: không phải một bản ghi; viết mỗi dòng `tên: giá trị`")
            return None
        return node

    def refuse(self, node: yaml.Node | None, field: str, message: str) -> None:
        """Note a problem at a node."""
        mark = node.start_mark if node is not None else None
        line = self.block.line + (mark.line if mark else 0)
        column = mark.column + 1 if mark else 1
        self.problems.append(Problem(self.block.path, line, column, self.record, field, message))

    def _refuse_size(self) -> None:
        """Refuse a record that is too much to parse, at the field that makes it so."""
        text = self.block.text
        long = len(text) > MAX_RECORD
        starts = [*_KEY.finditer(text)]
        ends = [*(each.start() for each in starts[1:]), len(text)]

        def size(field: tuple[re.Match[str], int]) -> int:
            value = text[field[0].end() : field[1]]
            return len(value) if long else sum(map(value.count, "[{"))

        key, _ = max(zip(starts, ends, strict=True), key=size, default=(None, 0))
        at = key.end() if key else 0
        line = text.count("\n", 0, at)
        column = at - text.rfind("\n", 0, at)
        fault = (
            f"bản ghi dài {len(text)} ký tự; tối đa {MAX_RECORD}, kiểm tra lại ngoặc đóng"
            if long
            else f'bản ghi có quá {MAX_NESTING} ngoặc [ hoặc {{; đặt giá trị trong ngoặc kép "…"'
        )
        message = f"{quote(self.lines[line].strip())}: {fault}"
        name = self.block.guess_id()
        self.problems.append(
            Problem(self.block.path, self.block.line + line, column, name, "", message)
        )

    def _refuse_syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', error)}"
        if "found unexpected end of stream" in said or "unexpected document" in said:
            mark = getattr(error, "context_mark", None) or mark
        message = next((ours for theirs, ours in _YAML_MESSAGES if theirs in said), None)
        message = (
            message
            or "không đúng cú pháp YAML; so với bản ghi bên cạnh, đặt giá trị trong ngoặc kép"
        )
        at, column = (min(mark.line, len(self.lines) - 1), mark.column) if mark else (0, 0)
        name = _NAME.match(self.lines[at])
        if name and column <= name.end() and _MISPLACED.search(said):
            message = _INDENTED
        for opened in _OPENED.finditer(self.block.text):
            # The parser reads on to the next quotation mark, and stumbles only there.
            if (line := self.block.text.count("\n", 0, opened.start(1))) <= at:
                at, column, message = line, opened.start(1) - opened.start(), _NOT_CLOSED
                break
        self.record = self.block.guess_id()
        found = self.lines[at].strip() or self.lines[max(at - 1, 0)].strip()
        self.problems.append(
            Problem(
                self.block.path,
                self.block.line + at,
                column + 1,
                self.record,
                "",
                f"{quote(found)}: {message}",
            )
        )

    def read(self, record: type, node: yaml.MappingNode, name: str = "") -> dict[str, Any]:
        """Read the typed fields of a mapping; a broken field is a problem and is left out."""
        known = typed_columns(record)
        values: dict[str, Any] = {}
        seen: dict[str, yaml.Node] = {}
        refused: set[str] = set()
        if not name:
            for key, value in node.value:
                if key.value in ("id", "slug") and isinstance(value, yaml.ScalarNode):
                    self.record = normalise(value.value)
                    break
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.refuse(key, name, "tên trường không phải chữ; viết `tên: giá trị`")
                continue
            field = name + key.value
            if key.value not in known:
                guess = nearest(key.value, known)
                hint = f"có phải “{guess}”?" if guess else f"dùng một trong: {', '.join(known)}"
                self.refuse(key, field, f"không có trường {quote(key.value)}; {hint}")
                continue
            if key.value in seen and key.value == "id":
                self.refuse(
                    key, field, "bản ghi mới thiếu `- ` ở đầu dòng; viết `- id: …` ở cột đầu tiên"
                )
                break
            if key.value in seen:
                first = self.block.line + seen[key.value].start_mark.line
                self.refuse(
                    key,
                    field,
                    f"trường viết hai lần, lần đầu ở dòng {first}; xóa một trong hai",
                )
                continue
            seen[key.value] = key
            column, before = known[key.value], len(self.problems)
            try:
                read = self._value(column, value, field)
            except _MistakeError as mistake:
                self.refuse(mistake.node, mistake.field, str(mistake))
                read = None
            if len(self.problems) > before:
                refused.add(column.name)
            if read is not None and read != ():
                values[column.name] = read
        for column in known.values():
            if column.required and column.name not in values:
                if column.name not in seen:
                    self.refuse(
                        node,
                        name + column.name,
                        f"thiếu trường bắt buộc; thêm {_example(column)}",
                    )
                elif column.name not in refused:
                    self.refuse(
                        seen[column.name],
                        name + column.name,
                        f"trường bắt buộc để trống; viết {_example(column)}",
                    )
        return values

    def _value(self, column: Column, node: yaml.Node, field: str) -> Any:
        match column.typed:
            case Typed.TEXTS | Typed.IDS | Typed.LINKS | Typed.ROWS:
                return self._list(column, node, field)
            case Typed.FLAG:
                text = self._scalar(node, field)
                if text is None or text in ("true", "false"):
                    return text == "true" if text else None
                raise _MistakeError(node, field, f"{quote(text)}; viết true hoặc false")
            case Typed.DATE:
                text = self._scalar(node, field)
                return self._date(text, node, field) if text else None
            case Typed.ID:
                text = self._scalar(node, field)
                return self._id(text, node, field) if text else None
            case _:
                text = self._scalar(node, field)
                if text and column.choices and text not in column.choices:
                    guess = nearest(text, column.choices) or nearest(
                        text, labels := {v: k for k, v in column.choices.items()}
                    )
                    guess = labels[guess] if guess and guess not in column.choices else guess
                    offered = ", ".join(f"{k} ({v})" for k, v in column.choices.items())
                    hint = f"có phải “{guess}”? " if guess else ""
                    raise _MistakeError(
                        node, field, f"{quote(text)}; {hint}dùng một trong: {offered}"
                    )
                return text

    def _scalar(self, node: yaml.Node, field: str) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._refuse_sign(node, field)
            shape = "danh sách" if isinstance(node, yaml.SequenceNode) else "nhóm trường"
            raise _MistakeError(
                node, field, f'là {shape} mà phải là một giá trị; viết `{field}: "…"`'
            )
        self._refuse_sign(node, field)
        if not node.style:  # plain: the C loader says '', the other None
            if node.value in NULLS:
                return None
            rest = self.lines[node.end_mark.line][node.end_mark.column :]
            if rest.lstrip().startswith("#"):
                raise _MistakeError(
                    node,
                    field,
                    f"phần {quote(rest.strip())} sau dấu # bị coi là chú thích và mất; "
                    'đặt cả giá trị trong ngoặc kép "…", hoặc đưa chú thích lên dòng riêng',
                )
        text = normalise(node.value)
        if not node.style and text[:1] == "“" and text[-1:] == "”":
            raise _MistakeError(
                node,
                field,
                f'{quote(text)}: ngoặc cong của Word sẽ hiện lên trang; gõ ngoặc thẳng "…"',
            )
        if len(text) > MAX_TEXT:
            raise _MistakeError(
                node, field, f"dài {len(text)} ký tự; tối đa {MAX_TEXT}, kiểm tra lại ngoặc đóng"
            )
        if _CONTROL.search(text):
            raise _MistakeError(
                node, field, f"{quote(text)}: có ký tự điều khiển; xóa đi và gõ lại"
            )
        return text or None

    def _refuse_sign(self, node: yaml.Node, field: str) -> None:
        """Refuse a value that begins with what YAML takes for a name, a tag or a reference."""
        found = self.lines[node.start_mark.line][node.start_mark.column :]
        if found[:1] in ("&", "!", "*"):
            raise _MistakeError(
                node,
                field,
                f'{quote(found)}: giá trị bắt đầu bằng dấu {found[0]}; đặt trong ngoặc kép "…"',
            )

    def _date(self, text: str, node: yaml.Node, field: str) -> dt.date:
        if ISO_DATE.fullmatch(text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                message = f"ngày {quote(text)} không có trong lịch; sửa lại ngày"
                raise _MistakeError(node, field, message) from None
        hint = "viết năm-tháng-ngày, ví dụ 2025-09-30"
        if found := _LOOSE_DATE.fullmatch(text) or _DAY_FIRST.fullmatch(text):
            year, month, day = found.group("year", "month", "day")
            try:
                hint = f"viết {dt.date(int(year), int(month), int(day)).isoformat()}"
            except ValueError:  # 31/9
                hint = "ngày ấy không có trong lịch; viết năm-tháng-ngày, ví dụ 2025-09-30"
        raise _MistakeError(node, field, f"{quote(text)} không phải ngày; {hint}")

    def _id(self, text: str, node: yaml.Node, field: str) -> str:
        if _ID.fullmatch(text) and len(text) <= 100:
            return text
        raise _MistakeError(
            node,
            field,
            f"{quote(text)}; mã chỉ gồm chữ thường không dấu, chữ số, dấu nối, ví dụ {suggest_id(text)}",
        )

    def _list(self, column: Column, node: yaml.Node, field: str) -> tuple[Any, ...]:
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value in NULLS:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            shown = column.example or "…"
            raise _MistakeError(node, field, f"phải là danh sách; viết `{field}: [{shown}]`")
        values = []
        for at, each in enumerate(node.value):
            try:
                value = self._item(column, each, f"{field}[{at}]")
            except _MistakeError as mistake:
                self.refuse(mistake.node, mistake.field, str(mistake))
                continue
            if value is not None:
                values.append(value)
        return tuple(values)

    def _item(self, column: Column, node: yaml.Node, field: str) -> Any:
        """Read one value of a list; a row of which a required field is broken is none."""
        if column.rows:
            if not isinstance(node, yaml.MappingNode):
                raise _MistakeError(node, field, "phải là một nhóm trường `tên: giá trị`")
            row = self.read(column.rows, node, f"{field}.")
            required = [each.name for each in columns(column.rows) if each.required]
            return column.rows(**row) if all(name in row for name in required) else None
        text = self._scalar(node, field)
        if text and column.typed is Typed.IDS:
            return self._id(text, node, field)
        if text and column.typed is Typed.LINKS and not re.fullmatch(LINK_PATTERN, text):
            raise _MistakeError(
                node, field, f"{quote(text)} không phải địa chỉ https; viết đầy đủ https://…"
            )
        return text


def suggest_id(text: str) -> str:
    """Make a valid id that resembles a text."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(text.lower())).strip("-")[:60] or "nhiem-vu-1"


def _example(column: Column) -> str:
    """Show what to write; an official text is only to be copied, never suggested."""
    if column.typed in (Typed.ID, Typed.DATE) or column.choices:
        return f"`{column.name}: {column.example or next(iter(column.choices), '…')}`"
    return f'`{column.name}: "…"`, chép đúng từng chữ từ văn bản'


def locate(block: Block, field: str) -> tuple[int, int]:
    """Find where a field's value stands in its file, or the record's start."""
    node = Reader(block, []).compose()
    if node is not None:
        for key, value in node.value:
            if key.value == field.split("[")[0].split(".")[0]:
                return block.line + value.start_mark.line, value.start_mark.column + 1
    return block.line, 1
