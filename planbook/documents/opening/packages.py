"""Look at the parts of a ZIP package before anything of it is parsed: which program's, and safe or not.

Everything is decided on sizes, names and patterns of bytes; nothing is unpacked to disk.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from planbook.documents.opening.conversion import (
    EXCEL_BINARY,
    OPEN_SHEET,
    OPEN_TEXT,
    UNUSUAL,
    OtherFormat,
)
from planbook.documents.unreadable import BROKEN, ENTITIES, LOCKED, UnreadableError

MAX_UNPACKED = 300_000_000  # bytes of all parts together
MAX_XML = 80_000_000  # bytes of one part that is parsed
MAX_PARTS = 5_000
MAX_RATIO = 250  # unpacked to packed, for parts of some size: office files reach about 50
RATIO_FROM = 5_000_000
MAX_ROWS = 50_000
MAX_CELLS = 600_000
MAX_MERGED = 200_000  # cells that merged ranges cover

_OUTSIDE = "lấy nội dung từ tệp khác qua liên kết ngoài; ngắt liên kết (Break Link) rồi lưu lại"
_OTHER = "không phải tài liệu Word hay sổ tính Excel; xin bản Word hoặc Excel"
_MAIN_PARTS = (
    ("docx", re.compile(r"word/document\d*\.xml")),
    ("xlsx", re.compile(r"xl/workbook\d*\.xml")),
    (EXCEL_BINARY, re.compile(r"xl/workbook\d*\.bin")),
)
_STRICT_NAMES = b"http://purl.oclc.org/ooxml/"  # of a package's elements, which our libraries lack
_OPEN_DOCUMENT = {  # by what the part “mimetype” says, templates with their documents
    b"application/vnd.oasis.opendocument.text": OPEN_TEXT,
    b"application/vnd.oasis.opendocument.text-template": OPEN_TEXT,
    b"application/vnd.oasis.opendocument.spreadsheet": OPEN_SHEET,
    b"application/vnd.oasis.opendocument.spreadsheet-template": OPEN_SHEET,
}
_MACRO = re.compile(
    r"vbaProject\.bin$|/macrosheets/|^(?:Basic|Dialogs|Scripts)/", re.I
)  # nobody runs
_PICTURE = re.compile(r"(?:word|xl)/media/.+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)", re.I)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_OUTSIDE_TARGET = re.compile(rb"TargetMode\s*=\s*[\"']External")
# The address of a hyperlink is only kept, and a place on the sender's own disk leads nowhere.
_HARMLESS = re.compile(rb"/hyperlink[\"']|Target\s*=\s*[\"']file:///[a-z]:", re.I)
_ROW = re.compile(rb"<(?:\w+:)?(?:row|tr)[\s>]")
_CELL = re.compile(rb"<(?:\w+:)?(?:c|tc)[\s>]")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True, slots=True)
class Package:
    """What a package is: a kind that is read here, or a format for LibreOffice; with macros or not."""

    kind: str | OtherFormat
    macros: bool = False


def inspect_package(content: bytes) -> Package:
    """Look at the parts of a ZIP package; raises UnreadableError for one that must not be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            found = _tell_kind(package)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and not _MACRO.search(part.filename):
                    _inspect_part(part.filename, package.read(part))
                else:
                    package.read(part)  # its checksum tells a broken file
    # A broken package makes the library raise whatever its bytes lead to.
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(BROKEN) from error
    return found


def is_whole(content: bytes) -> bool:
    """Tell whether each part of a package that was inspected is XML to its end, if it is XML at all."""
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    with zipfile.ZipFile(BytesIO(content)) as package:
        try:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(package.read(name), parser)
        except etree.XMLSyntaxError:
            return False
    return True


def count_pictures(content: bytes) -> int:
    """Count the pictures that a package holds."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return sum(bool(_PICTURE.fullmatch(each)) for each in package.namelist())


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    suspicious = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size
        for part in parts
    )
    if suspicious or sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise UnreadableError(
            "nở ra quá lớn khi giải nén nên không được mở; xin lại tệp từ nơi gửi"
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and part.file_size > MAX_XML:
            raise UnreadableError("có quá nhiều nội dung để đọc một lần; tách thành nhiều tệp")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(LOCKED)


def _tell_kind(package: zipfile.ZipFile) -> Package:
    names = package.namelist()
    if "[Content_Types].xml" not in names:
        if "mimetype" in names:
            return _tell_open_document(package, names)
        raise UnreadableError("là tệp nén ZIP; giải nén rồi nhập tệp Word hoặc Excel bên trong")
    found = next((kind for kind, main in _MAIN_PARTS if any(map(main.fullmatch, names))), None)
    if found is None:
        raise UnreadableError(_OTHER)
    macros = any(map(_MACRO.search, names))
    if any(each.startswith("xl/externalLinks/") or each == "xl/connections.xml" for each in names):
        raise UnreadableError(_OUTSIDE)
    if isinstance(found, str) and _STRICT_NAMES in package.read("_rels/.rels"):
        return Package(UNUSUAL[found], macros)
    return Package(found, macros)


def _tell_open_document(package: zipfile.ZipFile, names: list[str]) -> Package:
    found = _OPEN_DOCUMENT.get(package.read("mimetype").strip())
    if found is None:
        raise UnreadableError(f"là tệp OpenDocument, nhưng {_OTHER}")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in package.read(manifest):
        raise UnreadableError(LOCKED)
    return Package(found, any(map(_MACRO.search, names)))


def _inspect_part(part: str, xml: bytes) -> None:
    """Refuse what a part would fetch, expand or blow up when it is parsed."""
    if _DTD.search(xml.replace(b"\0", b"")):
        raise UnreadableError(ENTITIES)
    if part.endswith(".rels"):
        for relationship in _RELATIONSHIP.findall(xml):
            if _OUTSIDE_TARGET.search(relationship) and not _HARMLESS.search(relationship):
                raise UnreadableError(_OUTSIDE)
    rows = sum(1 for _ in _ROW.finditer(xml))
    if rows > MAX_ROWS or sum(1 for _ in _CELL.finditer(xml)) > MAX_CELLS:
        raise UnreadableError(f"có {rows} hàng; xóa các hàng trống có kẻ khung ở cuối rồi lưu lại")
    if sum(map(_merged_area, _MERGE.findall(xml))) > MAX_MERGED:
        raise UnreadableError("có vùng ô gộp quá rộng; bỏ gộp ô (Unmerge) rồi lưu lại")


def _merged_area(corners: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = corners
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
