"""Turn the bytes of a text file into text, and name the encoding; what is not sure is asked for."""

import codecs
import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from planbook.documents.text.old_codes import CODE_NAMES, share_of_vietnamese, tell_code
from planbook.documents.unreadable import UnreadableError

_SURE = 0.75  # share of the words beyond ASCII that must be Vietnamese
_HEAD = 4_000  # bytes in which a web page names its encoding
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_LOOKED_AT = 200_000  # bytes of a text by which its encoding is told
_HIGH_BYTES = {0x00, 0x01, 0x03, 0x1E, 0x20}  # of the letters and signs of Vietnamese in UTF-16


def decode_text(content: bytes, charset: str = "") -> tuple[str, str]:
    """Decode the bytes of a text, in an encoding that was asked for or that they show.

    Gives the text, its letters whole (NFC) where they had marks of their own, and the encoding's
    name; raises UnreadableError for what is no text, or is in an old code that nobody asked to turn.
    """
    text, name = _decode_as_asked(content, charset) if charset else _find_out(content)
    if "\0" in text:
        raise UnreadableError("không phải tệp Word, Excel hay văn bản; kiểm tra lại tệp")
    return text, name


def decode_web_page(content: bytes, charset: str = "") -> tuple[str, str]:
    """Decode a web page, in an encoding that was asked for, that it names itself, or that its bytes show."""
    named = _CHARSET.search(content[:_HEAD])
    if named and not content.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            codec = codecs.lookup(named[1].decode("ascii"))
            text = unicodedata.normalize("NFC", content.decode(codec.name))
        except (LookupError, UnicodeDecodeError):
            return decode_text(content, charset)
        return text, codec.name.upper().replace("CP125", "Windows-125")
    return decode_text(content, charset)


def _decode_as_asked(content: bytes, charset: str) -> tuple[str, str]:
    """Decode a text of an old code; its letters are turned once it is known which belong together."""
    try:
        text = content.decode(_tell_wide(content) or "utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_bytes(content)
    return text, CODE_NAMES[charset]


def _decode_bytes(content: bytes) -> str:
    """Give each byte the letter that Windows shows for it, which the tables of old codes know."""
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _find_out(content: bytes) -> tuple[str, str]:
    codec = _tell_wide(content)
    try:
        text = content.decode(codec or "utf-8-sig")
    except UnicodeDecodeError:
        return _find_out_old(content)
    return text, "UTF-16" if codec else "UTF-8"


def _tell_wide(content: bytes) -> str:
    """Tell which UTF-16 bytes are in, if any: by their mark, or by what every second byte is."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    start = content[: _LOOKED_AT - _LOOKED_AT % 2]
    if b"\0" not in start or b"\n" not in start:
        return ""
    for codec, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        some = sum(each in _HIGH_BYTES for each in high)
        if len(content) % 2 == 0 and high.count(0) * 3 > len(high) and some * 50 > len(high) * 49:
            low = start[::2] if codec == "utf-16-le" else start[1::2]
            if low.count(0) * 50 < len(low):
                return codec
    return ""


def _find_out_old(content: bytes) -> tuple[str, str]:
    """Tell by its words in which encoding of one byte a letter a text is."""
    start = content[:_LOOKED_AT]
    if b"\0" in start:
        raise UnreadableError("không phải tệp Word, Excel hay văn bản; kiểm tra lại tệp")
    if code := tell_code(_decode_bytes(start)):
        raise UnreadableError(tell_way_out(code))
    try:
        text = unicodedata.normalize("NFC", content.decode("windows-1258"))
    except UnicodeDecodeError as error:
        raise UnreadableError(_NOT_TEXT) from error
    if share_of_vietnamese(text[:_LOOKED_AT]) < _SURE:
        raise UnreadableError(_NOT_TEXT)
    return text, "Windows-1258"


_NOT_TEXT = (
    "không phải văn bản UTF-8, UTF-16 hay Windows-1258; mở tệp, chọn Lưu thành văn bản UTF-8 "
    "hoặc .xlsx, rồi nhập lại"
)


def tell_way_out(code: str) -> str:
    """Say that a file is in an old code, and how to have it turned."""
    return (
        f"viết bằng bảng mã {CODE_NAMES[code]}, chưa phải Unicode; thêm --from {code} để máy chuyển"
    )
