"""Turn the book into the search index: small files, of which a browser fetches those it needs.

docs/decisions/0011-search-index.md says why and how; theme/assets/search-index.js reads what is written.
"""

import hashlib
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import sub
from typing import Any

from planbook.model import (
    ADJUSTMENT_KINDS,
    SETTLED,
    STATUSES,
    UNIT_KINDS,
    UNREPORTED,
    Adjustment,
    Book,
    Files,
    Person,
    Plan,
    Task,
    Unit,
    columns,
)
from planbook.search.keys import SYNONYMS, KeyReader
from planbook.vietnamese.alphabet import canonical, fold, sort_key, strip_marks
from planbook.vietnamese.products import FAMILIES, find_families

TITLE, NAMES, CELLS, CONTEXT = 3, 2, 1, 0  # how much a word tells about the page it stands on
SHARD = 4_000  # characters of postings in a file, about 1.5 KB on the wire
CHUNK = 8  # pages whose texts share a file; a plan, being long, has one of its own
VOCABULARY = 6_000  # words known to the spelling, most frequent first
FILTERS = {
    "unit": "Đơn vị chủ trì hoặc phối hợp",
    "lead": "Đơn vị chủ trì",
    "support": "Đơn vị phối hợp",
    "month": "Tháng",
    "due": "Thời hạn",
    "important": "Mức quan trọng",
    "status": "Tình trạng",
    "person": "Lãnh đạo",
    "product": "Loại sản phẩm",
    "plan": "Văn bản",
    "body": "Cơ quan",
}
DUE = {  # by the day on which somebody reads, so the browser finds them
    "this-month": "Đến hạn tháng này",
    "next-month": "Đến hạn tháng sau",
    "past": "Đã qua thời hạn",
}
IMPORTANT = "1"
NO_STATUS = "none"
ASKED = {  # how readers also name a value of a filter
    ("due", "past"): ("quá hạn", "trễ hạn", "chậm tiến độ"),
    ("due", "this-month"): ("tháng này",),
    ("due", "next-month"): ("tháng sau", "tháng tới"),
    ("important", IMPORTANT): ("quan trọng",),
    ("status", NO_STATUS): ("chưa báo cáo",),
    ("status", "done"): ("đã xong", "hoàn thành"),
}
CLOSED = "closed"  # beside the last day of a task that is not past when this day is
ADJUSTMENTS = "Đề xuất điều chỉnh"
KINDS = {
    "task": "Nhiệm vụ",
    "unit": "Đơn vị",
    "person": "Lãnh đạo",
    "adjustment": ADJUSTMENTS,
    "page": "Trang",
    "plan": "Văn bản",
    "reference": "Văn bản được nhắc đến",
}
Told = Mapping[str, tuple[str, str]]  # of pages by address: the title, and what the page is

# What is shown of a page beside its title when the words stand there, in the order of looking.
_TASK_CELLS = (
    "product",
    "lead_text",
    "support_text",
    "leader_text",
    "when_text",
    "condition",
    "note",
    "result",
    "difficulty",
    "section",
)
_UNIT_CELLS = ("short", "kind", "note")
_PERSON_CELLS = ("office", "note")
_ADJUSTMENT_CELLS = ("proposal", "change", "lead_text", "support_text")
_PLAN_CELLS = (
    "summary",
    "number_text",
    "kind",
    "issuer",
    "signer",
    "text",
    "basis",
    "recipients",
)
_KIND = re.compile(r"^(?:phòng|trung tâm|tt)\b *(?=.)", re.I)
_MARKDOWN = re.compile(r"<!--.*?-->|^#+ |^> ?|^\s*[-|:]+\s*$|[*`\\|]|\{[^}\n]*\}", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Document:
    """A page that can be found: what it shows in a result, what filters it, what finds it."""

    kind: str
    url: str
    title: str
    cells: Mapping[str, str]  # shown when the words stand there and not in the title
    filters: Mapping[str, tuple[str, ...]]
    fields: tuple[tuple[int, str], ...]  # rank and text
    names: tuple[
        tuple[int, str], ...
    ]  # rank and names, one a line, any of which may be all that is asked


def export_search(book: Book, pages: Told | None = None, references: Told | None = None) -> Files:
    """Write the index: a directory, and beside it postings, texts and spelling by content hash.

    `pages` are the site's other pages: by address, the title and what the page says of itself;
    `references` those of documents that texts name.
    """
    documents = list(list_documents(book, pages or {}, references or {}))
    reader = KeyReader(book.abbreviations)
    postings = make_postings(documents, reader)
    shards = list(_shard(postings))
    files = {f"words-{at}": _pack(shard) for at, (_, shard) in enumerate(shards)}
    alone = next((at for at, each in enumerate(documents) if each.kind == "plan"), len(documents))
    chunks = [documents[at : min(at + CHUNK, alone)] for at in range(0, alone, CHUNK)]
    for at, chunk in enumerate([*chunks, *([each] for each in documents[alone:])]):
        files[f"texts-{at}"] = _pack([[each.url, each.title, each.cells] for each in chunk])
    files["spelling"] = _pack(_vocabulary(postings))
    folder = hashlib.sha256(b"\0".join(files.values())).hexdigest()[:10]
    filters = {name: _column(each.filters.get(name, ()) for each in documents) for name in FILTERS}
    labels = _labels(book)
    directory = {
        "folder": folder,
        "count": len(documents),
        "chunk": CHUNK,
        "alone": alone,
        "shards": [first for first, _ in shards],
        "forms": reader.forms_asked(postings),
        "same": SYNONYMS,
        "filters": filters | {"kind": _column([each.kind] for each in documents)},
        "labels": labels,
        "asked": _list_asked(labels, filters),
        "foreign": {body.id: f"cơ quan khác: {body.short}" for body in book.bodies if not body.own},
    }
    yield "search/index.deflate", _pack(directory)
    for name, content in files.items():
        yield f"search/{folder}/{name}.deflate", content


def list_documents(book: Book, pages: Told, references: Told) -> Iterator[Document]:
    """List all that can be found; among equals, the newest programme's tasks come first.

    Documents come last, for the text of each has a file of its own.
    """
    order = {
        plan.slug: (not book.is_own(plan), -int(plan.year), not book.kind[plan.kind].programme)
        for plan in book.plans
    }
    units = cache(lambda ids: "\n".join(name for id in ids for name in _names(book.unit[id])))
    people = cache(lambda ids: "\n".join(name for id in ids for name in _names(book.person[id])))
    for task in sorted(book.tasks, key=lambda task: order[task.plan]):
        firsts = units(task.lead), people(task.leaders)
        months = (*task.months, *book.repeats_of.get(task.id, ()))
        yield _task(task, book.plan[task.plan], firsts, units(task.support), months)
    yield from (_unit(unit) for unit in book.units)
    yield from (_person(person) for person in book.people)
    yield from (_adjustment(each, book.plan[each.plan]) for each in book.adjustments)
    taken = {"", "search/", *(plan.url for plan in book.plans)}
    yield from (_page("page", url, *said) for url, said in pages.items() if url not in taken)
    yield from (_page("reference", url, *said) for url, said in references.items())
    yield from (_plan(plan, book) for plan in book.plans)


def _task(
    task: Task, plan: Plan, firsts: tuple[str, ...], supports: str, months: tuple[str, ...]
) -> Document:
    """Make the document of a task from the names, one a line, of who leads and who supports it.

    `months` are all on whose pages it stands as due, those in which it comes back among them.
    """
    cells = _full(_TASK_CELLS, (getattr(task, name) for name in _TASK_CELLS))
    times = [time for month in task.months for time in _spell_month(month)]
    named = [cells.get("lead_text", ""), cells.get("leader_text", ""), *firsts, *times]
    status = STATUSES.get(task.status or "", "")
    return Document(
        kind="task",
        url=task.url,
        title=task.task,
        cells=cells,
        filters={
            "lead": task.lead,
            "support": task.support,
            "month": months,
            "due": _due(task),
            "important": (IMPORTANT,) if task.priority else (),
            "status": (task.status or NO_STATUS,),
            "person": task.leaders,
            "product": find_families(task.product),
            "plan": (task.plan,),
            "body": (plan.body,),
        },
        fields=(
            (TITLE, task.task),
            *((NAMES, text) for text in named),
            *((CELLS, text) for text in (*cells.values(), supports)),
            *((CONTEXT, text) for text in (plan.title, plan.short, task.number or "", status)),
        ),
        names=(*((TITLE, names) for names in firsts), (CELLS, supports)),
    )


def _spell_month(month: str) -> tuple[str, str]:
    """Spell a month, and its quarter in letters as documents do: a 3 would be another month."""
    year, number = month[:4], int(month[5:])
    quarter = ("I", "II", "III", "IV")[(number - 1) // 3]
    return f"tháng {number} năm {year}", f"quý {quarter} năm {year}"


def _due(task: Task) -> tuple[str, ...]:
    """Give the last day, and whether no day makes the task past: it is closed, or comes again."""
    if not task.end:
        return ()
    closed = task.status in SETTLED or task.recurrence or task.condition
    return (task.end.isoformat(), *((CLOSED,) if closed else ()))


def _unit(unit: Unit) -> Document:
    cells = _full(_UNIT_CELLS, (unit.short, UNIT_KINDS.get(unit.kind), unit.note))
    return _named("unit", unit, cells, {"unit": (unit.id,), "body": (unit.body,)})


def _person(person: Person) -> Document:
    cells = _full(_PERSON_CELLS, (person.office, person.note))
    return _named("person", person, cells, {"person": (person.id,), "body": (person.body,)})


def _named(
    kind: str,
    record: Unit | Person,
    cells: Mapping[str, str],
    filters: Mapping[str, tuple[str, ...]],
) -> Document:
    """Make the document of a page that is found by names."""
    names = _names(record)
    return Document(
        kind=kind,
        url=record.url,
        title=record.name,
        cells=cells,
        filters=filters,
        fields=(*((NAMES, name) for name in names), *((CELLS, text) for text in cells.values())),
        names=tuple((TITLE, name) for name in names),
    )


def _adjustment(row: Adjustment, plan: Plan) -> Document:
    """Make the document of a row that proposes something; its place on the page is its address."""
    kind = ADJUSTMENT_KINDS.get(row.kind or "", "")
    if kind and not kind.startswith("Đề xuất"):
        kind = f"Đề xuất {kind.lower()}"
    names = tuple(filter(None, (ADJUSTMENTS, kind)))
    cells = _full(_ADJUSTMENT_CELLS, (row.text, kind, row.lead_text, row.support_text))
    return Document(
        kind="adjustment",
        url=f"{plan.url}#de-xuat-{row.index}",
        title=row.task,
        cells=cells,
        filters={"plan": (plan.slug,), "body": (plan.body,)},
        fields=(
            (TITLE, row.task),
            *((NAMES, name) for name in names),
            *((CELLS, text) for text in cells.values()),
            (CONTEXT, f"số {row.number}"),
        ),
        names=tuple((TITLE, name) for name in names),
    )


def _page(kind: str, url: str, title: str, description: str) -> Document:
    """Make the document of a page that shows no single record: the figures, the abbreviations."""
    return Document(
        kind=kind,
        url=url,
        title=title,
        cells={"description": description},
        filters={},
        fields=((NAMES, title), (CONTEXT, description)),
        names=((TITLE, title),),
    )


def _plan(plan: Plan, book: Book) -> Document:
    cells = _full(
        _PLAN_CELLS,
        (
            plan.summary,
            plan.number_text or plan.number,
            book.kind[plan.kind].name,
            plan.issuer,
            " ".join(filter(None, (plan.signer_office, plan.signer))),
            " ".join(_MARKDOWN.sub(" ", plan.text).split()),
            " ".join(plan.basis),
            " ".join(plan.recipients),
        ),
    )
    titles = ((TITLE, plan.title), (TITLE, plan.short))
    return Document(
        kind="plan",
        url=plan.url,
        title=plan.title,
        cells=cells,
        filters={"plan": (plan.slug,), "body": (plan.body,)},
        fields=(*titles, *((CONTEXT, text) for text in cells.values())),
        names=titles,
    )


def _names(record: Unit | Person) -> tuple[str, ...]:
    """List every spelling of a name."""
    return tuple(filter(None, (record.name, getattr(record, "short", None), *record.names)))


def _whole(names: str) -> set[str]:
    """Make the keys of whole names: as one word, also without the kind of the unit before it."""
    return {
        "#" + fold(each).replace(" ", "")
        for name in names.splitlines()
        for each in (name, _KIND.sub("", name))
    }


def _full(names: Iterable[str], texts: Iterable[str | None]) -> Mapping[str, str]:
    """Name the cells of a page that are not blank."""
    return {name: text for name, text in zip(names, texts, strict=True) if text}


def make_postings(documents: Iterable[Document], reader: KeyReader) -> dict[str, list[int]]:
    """Map each key to the documents that hold it, each as its place × 4 + its best rank there."""
    # Texts repeat from page to page, so each is read once, and its keys get all its places.
    texts: dict[str, list[int]] = {}
    names: dict[str, list[int]] = {}
    for at, document in enumerate(documents):
        for rank, text in document.fields:
            texts.setdefault(text, []).append(at * 4 + rank)
        for rank, name in document.names:
            names.setdefault(name, []).append(at * 4 + rank)
    postings: dict[str, list[int]] = defaultdict(list)
    for read, known in ((reader.read, texts), (_whole, names)):
        for text, places in known.items():
            for key in read(text):
                postings[key] += places
    # Of several ranks on a page the highest comes last in order, and stays.
    for key, places in postings.items():
        postings[key] = list({place >> 2: place for place in sorted(places)}.values())
    return postings


def _shard(postings: Mapping[str, list[int]]) -> Iterator[tuple[str, list[tuple[str, list[int]]]]]:
    """Cut the postings, ordered by key without marks, into shards of about equal size.

    Yields the first key of each shard, and its keys with the steps from place to place.
    """
    shard: list[tuple[str, list[int]]] = []
    size = SHARD
    previous = first = ""
    for folded, key in sorted((strip_marks(key), key) for key in postings):
        if size >= SHARD and folded != previous:
            if shard:
                yield first, shard
            shard, size, first = [], 0, folded
        places = postings[key]
        shard.append((key, list(map(sub, places, chain((0,), places)))))
        size += len(key) + 3 * len(places)
        previous = folded
    yield first, shard


def _vocabulary(postings: Mapping[str, list[int]]) -> list[str]:
    """List the words that a slip may mean, most frequent first, one for each without marks."""
    count = Counter({key: len(places) for key, places in postings.items() if key.isalpha()})
    best: dict[str, str] = {}
    for word, _ in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        if len(word) > 1:
            best.setdefault(strip_marks(word), word)
    return list(best.values())[:VOCABULARY]


def _column(values: Iterable[Iterable[str]]) -> dict[str, list[Any]]:
    """Write one filter: the sets of values that occur, and for each document which set it has."""
    sets: dict[tuple[str, ...], int] = {}
    places = [sets.setdefault(tuple(each), len(sets)) for each in values]
    return {"sets": [list(each) for each in sets], "of": places}


def _labels(book: Book) -> dict[str, Mapping[str, str]]:
    """Name every value of a filter, every kind and every cell as readers know it."""
    records = (Unit, Person, Plan, Task)
    cells = {each.name: each.label for record in records for each in columns(record)}
    cells |= {"text": "Toàn văn", "description": "Trang này"}
    cells |= {"proposal": "Lời đề xuất", "change": "Loại đề xuất"}
    shown = (*_TASK_CELLS, *_UNIT_CELLS, *_PERSON_CELLS, *_ADJUSTMENT_CELLS, *_PLAN_CELLS)
    people = sorted(book.people, key=lambda person: sort_key(person.name))
    return {
        "kind": KINDS,
        "filter": FILTERS,
        "unit": book.unit_names,
        "plan": book.plan_names,
        "person": {person.id: person.name for person in people},
        "due": DUE,
        "important": {IMPORTANT: "Nhiệm vụ quan trọng"},
        "product": FAMILIES,
        "status": {NO_STATUS: UNREPORTED, **STATUSES},
        "body": {body.id: body.short for body in book.bodies},
        "cell": {name: cells[name] for name in dict.fromkeys((*shown, "description"))},
    }


def _list_asked(
    labels: Mapping[str, Mapping[str, str]], filters: Mapping[str, Mapping[str, list[Any]]]
) -> list[tuple[str, str, str]]:
    """List what a query may say for a value of a filter, the longest first: the words, the filter, the value."""
    asked = [
        (canonical(each), name, value)
        for name in ("due", "important", "status")
        for value, label in labels[name].items()
        if name == "due" or [value] in filters[name]["sets"]
        for each in (label, *ASKED.get((name, value), ()))
    ]
    return sorted(asked, key=lambda each: (-len(each[0].split()), each))


def _pack(value: object) -> bytes:
    """Write compressed JSON: small on the wire even from a server that compresses nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 9)
