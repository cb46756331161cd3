"""The book of `make book`: complete, with working links, accessible, and readable on any screen without a network."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.helpers import browser
from tools.classroom import checkout
from tools.notebooks import LESSONS, PAGES, RELEASES, ROOT, TABLES, read

pytestmark = pytest.mark.slow
SIZES = [pytest.param(1280, 900, id="desktop"), pytest.param(390, 844, id="phone")]
# For rules about style sheets axe would load them again, and request files that do not exist.
AXE = {"preload": False, "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = checkout(tmp_path_factory.mktemp("course"))
    (course / ".venv").symlink_to(sys.prefix)
    make = ["make", "--old-file=.venv/test", "book"]  # the environment exists already
    done = subprocess.run(make, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return course / "build" / "book"


@pytest.fixture(scope="module")
def pages(book: Path) -> dict[str, BeautifulSoup]:
    """Every page of the book, by its place in it; not index.html, which only leads to the first of them."""
    found = [path for path in sorted(book.glob("*/**/*.html")) if "_static" not in path.parts]
    found.append(book / "search.html")
    return {str(path.relative_to(book)): BeautifulSoup(path.read_text(), "html.parser") for path in found}


@pytest.fixture(scope="module")
def site(book: Path) -> Iterator[str]:
    """The address of the book, served as any web server would."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=book)) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_every_notebook_is_a_page_with_its_launch_buttons(pages: dict[str, BeautifulSoup]) -> None:
    readme = (ROOT / "README.md").read_text()
    badges = re.findall(r"\]\((https://(?:mybinder|colab)[^)]+/)notebooks/01_rnn\.ipynb\)", readme)
    assert len(badges) == 2
    for path in [*LESSONS, *PAGES, *TABLES, *RELEASES]:
        place = path.relative_to(ROOT)
        page = pages[str(place.with_suffix(".html"))]
        missing = [badge for badge in badges if not page.find("a", href=f"{badge}{place}")]
        assert not missing, f"{place} has no button that leads to {missing}"


def test_every_picture_of_a_lesson_is_there_with_its_alt_text(pages: dict[str, BeautifulSoup]) -> None:
    for lesson in [*LESSONS, *PAGES]:
        outputs = [output for cell in read(lesson).cells for output in cell.get("outputs", [])]
        alts = [o.metadata["image/png"]["alt"] for o in outputs if "image/png" in o.get("data", {})]
        article = pages[f"notebooks/{lesson.stem}.html"].article
        assert article
        assert alts or lesson in PAGES
        assert [picture["alt"] for picture in article.find_all("img")] == alts
    pictures = [picture for page in pages.values() for picture in page.find_all("img")]
    assert not [picture["src"] for picture in pictures if not picture.get("alt")]


def test_the_first_page_shows_every_lesson(book: Path, pages: dict[str, BeautifulSoup]) -> None:
    cards = pages["book/welcome.html"].find_all("a", class_="lesson")
    assert [Path(str(card["href"])).stem for card in cards] == [lesson.stem for lesson in LESSONS]
    for card in cards:
        assert card.img
        assert card.img["alt"]
        assert (book / "book" / str(card.img["src"])).read_bytes().startswith(b"\x89PNG")
        assert re.match(r"about \d+ minutes: ", card.span.text)


def test_what_answers_a_question_is_folded(pages: dict[str, BeautifulSoup]) -> None:
    for lesson in LESSONS:
        revealing = [cell for cell in read(lesson).cells if "reveals" in cell.metadata.get("tags", [])]
        page = pages[f"notebooks/{lesson.stem}.html"]
        assert revealing
        assert len(page.select("div.tag_reveals details")) == len(revealing)


def test_links_lead_to_pages_files_and_headings_of_the_book(book: Path, pages: dict[str, BeautifulSoup]) -> None:
    headings = {place: {tag["id"] for tag in page.find_all(id=True)} for place, page in pages.items()}
    links = 0
    for place, page in pages.items():
        for tag in page.find_all(href=True) + page.find_all(src=True):
            url = urlsplit(str(tag.get("href") or tag.get("src")))
            if url.scheme:
                assert tag.name == "a", f"{place} loads {url.geturl()}"
                continue
            links += 1
            target = (book / place).parent / unquote(url.path) if url.path else book / place
            assert target.is_file(), f"{place} links to {url.geturl()}"
            if url.fragment and target.suffix == ".html":
                other = str(target.resolve().relative_to(book.resolve()))
                assert unquote(url.fragment) in headings[other], f"{place} links to {url.geturl()}"
    assert links > 1000


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_pages_fit_the_screen_and_need_no_network(
    site: str, pages: dict[str, BeautifulSoup], width: int, height: int
) -> None:
    troubles: list[str] = []
    with browser.page(width, height) as page:
        page.on("request", lambda request: troubles.append(request.url) if not request.url.startswith(site) else None)
        page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        for place in pages:
            page.goto(site + place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place} is wider than the screen"
            for answer in page.locator("details:has(summary)").all():
                answer.evaluate("answer => answer.firstElementChild.click()")
                assert answer.get_attribute("open") is not None, place
            # On a phone, code, tables and formulas are wider than the page. They must scroll, with the keyboard too.
            found = Axe().run(page, options=AXE | {"runOnly": ["scrollable-region-focusable"]}).response
            assert not found["violations"], place
    assert not troubles


@pytest.mark.browser
def test_formulas_are_drawn(site: str) -> None:
    with browser.page() as page:
        page.goto(site + "notebooks/03_lstm.html")
        formulas = page.locator("math")
        assert formulas.count() > 10
        for formula in formulas.all():
            expect(formula).not_to_contain_text("\\")  # no command of TeX is left
        gate = page.locator(".formula").first
        subscript = gate.locator("msub > :nth-child(2)").first.bounding_box()
        letter = gate.locator("msub > :nth-child(1)").first.bounding_box()
        assert subscript
        assert letter
        assert subscript["height"] < letter["height"]
        assert subscript["y"] > letter["y"]


@pytest.mark.browser
def test_search_finds_the_forget_gate(site: str) -> None:
    with browser.page() as page:
        page.goto(site)
        page.wait_for_url("**/book/welcome.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("forget gate")
        page.keyboard.press("Enter")
        expect(page.locator("#search-results li").first).to_contain_text("The LSTM: gates and a cell state")
        page.locator("#search-results li a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("The LSTM")


@pytest.mark.browser
def test_nothing_is_in_the_way_of_poor_sight_a_keyboard_or_a_screen_reader(
    site: str, pages: dict[str, BeautifulSoup]
) -> None:
    def colours(place: str) -> set[str]:
        return {name for word in pages[place].select("pre span[class]") for name in word["class"]}

    seen: set[str] = set()
    with browser.page() as page:
        for place in sorted(pages, key=lambda place: -len(colours(place))):
            # Code is most of a lesson and most of axe's time: it is skipped if all its colours were tested before.
            code = {} if colours(place) - seen else {"exclude": [["pre"]]}
            seen |= colours(place)
            page.goto(site + place)
            found = Axe().run(page, context=code or None, options=AXE).response["violations"]
            serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
            assert not serious, (place, [(rule["help"], rule["nodes"][0]["html"]) for rule in serious])
