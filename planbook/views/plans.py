"""Show the documents, and one document: its record, its tasks by heading, its proposals."""

from dataclasses import dataclass

from planbook.model import Abbreviation, Body, Plan
from planbook.views.adjustments import AdjustmentRow, list_adjustments, tell_kinds
from planbook.views.ledger import Ledger
from planbook.views.listing import Group, Layout, group_by_section, lay_out

PLAN_PARTS = ("tasks", "agenda", "adjustments")  # what may stand in the text of a plan


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A document in the list of documents."""

    plan: Plan
    kind: str
    body: Body
    count: int


@dataclass(frozen=True, slots=True)
class PlansView:
    """All documents: the site's own, then those of other bodies."""

    own: tuple[PlanEntry, ...]
    others: tuple[PlanEntry, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One document: its record, its tasks by heading, its proposals."""

    plan: Plan
    kind: str
    body: Body
    groups: tuple[Group, ...]
    layout: Layout
    count: int
    adjustments: tuple[AdjustmentRow, ...]
    proposed: str  # how many of each kind
    unplaced: tuple[str, ...]  # parts for which the text has no slot
    abbreviations: tuple[Abbreviation, ...]


def enter_plan(ledger: Ledger, plan: Plan) -> PlanEntry:
    """Enter a document in a list of documents."""
    return PlanEntry(
        plan=plan,
        kind=ledger.book.kind[plan.kind].name,
        body=ledger.body_of(plan),
        count=len(ledger.by_plan.get(plan.slug, ())),
    )


def view_plans(ledger: Ledger) -> PlansView:
    """List all documents."""
    entries = [enter_plan(ledger, plan) for plan in ledger.plans]
    return PlansView(
        own=tuple(entry for entry in entries if entry.body.own),
        others=tuple(entry for entry in entries if not entry.body.own),
    )


def view_plan(ledger: Ledger, plan: Plan) -> PlanView:
    """Show one document."""
    entry = enter_plan(ledger, plan)
    rows = ledger.by_plan.get(plan.slug, ())
    adjustments = list_adjustments(ledger, plan)
    return PlanView(
        plan=plan,
        kind=entry.kind,
        body=entry.body,
        groups=group_by_section(rows),
        layout=lay_out(rows),
        count=entry.count,
        adjustments=adjustments,
        proposed=tell_kinds(adjustments),
        unplaced=tuple(part for part in PLAN_PARTS if f"<!-- slot: {part} -->" not in plan.text),
        abbreviations=ledger.explain(rows),
    )
