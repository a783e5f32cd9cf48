"""One mistake in the input: where it stands, what was found, what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the input, and what to write instead."""

    path: str
    line: int
    column: int
    record: str
    field: str
    message: str
    severity: str = "error"  # or "warning"
