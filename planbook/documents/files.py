"""Open a Word, Excel or text file that somebody sent, or say in one sentence why it cannot be read.

Everything is decided on sizes and on the parts of the file, before anything is parsed: nothing
is unpacked to disk, run or fetched.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from planbook.model import RefusedError

MAX_FILE = 50_000_000  # bytes on disk
MAX_UNPACKED = 300_000_000  # bytes of all parts together
MAX_XML = 80_000_000  # bytes of one part that is parsed
MAX_PARTS = 5_000
MAX_RATIO = 250  # unpacked to packed, for parts of some size: office files reach about 50
RATIO_FROM = 5_000_000
MAX_ROWS = 50_000
MAX_CELLS = 600_000
MAX_MERGED = 200_000  # cells that merged ranges cover

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "mở tệp bằng Word hoặc Excel, chọn Lưu thành .docx hoặc .xlsx rồi nhập lại"
_OUTSIDE = "lấy nội dung từ tệp khác qua liên kết ngoài; ngắt liên kết (Break Link) rồi lưu lại"
_SIGNATURES = (
    (b"{\\rtf", f"là tệp RTF; {_SAVE_AS}"),
    (b"\x89PNG", "là ảnh, không có chữ để đọc; xin bản Word hoặc Excel"),
    (b"\xff\xd8\xff", "là ảnh, không có chữ để đọc; xin bản Word hoặc Excel"),
    (b"Rar!", "là tệp nén RAR; giải nén rồi nhập tệp Word hoặc Excel bên trong"),
    (b"7z\xbc\xaf", "là tệp nén 7z; giải nén rồi nhập tệp Word hoặc Excel bên trong"),
    (b"\x1f\x8b", "là tệp nén; giải nén rồi nhập tệp Word hoặc Excel bên trong"),
)
Kind = Literal["docx", "xlsx", "pdf", "text"]

_MAIN_PARTS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("docx", re.compile(r"word/document\d*\.xml")),
    ("xlsx", re.compile(r"xl/workbook\d*\.xml")),
)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_OUTSIDE_TARGET = re.compile(rb"TargetMode\s*=\s*[\"']External")
_HYPERLINK = re.compile(rb"/hyperlink[\"']")
_ROW = re.compile(rb"<(?:\w+:)?(?:row|tr)[\s>]")
_CELL = re.compile(rb"<(?:\w+:)?(?:c|tc)[\s>]")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


class OfficeError(RefusedError):
    """A file or a request that cannot be served; the message is a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever sends a file asks of its reader."""

    charset: str = ""  # an old encoding of Vietnamese, where the file cannot tell
    footnotes: bool = False  # kept with the row that they belong to


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """What a file holds: the bytes of a DOCX or XLSX, or the text of a text file."""

    name: str
    kind: Kind
    content: bytes
    text: str = ""
    wishes: Wishes = NO_WISHES


def open_office_file(path: Path, wishes: Wishes = NO_WISHES) -> OfficeFile:
    """Read a file and tell its kind; raises OfficeError for one that cannot or must not be read."""
    content = _read(path)
    if content.startswith(b"PK"):
        return OfficeFile(path.name, _inspect_package(path.name, content), content, wishes=wishes)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refuse(path.name, "đặt mật khẩu; bỏ mật khẩu, lưu lại rồi nhập")
        raise refuse(path.name, f"thuộc định dạng Word hoặc Excel cũ (.doc, .xls); {_SAVE_AS}")
    if b"%PDF-" in content[:1024]:  # readers let something stand before it
        return OfficeFile(path.name, "pdf", content, wishes=wishes)
    for signature, reason in _SIGNATURES:
        if content.startswith(signature):
            raise refuse(path.name, reason)
    return OfficeFile(path.name, "text", content, _decode(path.name, content), wishes)


def refuse_broken(name: str) -> OfficeError:
    """Say that a file is damaged."""
    return refuse(name, "hỏng hoặc tải về chưa hết; mở thử bằng Word hoặc Excel, lưu lại rồi nhập")


def refuse(name: str, reason: str) -> OfficeError:
    """Say why a file is refused."""
    shown = "".join(each if each.isprintable() else "?" for each in name)
    return OfficeError(f"Tệp “{unicodedata.normalize('NFC', shown)}” {reason}.")


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refuse(path.name, "là thư mục; chỉ đúng tệp Word, Excel hoặc văn bản")
        if not path.is_file():
            raise refuse(path.name, "không tìm thấy; kiểm tra lại đường dẫn")
        if path.stat().st_size > MAX_FILE:
            raise refuse(path.name, f"lớn hơn {MAX_FILE // 1_000_000} MB; bỏ bớt ảnh rồi lưu lại")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise refuse(path.name, "không đọc được; kiểm tra quyền đọc") from error
    if not content.strip():
        raise refuse(path.name, "rỗng; xin lại tệp")
    return content


def _decode(name: str, content: bytes) -> str:
    """Decode a text file as UTF-8, or as UTF-16 when it says so."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"không phải văn bản UTF-8; {_SAVE_AS}, hoặc lưu văn bản với mã UTF-8"
        raise refuse(name, reason) from error
    if "\0" in text:
        raise refuse(name, "không phải tệp Word, Excel hay văn bản; kiểm tra lại tệp")
    if re.match(r"\s*(?:<\?xml|<!doctype|<html)", text, re.I):
        raise refuse(name, f"là trang web hoặc XML; {_SAVE_AS}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _inspect_package(name: str, content: bytes) -> Kind:
    """Look at the parts of a ZIP package and tell its kind."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(name, parts)
            kind = _tell_kind(name, parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _inspect_part(name, part.filename, package.read(part))
                else:
                    package.read(part)  # its checksum tells a broken file
    # A broken package makes the library raise whatever its bytes lead to.
    except OfficeError:
        raise
    except Exception as error:
        raise refuse_broken(name) from error
    return kind


def _check_sizes(name: str, parts: list[zipfile.ZipInfo]) -> None:
    suspicious = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size
        for part in parts
    )
    if suspicious or sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise refuse(name, "nở ra quá lớn khi giải nén nên không được mở; xin lại tệp từ nơi gửi")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and part.file_size > MAX_XML:
            raise refuse(name, "có quá nhiều nội dung để đọc một lần; tách thành nhiều tệp")
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(name, "đặt mật khẩu; bỏ mật khẩu, lưu lại rồi nhập")


def _tell_kind(name: str, parts: list[zipfile.ZipInfo]) -> Kind:
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names:
        if "mimetype" in names:
            raise refuse(name, f"thuộc định dạng OpenDocument; {_SAVE_AS}")
        raise refuse(name, "là tệp nén ZIP; giải nén rồi nhập tệp Word hoặc Excel bên trong")
    kinds = [kind for kind, main in _MAIN_PARTS if any(map(main.fullmatch, names))]
    if not kinds:
        raise refuse(name, f"không phải tài liệu Word hay sổ tính Excel; {_SAVE_AS}")
    if any(each.lower().endswith("vbaproject.bin") or "/macrosheets/" in each for each in names):
        raise refuse(name, "có macro nên không được mở; lưu lại thành .docx hoặc .xlsx không macro")
    if any(each.startswith("xl/externalLinks/") or each == "xl/connections.xml" for each in names):
        raise refuse(name, _OUTSIDE)
    return kinds[0]


def _inspect_part(name: str, part: str, xml: bytes) -> None:
    """Refuse what a part would fetch, expand or blow up when it is parsed."""
    if _DTD.search(xml.replace(b"\0", b"")):
        raise refuse(name, "khai báo thực thể XML lạ nên không được mở; xin lại tệp từ nơi gửi")
    if part.endswith(".rels"):
        for relationship in _RELATIONSHIP.findall(xml):
            # The address of a hyperlink is only kept; any other outside target would be fetched.
            if _OUTSIDE_TARGET.search(relationship) and not _HYPERLINK.search(relationship):
                raise refuse(name, _OUTSIDE)
    rows = sum(1 for _ in _ROW.finditer(xml))
    if rows > MAX_ROWS or sum(1 for _ in _CELL.finditer(xml)) > MAX_CELLS:
        raise refuse(name, f"có {rows} hàng; xóa các hàng trống có kẻ khung ở cuối rồi lưu lại")
    if sum(map(_merged_area, _MERGE.findall(xml))) > MAX_MERGED:
        raise refuse(name, "có vùng ô gộp quá rộng; bỏ gộp ô (Unmerge) rồi lưu lại")


def _merged_area(corners: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = corners
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
