"""The first page of a list: all of it, where one page bears it."""

from planbook.views.all_tasks import view_tasks_pages
from planbook.views.changes import view_changes_pages
from planbook.views.people import view_person_pages
from planbook.views.reports import report_pages
from planbook.views.standing import view_standing_pages
from planbook.views.units import view_unit_pages


def first(pages_of):
    """Give what shows the first of the pages that a function makes."""
    return lambda *shown: next(pages_of(*shown))


view_tasks = first(view_tasks_pages)
view_unit = first(view_unit_pages)
view_person = first(view_person_pages)
view_standing = first(view_standing_pages)
view_changes = first(view_changes_pages)
progress_report = first(report_pages)
