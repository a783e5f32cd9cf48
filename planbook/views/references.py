"""Find the numbers of official documents in texts, and what carries out or cites what.

A number is kept as printed. Nothing is looked up: a document that the book does not hold is known
only by what others print of it.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from planbook.model import Book, Plan, Task
from planbook.vietnamese.alphabet import sort_key, strip_marks
from planbook.vietnamese.document_numbers import NUMBER
from planbook.views.ledger import Ledger, Row

# What a code in a number stands for (Nghị định 30/2020/NĐ-CP, phụ lục III, and the Party's own).
KINDS = {
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "GM": "Giấy mời",
    "KH": "Kế hoạch",
    "KL": "Kết luận",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "TB": "Thông báo",
    "TT": "Thông tư",
}

_KIND = re.compile(rf"({'|'.join(KINDS.values())}|Luật|Công văn|Văn bản)(?: số)?[:\s]*$", re.I)
_DATE = re.compile(
    r",? ngày (?P<day>\d\d?)"
    r"(?:[/-](?P<month>\d\d?)[/-]| tháng (?P<month2>\d\d?) năm )(?P<year>\d{4})"
)
_TITLE = re.compile(
    r",? (?=(?:của|về|v/v|phê duyệt|ban hành)\b)(?:“[^”]*”|\"[^\"]*\"|\.(?=\w)|[^;.()“”\"])+"
)
_CARRIES_OUT = re.compile(r"[^,;.()“”]*\b(?:thực hiện|thi hành)\b[^,;.()“”]*", re.I)
OTHER_KIND = "Khác"
FEW = 2  # steps that are a pair rather than a chain
MOST_CHAINS = 6  # drawn of one document; what carries it out is listed besides
_GAP = 300  # characters between two documents that may still belong to one title


@dataclass(frozen=True, slots=True)
class Mention:
    """A document's number in a text, with what is printed around it."""

    start: int
    end: int
    number: str  # as printed
    kind: str | None
    year: int | None  # printed in the number or in the date after it
    issued: dt.date | None
    words: str | None  # what follows, as a title would


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A document that texts name, and all that names it."""

    id: str
    number: str
    kind: str | None
    year: int | None
    issued: dt.date | None  # where every text prints the same
    words: str | None  # the longest that a text prints as its title
    held: str | None  # slug of the plan that it is
    carries_out: tuple[str, ...]  # ids of the documents that its title names as its ground
    carried_out_by: tuple[str, ...]  # ids of the documents that name it so
    plans: tuple[str, ...]  # slugs of the plans that name it in their summary or basis
    cited_by: tuple[str, ...]  # slugs of the plans that name it elsewhere
    tasks: tuple[str, ...]  # ids of the tasks that name it

    @property
    def url(self) -> str:
        """Give the address of its page."""
        return f"references/{self.id}/"

    @property
    def name(self) -> str:
        """Call it by its kind and number."""
        return f"{self.kind or ''} {self.number}".strip()

    @property
    def count(self) -> int:
        """Count the plans and tasks that name it."""
        return len(self.plans) + len(self.cited_by) + len(self.tasks)


@dataclass(slots=True)
class _Found:
    """What is gathered of one document."""

    mentions: list[Mention] = field(default_factory=list)
    plans: dict[str, None] = field(default_factory=dict)
    cited_by: dict[str, None] = field(default_factory=dict)
    tasks: dict[str, None] = field(default_factory=dict)
    carries_out: dict[str, None] = field(default_factory=dict)


def find_mentions(text: str) -> Iterator[Mention]:
    """Find the document numbers in a text, in order."""
    if "/" not in text:
        return
    for found in NUMBER.finditer(text):
        kind = _KIND.search(text, max(0, found.start() - 20), found.start())
        date = _DATE.match(text, found.end())
        issued = _read_date(date) if date else None
        year = found["year"] or (date and date["year"])
        title = _TITLE.match(text, date.end() if date else found.end())
        yield Mention(
            start=found.start(),
            end=found.end(),
            number=found[0],
            kind=_kind_of(found["code"]) or (kind[1].capitalize() if kind else None),
            year=int(year) if year else None,
            issued=issued,
            words=_trim_title(title[0]) if title else None,
        )


def _trim_title(words: str) -> str:
    """Cut a title at a comma after which the sentence goes on to another document."""
    words = words.strip(" ,")
    other = NUMBER.search(words)
    return words.split(",")[0] if other and "," in words[: other.start()] else words


def _read_date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(
            int(found["year"]), int(found["month"] or found["month2"]), int(found["day"])
        )
    except ValueError:
        return None


def _kind_of(code: str) -> str | None:
    return next((KINDS[part] for part in re.split("[/-]", code) if part in KINDS), None)


@lru_cache(maxsize=4096)
def _plain(number: str) -> str:
    """Reduce a number to ASCII: 1703/QĐ-TTg is 1703-qd-ttg; zeros before a number do not count."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(number.lower())).strip("-").lstrip("0")


def make_id(number: str, year: int | None) -> str:
    """Make the id of a document: its number in ASCII, and its year where that is known."""
    plain = _plain(number)
    return plain if year is None or f"-{year}-" in plain else f"{plain}-{year}"


def references(book: Book) -> tuple[Reference, ...]:
    """List every document that the book's texts name, the most cited first."""
    texts = list(_list_texts(book))
    years = _list_years(mention for _, _, mentions in texts for mention in mentions)
    found: dict[str, _Found] = defaultdict(_Found)
    for source, text, mentions in texts:
        for mention in mentions:
            entry = found[_resolve(mention, years)]
            entry.mentions.append(mention)
            getattr(entry, source[0])[source[1]] = None
        for one, other in pairwise(mentions):
            between = text[one.end : other.start]
            if len(between) <= _GAP and _CARRIES_OUT.fullmatch(between):
                found[_resolve(one, years)].carries_out[_resolve(other, years)] = None
    held = _list_held(book)
    carried_out_by: dict[str, list[str]] = defaultdict(list)
    for id, entry in found.items():
        for ground in entry.carries_out:
            carried_out_by[ground].append(id)
    made = [
        _make(id, entry, tuple(carried_out_by[id]), held.get(id)) for id, entry in found.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.count, each.id)))


def tell_references(book: Book) -> Mapping[str, tuple[str, str]]:
    """Tell of each document that texts name its number and what it is, by the address of its page."""
    return {
        each.url: (each.number, f"{each.kind or 'Văn bản'} {each.words or 'được nhắc đến'}")
        for each in references(book)
    }


def _list_texts(book: Book) -> Iterator[tuple[tuple[str, str], str, list[Mention]]]:
    """List the texts that name documents: where a mention is counted, the text, the mentions."""
    for plan in book.plans:
        ground = (plan.summary, plan.title, *plan.basis)
        yield from _with_mentions(("plans", plan.slug), ground)
        yield from _with_mentions(("cited_by", plan.slug), _other_texts(plan))
    for row in book.adjustments:
        cells = (row.task, row.remark, row.month_remark)
        yield from _with_mentions(("cited_by", row.plan), cells)
    for task in book.tasks:
        yield from _with_mentions(("tasks", task.id), _task_texts(task))


def _with_mentions(
    source: tuple[str, str], texts: Iterable[str | None]
) -> Iterator[tuple[tuple[str, str], str, list[Mention]]]:
    for text in texts:
        if text and (mentions := list(find_mentions(text))):
            yield source, text, mentions


def _other_texts(plan: Plan) -> Iterator[str | None]:
    yield from (plan.number_text, plan.note)
    for paragraph in re.split(r"\n\s*\n", plan.text):
        yield re.sub(r"\s+|[*_]+", " ", paragraph)
    yield from (row.content for row in plan.agenda)
    yield from (row.name for row in plan.dossier)
    yield from (row.content for row in plan.reports)
    yield from (row.content for row in plan.targets)


def _task_texts(task: Task) -> Iterator[str | None]:
    return iter(
        (
            task.task,
            task.section,
            task.support_text,
            task.product,
            task.when_text,
            task.note,
            task.result,
            task.difficulty,
        )
    )


def _list_years(mentions: Iterable[Mention]) -> Mapping[str, Sequence[int]]:
    """List the years that are printed with each number."""
    years: dict[str, list[int]] = defaultdict(list)
    for mention in mentions:
        known = years[_plain(mention.number)]
        if mention.year and mention.year not in known:
            known.append(mention.year)
    return years


def _resolve(mention: Mention, years: Mapping[str, Sequence[int]]) -> str:
    """Tell which document is meant: a bare number is the only dated one of that number."""
    known = years.get(_plain(mention.number), ())
    year = mention.year or (known[0] if len(known) == 1 else None)
    return make_id(mention.number, year)


def _list_held(book: Book) -> Mapping[str, str]:
    """Find the plans by the id of their own number."""
    return {
        make_id(plan.number, plan.issued.year if plan.issued else int(plan.year)): plan.slug
        for plan in book.plans
        if plan.number
    }


def _make(id: str, entry: _Found, carried_out_by: tuple[str, ...], held: str | None) -> Reference:
    dates = {mention.issued for mention in entry.mentions if mention.issued}
    words = [mention.words for mention in entry.mentions if mention.words]
    kinds = [mention.kind for mention in entry.mentions if mention.kind]
    return Reference(
        id=id,
        number=entry.mentions[0].number,
        kind=max(kinds, key=kinds.count) if kinds else None,
        year=next((mention.year for mention in entry.mentions if mention.year), None),
        issued=dates.pop() if len(dates) == 1 else None,
        words=max(words, key=len) if words else None,
        held=held,
        carries_out=tuple(entry.carries_out),
        carried_out_by=carried_out_by,
        plans=tuple(slug for slug in entry.plans if slug != held),
        cited_by=tuple(slug for slug in entry.cited_by if slug not in (held, *entry.plans)),
        tasks=tuple(entry.tasks),
    )


@dataclass(frozen=True, slots=True)
class Chain:
    """Documents of which each carries out the one before it, and the plans that carry out the last."""

    references: tuple[Reference, ...]
    plans: tuple[str, ...]  # slugs

    @property
    def length(self) -> int:
        """Count the steps."""
        return len(self.references) + bool(self.plans)


@dataclass(frozen=True, slots=True)
class ReferencesView:
    """Every document that is named, by kind, and the chains that lead to documents of the book."""

    count: int
    kinds: tuple[tuple[str, tuple[Reference, ...]], ...]  # by kind in words, in alphabetical order
    chains: tuple[Chain, ...]
    plan: Mapping[str, Plan]  # by slug
    foreign: frozenset[str]  # slugs of the plans of other bodies


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A document that is named: the chains that it stands in, and all that names it."""

    reference: Reference
    chains: tuple[Chain, ...]
    carries_out: tuple[Reference, ...]
    carried_out_by: tuple[Reference, ...]
    rows: tuple[Row, ...]  # of the tasks that name it
    plan: Mapping[str, Plan]  # by slug
    foreign: frozenset[str]  # slugs of the plans of other bodies


def view_references(
    ledger: Ledger, found: Sequence[Reference]
) -> tuple[ReferencesView, Iterator[ReferenceView]]:
    """Show all documents that the book's texts name, and each of them."""
    plan = ledger.book.plan
    foreign = frozenset(each.slug for each in ledger.book.plans if not ledger.book.is_own(each))
    by_id = {each.id: each for each in found}
    chains = [chain for chain in _list_chains(found, by_id) if chain.length > 1]
    view = ReferencesView(
        count=len(found),
        kinds=_group_by_kind(found),
        chains=tuple(chain for chain in chains if chain.plans and chain.length > FEW),
        plan=plan,
        foreign=foreign,
    )
    chains_of: dict[str, list[Chain]] = defaultdict(list)
    for chain in chains:
        for each in chain.references:
            chains_of[each.id].append(chain)
    return view, (
        ReferenceView(
            reference=each,
            chains=tuple(chains_of[each.id][:MOST_CHAINS]),
            carries_out=tuple(map(by_id.__getitem__, each.carries_out)),
            carried_out_by=tuple(map(by_id.__getitem__, each.carried_out_by)),
            rows=tuple(map(ledger.by_task.__getitem__, each.tasks)),
            plan=plan,
            foreign=foreign,
        )
        for each in found
    )


def _group_by_kind(
    found: Sequence[Reference],
) -> tuple[tuple[str, tuple[Reference, ...]], ...]:
    kinds: dict[str, list[Reference]] = defaultdict(list)
    for each in found:
        kinds[each.kind or OTHER_KIND].append(each)
    return tuple((kind, tuple(kinds[kind])) for kind in sorted(kinds, key=_order_kind))


def _order_kind(kind: str) -> tuple[bool, tuple[tuple[int, ...], ...]]:
    return kind == OTHER_KIND, sort_key(kind)


def _list_chains(found: Sequence[Reference], by_id: Mapping[str, Reference]) -> Iterator[Chain]:
    """Follow each document that no other carries out back to its ground."""
    for last in found:
        if last.carried_out_by:
            continue
        chain, seen = [last], {last.id}
        while (ground := chain[-1].carries_out[:1]) and ground[0] not in seen:
            chain.append(by_id[ground[0]])
            seen.add(ground[0])
        yield Chain(tuple(reversed(chain)), last.plans)
