"""JupyterLab with formgrader, for the tests that grade by hand."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import FrameLocator, Page

from tests.helpers import browser


@contextlib.contextmanager
def formgrader(course: Path) -> Iterator[tuple[Page, FrameLocator]]:
    """JupyterLab in the folder of the course, and formgrader in it, opened from the menu."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--port={port}", "--ServerApp.port_retries=0"]
    command += ["--LabApp.news_url=None", *["--allow-root"] * (os.getuid() == 0)]
    environment = {**os.environ, "HOME": str(course.parent), "JUPYTER_TOKEN": "week"}
    with subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api?token=week")
            with browser.page() as page:
                page.goto(f"{address}/lab?token=week")
                page.get_by_role("menuitem", name="Nbgrader").click()
                page.get_by_role("menuitem", name="Formgrader").click()
                yield page, page.frame_locator("iframe")
        finally:
            server.terminate()


def wait_for(address: str, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(URLError), urlopen(address):
            return
        time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")
