"""Turn the book into the open data: the files of /data/, and those beside each list of tasks."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from planbook.history.compare import VIETNAM, Change
from planbook.model import Book, Files, Site
from planbook.open_data.atom import export_feeds
from planbook.open_data.calendars import export_calendars
from planbook.open_data.catalog import export_catalog
from planbook.open_data.schema import SCHEMAS, data_schema, describe_package
from planbook.open_data.tables import (
    list_task_lists,
    make_tables,
    write_csv,
    write_json,
)
from planbook.open_data.xlsx import export_workbooks


def list_exports(
    book: Book,
    site: Site,
    changes: Sequence[Change],
    moment: dt.datetime | None,
) -> Iterator[Callable[[], Files]]:
    """List what makes the open data.

    `moment` is that of the newest commit, which dates what the changes do not tell.
    """
    yield partial(export_data, book, site)
    yield partial(export_workbooks, book)
    yield partial(export_calendars, book, site, changes, moment)
    yield partial(export_feeds, book, site, changes, moment)
    yield partial(export_catalog, book, site, moment and moment.astimezone(VIETNAM).date())


def export_data(book: Book, site: Site) -> Files:
    """Yield JSON and CSV with what describes them, and tasks.csv beside each list of tasks."""
    tables = make_tables(book)
    lines = {name: write_csv(table) for name, table in tables.items()}
    files = {name: b"".join(each) for name, each in lines.items()}
    for name, table in tables.items():
        yield f"data/{name}.json", write_json(table)
        yield f"data/{name}.csv", files[name]
    yield "data/datapackage.json", _dump(describe_package(tables, files, site))
    for name, record in SCHEMAS.items():
        path = f"data/{name}.schema.json"
        yield path, _dump({"$id": f"{site.url}{path}", **data_schema(record)})
    begin, head, *rows = lines["tasks"]
    row_of = {task.id: row for task, row in zip(book.tasks, rows, strict=True)}
    for url, tasks in list_task_lists(book):
        yield f"{url}tasks.csv", b"".join((begin, head, *(row_of[task.id] for task in tasks)))


def _dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
