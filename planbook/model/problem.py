"""What is said to people: one mistake in the input, or why a request cannot be served."""

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


class RefusedError(Exception):
    """A request that cannot be served; the message is one Vietnamese sentence."""
