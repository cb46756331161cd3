"""The time of a submission: the course and then nbgrader read it as it was meant, or not at all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from course_utils.grading.submission.intake import _copy_time
from course_utils.grading.submission.times import moment

CASES = (Path(__file__).parents[2] / "cases" / "timestamps.txt").read_text().splitlines()[1:]

READ = {
    "2026-12-05 09:30 UTC": datetime(2026, 12, 5, 9, 30),  # as TEACHING.md says
    "2015-02-02 15:58:23.948203 UTC": datetime(2015, 2, 2, 15, 58, 23, 948203),  # as nbgrader's exchange writes
    "2026-12-05 09:30": datetime(2026, 12, 5, 9, 30),
    "2026-12-05T09:30:00Z": datetime(2026, 12, 5, 9, 30),
    "2026-12-05t09:30:00z": datetime(2026, 12, 5, 9, 30),
    "2026-12-05 09:30:00 GMT": datetime(2026, 12, 5, 9, 30),
    "2026-12-04 18:30:00 +0100": datetime(2026, 12, 4, 17, 30),
    "2026-12-04 18:30:00 -0500": datetime(2026, 12, 4, 23, 30),
    "2026-12-04 18:30+05:30": datetime(2026, 12, 4, 13, 0),
    "2026-12-04 18:30 +01": datetime(2026, 12, 4, 17, 30),
    "2015-02-02 15:58:23.948203 America/Los_Angeles": datetime(2015, 2, 2, 23, 58, 23, 948203),  # nbgrader's own tests
    "2026-07-04 18:30 Europe/Berlin": datetime(2026, 7, 4, 16, 30),
    "2026-12-31 23:30:00,5 -0100": datetime(2027, 1, 1, 0, 30, 0, 500000),
}
NOT_READ = (
    *("2026-12-04 18:30 IST", "2026-12-04 11:30 PST", "2026-12-04 18:30 CET"),
    *("2026-12-04 18:30 Europe/Atlantis", "2026-12-04 18:30 ../etc/passwd", "2026-12-04 18:30 a/" + "b" * 300),
    "2026-10-25 02:30 Europe/Berlin",  # occurs twice
    "2026-03-29 02:30 Europe/Berlin",  # never occurs
    *("05.12.2026 09:30", "12/05/2026 09:30", "5 Dec 2026 09:30", "2026-12-05", "09:30", "20261205T093000Z"),
    *("2026-02-30 09:30", "2026-13-01 09:30", "2026-12-05 24:30", "2026-12-05 09:61", "2026-12-05 9:30 pm"),
    *("2026-12-05 09:30 +1500", "2026-12-05 09:30 +0199", "0001-01-01 00:00 +0100", "9999-12-31 23:59 -0100"),
    *("2026-12-05 09:30 UTC+1", "2026-12-05 09:30 UTC, more or less", "٢٠٢٦-12-05 09:30", "2026-12-05 09:30\nx"),
    *("1796463000", "", "next tuesday"),
)


def copied(tmp_path: Path, contents: bytes) -> str | None:
    source, target = tmp_path / "timestamp.txt", tmp_path / "copy.txt"
    source.write_bytes(contents)
    return target.read_text() if _copy_time(source, target) else None


@pytest.mark.parametrize("words", READ)
def test_what_is_read_is_what_is_meant_for_nbgrader_too(words: str, tmp_path: Path) -> None:
    assert moment(words) == READ[words]
    text = copied(tmp_path, words.encode())
    assert text is not None
    assert parse_utc(text) == READ[words]


@pytest.mark.parametrize("words", NOT_READ, ids=ascii)
def test_what_can_be_read_in_two_ways_is_not_read(words: str, tmp_path: Path) -> None:
    assert moment(words) is None
    assert copied(tmp_path, words.encode()) is None


@pytest.mark.parametrize("line", CASES)
def test_the_cases(line: str, tmp_path: Path) -> None:
    words, meant, wrong = (each.strip() for each in line.split("|"))
    text = copied(tmp_path, words.encode())
    if text is None:
        assert "not used" in meant
    else:
        assert meant == f"{parse_utc(text):%H:%M} UTC"
        assert wrong != f"{parse_utc(text):%H:%M:%S}"


def test_words_of_the_exchange_are_not_changed(tmp_path: Path) -> None:
    """The exchange finds the folder of a student's feedback by these words."""
    words = "2015-02-02 15:58:23.948203 UTC"
    assert copied(tmp_path, words.encode()) == words


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "ascii"])
def test_a_file_of_any_editor_is_read(encoding: str, tmp_path: Path) -> None:
    text = copied(tmp_path, "2026-12-05 09:30 UTC\r\n".encode(encoding))
    assert text is not None
    assert parse_utc(text) == datetime(2026, 12, 5, 9, 30)
