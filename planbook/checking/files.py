"""Judge the bytes of pictures, PDF and office files: what they are, that they run nothing and name nobody."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

_STARTS = {
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".jpg": rb"\xff\xd8\xff",
    ".jpeg": rb"\xff\xd8\xff",
    ".gif": rb"GIF8[79]a",
    ".webp": rb"RIFF....WEBP",
    ".pdf": rb"%PDF-",
    ".docx": rb"PK\x03\x04",
    ".xlsx": rb"PK\x03\x04",
}
# An action that runs a script or a program, sends a form, or carries other files along.
_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|EmbeddedFiles?|RichMedia|XFA)(?![\w.-])"
)
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")  # /J#53 is /JS
_MAIN_PARTS = {".docx": r"word/document\d*\.xml", ".xlsx": r"xl/workbook\d*\.xml"}
# Parts of an office file that run, hold another file, or tell who wrote and remarked.
_RUNS = re.compile(
    r"vbaProject|activeX|macrosheets|/embeddings/|externalLinks|connections\.xml", re.I
)
_REMARKS = re.compile(r"/(?:comments|threadedComments|people|persons|revisions)", re.I)
_NAMES = re.compile(
    rb"<(?:dc:creator|cp:lastModifiedBy|(?:\w+:)?Manager|(?:\w+:)?Company)>\s*[^<\s]"
    rb"|\sw:author=[\"']\s*[^\"'\s]"
)
_MAX_INFLATED = 20_000_000  # bytes of one object stream; a bomb has more
_MAX_UNPACKED = 200_000_000  # bytes of all parts of an office file


def judge_file(suffix: str, content: bytes) -> Iterator[str]:
    """Say why a picture or a PDF file may not be published."""
    start = _STARTS.get(suffix)
    if start and not re.match(start, content, re.S):
        yield f"nội dung không phải tệp {suffix}; xuất lại đúng loại tệp, hoặc đổi đuôi tên tệp"
    elif suffix == ".pdf":
        yield from _judge_pdf(content)
    elif suffix in _MAIN_PARTS:
        yield from _judge_office(suffix, content)


def _judge_pdf(content: bytes) -> Iterator[str]:
    plain, streams = _part_streams(content)
    names = set(_find_active(plain))
    for objects in map(_inflate, streams):
        if objects is None or b"/Encrypt" in plain:
            yield "PDF khóa hoặc nén theo cách không kiểm tra được; in lại ra PDF thường"
            return
        names.update(_find_active(objects))
    if names:
        shown = ", ".join(sorted(names))
        yield f"PDF có phần tự chạy hoặc tệp đính kèm ({shown}); in lại ra PDF thường rồi thay tệp"


def _judge_office(suffix: str, content: bytes) -> Iterator[str]:
    """Say what an office file holds beside what it shows."""
    broken = f"nội dung không phải tệp {suffix}, hoặc nở ra quá lớn; lưu lại rồi thay tệp"
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > _MAX_UNPACKED or not any(
                re.fullmatch(_MAIN_PARTS[suffix], part.filename) for part in parts
            ):
                yield broken
                return
            names = [part.filename for part in parts]
            xml = b"\n".join(package.read(name) for name in names if name.endswith(".xml"))
    except Exception:  # a broken package makes the library raise whatever its bytes lead to
        yield broken
        return
    if found := next(filter(_RUNS.search, names), None):
        yield f"tệp có phần tự chạy hoặc tệp nhúng ({found}); in ra PDF rồi thay tệp"
    if any(map(_REMARKS.search, names)) or _NAMES.search(xml):
        yield (
            "tệp còn tên người soạn hoặc nhận xét; lệnh import --new-plan làm sạch tệp, hoặc trong "
            "Word, Excel chọn File › Info › Inspect Document rồi xóa hết"
        )


def _part_streams(content: bytes) -> tuple[bytes, list[bytes]]:
    """Part what stands in the open from the streams that hold objects; others are only drawn."""
    plain, streams, at = [], [], 0
    while (begin := content.find(b"stream", at)) >= 0:
        plain.append(content[at:begin])
        end = content.find(b"endstream", begin)
        end = len(content) if end < 0 else end
        if b"/ObjStm" in _unescape(plain[-1][plain[-1].rfind(b" obj") :]):
            streams.append(content[begin + len("stream") : end].lstrip(b"\r\n"))
        at = end + len("endstream")
    return b"\n".join([*plain, content[at:]]), streams


def _find_active(content: bytes) -> Iterator[str]:
    return (f"/{found[1].decode()}" for found in _ACTIVE.finditer(_unescape(content)))


def _unescape(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _inflate(stream: bytes) -> bytes | None:
    """Unpack an object stream; None when it is packed in another way, or far too large."""
    try:
        packed = zlib.decompressobj()
        content = packed.decompress(stream, _MAX_INFLATED)
        return None if packed.unconsumed_tail else content
    except zlib.error:
        return None
