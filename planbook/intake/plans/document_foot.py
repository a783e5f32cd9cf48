"""Find at the foot of a document who receives it, and who signs it in which office."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from planbook.intake.plans.document_lines import RECIPIENTS, Line, is_appendix
from planbook.intake.plans.printed_names import NAME, OFFICE, is_name, is_office

DASH = re.compile(r"^[-–—•]\s*")
_SIGNED = re.compile(r"\W*(?:đã ký|ký tên|ký, đóng dấu|\(ký\)).*", re.I)
_LISTED = re.compile(r"[-–—•+]|như (?:trên|điều)|lưu", re.I)
_LAST = 8  # lines in which a signature stands where no recipients are named
_NEAR = 30  # lines from the recipients on

Placed = tuple[int, Line]  # where among the pieces of a document a line stands


@dataclass(frozen=True, slots=True)
class DocumentFoot:
    """What a foot says, as printed; blank where it is not found."""

    recipients: tuple[str, ...]
    offices: tuple[str, ...]
    signer: str
    signed: frozenset[int]  # where the signature stands


def read_foot(lines: Sequence[Placed]) -> DocumentFoot:
    """Find the recipients and the signature in the lines below the head."""
    begin = next((n for n, (_, each) in enumerate(lines) if RECIPIENTS.match(each.text)), None)
    if begin is None:
        return _read_signature(lines[-_LAST:])
    recipients, beside, used = _read_recipients(lines[begin:])
    above = list(takewhile(lambda each: _is_of_signature(each[1].text), reversed(lines[:begin])))
    near = [each for each in (*reversed(above), *lines[begin:][:_NEAR]) if each[0] not in used]
    near = list(takewhile(lambda each: not is_appendix(each[1].text), near))
    return replace(_read_signature([*beside, *near]), recipients=recipients)


def _read_recipients(lines: Sequence[Placed]) -> tuple[tuple[str, ...], list[Placed], set[int]]:
    """Give the recipients, the offices that a text prints beside them, and which lines both are."""
    first, head = lines[0]
    recipients: list[str] = []
    offices: list[Placed] = []
    used = {first}
    tail = RECIPIENTS.sub("", head.text, count=1).strip(" :")
    for at, line in (*([(first, replace(head, text=tail))] if tail else []), *lines[1:]):
        text, office = _part_office(line.text)
        if office:
            offices.append((at, replace(line, text=office)))
            used.add(at)
        if not text:
            continue
        if head.cell and line.cell != head.cell:
            break
        last = recipients[-1] if recipients else ""
        goes_on = text.endswith(";") or last.endswith(";")
        listed = _LISTED.match(text) or (goes_on and not _is_of_signature(text))
        if (listed or head.cell) and not is_appendix(text):
            recipients.append(DASH.sub("", text))
        elif last and last[-1] not in ".;" and not (OFFICE.fullmatch(text) or NAME.fullmatch(text)):
            recipients[-1] = f"{last} {text}"
        else:
            break
        used.add(at)
    return tuple(recipients), offices, used


def _read_signature(lines: Sequence[Placed]) -> DocumentFoot:
    offices: list[str] = []
    places: set[int] = set()
    signer = ""
    for at, line in lines:
        if not signer and is_office(line.text):
            offices.append(line.text)
        elif offices and not signer and is_name(line.text):
            signer = line.text
        elif not (offices and _SIGNED.fullmatch(line.text)):
            continue
        places.add(at)
    return DocumentFoot((), tuple(offices), signer, frozenset(places))


def _part_office(text: str) -> tuple[str, str]:
    """Part what stands left, as a line of recipients, from an office that stands right of it."""
    if is_office(text):
        return "", text
    found = re.fullmatch(r"(?P<left>.*[;.:,])\s+(?P<right>[^\W\d_].*)", text)
    return (found["left"], found["right"]) if found and is_office(found["right"]) else (text, "")


def _is_of_signature(text: str) -> bool:
    return is_office(text) or is_name(text) or bool(_SIGNED.fullmatch(text))
