"""Rules about the files that tasks stand in: each holds what its name says, and a plan has one."""

from collections import defaultdict
from collections.abc import Iterator

from planbook.checking.rules import Finding, Scope, path_of_plan, rule
from planbook.model import Task, nearest, quote
from planbook.reading.load import PLANS
from planbook.reading.task_files import (
    TASKS_BY_PLAN,
    find_home,
    list_task_files,
    path_of_tasks,
    plan_of_file,
)


@rule
def task_files_are_named_by_plans(scope: Scope) -> Iterator[Finding]:
    """Everything in the folder of tasks is the file of one plan, for nothing else there is read."""
    folder = scope.root / TASKS_BY_PLAN
    if folder.exists() and not folder.is_dir():
        message = (
            f"không phải thư mục; xóa đi, hoặc thay bằng thư mục có các tệp {path_of_tasks('…')}"
        )
        yield Finding(TASKS_BY_PLAN, 1, "", "", message)
        return
    slugs = scope.book.plan
    for name in sorted(place.name for place in folder.glob("[!.]*")):
        path = f"{TASKS_BY_PLAN}/{name}"
        slug = plan_of_file(path)
        if slug in slugs or (slug and path_of_plan(slug) in scope.unreadable):
            continue
        guess = nearest(slug or name.partition(".")[0], slugs)
        hint = (
            f"có phải {path_of_tasks(guess)}?"
            if guess
            else f"ví dụ {path_of_tasks('ke-hoach-2026')}"
        )
        what = f"không có văn bản {quote(slug)}" if slug else "tệp này không được đọc"
        yield Finding(path, 1, "", "", f"{what}; đặt tên tệp là mã văn bản trong {PLANS}, {hint}")


@rule
def tasks_stand_in_the_file_of_their_plan(scope: Scope) -> Iterator[Finding]:
    """The file of one plan holds no task of another, and no other file tasks of that plan."""
    files = list_task_files(scope.root)
    homes = {slug: find_home(files, slug) for slug in scope.book.plan}
    left: dict[str, list[Task]] = defaultdict(list)  # in the common file, by plan
    for task in scope.book.tasks:
        home = homes.get(task.plan)
        if home in (None, task.path):
            continue
        slug = plan_of_file(task.path)
        if slug is None:
            left[task.plan].append(task)
        elif slug in scope.book.plan:
            message = (
                f"{quote(task.plan)} trong tệp của văn bản {quote(slug)}; chuyển bản ghi này sang "
                f"{home}, hoặc sửa `plan` nếu gõ nhầm"
            )
            yield Finding.of(task, "plan", message)
    for plan, tasks in left.items():
        there = {task.id for task in scope.book.tasks_of[plan] if task.path == homes[plan]}
        if there >= {task.id for task in tasks}:
            what = f"đã chép sang {homes[plan]}; xóa ở đây"
        else:
            what = f"chạy lệnh `split-tasks {plan} --write` để chuyển sang {homes[plan]}"
        message = f"{quote(plan)} có tệp nhiệm vụ riêng mà ở đây còn {len(tasks)} nhiệm vụ; {what}"
        yield Finding.of(tasks[0], "plan", message)
