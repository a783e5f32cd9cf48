"""Only what is named may reach the site out of content/, whatever is put or written there."""

import os
import shutil
import zlib
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.checking.check import check_book
from planbook.checking.content import _refuse_link
from planbook.checking.extensions import KNOWN_EXTENSIONS
from planbook.checking.files import judge_file
from planbook.checking.markup import Judge
from planbook.checking.slips import find_slips
from planbook.reading.content import list_content, read_markdown_extensions
from planbook.reading.load import load
from planbook.reading.settings import Named
from planbook.software import DEFAULT_PAGES
from tests.conftest import ROOT, run_command

VALID = Path(__file__).parents[1] / "fixtures" / "valid"
PAGE = '---\ntitle: "Trang"\ndescription: "Một trang."\n---\n\n'
PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.fixture
def root(tmp_path):
    """A copy of valid data, to put something into."""
    shutil.copytree(VALID, tmp_path / "root")
    return tmp_path / "root"


def errors_of(root):
    """Give the errors of what stands under a root."""
    problems = check_book(load(root, DEFAULT_PAGES))
    return [each for each in problems if each.severity == "error"]


def test_the_data_itself_is_clean(root):
    """Nothing of the fixture is refused, so what the tests below find is theirs."""
    assert errors_of(root) == []


# ---- files ---------------------------------------------------------------------------------------


def put_linked_folder(content, outside):
    """Put a linked folder there."""
    (content / "tai-lieu").symlink_to(outside)


def put_linked_page(content, outside):
    """Put a linked page there."""
    (content / "x.md").symlink_to(outside / "x.md")


def put_linked_picture(content, outside):
    """Put a linked picture there."""
    (content / "plans" / "x.png").symlink_to(outside / "x.png")


def put_dead_link(content, outside):
    """Put a dead link there."""
    (content / "x.md").symlink_to(outside / "khong-co.md")


def put_link_within(content, outside):
    """Put a link there."""
    (content / "x.md").symlink_to(content / "plans" / "ke-hoach.md")


def put_linked_content(content, outside):
    """Put a linked content folder there."""
    shutil.rmtree(content)
    content.symlink_to(outside)


def put_pipe(content, outside):
    """Put a pipe there."""
    os.mkfifo(content / "x.md")


def put_script(content, outside):
    """Put a script there."""
    (content / "x.html").write_text("<script>alert(1)</script>")


def put_drawing(content, outside):
    """Put a drawing there."""
    (content / "x.svg").write_text("<svg onload='alert(1)'/>")


def put_office_file(content, outside):
    """Put an office file there."""
    (content / "plans" / "x.doc").write_bytes(b"PK\x03\x04\xff\xfe\x00")


def put_hidden_file(content, outside):
    """Put a hidden file there."""
    (content / ".htaccess").write_text("Options +Indexes")


def put_twin(content, outside):
    """Put a twin there."""
    (content / "plans" / "KE-HOACH.md").write_text(PAGE)


def put_twin_in_other_letters(content, outside):
    """Put two twins in other letters there."""
    (content / "hình.png").write_bytes(PNG)
    (content / "hi\u0300nh.png").write_bytes(PNG)


def put_page_in_capitals(content, outside):
    """Put a page in capitals there."""
    (content / "X.MD").write_text(PAGE)


def put_odd_name(content, outside):
    """Put an odd name there."""
    (content / 'a"onload=x.png').write_bytes(PNG)


def put_html_for_picture(content, outside):
    """Put HTML for picture there."""
    (content / "x.png").write_text("<script>alert(1)</script>")


def put_page_in_other_bytes(content, outside):
    """Put a page in other bytes there."""
    (content / "x.md").write_bytes(b"---\ntitle: \xff\n---\n")


INTRUDERS = [each for name, each in list(globals().items()) if name.startswith("put_")]


@pytest.mark.parametrize("put", INTRUDERS)
def test_a_file_that_may_not_be_there_is_named(root, tmp_path, put):
    """Links, devices, other formats, twins and disguises are errors at the path, and not listed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_text(PAGE)
    (outside / "x.png").write_bytes(PNG)
    (outside / "x.html").write_text("<script>alert(1)</script>")
    before = set(list_content(root))
    put(root / "content", outside)
    found = errors_of(root)
    assert any(each.path.startswith("content") for each in found)
    added = set(list_content(root)) - before
    assert put in (put_html_for_picture, put_page_in_other_bytes) or len(added) <= 1
    assert not any(each.is_symlink() or each.suffix in (".html", ".svg") for each in added)


def test_check_reads_no_file_that_is_no_text(root):
    """A Word file among the plans is one line and no crash."""
    put_office_file(root / "content", None)
    run = run_command("check", "--root", str(root))
    assert run.returncode == 1
    assert run.stdout.startswith("content/plans/x.doc:1:1: x: loại tệp “.doc” không được đăng")
    assert not run.stderr


def a_pdf(*objects: bytes) -> bytes:
    """Make a PDF file of some objects."""
    return b"%PDF-1.7\n" + b"".join(b"1 0 obj\n" + each + b"\nendobj\n" for each in objects)


def packed(content: bytes, head: bytes = b"/Type /ObjStm /N 1 /First 4") -> bytes:
    """Make a stream that is packed in the usual way, as one that holds objects is."""
    stream = zlib.compress(b"9 0 " + content)
    return b"<< " + head + b" /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream"


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
HIDDEN = packed(SCRIPT)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".pdf", a_pdf(b"<< /OpenAction " + SCRIPT + b" >>")),
        (".pdf", a_pdf(b"% upstream", SCRIPT)),
        (".pdf", a_pdf(b"<< /Length 99 >>\nstream\n1 0 obj " + SCRIPT + b" endobj\nendstream")),
        (".pdf", a_pdf(b"<< /Title (\n%) endobj stream\n) >>", SCRIPT)),
        (".pdf", a_pdf(b"<< /Title <41(> >>", SCRIPT, b"<< /Title <)> >>")),
        (".pdf", a_pdf(b"<< /S/JavaScript\0/JS\0(x) >>")),
        (".pdf", a_pdf(b"<< /S /JavaScri#7:t >>")),  # which some viewers read as z, others as it is
        (".pdf", a_pdf(SCRIPT) + b"%%EOF\n" + a_pdf(b"<< /Type /Catalog >>")),
        (".pdf", a_pdf(b"<< /AcroForm << /XFA 2 0 R >> >>")),
        (".pdf", a_pdf(b"<< /Subtype /FileAttachment /FS << /EF << /F 2 0 R >> >> >>")),
        (".pdf", a_pdf(b"% upstream", HIDDEN)),
        (".pdf", a_pdf(b"% 2 0 obj" + HIDDEN)),
        (".pdf", a_pdf(b"% a comment\n" + HIDDEN)),
        (".pdf", a_pdf(HIDDEN.replace(b">>\n", b">>% a comment\n"))),
        (".pdf", a_pdf(b"<< /Length 9 >>\nstream\n1 0 obj" + HIDDEN + b"\nendstream")),
        (".pdf", a_pdf(packed(SCRIPT, b"/Type 2 0 R /#4E 1 /First 4"), b"/ObjStm")),
        (".pdf", a_pdf(packed(SCRIPT, b"/X (>> \\) (endobj) stream) /N 1 /First 4"))),
        (".pdf", a_pdf(packed(SCRIPT, b"/X <41(> /N 1 /First 4 /Y <)>"))),
        (".pdf", a_pdf(packed(b"", b"/N 1 /First 4 /DecodeParms << /Predictor 12 >>"))),
        (".pdf", a_pdf(packed(b"", b"/N 1 /First 4 /Fi#6Cter 2 0 R"))),
        (".pdf", a_pdf(b"<< /N 1 /First 4 /Filter 2 0 R >>\nstream\nxx\nendstream")),
        (".pdf", a_pdf(HIDDEN.replace(b"stream\n", b"stream \n", 1))),
        (".pdf", a_pdf(b"<< /Type /Page") + HIDDEN),
        (".pdf", a_pdf(b"<< >>") + b"trailer << /#45ncrypt 3 0 R >>"),
        (".pdf", a_pdf(b"<< /S /J#61va#53cript >>")),
        (".pdf", a_pdf(b"<< /AA << /O << /S /Launch /F (cmd.exe) >> >> >>")),
        (".pdf", a_pdf(HIDDEN)),
        (".pdf", a_pdf(packed(b"<< /S /Java#53cript >>"))),
        (
            ".pdf",
            a_pdf(b"<< /Type /ObjStm /N 1 /First 4 /Filter /LZWDecode >>\nstream\nxx\nendstream"),
        ),
        (".pdf", a_pdf(packed(b" " * 30_000_000))),
        (".pdf", a_pdf(b"<< /Names << /EmbeddedFiles 2 0 R >> >>")),
        (".pdf", b"<html>"),
        (".pdf", b""),
        (".png", b"<svg onload=alert(1)>"),
        (".png", b"\xff\xd8\xff\xe0"),
        (".jpg", PNG),
        (".gif", b"GIF"),
        (".webp", b"RIFFxxxxWAVE"),
    ],
)
def test_a_file_that_is_no_picture_or_runs_something_is_refused(suffix, content):
    """The first bytes tell what a file is, and a PDF may hold no script, program or other file."""
    assert len(list(judge_file(suffix, content))) == 1


@pytest.mark.parametrize(
    "piece", [b"obj<<", b"obj%", b"obj<<>>%", b"obj<<(", b"<</A(", b"[", HIDDEN]
)
def test_a_pdf_that_repeats_itself_is_refused_soon(piece):
    """However often objects begin within one another, no byte is read again and again."""
    assert len(list(judge_file(".pdf", b"%PDF-obj<<" + piece * 200_000))) == 1


def test_a_pdf_that_grows_in_many_places_is_refused():
    """Object streams of which none is too large may not be so together."""
    assert len(list(judge_file(".pdf", a_pdf(*[packed(b" " * 15_000_000)] * 20)))) == 1


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".pdf", a_pdf(b"<< /OpenAction [3 0 R /Fit] >>", b"<< /Title (JS /JSON) >>")),
        (".pdf", a_pdf(packed(b"(/JavaScript) Tj", b"/Length 9"))),
        (".pdf", a_pdf(b"<< /N 3 /Filter /LZWDecode >>\nstream\nxx\nendstream")),  # colours
        (".pdf", a_pdf(b"<< /A (\\) \\( (a (b) c)) /B <4 1> /C [/A#20B -.5 2 0 R] % >>\n /N 1 >>")),
        (".pdf", a_pdf(packed(b"<< /Type /Page >>"))),
        (".png", PNG),
        (".jpeg", b"\xff\xd8\xff\xe0"),
        (".gif", b"GIF89a"),
        (".webp", b"RIFFxxxxWEBPVP8 "),
    ],
)
def test_a_file_that_is_what_its_name_says_passes(suffix, content):
    """An opening page, and letters that are only drawn, are no script."""
    assert list(judge_file(suffix, content)) == []


# ---- Markdown ------------------------------------------------------------------------------------

EVERYTHING: dict[str, dict[str, Any]] = {name: {} for name in sorted(KNOWN_EXTENSIONS)} | {
    "pymdownx.emoji": {
        "emoji_index": Named("name:material.extensions.emoji.twemoji"),
        "emoji_generator": Named("name:material.extensions.emoji.to_svg"),
    },
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}
JUDGE = Judge(EVERYTHING)

HOSTILE = [
    "[x](javascript:alert(1))",
    "[a [b] c](javascript:alert(1))",
    r"[x\]y](javascript:alert(1))",
    "[a\nb](javascript:alert(1))",
    "[a](javascript:alert(1) 'title')",
    "[a](<javascript:alert(1)>)",
    "[a](< javascript:alert(1)>)",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](java&#x73;cript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](java&Tab;script:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a](\x01javascript:alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](file:///etc/passwd)",
    "[a](ftp://example.vn/a)",
    "[a](//example.vn/a)",
    r"[a](\\\\example.vn/a)",
    r"[a](/\\example.vn/a)",
    "[a](https:example.vn)",
    "[a](/units/)",
    "[a](../../../etc/passwd)",
    "[a](khong-co.md)",
    "[a][r]\n\n[r]: javascript:alert(1)",
    "[r]\n\n[r]: <javascript:alert(1)> 'x'",
    "[r][]\n\n  [r]:\n    javascript:alert(1)",
    "![a](javascript:alert(1))",
    "![a](https://example.vn/a.png)",
    "![a][r]\n\n[r]: data:image/svg+xml,<svg/onload=alert(1)>",
    "[![a](javascript:x)](https://example.vn)",
    "<javascript:alert(1)>",
    "<ftp://example.vn>",
    "chú thích[^1]\n\n[^1]: [a](javascript:alert(1))",
    "| a |\n|---|\n| [a](javascript:alert(1)) |",
    "- một\n    - [a](javascript:alert(1))",
    "> > [a](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<script>alert(1)",
    "<ScRiPt\n>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "chữ <img src=x onerror=alert(1)> chữ",
    "<img src=x\nonerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://example.vn'></iframe>",
    "<a href='https://example.vn'>a</a>",
    "<b>chữ</b>",
    "</main>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://example.vn'>",
    "<base href='https://example.vn/'>",
    "<form action='https://example.vn'><input></form>",
    "<!-- ghi chú -->",
    "<!-- slot: task -->",
    "<!-- slot: tasks --!><script>alert(1)</script> -->",
    "<!DOCTYPE html>",
    "<?php echo 1 ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p>\n<img src=x onerror=alert(1) ",
    "*[HTML]: x\n\n<script>HTML</script>",
    "# Đề mục bậc một",
    "Đề mục\n===",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_refused(root, text):
    """However a script, an element or an address is written, it is an error at its own lines."""
    (root / "content/x.md").write_text(f"{PAGE}Mở đầu.\n\n{text}\n\nKết.\n", encoding="utf-8")
    found = errors_of(root)
    assert {each.path for each in found} == {"content/x.md"}
    lines = range(8, 8 + len(text.split("\n")) + 2)  # up to where an open element would end
    assert all(each.line in lines for each in found)


def test_each_mistake_is_told_at_its_own_line(root):
    """Equal addresses on several lines are told one by one, those over two lines at the second."""
    bad = "[a](javascript:x)"
    text = f"{PAGE}{bad}\n\nchữ\n\n{bad} và {bad}\n\n[a\nb](vbscript:x)\n"
    (root / "content/x.md").write_text(text, encoding="utf-8")
    assert [each.line for each in errors_of(root)] == [6, 10, 10, 13]


HARMLESS = [
    "**đậm** và *nghiêng*, `<script>`, &lt;b&gt;, a < b, KH&CN; R&D",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "[a](https://example.vn/a?b=c:d#e) <https://example.vn> <thu@example.vn>",
    "[a](plans/ke-hoach.md#muc) [b](#muc) [d](standing.md) [c](mailto:thu@example.vn)",
    "| a | b |\n|--:|:-:|\n| 1 | 2 |",
    "chú thích[^1]\n\n[^1]: Lời chú.",
    "*[ĐL]: Đo lường\n\nĐL",
    "1. một\n2. hai\n\n---\n\n> trích",
    "<!-- slot: report -->",
    "![hình](hinh.png 'tên')",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_markdown_passes(root, text):
    """What an editor needs is let through: code that shows HTML, tables, notes, addresses."""
    (root / "content/hinh.png").write_bytes(PNG)
    (root / "content/x.md").write_text(f"{PAGE}{text}\n", encoding="utf-8")
    assert errors_of(root) == []


@pytest.mark.parametrize(
    "front",
    [
        'title: "A"\ndescription: "B"\nx: [<script>\n',  # no YAML: the press would print it
        'title: "A"\ndescription: "B"\nx: 2025-02-30\n',
        'title: "A"\ndescription: "B"\ntemplate: 404.html\n',
        "- a\n",
    ],
)
def test_front_matter_that_the_press_would_print_is_refused(root, front):
    """MkDocs prints front matter that it cannot read, so such a page is an error."""
    (root / "content/x.md").write_text(f"---\n{front}---\n\nChữ.\n", encoding="utf-8")
    assert {each.path for each in errors_of(root)} == {"content/x.md"}


def test_a_page_in_a_folder_below_the_plans_is_a_written_page(root):
    """It is no plan, so it needs a name like any other page."""
    (root / "content/plans/tep").mkdir()
    (root / "content/plans/tep/x.md").write_text("Chữ.\n", encoding="utf-8")
    assert [each.path for each in errors_of(root)] == ["content/plans/tep/x.md"]


ATTRIBUTES = [
    "chữ\n{: onclick='alert(1)' }",
    "[a](https://example.vn){: onmouseover=alert(1) }",
    "[a](https://example.vn){: href='javascript:alert(1)' }",
    "chữ\n{: style='position:fixed' }",
    "chữ\n{: .md-search__overlay }",
    "chữ\n{: data-task=x }",
    "``` {.python onclick=alert(1)}\na\n```",
    "<div markdown onclick='alert(1)'>*a*</div>",
    "<script markdown>alert(1)</script>",
]


NEEDED = "site_url: https://so.example.vn/\ntheme: material\nnav: [index.md]\n"  # by every site


@pytest.mark.parametrize("text", ATTRIBUTES)
def test_extensions_open_no_hole(root, text):
    """Attributes that an extension lets people write are judged like all others."""
    write_settings(root, "  - attr_list\n  - md_in_html\n  - fenced_code\n")
    (root / "content/x.md").write_text(f"{PAGE}{text}\n", encoding="utf-8")
    assert {each.path for each in errors_of(root)} == {"content/x.md"}


def write_settings(root, extensions):
    """Write an mkdocs.yml that names some extensions, as YAML."""
    (root / "mkdocs.yml").write_text(f"site_name: A\nmarkdown_extensions:\n{extensions}{NEEDED}")


ALL_EXTENSIONS = "".join(
    f"  - {name}:\n" + "".join(f"      {key}: {value}\n" for key, value in config.items())
    for name, config in {
        **EVERYTHING,
        "pymdownx.emoji": {
            "emoji_index": "!!python/name:material.extensions.emoji.twemoji",
            "emoji_generator": "!!python/name:material.extensions.emoji.to_svg",
        },
        "pymdownx.tabbed": {"alternate_style": "true"},
        "pymdownx.tasklist": {"custom_checkbox": "true"},
    }.items()
)
HOSTILE_WITH_EXTENSIONS = [
    "!!! note\n\n    <script>alert(1)</script>",
    '??? note "<img src=x onerror=alert(1)>"\n    a',
    '=== "<svg/onload=alert(1)>"\n    a',
    '=== "A"\n    [a](javascript:alert(1))',
    "- [ ] <input onfocus=alert(1) autofocus>",
    "<input type='checkbox'>",
    "<label for='find'>a</label>",
    "<details open ontoggle=alert(1)>a</details>",
    "<svg><path d='M0 0'/></svg>",
    ":material-check:{ onclick=alert(1) }",
    ":smile:{ style=position:fixed }",
    "++ctrl+a++{ onclick=alert(1) }",
    "``` { .py data-task=x }\na\n```",
    "==a=={ data-task=x }",
    "`#!html <script>`{ onclick=alert(1) }",
    "![a](hinh.png){ onerror=alert(1) }",
    "![a](hinh.png){ srcset=https://example.vn/a.png }",
    '<figure markdown="span" onclick="alert(1)">![a](hinh.png)</figure>',
    "<figcaption onclick=alert(1)>a</figcaption>",
    "<figcaption>a</figcaption></main>",
    "<figcaption>b <img src=x onerror=alert(1) ",
    "<br onclick=alert(1)>",
    '<div class="grid cards">\n\n- a\n\n</div>',
    '<div class="top" markdown>a</div>',
    "a\n{ .top }",
    "![a](hinh.png)\n/// caption | javascript\n<script>alert(1)</script>\n///",
    "a[^1]\n\n[^1]:\n    <b>a</b>",
    "a\n:   <b>a</b>",
    "{++<script>alert(1)</script>++}",
    "$$\n<script>alert(1)</script>\n$$",
]


@pytest.mark.parametrize("text", [*HOSTILE, *HOSTILE_WITH_EXTENSIONS])
def test_hostile_markdown_is_refused_with_every_extension(text):
    """Within boxes, tabs, tasks, icons and code nothing may stand that may not stand elsewhere."""
    files = {"hinh.png"}
    assert list(JUDGE.judge(text, partial(_refuse_link, files, ".")))


MATERIAL = [
    '!!! note\n\n    a\n\n!!! warning "Lưu ý" \n\n    a\n\n!!! info inline end "b"\n\n    c\n\n!!! tip ""\n\n    d',
    '??? note\n\n    a\n\n???+ tip "mở"\n\n    ``` py\n    a = 1\n    ```',
    '=== "A"\n\n    a\n\n=== "B"\n\n    - b\n\n    === "C"\n\n        c',
    "- [x] a\n    - [ ] b\n- [ ] c",
    ":material-check: :octicons-heart-fill-24:{ .lg .middle } :smile: :fontawesome-brands-github: 10:30:45",
    "++ctrl+alt+del++ ==a== ~~b~~ ^^c^^ H~2~O a^2^ `#!python x = 1`",
    '``` py title="a.py" linenums="1" hl_lines="2"\nimport os\nprint("<b>")\n```\n\n``` yaml\na: [1, "b"]\n```',
    "[a](x.md){ .md-button .md-button--primary }",
    '<div class="grid cards" markdown>\n\n-   :material-check: __a__\n\n    ---\n\n    [x](x.md)\n\n</div>',
    '<div class="grid" markdown>\n\n!!! note\n\n    a\n\n``` py\na\n```\n\n</div>',
    '<figure markdown="span">\n  ![a](hinh.png){ width="300" align=left loading=lazy }\n  <figcaption>b</figcaption>\n</figure>',
    "<figure markdown>\n![a](hinh.png)\n<figcaption>b</figcaption>\n</figure>",
    "![a](hinh.png)\n/// caption\nb\n///",
    "a\n:   b\n\n    c",
    "| a | b |\n|:--|--:|\n| c<br>d | :material-check: |",
    "a (1)\n{ .annotate }\n\n1.  b",
    "Chữ[^1].\n\n[^1]: Lời ở cuối trang, [dẫn tới](x.md).",
    "````md\n```\n!!! note\n=== A\n:material-chek:\n```\n````",
]


@pytest.mark.parametrize("text", MATERIAL)
def test_what_material_documents_passes(root, text):
    """Boxes, tabs, tasks, icons, code, cards, captions are let through as Material's guide writes them."""
    write_settings(root, ALL_EXTENSIONS)
    (root / "content/hinh.png").write_bytes(PNG)
    (root / "content/x.md").write_text(f"{PAGE}{text}\n", encoding="utf-8")
    problems = check_book(load(root, DEFAULT_PAGES))
    assert [each for each in problems if "smartsymbols" not in each.message] == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("!!! warnign\n\n    a", 1, "có phải “warning”?"),
        ("!!! chú-ý\n\n    a", 1, "dùng một trong: note"),
        ("!!! note Tên\n!!! note 'Tên'\n\n    a", 2, 'khung viết thế này: !!! note "Tên khung"'),
        ("chữ\n\n!!! note\n\nkhông thụt", 3, "chưa có nội dung"),
        ('??? note "a"\n  thụt hai', 1, "chưa có nội dung"),
        ('=== "A"\n\nkhông thụt', 1, "chưa có nội dung"),
        ("=== Thẻ\n\n    a", 1, 'thẻ viết thế này: === "Tên thẻ"'),
        ("a :material-chek: b", 1, "có phải :material-check:?"),
        ("a :smille:", 1, "có phải :smile:?"),
    ],
)
def test_a_slip_of_writing_is_told_at_its_line(text, line, words):
    """A kind, a tab or an icon that is not one, and a box without words, are told with what to write."""
    told = [(at + 1, message) for at, message in find_slips(text, EVERYTHING)]
    assert any(at == line and words in message for at, message in told)


def test_no_slip_is_found_in_code_and_prose():
    """What shows how to write, and signs that only look like it, are left alone."""
    text = (
        "```\n!!! x\n```\n\n`:material-chek:` lúc 10:30:45, tỷ lệ 1:2:3.\n\nMục\n===\n\nThế ư???\n"
    )
    assert list(find_slips(text, EVERYTHING)) == []
    assert [at for at, _ in find_slips("!!! note\n\n    a\n", ["toc"])] == [0]  # not switched on


def test_an_extension_that_reads_files_is_refused(root):
    """Only extensions that turn text into HTML may be named in mkdocs.yml."""
    write_settings(root, "  - pymdownx.snippets\n  - toc: {permalink: false}\n")
    (problem,) = errors_of(root)
    assert (problem.path, problem.line) == ("mkdocs.yml", 3)
    assert "pymdownx.snippets" in problem.message


@pytest.mark.parametrize(
    ("extensions", "line", "words"),
    [
        ("  - abbr\n  - pymdownx.tabbed\n", 4, "alternate_style: true"),
        ("  - pymdownx.emoji\n", 3, "emoji_index: !!python/name:material"),
        ("  - pymdownx.superfences:\n      custom_fences: [{name: mermaid}]\n", 3, "custom_fences"),
        ("  - toc: {permalnk: true}\n", 3, "permalnk"),
        ("  - toc: {toc_depth: abc}\n", 3, "cài đặt không đúng"),
        ("  - admonitions\n", 3, "có phải “admonition”?"),
        ("  - toc: {slugify: !!python/name:os.system }\n", 3, "sẽ chạy mã lạ"),
        ("  - toc\nextra: !!python/object/apply:os.system [id]\n", 4, "sẽ chạy mã lạ"),
        ("  - toc\nextra: !<tag:yaml.org,2002:python/module:antigravity> x\n", 4, "sẽ chạy mã lạ"),
    ],
)
def test_settings_of_extensions_are_judged(root, extensions, line, words):
    """A setting that is none, that would load something or that would not work here is told at its line."""
    write_settings(root, extensions)
    assert [(each.line, True) for each in errors_of(root) if words in each.message] == [
        (line, True)
    ]


def test_classes_and_boxes_of_an_offices_own_are_known(root):
    """A class that a style sheet of extra_css names may be used, and a box of that kind, and no other."""
    write_settings(root, "  - attr_list\n  - admonition\nextra_css: [assets/rieng.css]\n")
    (root / "theme/assets").mkdir(parents=True)
    (root / "theme/assets/rieng.css").write_text(
        ".to { color: teal } .admonition.moi { margin: 1.5em }"
    )
    (root / "content/x.md").write_text(
        f"{PAGE}a\n{{ .to }}\n\n!!! moi\n\n    b\n\nc\n{{ .khac }}\n"
    )
    told = check_book(load(root, DEFAULT_PAGES))
    assert [(each.path, each.line) for each in told if each.path == "content/x.md"] == [
        ("content/x.md", 14)
    ]


def test_an_extension_that_alters_printed_words_is_told(root):
    """That (c) would become © in the text of a document is a warning, for an office may want it."""
    write_settings(root, "  - pymdownx.smartsymbols\n")
    (problem,) = check_book(load(root, DEFAULT_PAGES))
    assert (problem.severity, problem.line) == ("warning", 3)


@pytest.mark.parametrize("settings", ["mkdocs.yml", "planbook/skeleton/mkdocs.yml"])
def test_the_pages_of_the_software_pass_with_its_own_extensions(tmp_path, settings):
    """What an office gets from the start holds no mistake and no slip."""
    text = (ROOT / settings).read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(text.replace("$", "x"), encoding="utf-8")
    extensions = read_markdown_extensions(tmp_path)
    judge = Judge(extensions)
    files = {each.relative_to(DEFAULT_PAGES).as_posix() for each in DEFAULT_PAGES.rglob("*.md")}
    for place in DEFAULT_PAGES.rglob("*.md"):
        folder = place.relative_to(DEFAULT_PAGES).parent.as_posix()
        words = place.read_text(encoding="utf-8").split("---\n", 2)[2]
        found = [
            *judge.judge(words, partial(_refuse_link, files, folder)),
            *find_slips(words, extensions),
        ]
        assert (place.name, found) == (place.name, [])


def test_the_extensions_are_those_of_the_press(root):
    """They are read from mkdocs.yml with their settings, even where it holds tags of MkDocs."""
    (root / "mkdocs.yml").write_text(
        "site_url: !ENV URL\nmarkdown_extensions:\n  - markdown.extensions.toc: {permalink: true}\n"
    )
    configs = read_markdown_extensions(root)
    assert list(configs) == ["toc", "tables", "fenced_code"]
    assert configs["toc"] == {"permalink": True}


PIECES = st.sampled_from(
    [
        *(
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "!",
            "\\",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "* ",
        ),
        *(
            "javascript:",
            "alert(1)",
            "java&#115;cript:",
            "x",
            "[r]",
            "[r]: ",
            "[^1]",
            "[^1]: ",
            "| ",
        ),
        *(
            "<script",
            "<img src=x",
            " onerror=",
            "<!--",
            "-->",
            "<a href=",
            "'",
            '"',
            "{: ",
            " }",
            "&",
        ),
        *("!!! ", "??? ", '=== "a"\n', "- [x] ", ":material-check:", ":x:", "++", "==", "~~", "^^"),
        *(
            "``` py\n",
            "{ .a }",
            "/// caption\n",
            "///\n",
            "<div markdown>",
            "</div>",
            "<figure markdown>",
            ":   ",
        ),
        *("</script>", "<?", "<![CDATA[", "]]>", "<p>", "*[r]: ", "&lt;", "|-|\n", "https://a.vn"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_is_not_refused_cannot_run(text):
    """Whatever is put together, a page that passes has no element or address that a browser would run."""
    judge = JUDGE
    if list(judge.judge(text, lambda target, image: "!" if "script:" in target else None)):
        return
    html = judge._markdown.reset().convert(text)
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("script", "svg", "iframe", "style", "form")
        assert not any(name.startswith("on") for name in element.attrib)
        for name in ("href", "src"):
            assert "javascript:" not in element.attrib.get(name, "").lower()


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 20_000, "> " * 5_000 + "x", "*" * 20_000, "<" * 20_000, "x" * 600_000),
        *(
            "``a`" * 20_000,
            ":a" * 20_000,
            "!!! a\n" * 20_000,
            '=== "a"\n' * 20_000,
            "```\n" * 20_000,
        ),
        *("|a\n|-\n" * 20_000, "a\n:   b\n\n" * 20_000, ":material-chek: " * 5_000),
    ],
)
def test_no_page_makes_check_run_for_long(text):
    """Brackets, quotations and stars without end are judged or refused, and break nothing."""
    begun = process_time()
    list(JUDGE.judge(text, lambda target, image: None))
    list(find_slips(text, EVERYTHING))
    assert process_time() - begun < 100
