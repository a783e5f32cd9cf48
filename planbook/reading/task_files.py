"""Say in which files the tasks of a book stand: all in one, or those of a plan in a file of their own.

Everything that reads or writes tasks asks here; nothing else knows that the files may be several.
"""

from collections.abc import Collection
from pathlib import Path

TASKS = "data/tasks.yaml"
TASKS_BY_PLAN = "data/tasks"  # one file a plan, named by its slug
_SUFFIX = ".yaml"


def path_of_tasks(slug: str) -> str:
    """Name the file that holds the tasks of one plan alone, whether it is there or not."""
    return f"{TASKS_BY_PLAN}/{slug}{_SUFFIX}"


def plan_of_file(path: str) -> str | None:
    """Give the slug that the file of one plan is named by; None of any other file."""
    folder, _, name = path.rpartition("/")
    if folder == TASKS_BY_PLAN and name.endswith(_SUFFIX) and not name.startswith("."):
        return name.removesuffix(_SUFFIX)
    return None


def is_task_file(path: str) -> bool:
    """Tell whether a file below the root holds tasks."""
    return path == TASKS or plan_of_file(path) is not None


def name_list(path: str) -> str:
    """Name the list that a file is of: the common file of tasks in place of that of one plan."""
    return TASKS if is_task_file(path) else path


def list_task_files(root: Path) -> tuple[str, ...]:
    """List the files of tasks: the common one, unless only plans have theirs, then those by name."""
    names = sorted(place.name for place in (root / TASKS_BY_PLAN).glob(f"*{_SUFFIX}"))
    own = [path for name in names if is_task_file(path := f"{TASKS_BY_PLAN}/{name}")]
    return (*([TASKS] if not own or (root / TASKS).exists() else []), *own)


def find_home(files: Collection[str], slug: str) -> str:
    """Say in which file the tasks of a plan belong: its own where it is there, else the common one.

    `files` are those that are there; where no common one is left, a new plan has its own.
    """
    own = path_of_tasks(slug)
    return own if own in files or TASKS not in files else TASKS
