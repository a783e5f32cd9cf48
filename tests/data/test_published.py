"""What is true of any valid data, and so of the published one: `pytest tests/data --root DIR` for another."""

import json

import pytest

from tests.built_site import EverySite
from tests.conftest import run_command


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
