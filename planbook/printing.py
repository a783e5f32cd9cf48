"""Print problems for people, for GitHub and for programs, and how far a long work is."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

from planbook.model import Problem

ANNOTATIONS = 9  # GitHub shows ten a step; the tenth says where the rest is

_SEVERITY = {"error": "", "warning": "cảnh báo: "}


def show_problem(problem: Problem) -> str:
    """Write a problem on one line: place, record, field, what was found and what to write."""
    parts = (problem.record, problem.field, _SEVERITY[problem.severity] + problem.message)
    said = ": ".join(part for part in parts if part)
    return f"{problem.path}:{problem.line}:{problem.column}: {said}"


def has_error(problems: list[Problem]) -> bool:
    """Tell whether a problem forbids to build."""
    return any(problem.severity == "error" for problem in problems)


def show_count(problems: list[Problem]) -> str:
    """Count errors and warnings in one line."""
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{errors} lỗi, {len(problems) - errors} cảnh báo"


def show_progress(done: int, count: int) -> None:
    """Count on one line how much of a long work is done, where somebody sits and looks."""
    if sys.stdout.isatty():
        print(f"\r{done}/{count} phần", end="" if done < count else "\n", flush=True)


def show_text(problems: list[Problem]) -> Iterator[str]:
    """Write all problems, one a line, then their counts."""
    yield from map(show_problem, problems)
    yield show_count(problems)


def show_json(problems: list[Problem]) -> Iterator[str]:
    """Write all problems as one JSON list."""
    yield json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1)


def show_github(problems: list[Problem]) -> Iterator[str]:
    """Write workflow commands for the first problems, errors first, and say how many more."""
    ranked = sorted(problems, key=lambda problem: problem.severity != "error")
    for problem in ranked[:ANNOTATIONS]:
        place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
        said = ": ".join(part for part in (problem.record, problem.field, problem.message) if part)
        yield f"::{problem.severity} {place}::{_escape(said)}"
    if more := ranked[ANNOTATIONS:]:
        yield f"::notice::Còn {len(more)} vấn đề nữa, xem danh sách đầy đủ trong phần tóm tắt"
    yield show_count(problems)


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": show_text, "github": show_github, "json": show_json}
