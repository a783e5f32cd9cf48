"""Turn the book into the open data: the files of /data/, and a CSV beside each list of tasks.

Yields (path, bytes) from the site's root. The workbooks, which take longest, come from `xlsx`.
"""

import json
from collections.abc import Iterator
from typing import Any

from planbook.model import Book, Site
from planbook.open_data.schema import SCHEMAS, data_schema, describe_package
from planbook.open_data.tables import (
    list_task_lists,
    make_table,
    make_tables,
    write_csv,
    write_json,
)


def export_data(book: Book, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield JSON and CSV with what describes them, and tasks.csv beside each list of tasks."""
    tables = make_tables(book)
    files = {name: write_csv(table) for name, table in tables.items()}
    for name, table in tables.items():
        yield f"data/{name}.json", write_json(table)
        yield f"data/{name}.csv", files[name]
    yield "data/datapackage.json", _dump(describe_package(tables, files, site))
    for name, record in SCHEMAS.items():
        path = f"data/{name}.schema.json"
        yield path, _dump({"$id": f"{site.url}{path}", **data_schema(record)})
    for url, tasks in list_task_lists(book):
        yield f"{url}tasks.csv", write_csv(make_table("tasks", tasks))


def _dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
