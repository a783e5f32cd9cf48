"""What is true of any valid data, and so of the published one: `pytest tests/data --root DIR` for another."""

import json

import pytest

from tests.built_site import EverySite
from tests.conftest import TODAY, run_build, run_command


class TestThePublishedSite(EverySite):
    """What is true of every site is true of the published one."""

    @pytest.fixture(scope="class")
    @classmethod
    def root(cls, real_root):
        return real_root

    @pytest.fixture(scope="class")
    @classmethod
    def book(cls, real_book):
        return real_book

    @pytest.fixture(scope="class")
    @classmethod
    def site(cls, real_site):
        return real_site


def test_the_data_has_no_error(real_root):
    """`check` finds no error."""
    run = run_command("check", "--root", str(real_root), "--format", "json")
    errors = [each for each in json.loads(run.stdout) if each["severity"] == "error"]
    assert not errors
    assert run.returncode == 0


def test_a_second_build_is_the_same_to_the_byte(real_root, real_site, tmp_path):
    """Same commit, same day: the same bytes, in another folder, time zone and locale."""
    output = tmp_path / "again"
    arguments = ("--root", str(real_root), "--output", str(output), "--today", str(TODAY))
    run = run_build(*arguments, TZ="America/Los_Angeles", LC_ALL="C", PYTHONHASHSEED="7")
    assert run.returncode == 0, run.stdout + run.stderr
    first, second = ((each / "build.json").read_text("utf-8") for each in (real_site, output))
    assert json.loads(first) == json.loads(second)
