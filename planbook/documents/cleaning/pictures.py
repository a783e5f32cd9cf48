"""Take off pictures what tells who took or made them, where and with what; no pixel changes."""

import re
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
# What of a PNG is drawn; texts, times and EXIF are not.
_DRAWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"bKGD", b"pHYs", b"sBIT"}  # fmt: skip
_TOLD_IN_SVG = re.compile(rb"<metadata|sodipodi:|inkscape:|<!--|<!DOCTYPE|file:|\\\\|<script", re.I)


def clean_picture(content: bytes) -> bytes | None:
    """Give a picture without its metadata; None for one that cannot be cleaned."""
    try:
        if content.startswith(_PNG):
            return _PNG + b"".join(_list_chunks(content))
        if content.startswith(b"\xff\xd8"):
            return b"".join(_list_segments(content))
    except (IndexError, ValueError):
        return None
    if content.startswith(b"BM") or content.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0")):
        return content  # BMP and WMF hold none
    if content.startswith(b"\x01\0\0\0") and content[40:44] == b" EMF":
        return content if content[60:64] == b"\0\0\0\0" else None  # one without a description
    if content.startswith((b"GIF87a", b"GIF89a")):
        return None if b"\x21\xfe" in content or b"XMP Data" in content else content
    if b"<svg" in content[:2000]:
        return None if _TOLD_IN_SVG.search(content) else content
    return None


def _list_chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if kind in _DRAWN:
            yield content[at : at + length + 12]
        if kind == b"IEND":  # whatever is behind it is not drawn
            return
        at += length + 12
    raise ValueError("no end")


def _list_segments(content: bytes) -> Iterator[bytes]:
    """List the segments of a JPEG, without comments and those of applications but colour and size."""
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no segment")
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == 0xDA:  # the picture itself, to its end
            end = content.rindex(b"\xff\xd9") + 2
            yield content[at:end]
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + 2 + length]
        application = 0xE0 <= kind <= 0xEF
        shown = segment[4:].startswith((b"JFIF", b"ICC_PROFILE", b"Adobe"))
        if kind != 0xFE and (not application or shown):
            yield segment
        at += 2 + length
