"""A page of feedback says what waits for the teacher, names exercises, leads somewhere, and needs no network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from course_utils.checks import COURSE
from tests.helpers import browser
from tests.helpers.formgrader import formgrader
from tests.helpers.whole_class import ASSIGNMENT, POINTS
from tools.classroom import Classroom
from tools.notebooks import ROOT, solutions

pytestmark = pytest.mark.slow

WORDS = "lstm-four-blocks-answer"
OPEN, EMPTY, GRADED = "欧阳娜娜", "ada", "bo"
ANSWER = r"The cell state is $$c_t = f_t \odot c_{t-1} + i_t \odot g_t$$ and $h_t$ is what is shown of it."
SCREENSHOTS = ROOT / "build" / "screenshots"
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@dataclass(frozen=True)
class Made:
    """A class with feedback, and what nbgrader printed while it made it."""

    folder: Path
    printed: str

    def file(self, student: str) -> Path:
        return self.folder / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"

    def page(self, student: str) -> BeautifulSoup:
        return BeautifulSoup(self.file(student).read_text(), "html.parser")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    classroom = Classroom(tmp_path_factory.mktemp("pages") / "course", ASSIGNMENT)
    classroom.release()
    right = {"lstm/split-gates": solutions()["lstm/split-gates"].answer}
    classroom.hand_in(OPEN, right | {"lstm/four-blocks": ANSWER})
    classroom.hand_in(EMPTY, right)
    classroom.hand_in(GRADED, right | {"lstm/four-blocks": ANSWER})
    classroom.grade_class()
    with Gradebook(f"sqlite:///{classroom.folder / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(WORDS, ASSIGNMENT, ASSIGNMENT, GRADED)
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.find_comment(WORDS, ASSIGNMENT, ASSIGNMENT, GRADED).manual_comment = "Well said: $c_t$."
        gradebook.db.commit()
    return Made(classroom.folder, classroom.nbgrader("generate_feedback", ASSIGNMENT))


def listed(page: BeautifulSoup) -> list[str]:
    return [" ".join(each.text.split()) for each in page.select(".panel-heading ul li")]


def title(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("h4").text.split())  # type: ignore[union-attr]


def test_what_waits_is_said_to_wait_and_is_not_counted_as_nothing(made: Made) -> None:
    page = made.page(OPEN)
    assert title(page) == f"03_lstm: 1 of {POINTS} points, 2 points not graded yet"
    assert listed(page)[-1] == "four-blocks: not graded yet (2 points)"
    heading = page.find(id=WORDS).select_one(".panel-heading")  # type: ignore[union-attr]
    assert " ".join(heading.text.split()) == "Your answer not graded yet (2 points) (Top)"  # type: ignore[union-attr]


def test_what_is_graded_is_counted(made: Made) -> None:
    assert title(made.page(EMPTY)) == f"03_lstm: 1 of {POINTS + 2} points"
    assert listed(made.page(EMPTY))[-1] == "four-blocks: 0 of 2 points"  # without nbgrader's "No response."
    assert title(made.page(GRADED)) == f"03_lstm: 2.5 of {POINTS + 2} points"
    assert listed(made.page(GRADED))[-2:] == ["four-blocks: 1.5 of 2 points", "four-blocks: a comment"]
    assert made.page(GRADED).select_one(".panel-footer math")


def test_the_teacher_is_told_at_the_end_who_waits(made: Made) -> None:
    said = [line for line in made.printed.splitlines() if "Not graded yet" in line]
    assert [line.partition("] ")[2] for line in said] == [f"Not graded yet, as their pages say: 1 answer, of {OPEN}."]
    assert "Converting" not in made.printed.partition("Not graded yet")[2]


def test_exercises_have_their_names(made: Made) -> None:
    names = [line.partition(":")[0] for line in listed(made.page(OPEN))]
    assert names == [each.id.partition("/")[2] for each in COURSE.of_lesson("lstm")] + ["four-blocks"]
    assert "Test cell" not in made.file(OPEN).read_text()


def test_every_link_leads_somewhere(made: Made) -> None:
    for student in (OPEN, EMPTY, GRADED):
        page = made.page(student)
        links = [str(link.get("href", "")) for link in page.find_all("a")]
        assert [link for link in links if not page.find(id=link.removeprefix("#"))] == []
        assert "prepared in Two biases" in page.text


@pytest.mark.browser
def test_a_page_needs_no_network_and_hints_look_like_hints(made: Made) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with browser.page() as page:
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            asked = asked_for(page)
            page.goto(made.file(OPEN).as_uri())
            page.screenshot(path=SCREENSHOTS / f"feedback-{width}-{scheme}.png", full_page=True)
            assert asked == [made.file(OPEN).as_uri()]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            heading = page.locator(f"[id='{WORDS}'] .panel-heading")
            assert heading.evaluate("heading => heading.scrollHeight <= heading.clientHeight")
        hint = page.locator("summary").first
        expect(hint).to_have_css("display", "list-item")
        expect(hint).to_have_css("cursor", "pointer")
        expect(page.locator("math[display=block] msub").first).to_be_visible()


def asked_for(page: Page) -> list[str]:
    """What the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.browser
def test_the_next_answer_is_a_key_away_in_formgrader_and_nothing_comes_from_elsewhere(made: Made) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with formgrader(made.folder) as (page, frame):
        asked = asked_for(page)
        crumbs = frame.locator(".breadcrumb li")
        frame.get_by_role("link", name="Manual Grading").click()
        for count in (2, 3):
            frame.locator("tbody").get_by_role("link", name=ASSIGNMENT).click()
            expect(crumbs).to_have_count(count)
        frame.locator("tbody tr").first.get_by_role("link").click()
        field = frame.locator(f"input#{WORDS}")
        for number in (1, 2, 3):
            expect(frame.locator(".panel-title")).to_contain_text(f"Submission {number} / 3")
            if number == 1:  # backwards from the first: to the comment, to the extra credit, to the points
                expect(frame.locator(".tabbable").first).to_be_focused()
                for _ in range(3):
                    page.keyboard.press("Shift+Tab")
            expect(field).to_be_focused()
            expect(field).to_be_in_viewport()
            page.screenshot(path=SCREENSHOTS / "formgrader-words.png")
            page.keyboard.press("Control+.")
        assert [url for url in asked if not re.match(r"http://127\.0\.0\.1:|data:|blob:", url)] == []
        expect(frame.locator("tbody tr")).to_have_count(3)
