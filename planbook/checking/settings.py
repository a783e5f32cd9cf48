"""Rules about mkdocs.yml: each setting of MkDocs and Material counts here, or is told in one line.

What counts and what does not stands in `known_settings`; what a value has to be, in `theme`.
"""

import re
from collections.abc import Iterator
from functools import cache
from posixpath import normpath

import yaml

from planbook.checking.known_settings import (
    NEVER_BLANK,
    REFUSED,
    REQUIRED,
    UNUSED,
    UNUSED_PLUGINS,
    USED,
)
from planbook.checking.rules import Finding, Scope, rule
from planbook.checking.theme import JUDGES, Judge, Office
from planbook.model import Problem, nearest, quote
from planbook.reading.settings import SETTINGS
from planbook.reading.yaml_records import (
    MAX_NESTING,
    Block,
    Loader,
    Reader,
    drop_echo,
    find_traps,
    read_text,
)
from planbook.software import find_file, list_plugins

_MAX_DEPTH = 5  # of the menu
_TAG = "tag:yaml.org,2002:"
_KINDS = {
    "str": "chữ",
    "bool": "true hoặc false",
    "int": "số",
    "float": "số",
    "timestamp": "ngày",
    "seq": "danh sách",
    "map": "nhóm các dòng `tên: giá trị`",
    "null": "trống",
}


@rule
def settings_count(scope: Scope) -> Iterator[Finding]:
    """Every setting of mkdocs.yml is known, has a value of its kind, and counts here."""
    if find_file(SETTINGS).is_file() and not any(scope.root.glob("mkdocs.*")):
        return  # data alone, beside a checkout of the software: that of the checkout counts
    problems: list[Problem] = []
    text = read_text(scope.root, SETTINGS, problems)
    settings = _compose(text, problems) if text is not None else None
    for each in problems:
        yield Finding(SETTINGS, each.line, "", "", each.message)
    if settings is not None:
        yield from _Walk(scope, settings).judge_group(settings, "")


def _compose(text: str, problems: list[Problem]) -> yaml.MappingNode | None:
    """Parse the settings, obeying no tag, or say why they cannot be."""
    if not re.search(r"^[\w?\"']", text, re.M):
        message = "không có dòng nào dạng `tên: giá trị`; so với tệp mà lệnh new-site viết ra"
        problems.append(Problem(SETTINGS, 1, 1, "", "", message))
        return None
    brackets = [sum(map(line.count, "[{")) for line in text.split("\n")]
    if sum(brackets) > MAX_NESTING:
        message = f"tệp có quá {MAX_NESTING} ngoặc [ hoặc {{, nhiều nhất ở đây; bỏ ngoặc thừa"
        at = brackets.index(max(brackets)) + 1
        problems.append(Problem(SETTINGS, at, 1, "", "", message))
        return None
    traps = [*find_traps(SETTINGS, text)]
    problems.extend(traps)
    block = Block(SETTINGS, 1, text)
    node = Reader(block, problems).compose()
    if node is None:
        drop_echo(problems, traps, block)
    return node


class _Walk:
    """Walks through the settings of one office from the top to the bottom."""

    def __init__(self, scope: Scope, settings: yaml.MappingNode):
        pages = (*scope.pages, *scope.default_pages)
        self._pages = {each.path.removeprefix("content/") for each in pages} | {*scope.files}
        custom_dir = _find(settings, "theme", "custom_dir")
        css = _find(settings, "extra_css")
        self._office = Office(
            scope.root,
            custom_dir.value if isinstance(custom_dir, yaml.ScalarNode) else "theme",
            tuple(_list_texts(css)) if css else (),
        )

    def judge_group(self, group: yaml.MappingNode, path: str) -> Iterator[Finding]:
        """Judge every setting of a group, and miss those that it cannot do without."""
        seen: dict[str, int] = {}
        given: set[str] = set()
        for key, value in _list_pairs(group):
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            inner = f"{path}.{name}".strip(".")
            if not name:
                yield _tell(key, path, "tên không phải chữ; viết `tên: giá trị`")
            elif name in seen:
                message = f"viết hai lần, lần đầu ở dòng {seen[name]}; xóa một trong hai"
                yield _tell(key, inner, message)
            else:
                seen[name] = key.start_mark.line + 1
                given |= {name} if _kind(value) != "null" else set()
                yield from self._judge_setting(key, value, inner)
        for name in REQUIRED.get(path, ()):
            if name not in given:
                inner = f"{path}.{name}".strip(".")
                message = f"thiếu `{name}`; thêm ví dụ `{name}: {_find_used(inner)[0]}`"
                yield _tell(group, inner, message)

    def _judge_setting(self, key: yaml.Node, value: yaml.Node, path: str) -> Iterator[Finding]:
        """Judge one setting and all that stands below it."""
        if path in REFUSED:
            yield _tell(key, path, REFUSED[path])
            return
        if path in UNUSED:
            if value.value not in ("false", "", "null", "~"):  # so it is off already
                yield _tell(key, path, f"không dùng ở đây: {UNUSED[path]}", "warning")
        elif not _find_used(path):
            yield from self._judge_unknown(key, path)
        elif path in REQUIRED[""] and not _kind(value):
            yield _tell(value, path, "viết thẳng giá trị ở đây, vì không chỉ MkDocs đọc dòng này")
        if _kind(value) == "null":
            if NEVER_BLANK & {path, _widen(path)}:
                yield _tell(key, path, "để trống; viết giá trị, hoặc xóa dòng này")
        elif _find_used(path):
            yield from self._judge_value(value, path, _list_examples(path))

    def _judge_unknown(self, key: yaml.Node, path: str) -> Iterator[Finding]:
        """Tell of a name that nothing reads; MkDocs refuses one only at the top."""
        group, _, name = path.rpartition(".")
        known = _list_names(group)
        guess = nearest(name, known)
        hint = f"có phải “{guess}”?" if guess else "xóa dòng này"
        if group == "extra" and not guess and self._office.reads(name):
            return
        severity = "warning" if group.startswith(("theme", "extra")) else "error"
        yield _tell(key, path, f"không có {quote(name)}; {hint}", severity)

    def _judge_value(
        self, value: yaml.Node, path: str, examples: tuple[yaml.Node, ...]
    ) -> Iterator[Finding]:
        """Judge a value by its kind, then by what it says."""
        kind = _kind(value)
        kinds = tuple(map(_kind, examples))
        if not kind:
            return
        if kind not in kinds:
            yield _tell(value, path, _refuse_kind(value, path, kinds))
        elif path == "nav":
            yield from self._judge_nav(value)
        elif path == "plugins":
            yield from _judge_plugins(value)
        elif path == "markdown_extensions":
            return  # a rule of content/
        elif isinstance(value, yaml.SequenceNode):
            inside = (each.value for each in examples if isinstance(each, yaml.SequenceNode))
            items = tuple(item for each in inside for item in each)
            for item in value.value:
                yield from self._judge_value(item, path, items)
            if path == "theme.palette":
                yield from _judge_switch(value)
        elif isinstance(value, yaml.MappingNode):
            yield from self.judge_group(value, path)
        elif judge := _find_judge(path):
            try:
                found = list(judge(self._office, value.value))
            except (OSError, ValueError):  # no file can have such a name, or none may read it
                found = [(f"{quote(value.value)}: không đọc được tệp này; sửa tên", "error")]
            for message, severity in found:
                yield _tell(value, path, message, severity)

    def _judge_nav(self, entries: yaml.Node, depth: int = 0) -> Iterator[Finding]:
        """Judge the menu: pages, and labels of pages, that are there."""
        if not entries.value:
            yield _tell(entries, "nav", f"danh mục trống; viết ví dụ `nav: {USED['nav'][0]}`")
        if depth > _MAX_DEPTH:  # perhaps within itself
            yield _tell(entries, "nav", f"danh mục lồng quá {_MAX_DEPTH} bậc; bỏ bớt bậc")
            return
        for entry in entries.value:
            if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1:
                _, page = entry.value[0]
                if isinstance(page, yaml.SequenceNode):
                    yield from self._judge_nav(page, depth + 1)
                    continue
            else:
                page = entry
            if _kind(page) != "str":
                message = "mỗi mục là một trang có nhãn; viết ví dụ `- Trang chủ: index.md`"
                yield _tell(entry, "nav", message)
            elif "://" not in page.value and normpath(page.value) not in self._pages:
                guess = nearest(page.value, sorted(self._pages))
                hint = f"có phải “{guess}”?" if guess else "sửa tên, hoặc xóa dòng này"
                message = f"{quote(page.value)}: không có trang này trong content/; {hint}"
                yield _tell(page, "nav", message)


def _judge_plugins(plugins: yaml.Node) -> Iterator[Finding]:
    """Judge the plugins that are not switched off: installed, and of use here."""
    installed = list_plugins()
    for key, settings in _list_entries(plugins):
        if _kind(key) != "str" or (settings and _kind(settings) not in ("map", "null", "")):
            message = "viết tên plugin, rồi các dòng cài đặt thụt vào dưới; viết ví dụ `- tags`"
            yield _tell(key, "plugins", message)
            continue
        name = key.value.removeprefix("material/")
        if settings and (enabled := _find(settings, "enabled")) and enabled.value == "false":
            continue
        if name in UNUSED_PLUGINS:
            message = f"{quote(key.value)} không dùng ở đây: {UNUSED_PLUGINS[name]}"
            yield _tell(key, "plugins", message, "warning")
        elif name not in installed:
            guess = nearest(name, installed)
            hint = f"có phải “{guess}”?" if guess else "cài gói của plugin, hoặc xóa dòng này"
            yield _tell(key, "plugins", f"{quote(key.value)}: chưa cài plugin này; {hint}")


def _list_entries(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node | None]]:
    """List names with their settings, written as `tags`, as `tags: {…}` in a list, or in a group."""
    for each in node.value:
        if isinstance(each, tuple):
            yield each
        elif isinstance(each, yaml.MappingNode) and len(each.value) == 1:
            yield each.value[0]
        else:
            yield each, None


def _judge_switch(palettes: yaml.Node) -> Iterator[Finding]:
    """Judge palettes to choose from: each has the button that leads to the next."""
    groups = [each for each in palettes.value if isinstance(each, yaml.MappingNode)]
    for each in groups if len(groups) > 1 else ():
        if not _find(each, "toggle"):
            message = f"thiếu nút đổi màu; thêm `toggle: {_find_used('theme.palette.toggle')[0]}`"
            yield _tell(each, "theme.palette", message)


def _refuse_kind(value: yaml.Node, path: str, kinds: tuple[str, ...]) -> str:
    """Say of which kind a value is and of which it has to be."""
    shown = (
        quote(value.value)
        if isinstance(value, yaml.ScalarNode) and value.value
        else f"là {_KINDS.get(_kind(value), 'chữ')}"
    )
    wanted = " hoặc ".join(dict.fromkeys(_KINDS[each] for each in kinds))
    name = path.rpartition(".")[2]
    return f"{shown}, phải là {wanted}; viết ví dụ `{name}: {_find_used(path)[0]}`"


def _tell(node: yaml.Node, path: str, message: str, severity: str = "error") -> Finding:
    return Finding(SETTINGS, node.start_mark.line + 1, "", path, message, severity)


def _kind(node: yaml.Node) -> str:
    """Name the kind of a value, or none where only MkDocs knows what stands there, as in `!ENV`."""
    tag = str(node.tag)
    kind = tag.removeprefix(_TAG)
    return kind if kind in _KINDS else ""


def _list_pairs(group: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """List names and values of a group; what `<<` brings in counts as not written twice."""
    own = {key.value for key, _ in group.value if isinstance(key, yaml.ScalarNode)}
    for key, value in group.value:
        if key.tag != f"{_TAG}merge":
            yield key, value
        elif isinstance(value, yaml.MappingNode):
            yield from (each for each in value.value if each[0].value not in own)


def _find(group: yaml.Node, *names: str) -> yaml.Node | None:
    """Find a value by the names that lead to it."""
    for name in names:
        pairs = _list_pairs(group) if isinstance(group, yaml.MappingNode) else ()
        found = next((value for key, value in pairs if key.value == name), None)
        if found is None:
            return None
        group = found
    return group


def _list_texts(node: yaml.Node) -> Iterator[str]:
    for each in node.value if isinstance(node, yaml.SequenceNode) else ():
        if isinstance(each, yaml.ScalarNode):
            yield each.value


def _widen(path: str) -> str:
    """Name the setting of any name in the same group."""
    return f"{path.rpartition('.')[0]}.*"


def _find_used(path: str) -> tuple[str, ...]:
    return USED.get(path) or USED.get(_widen(path), ())


def _find_judge(path: str) -> Judge | None:
    return JUDGES.get(path) or JUDGES.get(_widen(path))


@cache
def _list_examples(path: str) -> tuple[yaml.Node, ...]:
    """Give what may be written for a setting, as values of which the kinds can be seen."""
    return tuple(filter(None, (yaml.compose(each, Loader) for each in _find_used(path))))


def _list_names(group: str) -> list[str]:
    """List the known settings of a group."""
    start = f"{group}." if group else ""
    known = (each.removeprefix(start) for each in (*USED, *UNUSED) if each.startswith(start))
    return [each for each in known if "." not in each and each != "*"]
