"""Find the task of a plan that a row of a decision means: by its text, its number, and what stands beside."""

import difflib
import re
from collections.abc import Sequence

from planbook.intake.changes.adjusted_rows import AdjustedRow
from planbook.model import Task
from planbook.vietnamese.alphabet import canonical, fold

_ALIKE = 0.85  # likeness of two texts of one task
_CLEARLY = 0.08  # by how much it beats the next
_NUMBERED = 0.6  # likeness that is enough where the number agrees as well
_NUMBERS = re.compile(r"\d+")


class TaskSearch:
    """Knows the texts of all tasks of a plan."""

    def __init__(self, tasks: Sequence[Task]):
        self._tasks = tasks
        self._texts = [canonical(task.task) for task in tasks]

    def find(self, row: AdjustedRow) -> list[Task]:
        """Find the task that a row means: one, none, or all between which the row does not decide."""
        text = canonical(row.old.get("task", ""))
        if not text:
            return [task for task in self._tasks if row.planned and task.number == row.number]
        same = [task for task, each in zip(self._tasks, self._texts, strict=True) if each == text]
        if same:
            return self._by_number(row, same)
        scored = self._score(text)
        numbered = [task for _, task in scored if row.planned and task.number == row.number]
        if len(numbered) == 1:
            return numbered
        best = max((score for score, _ in scored), default=0.0)
        return [task for score, task in scored if score >= _ALIKE and best - score < _CLEARLY]

    def _score(self, text: str) -> list[tuple[float, Task]]:
        """Tell how like a text those of tasks are that may be the same, the likest first."""
        matcher = difflib.SequenceMatcher(b=text, autojunk=False)
        numbers = _NUMBERS.findall(text)
        scored: list[tuple[float, Task]] = []
        for task, each in zip(self._tasks, self._texts, strict=True):
            if _NUMBERS.findall(each) != numbers:
                continue  # “giao ban tháng 9” is not that of October
            matcher.set_seq1(each)
            # Cheap bounds first, for the likeness itself is slow.
            if matcher.real_quick_ratio() >= _NUMBERED and matcher.quick_ratio() >= _NUMBERED:
                scored.append((matcher.ratio(), task))
        likely = [each for each in scored if each[0] >= _NUMBERED]
        return sorted(likely, key=lambda each: -each[0])

    def _by_number(self, row: AdjustedRow, tasks: list[Task]) -> list[Task]:
        """Decide between tasks of one text by the number, the lead, the heading or the time of a row."""
        if len(tasks) == 1:
            return tasks
        lead = canonical(row.old.get("lead_text", ""))
        under = {fold(each) for each in (row.heading, row.old.get("when_text", "")) if each}
        ways = (
            [task for task in tasks if row.planned and task.number == row.number],
            [task for task in tasks if lead and canonical(task.lead_text or "") == lead],
            [task for task in tasks if under & _times_of(task)],
        )
        return next((way for way in ways if len(way) == 1), tasks)


def _times_of(task: Task) -> set[str]:
    """List the headings over a task and its time, as a row of a decision may repeat them."""
    return {
        fold(each) for each in (*(task.section or "").split(" › "), task.when_text or "") if each
    }
