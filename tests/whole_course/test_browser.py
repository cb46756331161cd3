"""JupyterLab, started by `make lab` and used as a learner uses it, in a real browser.

Screenshots, and the list of what was done with its seconds and memory, are kept in build/screenshots/.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from playwright.sync_api import Locator, Page, expect

from course_utils.checks import COURSE
from tests.helpers import browser
from tools.classroom import checkout
from tools.notebooks import LESSONS, ROOT, read

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.kernel]

KEPT = ROOT / "build" / "screenshots"
KNOBS = {
    "01_rnn": ("T, seq_len", "(7, 3, 6)", "(8, 3, 6)"),
    "05_packing": ("length of b", "lengths [5, 2, 8, 3]", "lengths [5, 3, 8, 3]"),
}
MOST_MEGABYTES = 1000
START, LESSON = 60_000, 180_000  # milliseconds that a busy machine may take
EXERCISE = "exercises/03_lstm/03_lstm.ipynb"
LSTM = COURSE.of_lesson("lstm")
WRONG = 'i, f, o, g = weight.chunk(4)\nreturn {"i": i, "f": f, "g": g, "o": o}'
RIGHT = 'i, f, g, o = weight.chunk(4)\nreturn {"i": i, "f": f, "g": g, "o": o}'
SLIP = "these are your gates if the rows are read i, f, o, g"


@dataclass
class Lab:
    """A JupyterLab, a browser page that shows it, and a record of the actions."""

    page: Page
    folder: Path
    address: str
    server: psutil.Process
    done: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def action(self, words: str) -> Iterator[None]:
        """Measure the time of this block, and write it down if the block succeeds."""
        start = time.perf_counter()
        yield
        self.write_down(f"{time.perf_counter() - start:4.0f} s   {words}")

    def write_down(self, line: str) -> None:
        self.done.append(line)
        (KEPT / "actions.txt").write_text("\n".join([*self.done, ""]))

    def keep(self, name: str) -> None:
        """Save a screenshot of the page."""
        self.page.screenshot(path=KEPT / f"{name}.png")

    def open(self, notebook: str) -> None:
        """Open a notebook of the course, close all others, and wait until it can be run."""
        self.page.goto(self.address.replace("notebooks/01_rnn.ipynb?", f"{notebook}?reset&"))
        expect(self.page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(self.read(notebook)), timeout=START)
        expect(self.page.get_by_role("button", name="| Idle")).to_be_visible(timeout=START)

    def read(self, notebook: str) -> list[NotebookNode]:
        return read(self.folder / notebook).cells

    def choose(self, *path: str) -> None:
        """Choose this path of items from the menus."""
        for words in path:
            labels = self.page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel")
            labels.filter(has_text=re.compile(f"^{words}$")).click()

    def run_all(self) -> None:
        """Run all cells, and wait until all are done."""
        waiting = self.page.locator(".jp-InputPrompt", has_text="*")
        self.choose("Run", "Run All Cells")
        expect(waiting.first).to_be_attached()
        expect(waiting).to_have_count(0, timeout=LESSON)

    def cell(self, words: str) -> Locator:
        """The code cell that contains these words."""
        return self.page.locator(".jp-CodeCell", has=self.page.locator(".jp-InputArea", has_text=words))

    def run(self, words: str) -> Locator:
        """Run the cell with these words by keyboard, wait for its end, and return its output."""
        cell = self.cell(words)
        number = cell.locator(".jp-InputPrompt")
        before = number.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(number).not_to_have_text(before)
        expect(number).to_have_text(re.compile(r"\d"), timeout=START)
        return cell.locator(".jp-Cell-outputArea")

    def answer(self, function: str, lines: str) -> None:
        """Replace the last two lines of this function by an answer of two lines, and run it."""
        self.cell(f"def {function}").locator(".cm-content").click()
        for keys in ("Control+End", "Shift+ArrowUp", "Shift+Home"):
            self.page.keyboard.press(keys)
        self.page.keyboard.type(lines)
        self.run(f"def {function}")

    def validate(self, name: str) -> str:
        """Press Validate, and return what nbgrader says."""
        self.page.get_by_role("button", name="Validate").click()
        dialog = self.page.get_by_role("dialog").filter(has_text="Validation Results")
        expect(dialog).to_be_visible(timeout=START)
        words = dialog.inner_text()
        self.keep(name)
        dialog.get_by_role("button", name="Ok").click()
        expect(dialog).to_have_count(0)
        return words

    def close_kernels(self) -> None:
        """End all kernels, so that the next lesson is measured alone."""
        api, token = re.sub("/lab/.*", "/api/sessions", self.address), self.address.rpartition("=")[2]
        headers = {"Authorization": f"token {token}"}
        for session in self.page.request.get(api, headers=headers).json():
            self.page.request.delete(f"{api}/{session['id']}", headers=headers)

    def peak_megabytes(self) -> float:
        """The sum of the peak memory of all processes: an upper bound for what they held at the same time."""
        peak = 0
        for process in [self.server, *self.server.children(recursive=True)]:
            held = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
            peak += int(held[1]) if held else 0
        return peak / 1000


@contextlib.contextmanager
def make_lab(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `make lab` in a copy of the course, with the environment that runs the tests, and end it with the block."""
    options = f"--no-browser --port={port}" + " --allow-root" * (os.getuid() == 0)
    with subprocess.Popen(
        ["make", "--old-file=.venv/lab", "lab", f"LAB_ARGS={options}"],  # the environment exists already
        cwd=folder,
        env={**os.environ, "HOME": str(folder.parent)},  # a home folder without settings
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # so that it can be ended with all that it started
    ) as make:
        try:
            yield make
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(make.pid, signal.SIGTERM)


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = checkout(tmp_path_factory.mktemp("home") / "course")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture(scope="module")
def lab(course: Path) -> Iterator[Lab]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    with make_lab(course, port) as make, browser.page() as page:
        printed: list[str] = []
        for line in make.stdout or []:
            printed.append(line)
            if address := re.search(r"http://127.0.0.1:\S+", line):
                break
        else:
            pytest.fail("make lab ended:\n" + "".join(printed))
        assert len(printed) < 10, "other output hides the address"
        while not listens(port):  # the server listens a moment after it prints the address
            assert make.poll() is None, "make lab ended"
            time.sleep(0.1)
        lab = Lab(page, course, address[0], psutil.Process(make.pid))
        seconds = time.perf_counter() - start
        lab.write_down(f"{seconds:4.0f} s   make lab prints its address, in {len(printed)} lines")
        with lab.action("the address opens lesson 01"):
            page.goto(lab.address)
            expect(page.get_by_role("heading", name="Sequences and the plain RNN")).to_be_visible(timeout=START)
        page.get_by_role("button", name="No", exact=True).click()  # to news of Jupyter, once
        lab.keep("first-page")
        yield lab


@pytest.mark.parametrize("lesson", [path.stem for path in LESSONS])
def test_lesson(lab: Lab, lesson: str) -> None:
    notebook = f"notebooks/{lesson}.ipynb"
    outputs = [output for cell in lab.read(notebook) for output in cell.get("outputs", [])]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    assert pictures
    lab.close_kernels()
    with lab.action(f"lesson {lesson} runs: no error, {pictures} pictures"):
        lab.open(notebook)
        lab.run_all()
        shown = lab.page.locator(".jp-Notebook .jp-RenderedImage img")
        expect(shown).to_have_count(pictures)
        assert all(shown.evaluate_all("images => images.map(image => image.complete && image.naturalWidth > 0)"))
        errors = lab.page.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.stderr']")
        assert errors.all_inner_texts() == []
    megabytes = lab.peak_megabytes()
    lab.write_down(f"{megabytes:4.0f} MB  held by JupyterLab and lesson {lesson}, each process at its peak")
    assert megabytes <= MOST_MEGABYTES
    if lesson in KNOBS:
        with lab.action("a knob turns, and the picture with it"):
            turn(lab, *KNOBS[lesson])
    shown.first.scroll_into_view_if_needed()
    lab.keep(lesson)


def turn(lab: Lab, knob: str, before: str, after: str) -> None:
    """Move a slider up by one with the keyboard; texts and picture follow."""
    explorer = lab.page.locator(".jp-Cell-outputArea", has=lab.page.locator(".widget-slider"))
    picture = explorer.locator("img.widget-image")
    source, described = picture.get_attribute("src"), picture.get_attribute("alt")
    expect(explorer).to_contain_text(before)
    explorer.locator(".widget-slider", has_text=knob).locator(".noUi-handle").press("ArrowRight")
    expect(explorer).to_contain_text(after)
    expect(picture).not_to_have_attribute("src", str(source))
    expect(picture).not_to_have_attribute("alt", str(described))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    lab.keep(f"knob-{knob[0]}")


def test_an_exercise_wrong_then_right(lab: Lab) -> None:
    lab.open(EXERCISE)
    with lab.action("lstm/split-gates: a wrong answer is typed, and its slip can be read"):
        lab.run("from course_utils import check")
        lab.answer("split_gates", WRONG)
        verdict = lab.run('check("lstm/split-gates")')
        expect(verdict).to_contain_text(SLIP)
        expect(verdict).to_contain_text("CheckFailed: this answer is not right yet.")
        assert verdict.inner_text().count(SLIP) == 1
    lab.keep("wrong")
    with lab.action("Validate agrees, and names the slip"):
        said = re.sub(r"\s+", " ", lab.validate("validate-wrong"))
        assert f"CheckFailed: lstm/split-gates: {SLIP}" in said
        assert said.count("The following cell failed") == len(LSTM) + 1  # and the answer in words
    with lab.action("a right answer is typed, and passes"):
        lab.answer("split_gates", RIGHT)
        expect(lab.run('check("lstm/split-gates")')).to_have_text("✓ lstm/split-gates: right, 1 of 1 point.")
        expect(lab.run('progress("lstm")')).to_contain_text(
            f"1 of {len(LSTM)} exercises are right: 1 of {sum(each.points for each in LSTM)} points."
        )
    lab.keep("right")
    with lab.action("Validate agrees: of split-gates it says nothing, of the others that their answers are missing"):
        said = lab.validate("validate-right")
        assert "split-gates" not in said
        assert said.count("the answer is missing") == len(LSTM) - 1


def test_a_finished_exercise_validates(lab: Lab) -> None:
    with lab.action("Validate of the instructor's version: all passes"):
        lab.open("solutions/03_lstm/03_lstm.ipynb")
        assert "Success! Your notebook passes all the tests." in lab.validate("validate-all-right")


def test_verdicts_and_progress_can_be_read_by_all(lab: Lab) -> None:
    lab.open(EXERCISE)
    lab.run("from course_utils import check")
    # axe takes everything in a body without height, such as JupyterLab's, for hidden.
    lab.page.add_style_tag(content="html, body { height: 100% }")
    for theme in ("Light", "Dark"):
        with lab.action(f"axe finds nothing to mend in verdicts and progress, {theme.lower()} theme"):
            lab.choose("Settings", "Theme", f"JupyterLab {theme}")
            expect(lab.page.locator(f"body[data-jp-theme-name='JupyterLab {theme}']")).to_be_attached()
            for lines, mark in ((RIGHT, "✓"), (WRONG, "✗")):
                lab.answer("split_gates", lines)
                for cell in ('check("lstm/split-gates")', 'progress("lstm")'):
                    shown = lab.run(cell)
                    expect(shown).to_contain_text(mark)
                    shown.scroll_into_view_if_needed()  # axe cannot judge what is half outside the window
                    found = Axe().run(lab.page, ".jp-mod-active .jp-Cell-outputArea", {}).response
                    doubts = [node for rule in [*found["violations"], *found["incomplete"]] for node in rule["nodes"]]
                    assert not doubts, [(node["html"], node["failureSummary"]) for node in doubts]
                    assert "color-contrast" in [rule["id"] for rule in found["passes"]]
                    lab.keep(f"{cell.partition('(')[0]}-{theme.lower()}")


def test_a_port_that_is_taken(course: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with make_lab(course, port) as make:
            said, _ = make.communicate(timeout=60)
    assert make.returncode
    assert f"port {port} is not available" in said
    (line,) = [line for line in said.splitlines() if "If the port is taken" in line]
    assert "make lab LAB_ARGS=--port=9000" in line
