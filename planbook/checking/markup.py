"""Judge Markdown by the HTML that comes of it: elements, attributes and addresses, none but known.

The Markdown is rendered as the press does and read by an HTML parser, so no spelling hides anything.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown

from planbook.checking.extensions import Configs, usable
from planbook.checking.icons import list_icons
from planbook.model import SLOTS, nearest, quote

MAX_MARKDOWN = 500_000  # characters in a page; the longest document has a tenth of it
_MAX_MARKS = 1_000  # of one kind in a paragraph: Markdown's time grows with their square
_MARKS = "[`:*_~^=+{<&\\\n"
_MAX_BOXES = 1_000  # in a page, and with theirs
_BOX = re.compile(r"^[> ]*(!!!|\?\?\?|===|```|~~~|///|: )", re.M)
_MAX_TOLD = 30  # mistakes of one page, for each line has to be looked for

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_BY_HAND = frozenset(["br", "figcaption"])  # for which Markdown has no other way
_ALLOWED = re.compile(
    r"<br ?/?>|</?figcaption>|<!-- (slot: [a-z_]+|material/tags( \{[^<>]*\})?) -->"
)
_OF_TAGS = re.compile(r" material/tags( \{[^<>]*\})? ")  # where Material lists pages by tag
# What extensions write, and what Material has people write in { }.
_CLASSES = re.compile(
    r"admonition-title|footnote(-ref|-backref)?|headerlink|keys|toc|toctitle|twemoji"
    r"|code|filename|highlight(table)?|hll|language-[\w+.#-]+|linenodiv|linenos|normal|special"
    r"|tabbed-(alternate|block|content|labels|set)|task-list(-control|-indicator|-item)?"
    r"|annotate|cards?|end|grid|inline|lg|md-button(--primary)?|middle|(no-)?(copy|select)"
)
_OWN_CLASSES: Mapping[str, re.Pattern[str]] = {  # of one element only
    "details": re.compile(r"[^\W\d][\w-]*"),  # a kind of admonition, and an office may have its own
    "kbd": re.compile(r"key-[\w-]+"),
    "span": re.compile(r"[a-z][a-z0-9]{0,2}(-[A-Z]\w*)*"),  # a piece of code, as Pygments names it
}
_ATTRIBUTES: Mapping[tuple[str, str], str] = {  # (element or "", attribute): its values
    ("", "id"): r"[\w:.-]+",
    ("", "title"): r".*",
    ("a", "href"): r".*",
    ("a", "name"): r"__codelineno[\w-]*",
    ("a", "target"): r"_blank",
    ("details", "open"): r"(open)?",
    ("div", "data-tabs"): r"\d+:\d+",
    ("img", "align"): r"left|right",
    ("img", "alt"): r".*",
    ("img", "height"): r"\d{1,4}",
    ("img", "loading"): r"lazy|eager",
    ("img", "src"): r".*",
    ("img", "width"): r"\d{1,4}",
    ("input", "checked"): r"(checked)?",
    ("input", "disabled"): r"(disabled)?",
    ("input", "name"): r"__tabbed_\d+",
    ("input", "type"): r"checkbox|radio",
    ("label", "for"): r"[\w:.-]+",
    ("ol", "start"): r"\d+",
    ("td", "style"): r"text-align: (left|right|center);",
    ("th", "colspan"): r"\d",
    ("th", "style"): r"text-align: (left|right|center);",
}
_SLOT = re.compile(r"\s*slot\s*:?\s*([\w-]*)\s*", re.I)  # however it is written
_RAW = "thẻ HTML; dùng Markdown, hoặc viết &lt; cho dấu <"
_NOT_MARKDOWN = 'thẻ HTML; thêm chữ markdown vào trong thẻ, ví dụ <div class="grid cards" markdown>'
_ATTRIBUTE = "thuộc tính không được dùng; bỏ nó khỏi phần { } hoặc khỏi thẻ"
_TOP_HEADING = "đề mục bậc một là tên trang, đã có sẵn; bắt đầu từ ##"

JudgeLink = Callable[[str, bool], str | None]  # (address, of a picture?): why it may not stand


class Judge:
    """Judges the Markdown of one page after the other."""

    def __init__(self, configs: Configs, own_classes: Collection[str] = ()):
        """Take the extensions as mkdocs.yml has them, of which those that may not be used are left out.

        `own_classes` are those that the office's own style sheets name.
        """
        self._own_classes = own_classes
        used = usable(configs)
        if "pymdownx.emoji" in used:
            used["pymdownx.emoji"] = {"emoji_index": _index_icons, "emoji_generator": _show_icon}
        self._markdown = Markdown(extensions=list(used), extension_configs=used)
        self._by_hand: set[int] = set()  # which pieces that Markdown hands on are HTML of the page
        for step, method in (
            (self._markdown.preprocessors["html_block"], "run"),
            (self._markdown.inlinePatterns["html"], "handleMatch"),
        ):
            setattr(step, method, self._watch(getattr(step, method)))

    def _watch(self, run: Callable[..., Any]) -> Callable[..., Any]:
        """Have a step of Markdown tell which pieces it hands on as they are written."""

        def watched(*args: Any) -> Any:
            before = self._markdown.htmlStash.html_counter
            result = run(*args)
            self._by_hand.update(range(before, self._markdown.htmlStash.html_counter))
            return result

        return watched

    def judge(self, text: str, judge_link: JudgeLink) -> Iterator[tuple[int, str]]:
        """Find what may not stand in a page: the line of its text, counted from 0, and the message."""
        if len(text) > MAX_MARKDOWN:
            yield 0, f"dài {len(text)} ký tự; tối đa {MAX_MARKDOWN}, chia thành nhiều trang"
            return
        for at, paragraph in _list_paragraphs(text):
            for mark in _MARKS:
                if paragraph.count(mark) > _MAX_MARKS:
                    shown = "quá nhiều dòng" if mark == "\n" else f"quá nhiều dấu {mark}"
                    yield at, f"{shown} trong một đoạn; để dòng trống giữa các đoạn"
                    return
        if len(_BOX.findall(text)) > _MAX_BOXES:
            yield 0, f"quá {_MAX_BOXES} khung, thẻ, mẫu chữ trong một trang; chia thành nhiều trang"
            return
        try:
            found = self._find(text, judge_link)
        except RecursionError:
            yield 0, "lồng quá nhiều bậc; viết lại đơn giản hơn"
            return
        lines = text.split("\n")
        told = [(message, nth) for message, count in found.items() for nth in range(1, count + 1)]
        for message, nth in told[:_MAX_TOLD]:
            yield self._locate(lines, judge_link, message, nth), message
        if len(told) > _MAX_TOLD:
            yield 0, f"còn {len(told) - _MAX_TOLD} lỗi như vậy trong trang; sửa các lỗi trên trước"

    def _locate(self, lines: list[str], judge_link: JudgeLink, message: str, nth: int) -> int:
        """Find the line with which a page comes to have a mistake for the n-th time."""
        without, having = 0, len(lines)
        while having - without > 1:
            middle = (without + having) // 2
            if self._find("\n".join(lines[:middle]), judge_link)[message] >= nth:
                having = middle
            else:
                without = middle
        return having - 1

    def _find(self, text: str, judge_link: JudgeLink) -> Counter[str]:
        """Count what may not stand in the HTML of a text, by message."""
        self._by_hand.clear()
        html = self._markdown.reset().convert(text)
        raw = _RawHtml()
        for at, each in enumerate(self._markdown.htmlStash.rawHtmlBlocks):
            # md_in_html keeps elements, which are in the page as well.
            if at in self._by_hand and isinstance(each, str):
                raw.read(each)
        made = _MadeHtml(judge_link, raw.tags, self._own_classes)
        made.read(html)
        return raw.found | made.found


def _index_icons(options: object, markdown: Markdown) -> dict[str, Any]:
    """Give the names of icons as the extension for emojis looks for them."""
    return {"name": "twemoji", "emoji": _Icons(), "aliases": {}}


class _Icons(dict[str, dict[str, str]]):
    """Has every icon; the names are only read for a page that seems to use one."""

    def get(self, name: str, default: Any = None) -> Any:
        return {"name": name} if name.strip(":") in list_icons() else default


def _show_icon(*said: Any) -> Element:
    """Put an element where an icon is; its drawing is not the page's."""
    return Element("span", {"class": "twemoji"})


def _list_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Part a text at its blank lines, each part with its first line, counted from 0."""
    at = 0
    for paragraph in text.split("\n\n"):
        yield at, paragraph
        at += paragraph.count("\n") + 2


class _Parser(HTMLParser):
    """Counts messages about what it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()

    def read(self, html: str) -> None:
        self.reset()
        self.feed(html)
        self.close()

    def tell(self, shown: str, message: str) -> None:
        self.found[f"{quote(shown)}: {message}"] += 1


class _RawHtml(_Parser):
    """Reads what Markdown hands on as it is written: HTML by hand, and the slots."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def read(self, html: str) -> None:
        told = self.found.total()
        super().read(html)
        if "<" in _ALLOWED.sub("", html) and self.found.total() == told:
            self.tell(html, _RAW)  # no tag for this parser, and perhaps one for a browser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BY_HAND and not attrs:
            return
        written = self.get_starttag_text() or tag
        self.tags.add(written)
        self.tell(written, _NOT_MARKDOWN if tag in ("div", "figure") else _RAW)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _BY_HAND:
            self.tell(f"</{tag}>", _RAW)

    def handle_comment(self, data: str) -> None:
        slot = _SLOT.fullmatch(data)
        if _OF_TAGS.fullmatch(data):
            return
        name = slot[1].lower() if slot else ""
        if slot is None:
            self.tell(f"<!--{data}-->", _RAW)
        elif name not in SLOTS:
            guess = nearest(name, SLOTS)
            hint = f"có phải “{guess}”?" if guess else f"dùng một trong: {', '.join(SLOTS)}"
            self.tell(f"<!--{data}-->", f"không có chỗ nào tên như vậy; {hint}")
        elif data != f" slot: {name} ":
            self.tell(f"<!--{data}-->", f"viết đúng như sau: <!-- slot: {name} -->")

    def handle_decl(self, decl: str) -> None:
        self.tell(f"<!{decl}>", _RAW)

    def handle_pi(self, data: str) -> None:
        self.tell(f"<?{data}>", _RAW)

    def unknown_decl(self, data: str) -> None:
        self.tell(f"<![{data}]>", _RAW)


class _MadeHtml(_Parser):
    """Reads the HTML of a page, where only what Markdown makes may stand."""

    def __init__(self, judge_link: JudgeLink, told: set[str], own_classes: Collection[str]):
        super().__init__()
        self._own_classes = own_classes
        self._judge_link = judge_link
        self._told = told
        self._heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or tag
        if written in self._told:
            return
        if tag not in _TAGS:
            self.tell(written, _RAW)
        if tag == "h1":
            self._heading = []
        for name, value in attrs:
            if name == "class":
                self._judge_classes(tag, value or "")
            else:
                self._judge_attribute(tag, name, value or "")

    def _judge_classes(self, tag: str, value: str) -> None:
        first, *more = value.split() or [""]
        own = _OWN_CLASSES.get("details" if first == "admonition" else tag)
        for each in more if first == "admonition" and tag == "div" else [first, *more]:
            known = each in self._own_classes or _CLASSES.fullmatch(each)
            if not (known or (own and own.fullmatch(each))):
                self.tell(f"class={value}", _ATTRIBUTE)

    def _judge_attribute(self, tag: str, name: str, value: str) -> None:
        allowed = _ATTRIBUTES.get((tag, name)) or _ATTRIBUTES.get(("", name), "(?!)")
        if not re.fullmatch(allowed, value, re.S):
            self.tell(f"{name}={value}", _ATTRIBUTE)
        elif name in ("href", "src"):
            target = re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", value)  # as browsers read an address
            if message := self._judge_link(target, name == "src"):
                self.tell(target, message)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1" and self._heading is not None:
            self.tell("".join(self._heading), _TOP_HEADING)
            self._heading = None

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
