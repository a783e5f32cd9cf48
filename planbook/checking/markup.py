"""Judge Markdown by the HTML that comes of it: elements, attributes and addresses, none but known.

The Markdown is rendered as the press does and read by an HTML parser, so no spelling hides anything.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from markdown import Markdown

from planbook.model import SLOTS, nearest, quote

# Extensions that come with Markdown and only turn text into HTML. Others read files, or run code.
KNOWN_EXTENSIONS = frozenset(
    [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
    ]
)
MAX_MARKDOWN = 500_000  # characters in a page; the longest document has a tenth of it
_MAX_BRACKETS = 1_000  # in a paragraph: Markdown's time grows with their square
_MAX_TOLD = 30  # mistakes of one page, for each line has to be looked for

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "blockquote",
        "br",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
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
_CLASSES = r"footnote(-ref|-backref)?|toc|toctitle|headerlink|language-[\w+.#-]+|admonition( \w+)?|admonition-title"
_ATTRIBUTES: Mapping[tuple[str, str], str] = {  # (element or "", attribute): its values
    ("", "id"): r"[\w:.-]+",
    ("", "class"): _CLASSES,
    ("", "title"): r".*",
    ("a", "href"): r".*",
    ("img", "src"): r".*",
    ("img", "alt"): r".*",
    ("ol", "start"): r"\d+",
    ("td", "style"): r"text-align: (left|right|center);",
    ("th", "style"): r"text-align: (left|right|center);",
}
_SLOT = re.compile(r" slot: ([a-z_]+) ")
_RAW = "thẻ HTML; dùng Markdown, hoặc viết &lt; cho dấu <"
_TOP_HEADING = "đề mục bậc một là tên trang, đã có sẵn; bắt đầu từ ##"

JudgeLink = Callable[[str, bool], str | None]  # (address, of a picture?): why it may not stand


class Judge:
    """Judges the Markdown of one page after the other."""

    def __init__(self, extensions: list[str], configs: Mapping[str, Mapping[str, Any]]):
        known = [each for each in extensions if each in KNOWN_EXTENSIONS]
        self._markdown = Markdown(
            extensions=known, extension_configs={each: dict(configs[each]) for each in known}
        )

    def judge(self, text: str, judge_link: JudgeLink) -> Iterator[tuple[int, str]]:
        """Find what may not stand in a page: the line of its text, counted from 0, and the message."""
        if len(text) > MAX_MARKDOWN:
            yield 0, f"dài {len(text)} ký tự; tối đa {MAX_MARKDOWN}, chia thành nhiều trang"
            return
        for at, paragraph in _list_paragraphs(text):
            if paragraph.count("[") > _MAX_BRACKETS:
                yield at, "quá nhiều dấu [ trong một đoạn; kiểm tra lại ngoặc đóng"
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
        html = self._markdown.reset().convert(text)
        raw = _RawHtml()
        for each in self._markdown.htmlStash.rawHtmlBlocks:
            if isinstance(each, str):  # md_in_html keeps elements, which are in the page as well
                raw.read(each)
        made = _MadeHtml(judge_link, raw.tags)
        made.read(html)
        return raw.found | made.found


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
        super().read(html)
        if "<" in html and not self.found and not html.startswith(("<pre>", "<!-- slot: ")):
            self.tell(html, _RAW)  # no tag for this parser, and perhaps one for a browser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or tag
        if tag not in ("pre", "code"):  # of which Markdown itself makes a block of code
            self.tags.add(written)
            self.tell(written, _RAW)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("pre", "code"):
            self.tell(f"</{tag}>", _RAW)

    def handle_comment(self, data: str) -> None:
        slot = _SLOT.fullmatch(data)
        if slot is None:
            self.tell(f"<!--{data}-->", _RAW)
        elif slot[1] not in SLOTS:
            guess = nearest(slot[1], SLOTS)
            hint = f"có phải “{guess}”?" if guess else f"dùng một trong: {', '.join(SLOTS)}"
            self.tell(f"<!--{data}-->", f"không có chỗ nào tên như vậy; {hint}")

    def handle_decl(self, decl: str) -> None:
        self.tell(f"<!{decl}>", _RAW)

    def handle_pi(self, data: str) -> None:
        self.tell(f"<?{data}>", _RAW)

    def unknown_decl(self, data: str) -> None:
        self.tell(f"<![{data}]>", _RAW)


class _MadeHtml(_Parser):
    """Reads the HTML of a page, where only what Markdown makes may stand."""

    def __init__(self, judge_link: JudgeLink, told: set[str]):
        super().__init__()
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
            self._judge_attribute(tag, name, value or "")

    def _judge_attribute(self, tag: str, name: str, value: str) -> None:
        allowed = _ATTRIBUTES.get((tag, name)) or _ATTRIBUTES.get(("", name), "(?!)")
        if not re.fullmatch(allowed, value, re.S):
            self.tell(f"{name}={value}", "thuộc tính không được dùng; bỏ phần { } này")
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
