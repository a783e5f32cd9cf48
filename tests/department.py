"""Put the invented department of tests/fixtures/department into a folder with a small history."""

import shutil
import subprocess
from pathlib import Path

FIXTURE = Path(__file__).parent / "fixtures" / "department"
REPORTED = ("  status:", "  reported:", "  result:", "  difficulty:")


def place_department(root: Path) -> None:
    """Copy the department to a root of its own: first without any report, then as it stands."""
    shutil.copytree(FIXTURE, root)
    tasks = root / "data/tasks.yaml"
    now = tasks.read_text(encoding="utf-8")
    lines = now.splitlines(keepends=True)
    _git(root, "init", "--quiet", "--initial-branch=main")
    tasks.write_text("".join(line for line in _without_reports(lines)), encoding="utf-8")
    commit(root, "Nhập các văn bản", "2025-07-14T09:00:00+07:00")
    tasks.write_text(now, encoding="utf-8")
    commit(root, "Tiến độ các phòng, đơn vị báo cáo", "2025-10-14T16:30:00+07:00")


def _without_reports(lines: list[str]) -> list[str]:
    """Leave out what units reported later."""
    kept, inside = [], False
    for line in lines:
        if line.startswith("    - ") and inside:
            continue
        inside = line.startswith("  evidence:")
        if not inside and not line.startswith(REPORTED):
            kept.append(line)
    return kept


def commit(root: Path, message: str, moment: str) -> None:
    """Commit all that stands under a root."""
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", message, moment=moment)


def _git(root: Path, *arguments: str, moment: str = "") -> None:
    """Run Git with a moment and an author of our own, whatever this machine's settings are."""
    identity = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Kiểm thử"), ("EMAIL", "thu@binhan.example"), ("DATE", moment))
        if value
    }
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1", "HOME": "/"}
    subprocess.run(
        ["git", "-C", str(root), "-c", "commit.gpgSign=false", *arguments],
        env=environment | identity,
        check=True,
        capture_output=True,
    )
