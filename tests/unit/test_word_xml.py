"""What Word saved as one XML file is read like any other document of Word."""

import base64
import zipfile

import pytest
from lxml import etree

from planbook.documents.cleaning.office import CannotCleanError
from planbook.documents.cleaning.original import clean_original
from planbook.documents.opening.files import OfficeError
from planbook.documents.reading import read_document
from tests.conftest import ROOT
from tests.office_samples import FIRST, HEAD, SECOND, save_word

SAVED = ROOT / "tests/fixtures/documents/word-2003.xml"
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"


@pytest.fixture(name="document", scope="module")
def _document():
    return read_document(SAVED)


def test_cells_stand_where_word_2003_shows_them(document):
    """Numbers of lists, merged cells, smart tags and inserted words are read as Word shows them."""
    (table,) = document.tables
    assert [[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows] == [
        ["STT", "Nhiệm vụ", "Phân công", "Thời hạn"],
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"],
        ["1", "Ban hành quy chế mới tại cơ quan", "Văn phòng", "Thanh tra", "Tháng 7"],
        ["2", "Rà soát định mức từng khoa", "Thanh tra", "", "Tháng 8"],
        ["3", "Kiểm tra kho thuốc", "Văn phòng", "", "Tháng 8"],
    ]
    assert [cell.width for cell in table.rows[0].cells] == [1, 1, 2, 1]
    assert [row.cells[4].below for row in table.rows[2:]] == [False, False, True]
    assert [each.text for each in document.paragraphs if each.text] == [
        "NHIỆM VỤ TRỌNG TÂM",
        "I. Quý III",
    ]
    assert document.origin == "định dạng XML của Word 2003"


def test_what_word_2003_hides_is_left_out_and_told(document):
    """Hidden and deleted words, remarks, notes, deleted and low rows are no text, and each is told."""
    (table,) = document.tables
    task, *_, when = table.rows[2].cells[1:]
    assert task.left == ("chữ ẩn", "chữ đã xóa (Track Changes)", "nhận xét kèm theo (comment)")
    assert task.doubts == ("có chữ mới thêm (Track Changes), đã lấy",)
    assert when.left == ("chú thích cuối trang (footnote) “¹ Theo chỉ đạo.”",)
    assert [(each.words, each.place) for each in table.left_out] == [
        ("hàng đã xóa (Track Changes)", "bảng 1, hàng 4"),
        ("hàng ẩn", "bảng 1, hàng 6"),
    ]
    assert [each.words for each in document.left_out] == [
        "bảng ở đầu hoặc cuối trang (header, footer)"
    ]


def test_word_2003_xml_is_not_offered_for_download(document):
    """A file that tells who wrote and changed it, and hides words, is not laid beside its plan."""
    with pytest.raises(CannotCleanError):
        clean_original(SAVED, document)


def _flatten(source, place):
    """Save a .docx as the one XML file that Word calls “Word XML Document”."""
    root = etree.Element(f"{{{PACKAGE}}}package", nsmap={"pkg": PACKAGE})
    with zipfile.ZipFile(source) as package:
        types = etree.fromstring(package.read("[Content_Types].xml"))
        kinds = {(e.get("PartName") or e.get("Extension")): e.get("ContentType") for e in types}
        for name in package.namelist():
            if name != "[Content_Types].xml":
                kind = kinds.get(f"/{name}") or kinds[name.rpartition(".")[2]]
                names = {f"{{{PACKAGE}}}name": f"/{name}", f"{{{PACKAGE}}}contentType": kind}
                part = etree.SubElement(root, f"{{{PACKAGE}}}part", names)
                if name.endswith((".xml", ".rels")):
                    data = etree.SubElement(part, f"{{{PACKAGE}}}xmlData")
                    data.append(etree.fromstring(package.read(name)))
                else:
                    data = etree.SubElement(part, f"{{{PACKAGE}}}binaryData")
                    data.text = base64.b64encode(package.read(name)).decode()
    place.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return place


def test_a_package_in_one_file_reads_as_its_docx(tmp_path):
    """The parts that Word writes one after another give what the same parts in a .docx give."""
    source = save_word(tmp_path / "a.docx", [list(HEAD), list(FIRST), list(SECOND)])
    flat = read_document(_flatten(source, tmp_path / "a.xml"))
    assert flat.tables
    assert flat.blocks == read_document(source).blocks
    assert flat.origin == "định dạng XML của Word"


DEEP = "<w:p>" * 5_000 + "</w:p>" * 5_000
BAD = {
    "a DTD": (lambda t: t.replace("<w:wordDocument", '<!DOCTYPE a [<!ENTITY b "c">]><w:wordDocument', 1), "thực thể"),
    "cut short": (lambda t: t[: len(t) // 2], "hỏng hoặc tải về chưa hết"),
    "deep": (lambda t: t.replace("<wx:sect>", f"<wx:sect>{DEEP}", 1), "hỏng hoặc tải về chưa hết"),
    "no body": (lambda t: t.replace("w:body>", "w:other>"), "hỏng hoặc tải về chưa hết"),
    "another root": (lambda t: t.replace("w:wordDocument", "w:other"), "không phải của Word"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, case):
    """A file with entities, cut short, too deep or of another kind is refused with the true reason."""
    spoil, reason = BAD[case]
    place = tmp_path / "a.xml"
    place.write_text(spoil(SAVED.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(OfficeError) as refused:
        read_document(place)
    assert reason in str(refused.value)
