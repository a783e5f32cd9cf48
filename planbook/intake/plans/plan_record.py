"""Turn the form of a document into the record of a plan, with what is not sure of each field.

Bodies and kinds are found in the registers by what is printed; one that is printed and that no
register has is made a record of its own, and told. Nothing that is not printed is made up.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planbook.documents.document import Document
from planbook.documents.opening.files import OfficeError
from planbook.intake.plans.document_head import DocumentForm
from planbook.model import Body, Book, PlanKind, quote
from planbook.reading.yaml_records import suggest_id
from planbook.vietnamese.alphabet import canonical, fold
from planbook.vietnamese.document_numbers import NUMBER
from planbook.vietnamese.when import years_of_title

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SAID_YEAR = re.compile(r"(?:năm\s+|/)((?:19|20)\d\d)(?!\d)", re.I)
_FORMER = re.compile(r"\s*\((?:năm|đến năm|trước năm)\s[^()]*\)\s*$")
_OF_PLACE = re.compile(r"\s+(?:tỉnh|thành phố|TP\.?|huyện|thị xã|quận|xã|phường)\s.+$", re.I)
_PROVINCE = re.compile(r"(?:tỉnh|thành phố)\s+([^()]+?)\s*(?:\(|$)")
_COUNTED = re.compile(r"\b(quý|phụ lục|phần|chương|đợt|khóa) ([ivx]+)\b")
_WORD = re.compile(r"(\S+)")
_SHORT = 60  # characters of a name in narrow lists


@dataclass(slots=True)
class PlanDraft:
    """The record of a plan as it grows."""

    values: dict[str, Any] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)  # by field, in Vietnamese
    bodies: list[Body] = field(default_factory=list)  # that the registers do not have yet
    kinds: list[PlanKind] = field(default_factory=list)


def draft_plan(
    form: DocumentForm, document: Document, book: Book, slug: str, first_line: str
) -> PlanDraft:
    """Draft the record of a plan; `first_line` of its text stands in where no summary is found."""
    draft = PlanDraft(doubts=dict(form.doubts))
    _choose_year(draft, form, document, book, slug)
    _look_ahead(draft, form)
    _choose_body(draft, form, document, book)
    _choose_kind(draft, form, book)
    summary = form.summary or first_line or slug
    if not form.summary:
        draft.doubts["summary"] = "không thấy trích yếu ở chỗ thường có; chép lại đúng từng chữ"
    title = _name_plan(form.kind, summary, book)
    draft.values |= {
        "title": title,
        "short": _shorten(title, form),
        "number": form.number or None,
        "number_text": form.number_text or None,
        "issued": form.issued,
        "issued_text": form.issued_text or None,
        "summary": summary,
        "signer": form.signer or None,
        "signer_office": form.signer_office or None,
        "recipients": form.recipients,
        "basis": form.basis,
    }
    draft.doubts["title"] = "máy ghép loại văn bản với trích yếu; sửa cho dễ đọc"
    if draft.values["short"] != title:
        draft.doubts["short"] = "máy rút gọn; sửa cho dễ đọc"
    return draft


def _choose_year(
    draft: PlanDraft, form: DocumentForm, document: Document, book: Book, slug: str
) -> None:
    if form.issued:
        draft.values["year"] = str(form.issued.year)
        return
    text = "\n".join(each.text for each in document.paragraphs)
    counts = Counter(_SAID_YEAR.findall(text)).most_common(1)
    sources = (
        ("dòng ngày ban hành", _YEAR.findall(form.issued_text)),
        ("trích yếu", _YEAR.findall(form.summary)),
        ("mã văn bản", _YEAR.findall(slug)),
        ("năm được nhắc nhiều nhất trong văn bản", [each for each, _ in counts]),
        ("văn bản mới nhất của trang", [max((each.year for each in book.plans), default="")]),
    )
    for source, years in sources:
        if years and years[0]:
            draft.values["year"] = years[0]
            draft.doubts["year"] = f"văn bản không in đủ ngày ban hành; năm lấy ở {source}"
            return
    draft.values["year"] = ""
    draft.doubts["year"] = "không biết năm của văn bản; điền vào"


def _look_ahead(draft: PlanDraft, form: DocumentForm) -> None:
    """Take the year after its issue that the summary alone names: a plan for a year is issued before it."""
    named = sorted(map(str, years_of_title(form.summary)))
    issued = _YEAR.findall(form.issued_text)
    if not (named and issued and int(named[-1]) == int(issued[0]) + 1):
        return  # it looks back, or far ahead
    draft.doubts["year"] = (
        f"trích yếu nêu năm {', '.join(named)}, ngày ban hành ở năm {issued[0]}; ngày tháng không in năm "
        "được hiểu là của năm ghi ở đây, việc làm trong năm khác thì sửa"
    )
    if len(named) == 1:
        draft.values["year"] = named[0]


def _choose_body(draft: PlanDraft, form: DocumentForm, document: Document, book: Book) -> None:
    """Find the issuing body among those known; one that is printed and not known is added."""
    year = draft.values["year"]
    town = form.issued_text.partition(",")[0] if "," in form.issued_text else ""
    found = _find_bodies(form.issuer, form.superior, town, book)
    if found:
        body = next((each for each in found if year and year in each.name), found[0])
        draft.values |= {"issuer": _FORMER.sub("", body.name), "body": body.id}
        others = ", ".join(
            each.id for each in found if each is not body and not _FORMER.search(each.name)
        )
        if others:
            draft.doubts["body"] = f"còn cơ quan khác cùng tên ({others})"
        return
    above = _find_bodies(form.superior, "", "", book)
    if form.issuer and above:
        draft.values |= {"issuer": form.issuer, "body": above[0].id}
        draft.doubts["body"] = (
            "cơ quan ban hành chưa có trong data/bodies.yaml, lấy cơ quan cấp trên"
        )
        return
    own = _assume_body(book, town, year)
    if form.issuer and form.kind_at >= 0 and "issuer" not in draft.doubts:
        name = _as_written(form.issuer, document, book)
        superior = _as_written(form.superior, document, book) if form.superior else None
        body = Body(
            id=_free_id(suggest_id(name), book.body), name=name, short=name, parent=superior
        )
        draft.bodies.append(body)
        draft.values |= {"issuer": name, "body": body.id}
        draft.doubts["body"] = (
            "cơ quan này chưa có trong data/bodies.yaml nên được thêm vào cuối tệp ấy; nếu là cách viết "
            "khác của cơ quan đã có thì xóa khối vừa thêm và sửa dòng này"
        )
        return
    if own is None:
        raise OfficeError("Chưa có cơ quan nào trong data/bodies.yaml; thêm cơ quan rồi nhập lại.")
    draft.values |= {"issuer": _FORMER.sub("", own.name), "body": own.id}
    draft.doubts["body"] = (
        "văn bản không in rõ tên cơ quan ban hành; tạm ghi theo nơi ở dòng ngày, hoặc cơ quan của trang"
    )


def _assume_body(book: Book, town: str, year: str) -> Body | None:
    """Choose a body where none is printed: of the town in the date line, else the site's own."""
    there = [each for each in book.bodies if town and fold(town) in _place_of(each.name)]
    publisher = book.publisher or next(iter(book.bodies), None)
    if publisher is None or (there and publisher not in there):
        return there[0] if there else None
    name = _FORMER.sub("", publisher.name)
    former = [each for each in book.bodies if each.name != name and name in each.name]
    return next((each for each in former if year and year in each.name), publisher)


def _find_bodies(name: str, superior: str, town: str, book: Book) -> list[Body]:
    """Find the bodies that a printed name means; the place may be left to the superior's name."""
    if not name:
        return []
    printed = _name_key(name)
    places = {_place_of(name), _place_of(superior)} - {""}
    exact, alike = [], []
    for each in book.bodies:
        plain = _FORMER.sub("", each.name)
        if printed in (_name_key(plain), _name_key(each.short)):
            exact.append(each)
        elif printed == _name_key(_OF_PLACE.sub("", plain)):
            place = _place_of(plain) or _place_of(each.parent or "")
            if not places or not place or place in places:
                alike.append(each)
    found = exact or alike

    def rank(body: Body) -> tuple[bool, bool, bool]:
        elsewhere = not (town and fold(town) in _place_of(_FORMER.sub("", body.name)))
        return elsewhere, _FORMER.search(body.name) is not None, not body.own

    return sorted(found, key=rank)


def _name_key(name: str) -> str:
    return re.sub(r"^uy ban nhan dan\b", "ubnd", fold(name)).replace("&", " va ")


def _place_of(name: str) -> str:
    found = _OF_PLACE.search(name)
    return fold(found[0]) if found else ""


def _as_written(printed: str, document: Document, book: Book) -> str:
    """Write a name in capitals as a register or the document writes it, else as it is printed."""
    for parent in (each.parent for each in book.bodies if each.parent):
        if canonical(parent) == canonical(printed):
            return parent
    pattern = re.compile(rf"\b{re.escape(printed)}\b", re.I)
    for each in document.paragraphs:
        for found in pattern.findall(each.text):
            if not found.isupper():
                return str(found)
    return printed


def _choose_kind(draft: PlanDraft, form: DocumentForm, book: Book) -> None:
    """Find the kind by the words at the head; one that is printed and not known is added."""
    head = canonical(f"{form.kind} {form.summary}".strip())
    begun = [each for each in book.kinds if f"{head} ".startswith(f"{canonical(each.name)} ")]
    if begun:
        draft.values["kind"] = max(begun, key=lambda each: len(each.name)).id
        return
    # “Thông báo” is near to “Thông báo kết luận”; an appendix alone says with what it comes.
    near = [canonical(form.kind)] if form.kind else []
    if not form.kind and form.carrier:
        near = [canonical(f"phụ lục {form.carrier}"), canonical(form.carrier)]
    longer = [
        each for words in near for each in book.kinds if f"{words} " in f"{canonical(each.name)} "
    ]
    if longer:
        draft.values["kind"] = longer[0].id
        draft.doubts["kind"] = (
            f"văn bản in {quote(form.kind or form.summary)}, gần nhất là loại này"
        )
        return
    if form.kind:
        name = form.kind.capitalize()
        known = {each.id: each for each in book.kinds}
        kind = PlanKind(id=_free_id(suggest_id(form.kind.lower()), known), name=name)
        draft.kinds.append(kind)
        draft.values["kind"] = kind.id
        draft.doubts["kind"] = (
            "loại này chưa có trong data/kinds.yaml nên được thêm vào cuối tệp ấy; là chương trình công "
            "tác thì ghi thêm programme: true"
        )
        return
    draft.values["kind"] = book.kinds[0].id
    draft.doubts["kind"] = "văn bản không in loại, tạm ghi loại đầu tiên"


def _free_id(wanted: str, taken: Mapping[str, object]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name


def _name_plan(kind: str, summary: str, book: Book) -> str:
    """Name a plan by its kind and its summary, as people say it."""
    words = kind.capitalize()
    letters = [each for each in summary if each.isalpha()]
    if 2 * sum(each.isupper() for each in letters) > len(letters):
        summary = _write_small(summary, book)
    if not words or canonical(summary).startswith(canonical(words)):
        return summary[:1].upper() + summary[1:]
    first = summary.split(" ", 1)[0]
    small = summary if first.isupper() and len(first) > 1 else summary[:1].lower() + summary[1:]
    return f"{words} {small}"


def _write_small(text: str, book: Book) -> str:
    """Write a text in capitals in small letters, but for the names that the registers know."""
    names = {each.name for each in book.bodies} | {each.name for each in book.units}
    names |= {each.name for each in book.people} | {"UBND", "HĐND"}
    names |= {found[1] for each in book.bodies if (found := _PROVINCE.search(each.name))}
    names |= {_OF_PLACE.sub("", _FORMER.sub("", each.name)) for each in book.bodies}
    small = "".join(part if NUMBER.fullmatch(part) else part.lower() for part in _WORD.split(text))
    for name in sorted(names, key=lambda each: (-len(each), each)):
        small = re.sub(rf"\b{re.escape(name.lower())}\b", name.replace("\\", ""), small)
    return _COUNTED.sub(lambda found: f"{found[1]} {found[2].upper()}", small)


def _shorten(title: str, form: DocumentForm) -> str:
    if len(title) <= _SHORT:
        return title
    if form.number:
        return f"{form.kind.capitalize()} số {form.number}".strip()
    return title[: _SHORT - 1].rsplit(" ", 1)[0] + "…"
