"""JupyterLab, started by `make lab` and `make teach` and used as learners and teachers use it, in a real browser.

Screenshots, and the list of what was done with its seconds and memory, are kept in build/screenshots/.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode, v4
from playwright.sync_api import Locator, Page, expect

from course_utils.checks import COURSE
from course_utils.desk import COPY
from tests.helpers import browser
from tools.classroom import checkout
from tools.notebooks import LESSONS, ROOT, read

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.kernel]

KEPT = ROOT / "build" / "screenshots"
KNOBS = {
    "01_rnn": ("T, seq_len", "(7, 3, 6)", "(8, 3, 6)"),
    "05_packing": ("length of b", "lengths [5, 2, 8, 3]", "lengths [5, 3, 8, 3]"),
}
EXPLORERS = ("explore.shapes()", "explore.packing()")
SCREENS = {"laptop": (1280, 720, 1), "zoomed": (853, 480, 1.5), "wide": (1920, 1080, 1)}  # width, height, zoom
CROWDED = {"shapes": ("hidden_size", "num_layers"), "packing": ("length of a", "length of b", "length of d")}
MOST = {"shapes": "4 layers by 7 time steps of one LSTM in two directions", "packing": r"lengths \[8, 8, 8, 8\]"}
MOST_MEGABYTES = 1000
IN_CI = ("01_rnn", "08_text")
START, LESSON = 60_000, 180_000  # milliseconds that a busy machine may take
EXERCISE = "exercises/03_lstm/03_lstm.ipynb"
LSTM = COURSE.of_lesson("lstm")
POINTS = sum(each.points for each in LSTM) + sum(COURSE.in_own_words("lstm").values())
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
        return read(self.folder / COPY / notebook).cells

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

    @contextlib.contextmanager
    def on(self, screen: str) -> Iterator[Lab]:
        """The same JupyterLab on another screen."""
        assert self.page.context.browser
        width, height, zoom = SCREENS[screen]
        page = self.page.context.browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=zoom)
        yield replace(self, page=page)
        page.close()

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
def make(what: str, folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `make lab` or `make teach` in a copy of the course, with the tests' environment, and end it."""
    options = f"--no-browser --port={port}" + " --allow-root" * (os.getuid() == 0)
    with subprocess.Popen(
        ["make", "--old-file=.venv/lab", what, f"LAB_ARGS={options}"],  # the environment exists already
        cwd=folder,
        env={**os.environ, "HOME": str(folder.parent)},  # a home folder without settings
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # so that it can be ended with all that it started
    ) as run:
        try:
            yield run
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGTERM)


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = checkout(tmp_path_factory.mktemp("home") / "course")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@contextlib.contextmanager
def opened(what: str, course: Path, page: Page) -> Iterator[Lab]:
    """JupyterLab as `make lab` or `make teach` opens it; its first page is shown."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    with make(what, course, port) as run:
        printed: list[str] = []
        for line in run.stdout or []:
            printed.append(line)
            if address := re.search(r"http://127.0.0.1:\S+", line):
                break
        else:
            pytest.fail(f"make {what} ended:\n" + "".join(printed))
        assert len(printed) < 10, "other output hides the address"
        while not listens(port):  # the server listens a moment after it prints the address
            assert run.poll() is None, f"make {what} ended"
            time.sleep(0.1)
        lab = Lab(page, course, address[0], psutil.Process(run.pid))
        seconds = time.perf_counter() - start
        lab.write_down(f"{seconds:4.0f} s   make {what} prints its address, in {len(printed)} lines")
        page.goto(lab.address)
        yield lab


@pytest.fixture(scope="module")
def lab(course: Path) -> Iterator[Lab]:
    with browser.page() as page, opened("lab", course, page) as lab:
        with lab.action("the address opens lesson 01"):
            expect(lab.page.get_by_role("heading", name="Sequences and the plain RNN")).to_be_visible(timeout=START)
        lab.keep("first-page")
        yield lab


# The tests of lessons run all of them, without a browser. Here are the first, and the one that holds most; before a
# release all, with their memory and their knobs.
@pytest.mark.parametrize(
    "lesson",
    [pytest.param(path.stem, marks=[] if path.stem in IN_CI else [pytest.mark.release]) for path in LESSONS],
)
def test_lesson(lab: Lab, lesson: str) -> None:
    notebook = f"notebooks/{lesson}.ipynb"
    outputs = [output for cell in read(ROOT / notebook).cells for output in cell.get("outputs", [])]
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
    explorer = lab.page.locator(".explorer", has=lab.page.locator(".widget-slider"))
    picture = explorer.locator("img")
    source, described = picture.get_attribute("src"), picture.get_attribute("alt")
    expect(explorer).to_contain_text(before)
    explorer.locator(".widget-slider", has_text=knob).locator(".noUi-handle").press("ArrowRight")
    expect(explorer).to_contain_text(after)
    expect(picture).not_to_have_attribute("src", str(source))
    assert described
    expect(picture).not_to_have_attribute("alt", described)
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    lab.keep(f"knob-{knob[0]}")


def explorers(lab: Lab, *others: NotebookNode) -> str:
    """Write a notebook with the two explorers, and these cells at its end."""
    cells = [v4.new_code_cell(line) for line in ("from course_utils import explore", *EXPLORERS)]
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        v4.new_notebook(cells=[*cells, *others], metadata={"kernelspec": python}), lab.folder / COPY / "knobs.ipynb"
    )
    return "knobs.ipynb"


def assert_in_view(lab: Lab, *parts: Locator) -> None:
    """All these are as a whole in the part of the notebook that the window shows."""
    window = lab.page.locator(".jp-WindowedPanel-outer").bounding_box()
    for part in parts:
        box = part.bounding_box()
        assert window
        assert box
        for start, size in (("x", "width"), ("y", "height")):
            assert window[start] <= box[start] + 0.5, part
            assert box[start] + box[size] <= window[start] + window[size] + 0.5, part


def assert_neat(explorer: Locator) -> None:
    """Every number beside a slider can be seen, no shape is broken, and nothing is scrolled from side to side."""
    cut = """numbers => numbers.filter(number => {
        const box = number.getBoundingClientRect()
        const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
        return seen !== number || number.scrollWidth > number.clientWidth
    }).length"""
    broken = """shapes => shapes.filter(shape => {
        const range = document.createRange()
        range.selectNodeContents(shape)
        return range.getClientRects().length > 1
    }).length"""
    scrolled = """explorer => {
        const around = []
        for (let each = explorer; each; each = each.parentElement) around.push(each)
        return [...around, ...explorer.querySelectorAll("*")].filter(each =>
            each.scrollWidth > each.clientWidth && ["auto", "scroll"].includes(getComputedStyle(each).overflowX)
        ).map(each => each.className)
    }"""
    assert explorer.locator(".widget-readout").evaluate_all(cut) == 0
    assert explorer.locator("td").evaluate_all(broken) == 0
    assert explorer.evaluate(scrolled) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("call", EXPLORERS)
def test_knobs_and_picture_are_seen_together(lab: Lab, call: str, screen: str) -> None:
    name = call.removeprefix("explore.").removesuffix("()")
    with lab.on(screen) as seen:
        seen.open(explorers(lab))
        seen.run("import explore")
        explorer = seen.run(call).locator(".explorer", has=seen.page.locator(".widget-slider"))
        explorer.evaluate("explorer => explorer.scrollIntoView()")
        knobs, picture = explorer.locator(".knobs > *"), explorer.locator("img")
        assert_in_view(seen, *knobs.all(), picture)
        assert_neat(explorer)
        seen.keep(f"knobs-{name}-{screen}")
        for knob in CROWDED[name]:
            knobs.filter(has_text=knob).locator(".noUi-handle").press("End")
        if name == "shapes":
            knobs.get_by_role("button", name="LSTM").press("Enter")
            knobs.get_by_role("checkbox").first.press("Space")
        expect(picture).to_have_attribute("alt", re.compile(MOST[name]), timeout=START)
        assert_in_view(seen, *knobs.all(), picture)
        assert_neat(explorer)
        seen.keep(f"knobs-{name}-{screen}-crowded")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_refusal_takes_the_place_of_the_picture(lab: Lab, screen: str) -> None:
    with lab.on(screen) as seen:
        seen.open(explorers(lab))
        seen.run("import explore")
        explorer = seen.run("explore.packing()").locator(".explorer", has=seen.page.locator(".widget-slider"))
        explorer.evaluate("explorer => explorer.scrollIntoView()")
        picture, error = explorer.locator("img"), explorer.locator("pre", has_text="RuntimeError")
        before = explorer.bounding_box()
        explorer.get_by_role("checkbox").first.press("Space")
        expect(error).to_be_visible(timeout=START)
        expect(picture).to_be_hidden()
        assert_in_view(seen, error, *explorer.locator(".knobs > *").all())
        assert_neat(explorer)
        assert explorer.bounding_box() == before
        seen.keep(f"knobs-refused-{screen}")
        explorer.get_by_role("checkbox").first.press("Space")
        expect(picture).to_be_visible(timeout=START)
        assert explorer.bounding_box() == before


@pytest.mark.parametrize("trusted", [True, False])
def test_without_its_kernel_an_explorer_is_a_still_picture(lab: Lab, trusted: bool) -> None:
    """JupyterLab does not trust a notebook in which some outputs are older than its own last run."""
    table = v4.new_output("execute_result", {"text/html": "<b>2</b>", "text/plain": "2"}, execution_count=1)
    lab.open(explorers(lab, *([] if trusted else [v4.new_code_cell("1 + 1", outputs=[table])])))
    sentence = "This is a still picture. To turn the knobs, run the first cell of this page, and then this one."
    stills = lab.page.locator(".explorer", has_text=sentence)
    sliders = lab.page.locator(".widget-slider")
    lab.run("import explore")
    for call in EXPLORERS:
        shown = lab.run(call)
        expect(shown.locator(sliders).first).to_be_visible(timeout=START)
        expect(shown.locator(stills)).to_be_hidden()
    lab.page.keyboard.press("Control+s")
    expect(lab.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)

    lab.choose("Kernel", "Restart Kernel…")
    lab.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(stills.locator("visible=true")).to_have_count(2, timeout=START)
    expect(sliders.locator("visible=true")).to_have_count(0)
    lab.run("import explore")
    expect(lab.run("explore.packing()").locator(sliders).first).to_be_visible(timeout=START)

    lab.close_kernels()
    lab.open("knobs.ipynb")
    expect(stills.locator("visible=true")).to_have_count(2)
    lab.page.wait_for_timeout(3000)  # for so long JupyterLab looks for the model of a widget, before it shows an error
    expect(lab.page.get_by_text("displaying widget").locator("visible=true")).to_have_count(0)
    for still in stills.all():
        assert still.locator("img").evaluate("image => image.naturalWidth") > 100
    lab.keep(f"knobs-still-{'trusted' if trusted else 'untrusted'}")


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
            f"1 of {len(LSTM)} exercises are right: 1 of {POINTS} points."
        )
    lab.keep("right")
    with lab.action("Validate agrees: of split-gates it says nothing, of the others that their answers are missing"):
        said = lab.validate("validate-right")
        assert "split-gates" not in said
        assert said.count("the answer is missing") == len(LSTM) - 1


def test_an_answer_that_was_edited_is_not_taken_for_the_older_one(lab: Lab) -> None:
    lab.open(EXERCISE)
    lab.run("from course_utils import check")
    with lab.action("a right answer gets an open bracket: no line says that it is right"):
        lab.answer("split_gates", RIGHT)
        expect(lab.run('check("lstm/split-gates")')).to_contain_text("✓")
        lab.answer("split_gates", RIGHT[:-1])
        verdict = lab.run('check("lstm/split-gates")')
        expect(verdict).to_contain_text("the cell with split_gates stopped with a SyntaxError")
        expect(verdict).not_to_contain_text("✓")
        expect(lab.run('progress("lstm")')).to_contain_text(f"0 of {len(LSTM)} exercises are right")
    lab.keep("stale")
    with lab.action("the function is deleted from its cell"):
        lab.answer("split_gates", RIGHT)
        cell = lab.cell("def split_gates").locator(".cm-content")
        cell.click()
        lab.page.keyboard.press("Control+a")
        lab.page.keyboard.type("pass  # nothing more")
        lab.run("nothing more")
        expect(lab.run('check("lstm/split-gates")')).to_contain_text("was run again without it")


@pytest.mark.parametrize("answered", ["untouched", "half", "finished"])
def test_run_all_shows_every_check(lab: Lab, answered: str) -> None:
    """Some answers are those of the instructor; of half of the others one is wrong and one cannot be read."""
    notebook = read(lab.folder / "exercises" / "03_lstm" / "03_lstm.ipynb")
    finished = {cell.id: cell.source for cell in read(lab.folder / "solutions" / "03_lstm" / "03_lstm.ipynb").cells}
    answers = [cell for cell in notebook.cells if cell.id.endswith("-answer") and cell.cell_type == "code"]
    right = {"untouched": [], "half": answers[::2], "finished": answers}[answered]
    for cell in right:
        cell.source = finished[cell.id]
    if answered == "half":
        answers[1].source = "def split_gates(weight):\n    return {}"
        answers[3].source = "def cell_states("
    path = lab.folder / COPY / f"{answered}.ipynb"
    nbformat.write(notebook, path)
    with lab.action(f"Run All of an assignment, {answered}: every check has run, and progress shows its table"):
        lab.open(path.name)
        lab.run_all()
        for exercise in LSTM:
            shown = lab.cell(f'check("{exercise.id}")').locator(".jp-Cell-outputArea")
            expect(shown).to_contain_text("✓" if len(right) == len(answers) else exercise.id)
        table = lab.cell('progress("lstm")').locator(".jp-Cell-outputArea")
        expect(table).to_contain_text(f"{len(right)} of {len(LSTM)} exercises are right")
        expect(table).to_contain_text("your teacher reads this")
        expect(table).not_to_contain_text("NotAllRight")
    lab.keep(f"run-all-{answered}")
    said = re.sub(r"\s+", " ", lab.validate(f"validate-{answered}"))
    assert said.count("CheckFailed: lstm/") == len(LSTM) - len(right)


@pytest.mark.parametrize("notebook", [EXERCISE, "notebooks/03_lstm.ipynb"])
def test_opening_and_saving_changes_nothing(lab: Lab, notebook: str) -> None:
    """What ships is what JupyterLab writes, but for the Python that it names."""
    with lab.action(f"{notebook} is opened and saved, and is as it was"):
        path, named = lab.folder / COPY / notebook, re.compile(r'"version": "3[.0-9]+"')
        before, saved = path.read_text(), path.stat().st_mtime_ns
        lab.open(notebook)
        lab.page.locator(".jp-Notebook").press("Control+s")
        while path.stat().st_mtime_ns == saved or not path.read_text().endswith("}\n"):  # it is being written
            time.sleep(0.1)
        assert named.sub("", path.read_text()) == named.sub("", before)


def test_nothing_that_ships_was_changed(lab: Lab) -> None:
    """The last of the tests with `lab`: lessons were run, and exercises answered."""
    for folder in ("notebooks", "exercises"):
        for path in (ROOT / folder).rglob("*.ipynb"):
            assert (lab.folder / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    run = [Path(sys.executable).with_name("course-update")]
    refused = subprocess.run(
        run, cwd=lab.folder, capture_output=True, text=True, env={**os.environ, "HOME": str(lab.folder.parent)}
    )
    assert refused.returncode
    assert refused.stderr.startswith("JupyterLab is open here. Save and close it")


def test_a_learner_sees_lessons_and_exercises_only(lab: Lab) -> None:
    lab.page.goto(re.sub("/lab/.*[?]", "/lab?reset&", lab.address))
    names = lab.page.locator(".jp-DirListing-itemName")
    expect(names.filter(has_text="notebooks")).to_be_visible(timeout=START)
    assert not names.filter(has_text=re.compile("solutions|tests|gradebook")).count()
    lab.open(EXERCISE)
    expect(lab.page.get_by_role("button", name="Validate")).to_be_visible()
    expect(lab.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader")).to_have_count(0)
    expect(lab.page.locator("[title='Create Assignment']")).to_have_count(0)
    expect(lab.page.get_by_text("official Jupyter news")).to_have_count(0)
    lab.page.get_by_role("link", name="03_lstm").first.click()
    expect(lab.page.locator(".lm-TabBar-tabLabel", has_text="03_lstm.ipynb")).to_have_count(2)
    labels = lab.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel")
    before = labels.evaluate_all("labels => labels.map(each => getComputedStyle(each, '::before').content)")
    assert sorted(before) == ['"Exercises "', "none"]
    lab.keep("learner")
    assert not list(lab.folder.glob("gradebook.db*"))


def test_a_finished_exercise_validates(lab: Lab) -> None:
    with lab.action("Validate of the instructor's version: all passes"):
        shutil.copy(lab.folder / "solutions" / "03_lstm" / "03_lstm.ipynb", lab.folder / COPY / "finished.ipynb")
        lab.open("finished.ipynb")
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
        with make("lab", course, port) as run:
            said, _ = run.communicate(timeout=60)
    assert run.returncode
    (line,) = [line for line in said.splitlines() if f"Port {port} is taken" in line]
    assert "make lab LAB_ARGS=--port=9000" in line


def test_a_teacher_has_all_panels(lab: Lab) -> None:
    assert lab.page.context.browser
    with opened("teach", lab.folder, lab.page.context.browser.new_page()) as lab:
        expect(lab.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader")).to_be_visible(timeout=START)
        expect(lab.page.locator(".jp-DirListing-itemName", has_text="solutions")).to_be_visible()
        lab.page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        for panel in ("Assignment List", "Formgrader"):
            expect(lab.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{panel}$"))).to_be_visible()
        expect(lab.page.get_by_text("official Jupyter news")).to_have_count(0)
        lab.keep("teacher")
