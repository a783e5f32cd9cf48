"""Run a command that serves a root, as people do while they write."""

import http.client
import os
import re
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


@contextmanager
def serving(root: Path, command):
    """Serve a root by a command until the block ends, and give it and its port; what it says lies in served.log."""
    log = root / "served.log"
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=root, stdout=out, stderr=out, env=os.environ | QUIET, text=True
        )
    try:
        while not (told := re.search(rb"http://127\.0\.0\.1:(\d+)/", log.read_bytes())):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        yield process, int(told[1])
    finally:
        process.terminate()
        process.wait()


def serve_command(root: Path):
    """Give the command that serves a root of ours, at a port that the system chooses."""
    build = str(ROOT / "build.py")
    return [sys.executable, "-u", build, "serve", "--root", str(root), "--port", "0"]


def get(port, path):
    """Ask for a path: the status and the words of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
