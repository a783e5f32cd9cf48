"""Find in the lines of a document what Nghị định 30/2020/NĐ-CP sets in its form: head, basis and foot.

Everything is kept as printed; what is not found stays empty, and what is not sure is a doubt.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from planbook.intake.plans.document_foot import DASH, read_foot
from planbook.intake.plans.document_lines import (
    APPENDIX,
    RECIPIENTS,
    WITH,
    Line,
    Piece,
    is_appendix,
    is_capitals,
    is_motto,
    is_set_alike,
    opens_item,
    rest_of_country,
)
from planbook.intake.plans.printed_names import is_authority, join_names
from planbook.model import quote
from planbook.vietnamese.alphabet import canonical, fold

# Kinds of documents as they are printed at the head, whatever kinds a site has.
KINDS = (
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo", "thông báo",
    "hướng dẫn", "chương trình", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản",
    "tờ trình", "công điện", "kết luận", "thông tri", "lịch công tác",
)  # fmt: skip
_NUMBER = re.compile(r"số\s*[:.]?\s*(?P<number>.*[/-]\s?[^\W\d_].*)", re.I)
_DATE = re.compile(
    r"(?:[^\W\d_][^\d:;]{1,60}?,?\s+)?ngày(?=[\s\d.…_/-])"
    r"(?:[^;:]{0,60}\bnăm\b\s*[\d.…_]*|[\s\d.…_]*[/-][\s\d.…_]*[/-]\s*\d{4})\s*",
    re.I,
)
_WHOLE_DATE = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*((?:19|20)\d\d)", re.I)
_SHORT_DATE = re.compile(r"ngày\s*(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)", re.I)
_WITH = re.compile(
    r"\(?\s*(?:ban hành )?kèm theo (?P<kind>[^()\d/]*?)\s*(?P<number>số\s*[\w.… ]*[/-]\s?[^\W\d_][\w&/-]*)"
    r"\s*(?P<date>ngày[\d\s/.…-]*(?:tháng[\d\s.…]*năm[\d\s.…]*)?)?(?:\s*của\s+(?P<issuer>[^()]+?))?\s*\)?\.?",
    re.I,
)
_BASIS = re.compile(
    r"(?:căn cứ|thực hiện|thi hành|theo|xét|trên cơ sở|tiếp tục thực hiện|triển khai|để triển khai"
    r"|để thực hiện|tổ chức thực hiện|sau khi)\b",
    re.I,
)
_NAMED_SHORT = re.compile(r"\s*\((?:sau đây|gọi tắt|viết tắt)[^()]*\)$", re.I)
# Where the last basis goes over into what the body then does.
_BODY_ACTS = re.compile(
    r",\s*(?=(?:UBND|Ủy ban|Uỷ ban|Sở|Chi cục|Cục|Ban|Trung tâm|Bệnh viện|Trường|Viện|Giám đốc|Chủ tịch"
    r"|Văn phòng|Phòng|Hội|Bộ|Đảng ủy|Tỉnh ủy)\b[^,;:]*\b"
    r"(?:ban hành|xây dựng|đề nghị|yêu cầu|thông báo|triển khai|tổ chức|kết luận|đề ra|báo cáo|lập)\b)"
)
_SPACED = re.compile(r"[^\W\d_](?: [^\W\d_]){5,}")  # a word set in letters apart
_ABOUT = re.compile(r"(?:v/v|về việc)\b", re.I)  # how a letter tells what it is about
_HEAD_LINES = 12
_LONGEST_TITLE = 500  # characters of one paragraph of a summary
_LONGEST_LINE = 160  # of one that may as well begin the text


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """What the form of an official document gives, as printed; blank where it is not found."""

    superior: str = ""
    issuer: str = ""
    number_text: str = ""
    number: str = ""
    issued_text: str = ""
    issued: dt.date | None = None
    kind: str = ""
    carrier: str = ""  # the kind of the document that this one says to come with
    summary: str = ""
    basis: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: str = ""
    signer_office: str = ""
    doubts: tuple[tuple[str, str], ...] = ()  # field of a plan, and what is not sure of it
    # Where in the pieces things stand, for whoever writes the text down.
    kind_at: int = -1
    summary_end: int = -1
    signed: frozenset[int] = frozenset()


def read_form(pieces: Sequence[Piece], kinds: Iterable[str]) -> DocumentForm:
    """Find the form of a document in its pieces; `kinds` are further names of kinds, as printed."""
    return _FormReader(pieces, (*kinds, *KINDS)).read()


def name_kind(line: str, kinds: Iterable[str]) -> str:
    """Give the kind with which a line in capitals begins, or nothing."""
    if not is_capitals(line) or len(line) > _LONGEST_TITLE:
        return ""
    known = sorted({canonical(each) for each in kinds}, key=len, reverse=True)
    if _SPACED.fullmatch(line):  # K Ế H O Ạ C H
        letters = canonical(line).replace(" ", "")
        return next((each.upper() for each in known if each.replace(" ", "") == letters), "")
    words = f"{canonical(line)} "
    length = next((len(each.split()) for each in known if words.startswith(f"{each} ")), 0)
    return " ".join(line.split()[:length]).strip(" :")


class _FormReader:
    def __init__(self, pieces: Sequence[Piece], kinds: Sequence[str]):
        self._kinds = kinds
        lines = ((at, each) for at, each in enumerate(pieces) if isinstance(each, Line))
        self._lines = [(at, each) for at, each in lines if each.text]
        self._doubts: dict[str, str] = {}

    def read(self) -> DocumentForm:
        kind_at, kind, rest = self._find_kind()
        form = self._read_head(self._list_head(kind_at))
        summary, end = self._read_summary(kind_at, rest)
        if kind_at < 0:
            summary = next((each.text for _, each in self._lines if _ABOUT.match(each.text)), "")
        basis = self._read_basis(end) if kind_at >= 0 else ()
        form = replace(
            form, kind=kind, summary=summary, basis=basis, kind_at=kind_at, summary_end=end
        )
        foot = read_foot([(at, each) for at, each in self._lines if at >= end])
        if foot.offices and not foot.signer:
            self._doubts["signer"] = "có chức vụ người ký mà không thấy họ tên"
        form = replace(
            form,
            recipients=foot.recipients,
            signer=foot.signer,
            signer_office=" ".join(foot.offices),
            signed=foot.signed,
        )
        form = self._read_appendix_line(form)
        return replace(form, doubts=tuple(self._doubts.items()))

    # ---- the head --------------------------------------------------------------------------------

    def _find_kind(self) -> tuple[int, str, str]:
        """Find the line of the kind, with what of the summary stands in the same line."""
        appendix = -1, "", ""
        for at, line in self._lines:
            if kind := name_kind(line.text, self._kinds):
                alone = line.text.strip(" :") == kind or _SPACED.fullmatch(line.text)
                return at, kind, "" if alone else line.text
            if is_appendix(line.text) and appendix[0] < 0:
                appendix = at, "", line.text
            elif opens_item(line.text) or len(line.text) > _LONGEST_TITLE:
                break
        return appendix

    def _list_head(self, kind_at: int) -> list[tuple[int, Line]]:
        """List the lines above the kind, or where none is printed those that no text begins before."""
        if kind_at >= 0:
            return [(at, each) for at, each in self._lines if at < kind_at]
        opening = takewhile(
            lambda each: not opens_item(each[1].text) and len(each[1].text) < _LONGEST_LINE,
            self._lines,
        )
        return list(opening)[:_HEAD_LINES]

    def _read_head(self, head: Sequence[tuple[int, Line]]) -> DocumentForm:
        number_text = number = issued_text = ""
        issued = None
        bodies: list[str] = []
        missing = ""  # of the country's name, where its column broke it
        for _, line in head:
            text = line.text
            if is_motto(text) or (missing and fold(text) == missing):
                continue
            if rest := rest_of_country(text):
                missing = rest
                continue
            if not issued_text and _DATE.fullmatch(text):
                issued_text, issued = text, self._read_date(text)
            elif not number_text and (found := _NUMBER.fullmatch(text)):
                number_text, number = text, _whole_number(found["number"])
            elif not number_text and text.isupper():
                bodies.append(text)
        names = join_names(bodies)
        form = DocumentForm(number_text=number_text, number=number, issued_text=issued_text)
        superior, issuer = (" ".join(names[:-1]), names[-1]) if names else ("", "")
        return replace(form, issued=issued, superior=superior, issuer=issuer)

    def _read_date(self, text: str) -> dt.date | None:
        found = _WHOLE_DATE.search(text) or _SHORT_DATE.search(text)
        if not found:
            return None
        try:
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            self._doubts["issued_text"] = "ngày in không có trong lịch"
            return None

    def _read_summary(self, kind_at: int, rest: str) -> tuple[str, int]:
        """Join the lines of the summary; give the index of the piece after it."""
        parts = [rest] if rest else []
        end = kind_at + 1
        for at, line in self._lines:
            if at <= kind_at or kind_at < 0:
                continue
            if at != end or not _continues(parts, line):
                break
            parts.append(line.text)
            end = at + 1
        return " ".join(parts), end

    def _read_basis(self, start: int) -> tuple[str, ...]:
        found: list[str] = []
        for at, line in self._lines:
            text = line.text
            if at < start or (not found and is_authority(text)):
                continue
            if _BASIS.match(undashed := DASH.sub("", text)):
                text = undashed
            if opens_item(text) or is_appendix(text):
                break
            acts = _BODY_ACTS.search(text)
            if _BASIS.match(text) and not text.endswith(":"):
                found.append(_NAMED_SHORT.sub("", text[: acts.start()]) if acts else text)
            elif _BASIS.match(text) and acts:
                found.append(_NAMED_SHORT.sub("", text[: acts.start()]))
            elif text.endswith(";"):
                found.append(text)
            elif found or not text.startswith("("):
                break
            if acts:
                self._doubts["basis"] = "căn cứ cuối lấy đến chỗ nói cơ quan ban hành"
                break
        return tuple(found)

    def _read_appendix_line(self, form: DocumentForm) -> DocumentForm:
        """Take number and date from “Kèm theo Kế hoạch số …”, where the head has none."""
        for _, line in self._lines:
            found = _WITH.fullmatch(line.text) or _WITH.search(line.text)
            if not found or not WITH.match(line.text):
                continue
            form = replace(form, carrier=found["kind"].strip())
            said = f"lấy ở dòng {quote(line.text)}"
            if not form.number_text:
                own = canonical(found["kind"]) == canonical(form.kind)
                number = found["number"].strip()
                text = number if own else f"Kèm theo {found['kind'].strip()} {number}"
                whole = _whole_number(re.sub(r"^\D*?(?=\d|/|-)", "", number)) if own else ""
                form = replace(form, number_text=text, number=whole)
                self._doubts["number_text"] = said
            if not form.issued_text and found["date"]:
                date = found["date"].strip()
                form = replace(form, issued_text=date, issued=self._read_date(date))
                self._doubts["issued_text"] = said
            if not form.issuer and found["issuer"]:
                form = replace(form, issuer=found["issuer"].strip())
                self._doubts["issuer"] = said
            return form
        return form


def _continues(parts: Sequence[str], line: Line) -> bool:
    """Tell whether a line below the kind is part of the summary."""
    text = line.text
    if WITH.match(text) or RECIPIENTS.match(text) or is_motto(text):
        return False
    if opens_item(text) or len(text) > _LONGEST_TITLE or text.endswith((";", ":")):
        return False
    if not parts:
        return True
    above = parts[-1]
    if is_appendix(above) and APPENDIX.fullmatch(above) and len(text) <= _LONGEST_TITLE:
        return True
    if above.endswith((".", ";", ":")) or text.endswith("."):
        return False
    if text[:1].islower():
        return True
    apart = line.gap > (1 if line.broken else 0)
    if apart or len(text) > _LONGEST_LINE or _BASIS.match(text):
        return False
    return is_set_alike(above, text)


def _whole_number(text: str) -> str:
    """Give a number with its sign, or nothing where the document leaves it blank."""
    text = text.strip(" .…")
    return re.sub(r"\s+", "", text) if re.match(r"\d", text) else ""
