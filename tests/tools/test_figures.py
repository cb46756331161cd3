"""`make figures`: the sheet has every picture of the notebooks, each with its cell's name."""

from tools.figures import pictures, sheet
from tools.notebooks import LESSONS


def test_every_picture_is_on_the_sheet() -> None:
    page = sheet(LESSONS)
    found = [(path, *each) for path in LESSONS for each in pictures(path)]
    assert len(found) > 3 * len(LESSONS)
    assert page.count("<img ") == len(found)
    for path, cell, _, alt in found:
        assert f"{path.stem}: {cell}" in page
        assert alt
