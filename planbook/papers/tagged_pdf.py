"""Write a PDF: lines of text at their places, rules, and what each of them is to whoever listens to it.

The objects of the file are pydyf's, and HarfBuzz cuts the fonts to the glyphs that are used. The words and
structure of tagged PDF are those of ISO 32000-1, 14.6 to 14.8.
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from io import BytesIO
from struct import unpack_from
from xml.sax.saxutils import escape

import pydyf

from planbook.model import drop_forbidden
from planbook.papers.fonts import FACES, Face, open_face

_SERIF, _SYMBOLIC, _ITALIC = 1 << 1, 1 << 2, 1 << 6  # flags of a font


class Element(pydyf.Object):  # type: ignore[misc]
    """A part of a document as it is heard: a heading, a paragraph, a table, its rows and cells."""

    def __init__(self, pdf: pydyf.PDF, above: pydyf.Object, kind: str, attributes: str = ""):
        super().__init__()
        pdf.add_object(self)
        self._pdf, self._above = pdf, above
        self.kind, self._attributes = kind, attributes
        self._parts: list[bytes] = []  # references

    def add(self, kind: str, attributes: str = "") -> "Element":
        """Add a part below this one."""
        part = Element(self._pdf, self, kind, attributes)
        self._parts.append(part.reference)
        return part

    def mark(self, page: pydyf.Object, number: int) -> None:
        """Make a marked piece of a page the next part of this element."""
        self._parts.append(b"<</Type /MCR /Pg %s /MCID %d>>" % (page.reference, number))

    @property
    def data(self) -> bytes:
        """Write the element as a PDF has it."""
        return b"<</S /%s /P %s /K [%s]%s>>" % (
            self.kind.encode(),
            self._above.reference,
            b" ".join(self._parts),
            self._attributes.encode(),
        )


class Canvas:
    """Pages of one size, from the lower left corner, in points."""

    def __init__(self, size: tuple[float, float], title: str, author: str, language: str):
        self._pdf = pydyf.PDF()
        self._size = size
        self._title, self._author = drop_forbidden(title), drop_forbidden(author)
        self._language = language
        self._tree = self._add({"Type": "/StructTreeRoot"})
        self.document = Element(self._pdf, self._tree, "Document")
        self._fonts = self._add({})
        self._pages: list[pydyf.Dictionary] = []
        self._drawn: list[list[str]] = []  # upon each page
        self._marked: list[list[Element]] = []  # whose part each marked piece of a page is
        self._used: dict[str, set[str]] = defaultdict(set)  # characters by font

    @property
    def page(self) -> int:
        """Give the number of the page that is drawn upon."""
        return len(self._pages)

    def turn(self) -> None:
        """Begin another page."""
        page = {
            "Type": "/Page",
            "Parent": self._pdf.pages.reference,
            "MediaBox": pydyf.Array((0, 0, *(round(each, 2) for each in self._size))),
            "Resources": self._fonts.reference,
            "StructParents": len(self._pages),
            "Tabs": "/S",
        }
        self._pages.append(pydyf.Dictionary(page))
        self._pdf.add_page(self._pages[-1])
        self._drawn.append([])
        self._marked.append([])

    def write(
        self,
        lines: Iterable[tuple[float, float, str]],
        font: str,
        size: float,
        part_of: Element | None,
    ) -> None:
        """Write lines, each from its own place, as a part of an element; of none, they are not heard."""
        drawn = self._drawn[-1]
        drawn.append(self._mark(part_of))
        drawn.append(f"BT /F{FACES.index(font)} {size:g} Tf")
        glyphs, left, below = open_face(font).glyphs, 0.0, 0.0
        for x, y, text in lines:
            self._used[font].update(text)
            shown = text.translate(glyphs).encode("utf-16-be").hex()
            drawn.append(f"{x - left:.2f} {y - below:.2f} Td <{shown}> Tj")
            left, below = x, y
        drawn.append("ET EMC")

    def rule(self, lines: Iterable[tuple[float, float, float, float]]) -> None:
        """Draw thin lines, each from one place to another."""
        drawn = self._drawn[-1]
        drawn.append("/Artifact BMC 0.5 w")
        drawn += (f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l" for x, y, to_x, to_y in lines)
        drawn.append("S EMC")

    def save(self) -> bytes:
        """Give the file."""
        pdf = self._pdf
        for page, drawn in zip(self._pages, self._drawn, strict=True):
            pdf.add_object(content := _pack("\n".join(drawn).encode()))
            page["Contents"] = content.reference
        fonts = {
            f"F{at}": _embed(pdf, open_face(name), self._used[name])
            for at, name in enumerate(FACES)
            if name in self._used
        }
        self._fonts["Font"] = pydyf.Dictionary(fonts)
        marked = b" ".join(
            b"%d [%s]" % (at, b" ".join(element.reference for element in elements))
            for at, elements in enumerate(self._marked)
        )
        self._tree |= {
            "K": self.document.reference,
            "ParentTree": pydyf.Dictionary({"Nums": b"[%s]" % marked}),
        }
        said = pydyf.Stream([self._describe().encode()], {"Type": "/Metadata", "Subtype": "/XML"})
        pdf.add_object(said)
        pdf.catalog |= {
            "Lang": pydyf.String(self._language),
            "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
            "Metadata": said.reference,
            "StructTreeRoot": self._tree.reference,
            "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
        }
        pdf.info["Title"] = pydyf.String(self._title)
        pdf.info["Author"] = pydyf.String(self._author)
        file = BytesIO()
        pdf.write(file, compress=True)
        return file.getvalue()

    def _add(self, values: dict[str, object]) -> pydyf.Dictionary:
        self._pdf.add_object(added := pydyf.Dictionary(values))
        return added

    def _mark(self, part_of: Element | None) -> str:
        """Begin a marked piece of the page."""
        if part_of is None:
            return "/Artifact BMC"
        marked = self._marked[-1]
        part_of.mark(self._pages[-1], len(marked))
        marked.append(part_of)
        return f"/{part_of.kind} <</MCID {len(marked) - 1}>> BDC"

    def _describe(self) -> str:
        """Tell title and language once more, as XMP, where newer programs look for them."""
        title, author = escape(self._title), escape(self._author)
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
            f"<dc:language><rdf:Bag><rdf:li>{self._language}</rdf:li></rdf:Bag></dc:language>"
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
        )


def _pack(content: bytes, **more: object) -> pydyf.Stream:
    """Pack a stream; pydyf itself would do so in twice the time, for a hundredth less."""
    return pydyf.Stream([zlib.compress(content)], {"Filter": "/FlateDecode"} | more)


def _embed(pdf: pydyf.PDF, face: Face, used: Iterable[str]) -> bytes:
    """Add a font, cut to the characters that are used, and give what refers to it."""
    characters = {face.glyphs[ord(each)]: each for each in sorted(used, reverse=True)}
    glyphs = sorted(characters)
    content = face.cut(glyphs)
    pdf.add_object(file := _pack(content, Length1=len(content)))
    pdf.add_object(reads := _pack(_map_to_unicode(characters).encode()))
    # Programs tell two cuts of one font by the letters before its name.
    digest = hashlib.sha256(content).digest()
    name = f"/{''.join(chr(65 + byte % 26) for byte in digest[:6])}+{face.name}"
    thousand = unpack_from(">H", face.table("head"), 18)[0] / 1000
    box = [round(each / thousand) for each in unpack_from(">4h", face.table("head"), 36)]
    capital = round(unpack_from(">h", face.table("OS/2"), 88)[0] / thousand)
    slant = unpack_from(">i", face.table("post"), 4)[0] / 65536
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": _SERIF | _SYMBOLIC | (_ITALIC if slant else 0),
        "FontBBox": pydyf.Array(box),
        "ItalicAngle": round(slant),
        "Ascent": box[3],
        "Descent": box[1],
        "CapHeight": capital,
        "StemV": 136 if "Bold" in face.name else 80,
        "FontFile2": file.reference,
    }
    pdf.add_object(described := pydyf.Dictionary(descriptor))
    widths = " ".join(f"{glyph} [{face.widths[ord(characters[glyph])]:g}]" for glyph in glyphs)
    identity = {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
    by_glyph = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": pydyf.Dictionary(identity),
        "CIDToGIDMap": "/Identity",
        "FontDescriptor": described.reference,
        "W": f"[{widths}]",
    }
    pdf.add_object(cut := pydyf.Dictionary(by_glyph))
    font = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([cut.reference]),
        "ToUnicode": reads.reference,
    }
    pdf.add_object(whole := pydyf.Dictionary(font))
    return bytes(whole.reference)


def _map_to_unicode(characters: Mapping[int, str]) -> str:
    """Map the glyphs back to what they stand for, so that words can be found, copied and heard."""
    pairs = [
        f"<{glyph:04x}> <{each.encode('utf-16-be').hex()}>"
        for glyph, each in characters.items()
        if glyph
    ]
    blocks = (pairs[at : at + 100] for at in range(0, len(pairs), 100))  # no more may stand in one
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *(f"{len(each)} beginbfchar {' '.join(each)} endbfchar" for each in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    )
