"""The first page of a list: all of it, where one page bears it."""

from planbook.views.all_tasks import view_tasks_pages
from planbook.views.changes import view_changes_pages
from planbook.views.people import view_person_pages
from planbook.views.reports import report_pages
from planbook.views.standing import view_standing_pages
from planbook.views.units import view_unit_pages


def view_tasks(ledger):
    """Show the first page of all tasks."""
    return next(view_tasks_pages(ledger))


def view_unit(ledger, unit):
    """Show the first page of a unit."""
    return next(view_unit_pages(ledger, unit))


def view_person(ledger, person):
    """Show the first page of a leader."""
    return next(view_person_pages(ledger, person))


def view_standing(ledger):
    """Show the first page of the tasks without a month."""
    return next(view_standing_pages(ledger))


def view_changes(ledger, note):
    """Show the newest changes of the data."""
    return next(view_changes_pages(ledger, note))


def progress_report(ledger, unit):
    """Show the first page of the report of a unit."""
    return next(report_pages(ledger, unit))
