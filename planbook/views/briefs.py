"""Choose what a paper for a meeting tells of a unit or a leader: this month, next, what nobody reported on.

Everything in it is words to print. How much of it fits on the paper is not known here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from planbook.model import Person, Unit
from planbook.vietnamese.wording import name_month
from planbook.views.ledger import Ledger, Row
from planbook.views.reported import is_past_unreported, is_reported

_MOST = 60  # lines of a part: more never fit on the paper


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One task: its words, who directs or leads it, and when, with the state that was reported."""

    task: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class BriefPart:
    """The tasks under one heading; `count` may be more than there are lines."""

    title: str
    called: str  # in the line of counts
    count: int
    lines: tuple[BriefLine, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the paper for a meeting."""

    parent: str  # the organisation above, where there is one
    issuer: str
    name: str
    url: str
    day: dt.date
    who: str  # what the names beside the tasks are
    note: str
    parts: tuple[BriefPart, ...]


def brief_unit(ledger: Ledger, unit: Unit) -> Brief:
    """Tell what a unit leads, and what it waits for where others lead."""
    leads = ledger.by_lead.get(unit.id, ())
    others = [row for row in ledger.by_support.get(unit.id, ()) if unit.id not in row.task.lead]
    body = ledger.body_of(unit)
    return _brief(ledger, body.name, unit.name, unit.name, unit.url, leads, others)


def brief_person(ledger: Ledger, person: Person) -> Brief:
    """Tell what a leader directs."""
    rows = ledger.by_leader.get(person.id, ())
    body = ledger.body_of(person)
    return _brief(ledger, body.parent or "", body.name, person.styled, person.url, rows, None)


def _brief(
    ledger: Ledger,
    parent: str,
    issuer: str,
    name: str,
    url: str,
    rows: Iterable[Row],
    others: Iterable[Row] | None,
) -> Brief:
    """Part the rows; `others` are those that somebody else leads, None on a leader's paper."""
    rows = tuple(rows)
    this, next_ = ledger.month, ledger.next_month
    due = [row for row in rows if this in row.months]
    later = [row for row in rows if this not in row.months]
    coming = [row for row in later if next_ in row.months]
    running = [row for row in later if not row.task.months and row.timing.kind == "running"]
    past = [row for row in later if is_past_unreported(row)]
    past.sort(key=lambda row: row.task.end or dt.date.min, reverse=True)
    parts = [
        _part(f"Tháng này, {_month(this)}", "tháng này", due, others is None),
        _part(f"Tháng sau, {_month(next_)}", "tháng sau", coming, others is None),
        _part(
            "Đã qua thời hạn, chưa có báo cáo", "chưa có báo cáo",
            past, others is None, timed=True,
        ),
        _part("Kéo dài qua tháng này", "kéo dài qua tháng", running, others is None, timed=True),
    ]  # fmt: skip
    if others is not None:
        waiting = [row for row in others if _is_waited_for(row, (this, next_))]
        order = list(dict.fromkeys(row.task.lead_text or "" for row in waiting))
        waiting.sort(key=lambda row: order.index(row.task.lead_text or ""))
        title = "Phối hợp, đơn vị khác chủ trì"
        parts.append(_part(title, "phối hợp", waiting, by_lead=True, timed=True))
    is_ahead = any(
        row.timing.kind in ("ahead", "running", "yearly") for row in (*rows, *(others or ()))
    )
    return Brief(
        parent=parent,
        issuer=issuer,
        name=name,
        url=url,
        day=ledger.today,
        who="Chủ trì, thời hạn" if others is None else "Lãnh đạo, thời hạn",
        note="" if is_ahead else "Thời hạn ghi trong các văn bản đã đăng đều đã qua.",
        parts=tuple(part for at, part in enumerate(parts) if part.count or at < 3),
    )


def _is_waited_for(row: Row, months: tuple[str, str]) -> bool:
    """Tell whether a unit that supports a task still has to do with it."""
    is_near = row.timing.kind == "running" or not set(months).isdisjoint(row.months)
    return row.timing.kind != "settled" and is_near


def _month(month: str) -> str:
    return name_month(month).lower()


def _part(
    title: str, called: str, rows: list[Row], by_lead: bool, *, timed: bool = False
) -> BriefPart:
    """Print the rows; what the heading tells is not told again, but a time that the document words."""
    names = [(row.task.lead_text if by_lead else row.task.leader_text) or "" for row in rows]
    shared = names[0] if len(names) > 1 and len(set(names)) == 1 else ""
    if shared:  # the heading says it once
        title += f" ({'chủ trì' if by_lead else 'chỉ đạo'}: {shared})"
    lines = tuple(
        BriefLine(
            task=row.task.task,
            who="" if shared else name,
            when="; ".join(filter(None, (_tell_when(row, timed), _tell_state(row)))),
        )
        for row, name in zip(rows[:_MOST], names, strict=False)
    )
    return BriefPart(title, called, len(rows), lines)


def _tell_when(row: Row, timed: bool) -> str:
    return row.when if timed or row.task.when_text else ""


def _tell_state(row: Row) -> str:
    """Tell what was reported, and when."""
    if not is_reported(row.task):
        return ""
    day = f" ngày {row.task.reported:%d/%m/%Y}" if row.task.reported else ""
    return f"{row.status or 'có báo cáo'}{day}"
