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


def _spell(*names: str) -> re.Pattern[bytes]:
    """Make a pattern of PDF names, however their letters are escaped: /J#53 is /JS."""
    # What is no number in hexadecimal some viewers take for one all the same.
    letter = "(?:{0}|#(?i:{1:02x}|(?![0-9a-f]{{2}})..))"
    spelt = ("".join(letter.format(each, ord(each)) for each in name) for name in names)
    return re.compile(rf"/(?:{'|'.join(spelt)})(?![\w.-])".encode(), re.S)


# What runs a script or a program, sends a form, or carries other files along; no name is so short
# that it turns up by chance in a picture.
_ACTIVE = {
    name: _spell(name)
    for name in (
        *("JavaScript", "Rendition", "OnInstantiate", "Launch", "SubmitForm", "ImportData", "XFA"),
        *("EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia"),
    )
}
_ENCRYPTED = _spell("Encrypt")
_SPACE = re.compile(rb"(?:[\s\0]|%[^\r\n]*+)*+")
_PLAIN = rb"[^()\\]|\\."  # in a string, where parentheses nest
_STRING = rb"\((?:%b|\((?:%b|\((?:%b)*+\))*+\))*+\)" % (_PLAIN, _PLAIN, _PLAIN)
_TOKEN = re.compile(
    rb"(?P<mark><<|>>)|[\s\0]+|%[^\r\n]*|<[\s\0\da-fA-F]*>|[\[\]]+|/?[^\s\0()<>\[\]{}/%]+|/|"
    + _STRING,
    re.S,
)
_LINE_END = re.compile(rb"\r?\n")
_FIRST = _spell("First")  # where the objects of a stream begin
_DEFLATED = re.compile(rb"/Filter\s*(?:/FlateDecode\b|\[\s*/FlateDecode\s*\])")
_PACKED = _spell("Filter", "F", "DecodeParms", "DP")
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
_MAX_UNPACKED = 200_000_000  # bytes of all parts of a file


def judge_file(suffix: str, content: bytes) -> Iterator[str]:
    """Say why a picture, a PDF, Word or Excel file may not be published."""
    start = _STARTS.get(suffix)
    if start and not re.match(start, content, re.S):
        yield f"nội dung không phải tệp {suffix}; xuất lại đúng loại tệp, hoặc đổi đuôi tên tệp"
    elif suffix == ".pdf":
        yield from _judge_pdf(content)
    elif suffix in _MAIN_PARTS:
        yield from _judge_office(suffix, content)


def _judge_pdf(content: bytes) -> Iterator[str]:
    """Say what a PDF holds beside what it shows.

    Viewers do not agree where an object begins, so no reader of PDF is asked: no name may stand
    anywhere in the bytes, be it in a comment or a picture, nor in what holds packed objects.
    """
    packed = _unpack_objects(content)
    if packed is None or _ENCRYPTED.search(content):
        yield "PDF khóa, hỏng hoặc nén theo cách không kiểm tra được; in lại ra PDF thường"
        return
    parts = (content, *packed)
    if names := [f"/{name}" for name in _ACTIVE if any(map(_ACTIVE[name].search, parts))]:
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


def _unpack_objects(content: bytes) -> list[bytes] | None:
    """Unpack every stream that may hold objects; None when one cannot be read, or is far too large."""
    unpacked: list[bytes] = []
    read = size = 0
    for found in re.finditer(rb"obj", content):  # even within another, for a table may lead there
        start = _skip_space(content, found.end())
        end = _find_end(content, start) if content.startswith(b"<<", start) else start
        after = _skip_space(content, end)
        read += after - found.start()
        if end < 0 or read > len(content):  # each is read by itself, so hostile ones may overlap
            return None
        dictionary = content[start:end]
        if not (content.startswith(b"stream", after) and _FIRST.search(dictionary)):
            continue
        line_end = _LINE_END.match(content, after + len("stream"))
        rest = _DEFLATED.sub(b"", dictionary, count=1)
        if not line_end or _PACKED.search(rest):
            return None
        if rest != dictionary:
            objects = _inflate(memoryview(content)[line_end.end() :])
            if objects is None or (size := size + len(objects)) > _MAX_UNPACKED:
                return None
            unpacked.append(objects)
    return unpacked


def _skip_space(content: bytes, at: int) -> int:
    found = _SPACE.match(content, at)
    return found.end() if found else at


def _find_end(content: bytes, at: int) -> int:
    """Find where a dictionary ends; -1 when viewers may read it in more than one way."""
    depth = 0
    while token := _TOKEN.match(content, at):
        at = token.end()
        depth += {b"<<": 1, b">>": -1}.get(token["mark"], 0)
        if not depth:
            return at
    return -1


def _inflate(stream: memoryview) -> bytes | None:
    """Unpack a stream; None when it is packed in another way, or far too large."""
    try:
        packed = zlib.decompressobj()
        content = packed.decompress(stream, _MAX_INFLATED)
        return None if packed.unconsumed_tail else content
    except zlib.error:
        return None
