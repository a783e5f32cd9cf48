"""The records that everything else passes on: frozen, typed, what is printed beside what is understood."""

from planbook.model.book import Book
from planbook.model.columns import ID_PATTERN, LINK_PATTERN, Column, Typed, column, columns
from planbook.model.problem import Problem
from planbook.model.records import (
    ADJUSTMENT_KINDS,
    CONTENT_SUFFIXES,
    PLAN_KINDS,
    SLOTS,
    STATUSES,
    UNIT_KINDS,
    Abbreviation,
    Adjustment,
    AgendaItem,
    Body,
    DossierItem,
    Person,
    Plan,
    RecurringReport,
    Target,
    Task,
    Unit,
)
from planbook.model.site import Site

__all__ = [
    "ADJUSTMENT_KINDS",
    "CONTENT_SUFFIXES",
    "ID_PATTERN",
    "LINK_PATTERN",
    "PLAN_KINDS",
    "SLOTS",
    "STATUSES",
    "UNIT_KINDS",
    "Abbreviation",
    "Adjustment",
    "AgendaItem",
    "Body",
    "Book",
    "Column",
    "DossierItem",
    "Person",
    "Plan",
    "Problem",
    "RecurringReport",
    "Site",
    "Target",
    "Task",
    "Typed",
    "Unit",
    "column",
    "columns",
]
