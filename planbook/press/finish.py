"""Finish the HTML of a pressed page: what extensions write that our policy drops, or that nobody here can read.

Whatever presses the page runs the same extensions, so what they write is the same.
"""

import re
from html.entities import html5
from itertools import count

# What extensions call things themselves where a page does not.
_WORDS = {
    "Note": "Ghi chú",
    "Abstract": "Tóm tắt",
    "Info": "Thông tin",
    "Tip": "Gợi ý",
    "Success": "Đã xong",
    "Question": "Câu hỏi",
    "Warning": "Lưu ý",
    "Failure": "Không đạt",
    "Danger": "Cảnh báo",
    "Bug": "Lỗi",
    "Example": "Ví dụ",
    "Quote": "Trích dẫn",
}
_TITLE = re.compile(rf'(<p class="admonition-title">|<summary>)({"|".join(_WORDS)})(?=</)')
_BACK = re.compile(r'title="Jump back to footnote ([^"]+) in the text"')
_ALIGNED = re.compile(r'<(t[hd])( [^>]*?)? style="text-align: (left|right|center);"([^>]*)>')
_FLOATED = re.compile(r'<img align="(left|right)"')
_BOX = re.compile(r'<input type="checkbox"')
_EMOJI = re.compile(r'<img alt="([^"]*)" class="twemoji[^"]*" src="https://[^"]*"[^>]*>')
_ANCHOR = re.compile(r'<a id="(__codeline[\w-]*)" name="\1"(?: href="#\1")?></a>')
_TABLE = re.compile(r"<table>.*?</table>", re.S)
_WIDE = 5  # columns, of which a phone shows four


def finish(html: str) -> str:
    """Finish a pressed page."""
    html = _escape_strays(html)
    html = _TITLE.sub(lambda found: found[1] + _WORDS[found[2]], html)
    html = _BACK.sub(r'title="Về chỗ có chú thích \1" aria-label="Về chỗ có chú thích \1"', html)
    html = html.replace('title="Permanent link"', 'title="Liên kết tới mục này"')
    html = _ALIGNED.sub(r'<\1\2 class="\3"\4>', html)
    html = _FLOATED.sub(r'<img class="\1"', html)
    html = _BOX.sub(r'<input type="checkbox" aria-label="Xong"', html)
    html = _EMOJI.sub(r"\1", html)  # the letter itself, for its picture lies on another site
    html = _ANCHOR.sub(r'<a id="\1"></a>', html)
    html = html.replace('<td class="code"><div>', '<td class="code"><div tabindex="0">')
    return _let_scroll(html)


def _escape_strays(html: str) -> str:
    """Escape what Markdown takes for the name of a character and is none, as in “R&D;”."""
    return re.sub(
        r"&(\w+;)", lambda found: found[0] if found[1] in html5 else f"&amp;{found[1]}", html
    )


def _let_scroll(html: str) -> str:
    """Let a table of many columns scroll by itself, with the keyboard too, as numbered code does."""
    number = count(1)

    def wrap(found: re.Match[str]) -> str:
        if found[0].partition("</tr>")[0].count("</th>") < _WIDE:
            return found[0]
        name = f"Bảng {next(number)}, cuộn ngang được"
        return f'<div class="scroll" role="group" tabindex="0" aria-label="{name}">{found[0]}</div>'

    return _TABLE.sub(wrap, html)
