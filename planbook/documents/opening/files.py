"""Open a file that somebody sent, whatever its format, or say in one sentence why it cannot be read.

Everything is decided on sizes and on the parts of the file, before anything is parsed: nothing
is unpacked to disk, run or fetched. What only LibreOffice reads comes back as DOCX or XLSX, and is
looked at like any other.
"""

import email
import email.policy
import re
import unicodedata
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from planbook.documents.opening.compound import SIGNATURE, inspect_compound
from planbook.documents.opening.conversion import (
    EXCEL_XML,
    OPEN_TEXT,
    RTF,
    UNUSUAL,
    OtherFormat,
    convert,
)
from planbook.documents.opening.open_document import drop_hidden_sections
from planbook.documents.opening.packages import inspect_package
from planbook.documents.opening.word_xml import drop_picture_data, is_word_xml, pack_word_xml
from planbook.documents.text.encodings import decode_text, decode_web_page
from planbook.documents.text.old_codes import CODE_NAMES
from planbook.documents.unreadable import BROKEN, ENTITIES, MAIL, UnreadableError
from planbook.model import RefusedError, quote

MAX_FILE = 50_000_000  # bytes on disk
MAX_TEXT = 5_000_000  # bytes of a text: some thirty times the longest programme

_PICTURE = "là ảnh, không có chữ để đọc; xin bản Word hoặc Excel"
_SIGNATURES = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", "là tệp nén RAR; giải nén rồi nhập tệp Word hoặc Excel bên trong"),
    (b"7z\xbc\xaf", "là tệp nén 7z; giải nén rồi nhập tệp Word hoặc Excel bên trong"),
    (b"\x1f\x8b", "là tệp nén; giải nén rồi nhập tệp Word hoặc Excel bên trong"),
)
Kind = Literal["docx", "xlsx", "pdf", "html", "text"]

_WEB_PAGE = re.compile(r"<(?:html|body|table)\b", re.I)
_MAIL = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?Content-Type:\s*multipart/", re.I)
_MAIL_HEAD = 20_000  # characters
_XML = re.compile(r"\s*<(?:\?xml|w:wordDocument|pkg:package)\b")
_EXCEL_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)
_MACROS = "macro (không chạy, không lấy)"


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
    origin: str = ""  # how it came to be read, where people would ask
    left_out: tuple[str, ...] = ()  # of the whole file, in Vietnamese


def open_office_file(path: Path, wishes: Wishes = NO_WISHES) -> OfficeFile:
    """Read a file and tell its kind; raises OfficeError for one that cannot or must not be read."""
    if wishes.charset not in ("", *CODE_NAMES):
        known = ", ".join(CODE_NAMES)
        raise OfficeError(
            f"Không biết bảng mã {quote(wishes.charset)}; --from là một trong: {known}."
        )
    content = _read(path)
    try:
        return _tell_apart(path.name, content, wishes)
    except UnreadableError as error:
        raise refuse(path.name, str(error)) from error
    # A damaged file makes whoever looks into it raise whatever its bytes lead to.
    except Exception as error:
        raise refuse_broken(path.name) from error


def _tell_apart(name: str, content: bytes, wishes: Wishes) -> OfficeFile:
    """Tell the kind of a file by its first bytes, whatever its name says."""
    if content.startswith(b"PK"):
        package = inspect_package(content)
        if isinstance(package.kind, OtherFormat):
            return _convert(name, content, package.kind, wishes, package.macros)
        left_out = (_MACROS,) if package.macros else ()
        return OfficeFile(name, cast(Kind, package.kind), content, wishes=wishes, left_out=left_out)
    if content.startswith(SIGNATURE):
        found = inspect_compound(content)
        return _convert(name, content, found.source, wishes, found.macros)
    if content.startswith(b"{\\rtf"):
        return _convert(name, content, RTF, wishes)
    if b"%PDF-" in content[:1024]:  # readers let something stand before it
        return OfficeFile(name, "pdf", content, wishes=wishes)
    for signature, reason in _SIGNATURES:
        if content.startswith(signature):
            raise UnreadableError(reason)
    if len(content) > MAX_TEXT and len(content := drop_picture_data(content)) > MAX_TEXT:
        raise UnreadableError(
            f"là văn bản lớn hơn {MAX_TEXT // 1_000_000} MB; tách thành nhiều tệp"
        )
    marked = content.removeprefix(BOM_UTF8).lstrip().startswith(b"<")
    decode = decode_web_page if marked else decode_text
    text, encoding = decode(content, wishes.charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip().startswith("<") and not _XML.match(text) and _WEB_PAGE.search(text):
        if name.lower().endswith(".pdf"):  # what a server answers instead of the file
            raise UnreadableError("là trang web, không phải PDF; tải lại, hoặc xin tệp từ nơi gửi")
        return OfficeFile(name, "html", content, text, wishes, f"trang web (HTML), mã {encoding}")
    if _MAIL.match(text[:_MAIL_HEAD]):
        return _open_mail(name, content, wishes)
    if _XML.match(text):
        return _open_xml(name, content, text, wishes)
    return OfficeFile(name, "text", content, text, wishes, f"mã {encoding}")


def _open_mail(name: str, content: bytes, wishes: Wishes) -> OfficeFile:
    """Open a web page that a browser or Word saved with its pictures as one file (MHTML)."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    pages = [each for each in message.walk() if each.get_content_type() == "text/html"]
    if message.get_content_type() != "multipart/related" or not pages:
        raise UnreadableError(MAIL)
    text, _ = decode_web_page(bytes(pages[0].get_payload(decode=True) or b""))
    return OfficeFile(name, "html", content, text, wishes, "trang web lưu một tệp (MHTML)")


def _open_xml(name: str, content: bytes, text: str, wishes: Wishes) -> OfficeFile:
    """Open what Word 2003 and Excel 2003 saved as XML, or a web page that calls itself XML."""
    if re.search(r"<html\b", text[:2000], re.I):
        return OfficeFile(name, "html", content, text, wishes, "trang web (HTML)")
    if _DTD.search(text):
        raise UnreadableError(ENTITIES)
    if _EXCEL_XML in text[:4000]:
        return _convert(name, content, EXCEL_XML, wishes)
    if is_word_xml(text):
        made, called = pack_word_xml(text)
        return replace(_tell_apart(name, made, wishes), origin=f"định dạng {called}")
    raise UnreadableError(
        "là tệp XML; mở bằng Word hoặc Excel, lưu thành .docx hoặc .xlsx rồi nhập"
    )


def open_anew(file: OfficeFile) -> OfficeFile:
    """Let LibreOffice save a DOCX or XLSX anew whose parts are XML, but not as our libraries know it."""
    macros = _MACROS in file.left_out
    return _convert(file.name, file.content, UNUSUAL[file.kind], file.wishes, macros)


def _convert(
    name: str, content: bytes, source: OtherFormat, wishes: Wishes, macros: bool = False
) -> OfficeFile:
    left_out = [_MACROS] if macros else []
    if source is OPEN_TEXT:
        content, hidden = drop_hidden_sections(content)
        left_out += [f"{hidden} phần ẩn (section)"] if hidden else []
    made = convert(content, source)
    if inspect_package(made).kind != source.becomes:
        raise UnreadableError(BROKEN)
    origin = f"định dạng {source.name}, do LibreOffice mở"
    return OfficeFile(name, source.becomes, made, "", wishes, origin, tuple(left_out))


def refuse_broken(name: str) -> OfficeError:
    """Say that a file is damaged."""
    return refuse(name, BROKEN)


def refuse(name: str, reason: str) -> OfficeError:
    """Say in one sentence why a file is not read."""
    shown = "".join(each if each.isprintable() else "?" for each in name)
    return OfficeError(f"Tệp “{unicodedata.normalize('NFC', shown)}” {reason}.")


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refuse(path.name, "là thư mục; chỉ đúng tệp Word, Excel hoặc văn bản")
        if not path.is_file():
            raise refuse(path.name, "không tìm thấy; kiểm tra lại đường dẫn")
        if path.stat().st_size > MAX_FILE:
            raise refuse(
                path.name,
                f"lớn hơn {MAX_FILE // 1_000_000} MB; bỏ bớt ảnh, hoặc tách thành nhiều tệp",
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise refuse(path.name, "không đọc được; kiểm tra quyền đọc") from error
    if not content.strip():
        raise refuse(path.name, "rỗng; xin lại tệp")
    return content
