"""Finding a Chromium for the browser tests, and obtaining one where there is none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.shell import attempt, stop

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MISSING = (
    "no Chromium was found and none could be obtained; install one (Debian: apt-get install chromium) "
    "or name one in LAUREL_CHROMIUM"
)


def find() -> str | None:
    """The path of a Chromium that starts: LAUREL_CHROMIUM, one on PATH, or the one that Playwright keeps."""
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[str]:
    """Places to look, the cheap ones first."""
    if named := os.environ.get("LAUREL_CHROMIUM"):
        yield named
    yield from (path for name in NAMES if (path := shutil.which(name)))
    yield MAC
    yield kept_by_playwright()


def kept_by_playwright() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether this program exists and its libraries are all there."""
    return Path(path).is_file() and attempt([path, "--version"]).returncode == 0


def obtain() -> str | None:
    """A Chromium, whatever it takes: Playwright's download, then (as root on Debian) the distribution's package."""
    for command in remedies():
        print(f"no Chromium yet; trying: {' '.join(command)}", flush=True)
        attempt(command, env={"DEBIAN_FRONTEND": "noninteractive"})
        if path := find():
            return path
    return None


def remedies() -> Iterator[list[str]]:
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        yield ["apt-get", "update", "-q"]
        yield ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]


if __name__ == "__main__":
    print(find() or obtain() or stop(MISSING))
