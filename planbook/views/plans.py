"""Show the documents, and one document: its record, its tasks by heading, its proposals."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from planbook.model import Abbreviation, Body, Plan
from planbook.views.adjustments import AdjustmentRow, list_adjustments, tell_kinds
from planbook.views.contents import Entry, list_groups
from planbook.views.ledger import Ledger
from planbook.views.listing import Group, Layout, group_by_section, lay_out
from planbook.views.references import Reference

FEW = 2  # groups that a page shows whole
MANY = 60  # tasks: more of them make a list that is long, however far it reaches
_ORIGINALS = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}
PROMPT = 5  # working days within which a document is to be public


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
    late: int | None  # working days from issue to publication, where they are over what is allowed
    contents: tuple[Entry, ...]
    references: tuple[Reference, ...]
    abbreviations: tuple[Abbreviation, ...]
    originals: tuple[tuple[str, str], ...]  # the files laid beside: what each is, and its address


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


def view_plan(ledger: Ledger, plan: Plan, references: Iterable[Reference] = ()) -> PlanView:
    """Show one document; `references` are those that it names in its summary or as its basis."""
    entry = enter_plan(ledger, plan)
    rows = ledger.by_plan.get(plan.slug, ())
    groups = tuple(_fold_far(group_by_section(rows)))
    adjustments = list_adjustments(ledger, plan)
    return PlanView(
        plan=plan,
        kind=entry.kind,
        body=entry.body,
        groups=groups,
        layout=lay_out(rows),
        count=entry.count,
        adjustments=adjustments,
        proposed=tell_kinds(adjustments),
        late=_count_late(plan),
        contents=tuple(_list_contents(plan, groups, entry.count, len(adjustments))),
        references=tuple(references),
        abbreviations=ledger.explain(rows),
        originals=tuple(_list_originals(plan)),
    )


def _list_originals(plan: Plan) -> Iterator[tuple[str, str]]:
    """List the attachments that lie beside the page of a plan under its own name."""
    for each in plan.attachments:
        stem, _, suffix = each.rpartition(".")
        if stem == f"../{plan.slug}" and suffix in _ORIGINALS:
            yield _ORIGINALS[suffix], each


def _fold_far(groups: Sequence[Group]) -> Iterator[Group]:
    """Fold the groups that are past, and of a long list those after the next one.

    It begins with the first group that is not past, if there is one.
    """
    past = [_is_past(group) for group in groups]
    first = past.index(False) if False in past else 0
    is_long = sum(len(group.rows) for group in groups) > MANY
    for at, group in enumerate(groups):
        far = (past[at] and at != first) or (is_long and at > first + 1)
        yield replace(group, folded=far and len(groups) > FEW, now=at == first)


def _is_past(group: Group) -> bool:
    """Tell whether all dates are past of a group whose rows mostly have one."""
    dated = [row.timing.kind for row in group.rows if row.timing.dated]
    return len(dated) * 2 > len(group.rows) and set(dated) == {"past"}


def _count_late(plan: Plan) -> int | None:
    """Count the working days from issue to publication, Monday to Friday, where they are too many."""
    if not (plan.issued and plan.published):
        return None
    span = (plan.published - plan.issued).days
    days = sum((plan.issued + dt.timedelta(at)).weekday() < 5 for at in range(1, span + 1))
    return days if days > PROMPT else None


def _list_contents(
    plan: Plan, groups: Sequence[Group], count: int, adjustments: int
) -> Iterator[Entry]:
    """List the parts of a document's page in their order, the whole text last."""
    if count:
        yield Entry("Nhiệm vụ", "tasks", count)
        yield from list_groups(groups)
    if plan.agenda:
        yield Entry("Chương trình", "agenda")
    if adjustments:
        yield Entry("Đề xuất điều chỉnh", "adjustments", adjustments)
    if plan.targets:
        yield Entry("Chỉ tiêu", "targets")
    if plan.reports:
        yield Entry("Báo cáo định kỳ", "reports")
    if plan.dossier:
        yield Entry("Hồ sơ sự kiện", "dossier")
    yield Entry("Toàn văn", "text")
