"""The data that is published: of this repository, or of another root given by `--root`."""

import pytest

from planbook.reading.load import load_book
from tests.conftest import ROOT, build_site

ANY_ROOT = {"test_published.py"}  # the others prove what is so in this repository alone


@pytest.fixture(scope="session")
def real_root(pytestconfig):
    """The root whose data is looked at."""
    return (pytestconfig.getoption("root") or ROOT).resolve()


@pytest.fixture(scope="session")
def real_book(real_root):
    """The book of the published data."""
    return load_book(real_root)[0]


@pytest.fixture(scope="session")
def real_site(once, real_root):
    """The site of the published data."""
    return once("real-site", lambda output: build_site(real_root, output))


def pytest_ignore_collect(collection_path, config):
    """For another root leave out what is only so in this repository, its sources above all."""
    if config.getoption("root") and collection_path.suffix == ".py":
        return True if collection_path.name not in ANY_ROOT else None
    return None
