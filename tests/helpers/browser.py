"""A page in Debian's chromium, for the tests that use the course like a person.

Mark such tests `browser`: if chromium is not installed, conftest.py leaves them out and says so.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium")


@contextmanager
def page(width: int = 1280, height: int = 900) -> Iterator[Page]:
    """A blank page of this size in a fresh profile; the browser ends with the block.

    Use one browser at a time; `page.context.new_page()` opens another page. Playwright runs an event loop in this
    thread, so code that starts its own loop (nbconvert, for example) must run in another process.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--disable-gpu", "--disable-dev-shm-usage"],  # containers have neither a GPU nor much /dev/shm
        )
        try:
            yield browser.new_page(viewport={"width": width, "height": height})
        finally:
            browser.close()
