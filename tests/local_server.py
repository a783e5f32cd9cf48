"""Run a command that serves a root, as people do while they write."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}  # on its future


def find_port():
    """Find a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answers(port):
    """Tell whether somebody listens at a port."""
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(root: Path, command, port):
    """Serve a root by a command until the block ends; what it says lies in served.log."""
    log = root / "served.log"
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=root, stdout=out, stderr=out, env=os.environ | QUIET, text=True
        )
    try:
        while not answers(port):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def serve_command(root: Path, port):
    """Give the command that serves a root of ours."""
    return [
        sys.executable,
        "-u",
        str(ROOT / "build.py"),
        "serve",
        "--root",
        str(root),
        "--port",
        str(port),
    ]


def get(port, path):
    """Ask for a path: the status and the words of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
