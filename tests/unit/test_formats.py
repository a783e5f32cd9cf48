"""Whatever program saved a table, it is read as its reader sees it, or refused with the true reason."""

import http.server
import os
import re
import shutil
import threading
import time
import unicodedata
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from planbook.documents.cleaning.office import CannotCleanError
from planbook.documents.cleaning.original import clean_original
from planbook.documents.document import HIDDEN, STRUCK
from planbook.documents.excel.number_formats import print_number, print_text
from planbook.documents.opening import conversion
from planbook.documents.opening.conversion import EXCEL_97, convert
from planbook.documents.opening.files import OfficeError, Wishes
from planbook.documents.reading import read_document
from planbook.documents.text.old_codes import decode_old, tell_code
from planbook.documents.unreadable import UnreadableError
from tests.conftest import ROOT
from tests.office_samples import (
    FIRST,
    HEAD,
    SECOND,
    THIRD,
    edit_excel,
    edit_word,
    read_part,
    rewrite,
    save_excel,
    save_word,
)

SAVED = ROOT / "tests/fixtures/documents"
# Writer and Calc are packages of their own.
NEEDS_OFFICE = pytest.mark.skipif(
    not all(map(shutil.which, ("soffice", "lowriter", "localc"))), reason="LibreOffice is not here"
)
ROWS = [list(HEAD), list(FIRST), list(SECOND), list(THIRD)]
SENTENCES = (
    "Nhiệm vụ trọng tâm của Sở Y tế; đơn vị chủ trì, thời gian hoàn thành, khuyến khích, kỹ thuật"
)


def texts_of(document):
    """List the texts of the rows of a document's only table."""
    (table,) = document.tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def left_of(document):
    """List what was left out, of the file and of its table."""
    (table,) = document.tables
    return [each.words for each in (*document.left_out, *table.left_out)]


@pytest.fixture
def read(tmp_path):
    """Save bytes under a name, and read them."""

    def save_and_read(name, content, charset=""):
        place = tmp_path / name
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_document(place, Wishes(charset))

    return save_and_read


# ---- through LibreOffice -------------------------------------------------------------------------


@NEEDS_OFFICE
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_sheet_of_another_program_is_read_as_it_shows(ending):
    """Numbers keep the look of their format; hidden rows, columns and sheets stay hidden, and are told."""
    document = read_document(SAVED / f"ke-hoach.{ending}")
    assert texts_of(document) == [
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kết quả"],
        ["1", "Xây dựng Kế hoạch kiểm tra", "Phòng NVY&QLHN", "30/09/2025", "95%"],
        ["2", "Tổ chức Hội thảo", "Phòng KH&TC", "Quý III", "1.500.000"],
        ["04", "Biên tập Bản tin", "Văn phòng Sở", "08/07/2025"],
    ]
    assert left_of(document) == ["trang tính ẩn", "hàng ẩn", "cột E ẩn, 4 ô có chữ"]
    assert "LibreOffice" in document.origin


@NEEDS_OFFICE
@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_a_text_of_another_program_is_read_as_it_shows(ending):
    """Merged cells hold for their rows; hidden and struck-out words are left out, and told."""
    document = read_document(SAVED / f"ke-hoach.{ending}")
    (table,) = document.tables
    assert texts_of(document)[1:] == [
        ["1", "Xây dựng Kế hoạch kiểm tra", "Phòng KH&TC", "Tháng 7"],
        ["2", "Tổ chức Hội thảo", "Phòng KH&TC", "Tháng 8"],
        ["3", "Biên tập Bản tin", "Văn phòng Sở", "Tháng 9"],
    ]
    assert [row.cells[1].left for row in table.rows[1:]] == [
        (HIDDEN,),
        (f"{STRUCK} “bỏ đi”",),
        (),
    ]
    assert document.paragraphs[0].text == "I. Quý III (3 nhiệm vụ)"


@NEEDS_OFFICE
@pytest.mark.parametrize("save", [save_word, save_excel])
def test_a_file_of_the_strict_standard_is_read(tmp_path, save):
    """A package whose elements have the names of ISO 29500 Strict, which Office can save, is read."""
    place = save(tmp_path / "a.docx", [HEAD, FIRST])
    with zipfile.ZipFile(place) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    transitional = (
        rb"http://schemas.openxmlformats.org/(officeDocument|\w+ml)/2006/(main|relationships)"
    )
    strict = rb"http://purl.oclc.org/ooxml/\1/\2"
    keep = "[Content_Types].xml"
    changed = {k: re.sub(transitional, strict, v) for k, v in parts.items() if k != keep}
    document = read_document(rewrite(place, changed))
    assert texts_of(document)[1][:3] == list(FIRST[:3])
    assert "khác thường" in document.origin


@NEEDS_OFFICE
def test_a_whole_file_that_the_libraries_do_not_know_is_read(tmp_path):
    """A value that the standard does not have, which Excel itself passes over, is no damage."""
    place = save_excel(tmp_path / "a.xlsx", [HEAD, FIRST])
    styles = read_part(place, "xl/styles.xml").replace(b'<family val="2"', b'<family val="34"')
    document = read_document(rewrite(place, {"xl/styles.xml": styles}))
    assert texts_of(document)[1][:3] == list(FIRST[:3])
    assert "khác thường" in document.origin


@NEEDS_OFFICE
def test_excel_2003_xml_is_read(read):
    """Its cells, merged and formatted, are read; its hidden column is not."""
    cell = '<Cell{}><Data ss:Type="{}">{}</Data></Cell>'
    rows = (
        cell.format("", "String", "STT") + cell.format("", "String", "Nội bộ"),
        cell.format(' ss:StyleID="p"', "Number", "0.5") + cell.format("", "String", "không gửi"),
    )
    document = read(
        "a.xml",
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p">'
        '<NumberFormat ss:Format="0%"/></Style></Styles><Worksheet ss:Name="A"><Table><Column/>'
        f'<Column ss:Hidden="1"/>{"".join(f"<Row>{each}</Row>" for each in rows)}</Table></Worksheet></Workbook>',
    )
    assert texts_of(document) == [["STT"], ["50%"]]
    assert left_of(document) == ["cột B ẩn, 2 ô có chữ"]


@NEEDS_OFFICE
def test_a_hidden_section_of_an_open_document_is_left_out(tmp_path):
    """A part that the document hides stays hidden, with the table in it, and is told."""
    section = (
        '<text:section text:name="a" text:display="none"><text:p>bí mật</text:p></text:section>'
    )
    place = shutil.copy(SAVED / "ke-hoach.odt", tmp_path / "a.odt")
    content = read_part(place, "content.xml").decode()
    changed = content.replace("</office:text>", f"{section}</office:text>")
    assert changed != content
    document = read_document(rewrite(place, {"content.xml": changed.encode()}))
    assert not [each for each in document.paragraphs if "bí mật" in each.text]
    assert left_of(document) == ["1 phần ẩn (section)"]


@NEEDS_OFFICE
def test_nothing_is_fetched_for_an_open_document(tmp_path, monkeypatch):
    """A picture that lies elsewhere is not asked for, even where no shelter keeps the network away."""
    monkeypatch.setattr(conversion, "_NO_NETWORK", ("no-such-program",))
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self):
            asked.append(self.rfile.readline())

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    frame = (
        '<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:image '
        f'xlink:href="http://127.0.0.1:{server.server_port}/i.png" xlink:type="simple" '
        'xlink:actuate="onLoad"/></draw:frame></text:p></office:text>'
    )
    place = shutil.copy(SAVED / "ke-hoach.odt", tmp_path / "a.odt")
    content = read_part(place, "content.xml").decode().replace("</office:text>", frame)
    with pytest.raises(OfficeError, match="liên kết ngoài"):
        read_document(rewrite(place, {"content.xml": content.encode()}))
    server.shutdown()
    server.server_close()
    assert asked == []


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program called soffice on the path, and nothing that could shelter it."""

    def install(script):
        folder = tmp_path / "bin"
        folder.mkdir()
        place = folder / "soffice"
        place.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        place.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin")

    return install


def is_running(pid):
    """Tell whether a process is there and not only waits to be counted."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_program_that_hangs_is_ended_with_all_that_it_started(program, tmp_path):
    """After its time nothing of it runs any more, and nothing is left of its folder."""
    pids = tmp_path / "pids"
    pids.touch()
    program(f'sleep 3600 &\necho $! $$ "$(pwd)" >{pids}\nsleep 3600')
    seconds = 1
    while not pids.read_text():  # it had not begun when its time was over
        with pytest.raises(UnreadableError, match=f"quá {seconds} giây"):
            convert(b"x", EXCEL_97, seconds)
        seconds *= 2
    *running, folder = pids.read_text().split()
    assert not Path(folder).exists()
    for pid in running:
        while is_running(pid):
            time.sleep(0.05)


@pytest.mark.parametrize(
    "save, part, plain, other",
    [
        (
            save_word,
            "word/vbaProject.bin",
            "openxmlformats-officedocument.wordprocessingml.document",
            type,
        )
        for type in ("ms-word.document.macroEnabled", "ms-word.template.macroEnabledTemplate")
    ]
    + [
        (save_excel, "xl/vbaProject.bin", "openxmlformats-officedocument.spreadsheetml.sheet", type)
        for type in ("ms-excel.sheet.macroEnabled", "ms-excel.template.macroEnabled")
    ],
)
def test_a_file_with_macros_is_read_and_the_macros_are_told(tmp_path, save, part, plain, other):
    """.docm and .xlsm, and their templates, show what .docx and .xlsx do; no page offers them."""
    place = save(tmp_path / f"a{'.docx' if save is save_word else '.xlsx'}", ROWS)
    expected = read_document(place)
    types = read_part(place, "[Content_Types].xml").replace(plain.encode(), other.encode())
    found = read_document(rewrite(place, {"[Content_Types].xml": types, part: b"x"}))
    assert found.blocks == expected.blocks
    assert [each.words for each in found.left_out] == ["macro (không chạy, không lấy)"]
    with pytest.raises(CannotCleanError):
        clean_original(place, found)


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo x >out"])
def test_a_program_that_fails_or_writes_nothing_is_told(program, script):
    """Whatever it does not do, one sentence says so."""
    program(script)
    with pytest.raises(UnreadableError, match="không mở được bằng LibreOffice"):
        convert(b"x", EXCEL_97)


def test_what_comes_out_is_looked_at_like_any_other_file(program, tmp_path):
    """A program that writes a file with links to others does not get it in."""
    made = rewrite(save_excel(tmp_path / "m.xlsx", [HEAD, FIRST]), {"xl/connections.xml": b"<x/>"})
    program(f"mkdir out && cat {made} >out/in.xlsx")
    with pytest.raises(OfficeError, match="liên kết ngoài"):
        read_document(SAVED / "ke-hoach.xls")


def test_without_the_program_the_way_out_is_told(monkeypatch, tmp_path):
    """An old file is refused with what to do, where LibreOffice is not installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        OfficeError, match=r"chọn Lưu thành \.xlsx rồi nhập lại, hoặc cài LibreOffice"
    ):
        read_document(SAVED / "ke-hoach.xls")


def test_a_locked_old_file_is_told(tmp_path):
    """The mark of a password in the head of a .doc is its reason, before any program is asked."""
    content = bytearray((SAVED / "ke-hoach.doc").read_bytes())
    content[content.index(b"\xec\xa5") + 11] |= 1
    place = tmp_path / "a.doc"
    place.write_bytes(content)
    with pytest.raises(OfficeError, match="đặt mật khẩu"):
        read_document(place)


def test_codes_of_signs_in_a_workbook_are_the_signs(tmp_path):
    """What a program wrote as a code, for XML holds no such sign, is read as Excel shows it."""
    document = read_document(save_excel(tmp_path / "a.xlsx", [["a_x000D_\nb"]]))
    assert texts_of(document) == [["a\nb"]]


def test_what_changes_with_the_day_is_told(tmp_path):
    """A date that the program itself puts in, and a formula of today, are doubtful."""

    def put_field(document):
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> DATE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>01/02/2025</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            run = parse_xml(f"<w:r {nsdecls('w')}>{part}</w:r>")
            document.tables[0].cell(0, 0).paragraphs[0]._p.append(run)

    word = edit_word(save_word(tmp_path / "a.docx", [["", "b"]]), put_field)
    excel = save_excel(tmp_path / "a.xlsx", [["=TODAY()", "b"]])
    sheet = read_part(excel, "xl/worksheets/sheet1.xml")
    shown = sheet.replace(b"<v></v>", b"<v>45000</v>").replace(b"<v />", b"<v>45000</v>")
    rewrite(excel, {"xl/worksheets/sheet1.xml": shown})
    for place in (word, excel):
        first, second = read_document(place).tables[0].rows[0].cells
        assert first.text
        assert "tự đổi theo hôm nay" in "".join(first.doubts)
        assert not second.doubts


# ---- web pages -----------------------------------------------------------------------------------

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><style>
.a {mso-number-format:0%;} .b {display:none}</style></head><body><p>K&#7871; ho&#7841;ch</p>
<table><col width=3><col><col style='display:none'>
<tr><td>STT</td><td>Nhi&#7879;m
 v&#7909;</td><td>N&#7897;i b&#7897;</td></tr>
<tr style='display:none'><td>9</td><td>xong</td><td></td></tr>
<tr><td rowspan=2>1</td><td class=a>95%<br>\xe1 <s>c\xf2</s><span class=b>x</span></td><td>riêng</td></tr>
<tr><td>B</td><td>&nbsp;</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16"])
def test_a_web_page_that_is_called_a_workbook_is_read(read, encoding):
    """Its text is read as it shows; hidden rows, columns, words and struck-out ones are told."""
    document = read("a.xls", PAGE.encode(encoding))
    assert texts_of(document) == [["STT", "Nhiệm vụ"], ["1", "95%\ná"], ["1", "B"]]
    (table,) = document.tables
    assert table.rows[1].cells[1].left == (f"{STRUCK} “cò”", HIDDEN)
    assert table.rows[2].cells[0].below
    assert left_of(document) == ["hàng ẩn", "cột thứ 3 ẩn, 2 ô có chữ"]
    assert document.paragraphs[0].text == "Kế hoạch"


MAIL = """From: x
Content-Type: multipart/{}; boundary="x"

--x
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<table><tr><td>1</td><td>Vi=E1=BB=87c</td></tr></table>
--x
Content-Type: image/png

?
--x--
"""


def test_a_web_archive_is_read_and_a_letter_is_not(read):
    """The page of an archive is read; of a letter, which begins alike, its attachments are asked for."""
    assert texts_of(read("a.doc", MAIL.format("related"))) == [["1", "Việc"]]
    with pytest.raises(OfficeError, match="lưu tệp đính kèm"):
        read("a.eml", MAIL.format("mixed"))


# ---- CSV and the encodings of text ---------------------------------------------------------------


def as_1258(text):
    """Write a text in Windows-1258, in which a tone is a letter of its own."""
    tones = "\u0300\u0309\u0303\u0301\u0323"
    content = b""
    for letter in text:
        try:
            content += letter.encode("windows-1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(e for e in parts if e not in tones))
            content += (base + "".join(e for e in parts if e in tones)).encode("windows-1258")
    return content


@pytest.mark.parametrize("encode", [
    lambda text: text.encode("utf-8-sig"), lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-le"), lambda text: text.encode("utf-16-be"), as_1258,
])  # fmt: skip
@pytest.mark.parametrize("delimiter", ",;\t|")
def test_csv_of_any_sign_and_encoding_is_one_table(read, delimiter, encode):
    """Cells with the sign, quotes and line breaks in them are whole; sign and encoding are named."""
    rows = [*ROWS, ["4", f'Nói{delimiter} "viết"\nhai dòng', "Văn phòng Sở", "", "", ""]]
    lines = [
        delimiter.join(
            '"' + c.replace('"', '""') + '"' if set(c) & set('\n"' + delimiter) else c for c in row
        )
        for row in rows
    ]
    document = read("a.csv", encode("\r\n".join(lines)))
    assert texts_of(document) == rows
    assert document.origin.startswith("CSV, dấu ")
    assert [row.place for row in document.tables[0].rows][-1] == "dòng 5"


def test_the_line_that_names_the_sign_is_no_row(read):
    """“sep=;” is what Excel reads and does not show."""
    assert texts_of(read("a.txt", "sep=;\na;b\n1;2\n")) == [["a", "b"], ["1", "2"]]


def test_a_text_that_is_not_called_csv_may_be_one(read):
    """Rows that all have as many cells are a table, below whatever titles."""
    lines = ["KẾ HOẠCH NĂM 2025", "", *(";".join(row) for row in ROWS)]
    assert texts_of(read("a.txt", "\n".join(lines))) == [[lines[0]], *ROWS]


def test_rows_of_csv_that_have_too_many_cells_are_told(read):
    """A comma that nobody put in quotes moves the cells after it, so each such row is named."""
    rows = (HEAD, ("1", "Rà soát, sửa đổi", *FIRST[2:]), ("2", "Lập, trình", *SECOND[2:]), THIRD)
    (table,) = read("a.csv", "\n".join(",".join(row[:5]) for row in rows)).tables
    assert [bool(row.cells[0].doubts) for row in table.rows] == [False, True, True, False]


@pytest.mark.parametrize("text", [
    "Kính gửi: các phòng, ban, đơn vị\nThực hiện Kế hoạch, Sở yêu cầu\nNơi nhận: Như trên, Lưu\n",
    "Một, hai, ba\nBốn, năm, sáu\nBảy, tám, chín\n",
    "1. Phòng A: (1) Rà soát; (2) Báo cáo\n2. Phòng B: (1) Tổng hợp; (2) Trình\n",
])  # fmt: skip
def test_prose_is_not_csv(read, text):
    """Commas of sentences part no cells, even where every line has as many."""
    assert read("a.txt", text).tables == ()


def test_a_table_that_markdown_draws_is_read_between_sentences(read):
    """Bars part its cells, marks of bold letters are no text, and lines around it stay lines."""
    text = "Kính gửi\n\n| STT | Việc | Nơi |\n|---|---|---|\n| **I** | | |\n| 1 | Rà soát | A |\n\nHết."
    rows = [[each.strip() for each in row if each.strip()] for row in texts_of(read("a.txt", text))]
    assert rows == [["Kính gửi"], ["STT", "Việc", "Nơi"], ["I"], ["1", "Rà soát", "A"], ["Hết."]]


@pytest.mark.parametrize(("pasted", "shown", "told"), [
    ('"Rà soát\nvà trình"', "Rà soát\nvà trình", False),
    ('"Đề án ""A"" mới"', 'Đề án "A" mới', False),
    ('"Đề án\n"A" mới"', 'Đề án\n"A" mới', True),
    ('"A" và "B"', '"A" và "B"', False),
    ('"Chung tay"', '"Chung tay"', False),
    ('"Rà soát, trình"', "Rà soát, trình", True),
])  # fmt: skip
def test_quotes_that_excel_puts_around_a_pasted_cell_are_no_text(read, pasted, shown, told):
    """They are taken off where only Excel can have put them, told where it may have, else kept."""
    (table,) = read("a.txt", f"STT\tViệc\tNơi\n1\t{pasted}\tA\n").tables
    cell = table.rows[1].cells[1]
    assert (cell.text, bool(cell.doubts)) == (shown, told)


def test_letters_that_were_lost_when_saving_are_told(read):
    """A text whose marks became question marks is refused; one such cell elsewhere is not."""
    with pytest.raises(OfficeError, match="đã mất dấu khi lưu"):
        read("a.csv", "STT;Nhi?m v?;Đơn v? ch? tr\n1;K? ho?ch ki?m tra;V?n ph?ng\n")
    assert read("a.csv", "STT;Nhiệm vụ;Ghi chú\n1;Kế hoạch;https://a.vn/?x=1\n").tables


# ---- TCVN3 and VNI -------------------------------------------------------------------------------

TCVN3_CODES = (  # by the standard, from 0xB5 on: the five tones of each vowel
    "b5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedeeeff1f2"
    "f3f4f5f6f7f8f9fafbfcfdfe"
)
TONED = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
VNI_PAIRS = [
    "aø",
    "aû",
    "aõ",
    "aù",
    "aï",
    "aè",
    "aú",
    "aü",
    "aé",
    "aë",
    "aà",
    "aå",
    "aã",
    "aá",
    "aä",
    "eø",
    "eû",
    "eõ",
    "eù",
    "eï",
    "eà",
    "eå",
    "eã",
    "eá",
    "eä",
    "ì",
    "æ",
    "ó",
    "í",
    "ò",
    "oø",
    "oû",
    "oõ",
    "où",
    "oï",
    "oà",
    "oå",
    "oã",
    "oá",
    "oä",
    "ôø",
    "ôû",
    "ôõ",
    "ôù",
    "ôï",
    "uø",
    "uû",
    "uõ",
    "uù",
    "uï",
    "öø",
    "öû",
    "öõ",
    "öù",
    "öï",
    "yø",
    "yû",
    "yõ",
    "yù",
    "î",
]


def as_tcvn3(text):
    """Write a text as TCVN3 stands in a file that does not know it."""
    codes = dict(zip(TONED, bytes.fromhex(TCVN3_CODES).decode("latin-1"), strict=True))
    codes |= zip("ĂÂÊÔƠƯĐăâêôơưđ", bytes(range(0xA1, 0xAF)).decode("latin-1"), strict=True)
    return "".join(codes.get(each, each) for each in text)


def as_vni(text):
    """Write a text as VNI stands in a file that does not know it."""
    codes = dict(zip(TONED, VNI_PAIRS, strict=True))
    codes |= {"ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö", "đ": "ñ"}
    codes |= {letter.upper(): code.upper() for letter, code in codes.items()}
    return "".join(codes.get(each, each) for each in text)


@pytest.mark.parametrize(("code", "encode"), [("tcvn3", as_tcvn3), ("vni", as_vni)])
def test_every_letter_of_an_old_code_is_known(code, encode):
    """All letters with marks come back, small and, where the code has them, capital."""
    letters = TONED + "ăâêôơưđ" + ("ĂÂÊÔƠƯĐ" if code == "tcvn3" else (TONED + "ăâêôơưđ").upper())
    assert decode_old(encode(letters), code) == letters
    assert decode_old(encode(SENTENCES), code) == SENTENCES
    assert tell_code(encode(SENTENCES)) == code
    assert tell_code(SENTENCES) == ""


@pytest.mark.parametrize("save", [str.encode, lambda text: text.encode("latin-1")])
@pytest.mark.parametrize(("code", "encode"), [("tcvn3", as_tcvn3), ("vni", as_vni)])
def test_a_text_in_an_old_code_is_turned_when_asked(read, code, encode, save):
    """Unasked it is refused with the words to ask; asked, every cell is Unicode."""
    content = save(encode("\n".join("\t".join(row) for row in ROWS)))
    with pytest.raises(OfficeError, match=f"thêm --from {code}"):
        read("a.txt", content)
    assert texts_of(read("a.txt", content, code)) == ROWS


def test_a_word_that_makes_sense_in_both_codes_is_told(read):
    """Of a text that is partly in Unicode, “chó” may mean “chú”: it stays, and its cell is doubtful."""
    rows = [["1", "Phòng Đào tạo"], ["2", as_tcvn3("chú ý")], ["3", as_tcvn3("Nhiệm vụ")]]
    (table,) = read("a.txt", "\n".join(map("\t".join, rows)), "tcvn3").tables
    assert [row.cells[1].text for row in table.rows] == [rows[0][1], rows[1][1], "Nhiệm vụ"]
    assert [len(row.cells[1].doubts) for row in table.rows] == [0, 1, 0]


def save_in_fonts(place, font, rows, more):
    """Save a table in a font, with one more row in another, as a Word or an Excel file."""
    if place.suffix == ".docx":
        save_word(place, [*rows, more])
        document = docx.Document(place)
        for row in document.tables[0].rows:
            for cell in row.cells:
                for run in cell.paragraphs[0].runs:
                    run.font.name = "Times New Roman" if row.cells[0].text == more[0] else font
        document.save(place)
    else:
        save_excel(place, [*rows, more])

        def set_fonts(sheet):
            for row in sheet.iter_rows(max_row=len(rows)):
                for cell in row:
                    cell.font = openpyxl.styles.Font(name=font)

        edit_excel(place, set_fonts)
    return place


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize(
    ("code", "font", "encode"), [("tcvn3", ".VnTime", as_tcvn3), ("vni", "VNI-Times", as_vni)]
)
def test_an_old_font_is_turned_when_asked(tmp_path, ending, code, font, encode):
    """Of a file whose cells are in an old font these alone are turned; unasked it is refused."""
    old = [[encode(text) for text in row] for row in ROWS]
    more = ["4", "Tháng này rà soát, cân đối", "Phòng Đào tạo", "", "", ""]
    place = save_in_fonts(tmp_path / f"a.{ending}", font, old, more)
    with pytest.raises(OfficeError, match=f"thêm --from {code}"):
        read_document(place)
    read = texts_of(read_document(place, Wishes(code)))
    assert [[text for text in row if text] for row in read] == [
        [text for text in row if text] for row in (*ROWS, more)
    ]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_one_cell_in_an_old_font_is_told(tmp_path, ending):
    """A row that was copied from an old file is no reason to refuse, but is named."""
    place = save_in_fonts(
        tmp_path / f"a.{ending}", ".VnTime", [["1", as_tcvn3("Tháng")]], ["2", "Tháng này"]
    )
    rows = read_document(place).tables[0].rows
    assert [len(row.cells[1].doubts) for row in rows] == [1, 0]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_font_of_capitals_shows_capitals(tmp_path, ending):
    """Small letters in a font of capitals are read as what they look like."""
    place = save_in_fonts(
        tmp_path / f"a.{ending}", ".VnTimeH", [["I", as_tcvn3("Đợt một")]], ["2", "b"]
    )
    assert texts_of(read_document(place, Wishes("tcvn3"))) == [["I", "ĐỢT MỘT"], ["2", "b"]]


@pytest.mark.parametrize(
    "text", ["Zürich, São Tomé, Müller, Genève", "© 2025, 5 µm, 3 m²", "ĐMST, HĐND"]
)
def test_other_languages_are_no_old_code(text):
    """Names with marks, signs and short forms are left as they are."""
    assert tell_code(text) == ""


def test_an_unknown_charset_is_told(read):
    """What --from does not know is answered with what it knows."""
    with pytest.raises(OfficeError, match="là một trong: tcvn3, vni"):
        read("a.txt", "a\tb", "tcvn")


# ---- numbers of Excel -------------------------------------------------------------------


@pytest.mark.parametrize(("value", "form", "shown"), [
    (0.95, "0%", "95%"), (0.125, "0.0%", "12,5%"), (1234567.5, "#,##0.0", "1.234.567,5"),
    (1500000, '_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', "1.500.000 ₫"),
    (1, "00", "01"), (1.0, "0.0", "1,0"), (3.0, "General", "3"), (-5, "#,##0;(#,##0)", "(5)"),
    (-1.5, "0.0", "-1,5"), (85, '0"%"', "85%"), (2.5, "0", "3"), (0.5, "[Red]0.##", "0,5"),
])  # fmt: skip
def test_a_number_is_printed_by_its_format(value, form, shown):
    """Percent, thousands, money and zeros stand as Excel shows them in Vietnam."""
    assert print_number(value, form) == (shown, "")


@pytest.mark.parametrize(
    ("value", "form"), [(0.5, "# ?/?"), (12345, "0.00E+00"), (1.1, "General"), (5, "[>3]0;0")]
)
def test_a_number_that_may_look_otherwise_is_told(value, form):
    """A format that is not followed, and one that the language decides, leave a doubt."""
    assert "Excel" in print_number(value, form)[1]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("General", "gấp"),
        ("@", "gấp"),
        ('@" (x)"', "gấp (x)"),
        ('0;-0;0;"Việc "@', "Việc gấp"),
        ('0;-0;0;"Đã xong"', "Đã xong"),
        ('0" ngày"', "gấp"),
        ("**;**;**;**", "gấp"),
        ("dd/mm/yyyy;@", "gấp"),
    ],
)
def test_a_text_is_printed_by_its_format(form, shown):
    """Words that a format puts around a text, or in its place, stand as Excel shows them."""
    assert print_text("gấp", form) == shown


DRAWN = {
    "boxes": "┌───┬────┐\n│ STT │ Nhiệm vụ │ Thời hạn │\n├──┼──┤\n│ 1 │ Họp, báo cáo │ Tháng 7 │\n"
    "│ 2 │ Rà soát │ Tháng 8 │\n└──┴──┘\n",
    "a grid": "+---+---+\n| STT | Nhiệm vụ | Thời hạn |\n+===+===+\n| 1 | Họp, báo cáo | Tháng 7 |\n+--+--+\n"
    "| 2 | Rà soát | Tháng 8 |\n+---+---+\n",
    "bars": "| STT | Nhiệm vụ | Thời hạn |\n|-----+----+----|\n| 1 | Họp, báo cáo | Tháng 7 |\n"
    "| 2 | Rà soát | Tháng 8 |\n",
}


@pytest.mark.parametrize("case", DRAWN)
@pytest.mark.parametrize("above", ["", "KẾ HOẠCH\nnăm 2025; quý III, IV\n\n"])
def test_a_table_that_is_drawn_in_a_text_is_read(tmp_path, case, above):
    """Signs that draw a frame part rows into cells, whatever stands above."""
    place = tmp_path / "a.txt"
    place.write_text(above + DRAWN[case], encoding="utf-8")
    (table,) = read_document(place).tables
    assert [
        [c.text.strip() for c in row.cells][1:-1] for row in table.rows if len(row.cells) > 1
    ] == [
        ["STT", "Nhiệm vụ", "Thời hạn"],
        ["1", "Họp, báo cáo", "Tháng 7"],
        ["2", "Rà soát", "Tháng 8"],
    ]
