"""Turn the open data of a site into Parquet and ask it questions with DuckDB."""

import json
import sys
import time
from pathlib import Path

import duckdb

COUNT = (
    "select year, unit, count(*) from (select year(\"end\") as year, unnest(string_split(lead, '; '))"
    " as unit from {tasks}) group by all order by all"
)
QUESTIONS = {
    "tasks a year and unit, from Parquet": COUNT.replace("{tasks}", "'tasks.parquet'"),
    "the same, from `tasks.csv` as it is published": COUNT.replace(
        "{tasks}", "read_csv('{data}/tasks.csv', header = true)"
    ),
    "one task by its id, from Parquet": "select * from 'tasks.parquet' where id = '{id}'",
    "every task whose text holds “chuyển đổi số”, from Parquet": (
        "select id, task from 'tasks.parquet' where task like '%chuyển đổi số%'"
    ),
}


def main(data: Path, answers: Path) -> None:
    """Measure sizes in bytes and times in milliseconds, the median of five."""
    base = duckdb.connect()
    start = time.perf_counter()
    base.execute(
        f"copy (select * from read_csv('{data}/tasks.csv', header = true)) "
        "to 'tasks.parquet' (format parquet, compression zstd)"
    )
    told = {
        "`tasks.csv`": f"{(data / 'tasks.csv').stat().st_size / 1e6:.1f} MB",
        "`tasks.json`": f"{(data / 'tasks.json').stat().st_size / 1e6:.1f} MB",
        "`tasks.parquet`, made of the CSV": f"{Path('tasks.parquet').stat().st_size / 1e6:.1f} MB",
        "making it": f"{time.perf_counter() - start:.2f} s",
    }
    (id,) = base.execute("select id from 'tasks.parquet' using sample 1").fetchone()
    for name, question in QUESTIONS.items():
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            rows = base.execute(question.format(data=data, id=id)).fetchall()
            seconds.append(time.perf_counter() - start)
        told[f"{name} ({len(rows):,} rows)"] = f"{sorted(seconds)[2] * 1e3:.0f} ms"
    answers.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


main(Path(sys.argv[1]), Path(sys.argv[2]))
