"""Write blank records for people to fill in: every field with its explanation, from the model."""

import re
from collections.abc import Iterator
from itertools import count

from planbook.model import Book, Column, Plan, Role, Task, Typed, typed_columns
from planbook.reading.yaml_records import whole_number


def blank_task(book: Book, slug: str) -> str:
    """Write the block of a new task, to stand after the last one of its plan."""
    last = next((task for task in reversed(book.tasks) if task.plan == slug), None)
    start = re.sub(r"\d+[a-z]?$", "", last.id) if last else f"{slug}-"
    first = (whole_number(last.number) or 0) + 1 if last else 1
    number = str(next(each for each in count(first) if f"{start}{each}" not in book.task))
    known = {
        "id": f"{start}{number}",
        "plan": slug,
        "section": (last.section or "") if last else "",
        "number": number,
    }
    later = (Role.UNDERSTOOD, Role.REPORTED)
    asked = [each for each in typed_columns(Task).values() if each.role not in later]
    return "".join(_lines(asked, known, "- ", "  "))


def blank_plan() -> str:
    """Write the file of a new plan: its record between two lines ---, then its text."""
    asked = [each for each in typed_columns(Plan).values() if each.typed is not Typed.ROWS]
    front = "".join(_lines(asked, {}, "", ""))
    return f"---\n{front}---\n\n## Toàn văn\n\nChép toàn văn vào đây.\n\n<!-- slot: tasks -->\n"


def _lines(asked: list[Column], known: dict[str, str], first: str, indent: str) -> Iterator[str]:
    for at, each in enumerate(asked):
        start = indent if at or not first else first
        must = "Bắt buộc. " if each.required else ""
        choices = ", ".join(f"{key} ({label})" for key, label in each.choices.items())
        said = " ".join(filter(None, (must + each.help, choices and f"Một trong: {choices}.")))
        if said and (at or not first):
            yield f"{start}# {each.label}. {said}\n"
        value = known.get(each.name, "")
        shown = value if each.typed is Typed.ID or each.choices else f'"{value}"'
        if each.typed in (Typed.TEXTS, Typed.IDS, Typed.LINKS):
            shown = "[]"
        elif each.typed is Typed.DATE:
            shown = ""
        yield f"{start}{each.name}: {shown}".rstrip() + "\n"
