"""SECURITY.md promises nothing that no test holds."""

import re

from tests.conftest import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_tests_that_exist():
    """Each row of the table of promises names one test or more, and each of them is there."""
    table = PAGE.split("| promise | held by |\n")[1].split("\n\n")[0].splitlines()[1:]
    kept = {
        name
        for place in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", place.read_text(encoding="utf-8"), re.M)
    }
    assert len(table) > 10
    for row in table:
        named = set(re.findall(r"`(test_\w+)`", row))
        assert named and named <= kept, (row, named - kept)
