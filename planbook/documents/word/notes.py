"""Find the footnotes and endnotes of a Word document, with the marks that Word counts for them."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from planbook.documents.word.numbering import roman

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_KINDS = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_PARAGRAPH, _TEXT, _BREAKS = qn("w:p"), qn("w:t"), {qn("w:tab"): " ", qn("w:br"): " "}


class Notes:
    """The notes of one document; references must be asked for in their order."""

    def __init__(self, document: Any):
        self._notes: dict[tuple[str, str], Any] = {}
        self._counts = dict.fromkeys(_KINDS.values(), 0)
        for each in document.part.rels.values():
            kind = each.reltype.rpartition("/")[2].removesuffix("s")
            if not each.is_external and kind in self._counts:
                for note in parse_xml(each.target_part.blob).iter(qn(f"w:{kind}")):
                    self._notes[kind, note.get(qn("w:id"))] = note

    def read(self, reference: Any) -> str:
        """Give the mark and the words of the note to which a reference leads, or nothing."""
        kind = _KINDS[reference.tag]
        note = self._notes.get((kind, reference.get(qn("w:id"))))
        words = " ".join(_words_of(note).split()) if note is not None else ""
        if reference.get(qn("w:customMarkFollows")) in ("1", "true", "on"):
            return words  # its mark is text, in the cell and in the note
        self._counts[kind] += 1
        if not words:
            return ""
        count = self._counts[kind]
        mark = str(count).translate(_SUPERSCRIPT) if kind == "footnote" else roman(count)
        return f"{mark} {words}"


def _words_of(note: Any) -> str:
    text = ""
    for each in note.iter():
        text += (each.text or "") if each.tag == _TEXT else _BREAKS.get(each.tag, "")
        text += "\n" if each.tag == _PARAGRAPH else ""
    return text
