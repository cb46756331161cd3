"""README.md and TEACHING.md are true: their links, the README's commands, and the verdict it shows."""

import re
import tomllib

import pytest

from course_utils.checks import CheckFailed, check
from tools.notebooks import ROOT

README = (ROOT / "README.md").read_text()


def test_links_lead_to_files() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)\)", README + (ROOT / "TEACHING.md").read_text())
    assert len(links) > 3
    assert not [link for link in links if not (ROOT / link).exists()]


def test_commands_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert {"lab", "grade", "test", "notebooks", "exercises", "feedback-gallery", "bench", "lint"} <= named
    assert named <= set(targets)
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert set(re.findall(r"\.venv/bin/(course-[a-z]+)", README)) <= set(scripts)


def test_the_verdict_shown_is_the_verdict_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CheckFailed):
        check("lstm/split-gates", lambda weight: dict(zip("ifog", weight.chunk(4), strict=True)))
    assert capsys.readouterr().out.strip() in README
