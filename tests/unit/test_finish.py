"""What extensions write is finished: no style of their own, no picture from elsewhere, no word of English."""

import re

import pytest
from markdown import Markdown

from planbook.checking.slips import KINDS
from planbook.press.finish import finish
from planbook.software import THEME

MARKDOWN = Markdown(
    extensions=[
        *("admonition", "attr_list", "footnotes", "tables", "toc"),
        *("pymdownx.details", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tasklist"),
    ],
    extension_configs={
        "toc": {"permalink": True},
        "pymdownx.highlight": {"anchor_linenums": True},
        "pymdownx.tasklist": {"custom_checkbox": True},
    },
)


def press(text):
    """Render a text as the press does, and finish it."""
    return finish(MARKDOWN.reset().convert(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("| a |\n|--:|\n| 1 |", '<td class="right">1</td>'),
        ("| a |\n|:-:|\n| 1 |", '<th class="center">a</th>'),
        ("| a |\n|---|\n| 1 |", "<td>1</td>"),
        ("![a](b.png){ align=left width=9 }", '<img class="left" alt="a" src="b.png" width="9" />'),
        ("- [x] a", '<input type="checkbox" aria-label="Xong" disabled checked/>'),
        ("!!! note\n\n    a", '<p class="admonition-title">Ghi chú</p>'),
        ("??? bug\n\n    a", "<summary>Lỗi</summary>"),
        ('!!! note "Bug"\n\n    Note', "<p>Note</p>"),
        ("a[^1]\n\n[^1]: b", 'title="Về chỗ có chú thích 1" aria-label="Về chỗ có chú thích 1"'),
        ("## a", 'title="Liên kết tới mục này"'),
        ("``` py\na\n```", '<a id="__codelineno-0-1"></a>'),
        ("R&D; &lt;td&gt; `<td style=\"text-align: left;\">`", "R&amp;D;"),
    ],
)  # fmt: skip
def test_what_extensions_write_is_finished(text, html):
    """Alignment is a class, a box and a link have names, and titles are Vietnamese."""
    assert html in press(text)
    assert "style=" not in re.sub(r"<code>.*?</code>", "", press(text))


def test_every_kind_of_box_has_a_name_and_an_icon():
    """The kinds that check knows are those that are named and drawn."""
    style = (THEME / "assets/written.css").read_text(encoding="utf-8")
    for kind in KINDS:
        assert kind.capitalize() not in press(f"!!! {kind}\n\n    a\n")
        assert f"--md-admonition-icon--{kind}: url(" in style
    for kind in KINDS[1:]:  # the first is how a kind looks that nobody knows
        assert re.search(rf"\.{kind} \{{ --kind: #\w{{6}}; --icon", style)


def test_an_emoji_is_its_letter():
    """The picture of an emoji lies on another site, so its letter takes its place."""
    html = '<p><img alt="😄" class="twemoji" src="https://cdn.example/1f604.svg" title=":smile:" /></p>'
    assert finish(html) == "<p>😄</p>"


def test_a_wide_table_scrolls_by_itself():
    """From five columns on a table can be scrolled with the keyboard and has a name; others stay as they are."""
    narrow, wide = ("|" + "a|" * count + "\n|" + "-|" * count + "\n|b|\n\n" for count in (4, 5))
    html = press(narrow + wide + wide)
    assert html.count("<div") == html.count("</div>") == 2
    names = re.findall(r'<div class="scroll" role="group" tabindex="0" aria-label="(.*?)">', html)
    assert names == ["Bảng 1, cuộn ngang được", "Bảng 2, cuộn ngang được"]
    assert html.startswith("<table>")
