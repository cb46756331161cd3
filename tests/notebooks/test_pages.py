"""The pages beside the lessons: what each of them promises in its first cell."""

import re

from tools.notebooks import PAGES, prose, read

APPENDIX, READ, CHECKLIST = PAGES[1:]


def headings(text: str, most: int) -> list[str]:
    """The headings of a text, from the second level to this one."""
    return [title.strip() for _, title in re.findall(rf"^(#{{2,{most}}}) (.+)$", text, re.MULTILINE)]


def test_the_appendix_lists_its_sections() -> None:
    listed = re.findall(r"^ *- \[.+\]\(#(.+)\)$", read(APPENDIX).cells[0].source, re.MULTILINE)
    sections = [title.replace(" ", "-") for title in headings(prose(APPENDIX), most=3)]
    assert [*listed, "Sources"] == sections


def test_every_claim_is_answered_by_what_a_cell_prints_or_by_a_link() -> None:
    printed = "\n".join(
        output.get("text", "") for cell in read(READ).cells if cell.cell_type == "code" for output in cell.outputs
    )
    rows = re.findall(r"^\| (\d\.\d+) \| .+ \| .+ \| (.+) \|$", prose(READ), re.MULTILINE)
    assert len(rows) > 50
    numbers = [[int(part) for part in number.split(".")] for number, _ in rows]
    assert numbers == sorted(numbers)
    for number, truth in rows:
        assert re.search(rf"^{re.escape(number)} ", printed, re.MULTILINE) or "ipynb" in truth, number


def test_every_check_says_how_far_to_trust_it() -> None:
    sections = re.split(r"^## ", prose(CHECKLIST), flags=re.MULTILINE)
    title, symptoms, *checks, last = sections
    for word in ("**Run**", "**Recorded**", "**Quoted**"):
        assert word in title
    for check in checks:
        name, _, text = check.partition("\n")
        assert text.lstrip().startswith(("**Run", "**Recorded", "**Quoted")), name
        if "**Quoted" in text:
            assert re.search(r"\]\(https://(docs\.pytorch\.org|github\.com)/", text), name
        assert f"(#{name.strip().replace(' ', '-')})" in symptoms, f"no symptom leads to {name}"
    assert last.startswith("If nothing helps")
