"""Find a Chromium for the browser tests, or install one: apt where it may, else Playwright's own.

Run as `python -m tests.chromium`; the tests import `find_chromium`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-gpu",
    "--in-process-gpu",
]


def find_chromium() -> str | None:
    """Name the browser to drive: $CHROMIUM, one on the path, or Playwright's own."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    for name in NAMES:
        if place := shutil.which(name):
            return place
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        place = playwright.chromium.executable_path
    return place if Path(place).exists() else None


def install_chromium() -> None:
    """Install a Chromium with apt when allowed to, else with Playwright."""
    may_apt = shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo"))
    if may_apt:
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*sudo, "apt-get", "install", "-qq", "-y", "chromium"], check=False)
    if not find_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium."""
    if not find_chromium():
        print("Chưa có Chromium, đang cài…", flush=True)
        install_chromium()
    if not find_chromium():
        print(
            "Không cài được Chromium. Cài gói chromium rồi chạy lại, hoặc đặt biến CHROMIUM=/đường/dẫn."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
