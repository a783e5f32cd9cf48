"""Measure how long each step of a build takes, and show it as a table."""

import contextlib
import time
from collections.abc import Iterator


class Timings:
    """The seconds that each step took, in the order in which they ended."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, float, str]] = []

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step."""
        start = time.perf_counter()
        yield
        self.add(name, time.perf_counter() - start)

    def add(self, name: str, seconds: float, note: str = "") -> None:
        """Add a step that was measured elsewhere."""
        self._steps.append((name, seconds, note))

    def show(self) -> Iterator[str]:
        """Write the steps as a Markdown table, which a terminal shows as well."""
        rows = [("Bước", "Giây", "Ghi chú"), ("---", "--:", "---")]
        rows += [(name, f"{seconds:.2f}", note) for name, seconds, note in self._steps]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for name, seconds, note in rows:
            yield f"| {name:{widths[0]}} | {seconds:>{widths[1]}} | {note:{widths[2]}} |"
