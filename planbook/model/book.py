"""The book: everything that the site publishes, found by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planbook.model.records import (
    Abbreviation,
    Adjustment,
    Body,
    Person,
    Plan,
    Task,
    Unit,
)


@dataclass(frozen=True, kw_only=True)
class Book:
    """Everything that the site publishes; records keep the order of their files."""

    plans: tuple[Plan, ...] = ()
    tasks: tuple[Task, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()

    @cached_property
    def plan(self) -> Mapping[str, Plan]:
        """Find a plan by its slug."""
        return {each.slug: each for each in self.plans}

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """Find a task by its id."""
        return {each.id: each for each in self.tasks}

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        """Find a unit by its id."""
        return {each.id: each for each in self.units}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """Find a person by the id."""
        return {each.id: each for each in self.people}

    @cached_property
    def body(self) -> Mapping[str, Body]:
        """Find an organisation by its id."""
        return {each.id: each for each in self.bodies}
