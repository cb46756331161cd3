"""The lessons and the pages beside them: they are committed as they run, and keep the rules for readable notebooks."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from tools.notebooks import LESSONS, PAGES, RELEASES, ROOT, SOLUTIONS, prose, read

NOTEBOOKS = [*sorted((ROOT / "notebooks").glob("*.ipynb")), *SOLUTIONS, *RELEASES]
LONGEST_CELL = 18
GUARD = 5  # the lines that say what to install where course_utils is missing
BIGGEST_PICTURE = 80_000  # bytes, in base64


@pytest.fixture(params=[*LESSONS, *PAGES], ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Path:
    """A lesson, or a page that is run like one."""
    return request.param


def texts(cell: NotebookNode) -> list[str]:
    """Every text output of a cell, with its streams joined; a progress bar leaves nothing, as in a terminal."""
    printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    streams = "\n".join(line.rsplit("\r", 1)[-1] for line in printed.split("\n"))
    rest = [output.data["text/plain"] for output in cell.outputs if "text/plain" in output.get("data", {})]
    return [streams, *rest]


@pytest.mark.slow
@pytest.mark.kernel
def test_lesson_runs_and_says_the_same(lesson: Path) -> None:
    committed = read(lesson)
    again = read(lesson)
    NotebookClient(again, timeout=180, kernel_name="python3", resources={"metadata": {"path": lesson.parent}}).execute()
    compared = 0
    for old, new in zip(committed.cells, again.cells, strict=True):
        if old.cell_type == "code" and "machine-dependent" not in old.metadata.get("tags", []):
            assert texts(new) == texts(old), f"cell {old.id} has another output now: run `make notebooks`"
            compared += 1
    assert compared > (10 if lesson in LESSONS else 4)


def test_executed_once_from_top_to_bottom(lesson: Path) -> None:
    code = [cell for cell in read(lesson).cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        # The id of a widget is new in every run.
        widget = "widget" in cell.metadata.get("tags", [])
        assert (cell.execution_count, bool(cell.outputs) and widget) == (number, False), cell.id
    assert not [cell.id for cell in code for output in cell.outputs if output.output_type == "error"]
    assert not [cell.id for cell in code for output in cell.outputs if output.get("name") == "stderr"]
    assert not [cell.id for cell in code if "execution" in cell.metadata], "timings must not be committed"


def test_cells_are_short_and_have_speaking_ids(lesson: Path) -> None:
    for cell in read(lesson).cells:
        assert not re.fullmatch(r"[0-9a-f]{8}", cell.id), f"cell {cell.id} has a random id"
        if cell.cell_type == "code":
            lines = len(cell.source.splitlines()) - (GUARD if "find_spec" in cell.source else 0)
            assert lines <= LONGEST_CELL, f"cell {cell.id} is too long"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_headings_are_in_order(path: Path) -> None:
    levels = [len(match[1]) for match in re.finditer(r"^(#+) ", prose(path), re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))


def test_every_picture_is_small_and_described(lesson: Path) -> None:
    cells = read(lesson).cells
    pictures = 0
    for before, cell in itertools.pairwise(cells):
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                pictures += 1
                assert len(output.data["image/png"]) < BIGGEST_PICTURE, f"the picture of {cell.id} is too big"
                assert before.cell_type == "markdown", f"nothing describes the picture of {cell.id}"
                assert output.metadata["image/png"]["alt"], f"the picture of {cell.id} has no alt text"
    assert pictures >= 3 or lesson in PAGES


def test_links_lead_somewhere() -> None:
    """Relative links in notebooks and assignments lead to existing files, and to existing headings if they name any."""
    for path in [*sorted((ROOT / "notebooks").glob("*.ipynb")), *SOLUTIONS]:
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", prose(path)):
            name, _, anchor = target.partition("#")
            other = (path.parent / name).resolve() if name else path
            assert other.exists(), f"{path.name} links to {target}"
            if anchor:
                assert anchor.isascii(), f"JupyterLab does not find the heading of {path.name}'s link to {target}"
                titles = re.findall(r"^#+ (.+)$", prose(other), re.M)
                assert anchor in [title.strip().replace(" ", "-") for title in titles], f"{path.name} links to {target}"


def test_a_notebook_alone_says_what_to_install() -> None:
    """Opened on Colab, say, where there is PyTorch and no course_utils; the address is that of the README's badge."""
    badge = re.search(r"mybinder\.org/v2/gh/([^/]+/[^/]+)/", (ROOT / "README.md").read_text())
    assert badge
    install = f"Run this first: %pip install git+https://github.com/{badge[1]}\n"
    for path in NOTEBOOKS:
        code = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
        if any("course_utils" in source for source in code):
            guard = next(source for source in code if "course_utils" in source).partition("\n\nimport ")[0]
            alone = subprocess.run([sys.executable, "-I", "-S", "-c", guard], capture_output=True, text=True)
            assert (alone.returncode, alone.stderr) == (1, install), path.name
