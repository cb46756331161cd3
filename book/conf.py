"""The lessons as a book: how Sphinx makes a website of the notebooks as they are committed.

Everything in it is a file of its own: no page asks the network for anything.
"""

import base64
import html
import json
import re
from operator import methodcaller
from pathlib import Path

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger
from sphinx.writers.html5 import HTML5Translator

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BADGE = re.search(r"mybinder\.org/v2/gh/([^/]+/[^/]+)/", README)
assert BADGE, "README.md has no Binder badge, which says where the repository is"

project = "Recurrent networks in PyTorch"
language = "en"
extensions = ["myst_nb"]
root_doc = "book/welcome"
include_patterns = ["book/*.md", "notebooks/*.ipynb", "exercises/*/*.ipynb", "course_utils/data/mnist/README.md"]
exclude_patterns = ["**/.*", "build"]

nb_execution_mode = "off"  # the outputs are those that the tests compare
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_heading_slug_func = methodcaller("replace", " ", "-")  # as JupyterLab names headings, for links between notebooks
html_math_renderer = "mathml"

html_title = project
html_context = {"default_mode": "auto"}  # light or dark, as the reader has set the browser
html_theme = "sphinx_book_theme"
html_favicon = "icon.svg"
html_extra_path = ["index.html"]
html_static_path = ["book.css"]
html_css_files = ["book.css"]
html_show_sourcelink = False
html_use_index = False
html_theme_options = {
    "repository_url": f"https://github.com/{BADGE[1]}",
    "repository_branch": "HEAD",
    "navbar_persistent": [],  # the search field is above the list of lessons
    "use_fullscreen_button": False,
    "footer_content_items": ["extra-footer.html"],
    "extra_footer": "Text and pictures: CC BY 4.0. Code: MIT.",
    "launch_buttons": {
        "binderhub_url": "https://mybinder.org",
        "colab_url": "https://colab.research.google.com",
        "notebook_interface": "jupyterlab",
    },
}


def lesson_cards(folder: Path) -> str:
    """A card for each lesson: its first picture, which is written into this folder, its minutes, and what it is for."""
    cards = []
    rows = re.findall(r"^\| \[(\w+)\]\((notebooks/\w+)\.ipynb\) \|.*\| (.+) \|$", README, re.MULTILINE)
    for name, place, purpose in rows:
        cells = json.loads((ROOT / f"{place}.ipynb").read_text(encoding="utf-8"))["cells"]
        title = "".join(cells[0]["source"])
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        picture = next(output for output in outputs if "image/png" in output.get("data", {}))
        (folder / f"{name}.png").write_bytes(base64.b64decode("".join(picture["data"]["image/png"])))
        minutes = re.search(r"about (\d+) minutes", title)
        assert minutes, f"{name} does not say how long it takes"
        heading = title.splitlines()[0].removeprefix("# ")
        cards.append(
            f'<a class="lesson" href="../{place}.html"><img src="../lessons/{name}.png"'
            f' alt="{html.escape(picture["metadata"]["image/png"]["alt"])}"><b>{html.escape(heading)}</b>'
            f"<span>about {minutes[1]} minutes: {html.escape(purpose)}</span></a>"
        )
    return f'<div class="lessons">{"".join(cards)}</div>'


def show_lessons(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the cards of the lessons on the first page."""
    if docname == root_doc:
        folder = Path(app.outdir) / "lessons"
        folder.mkdir(parents=True, exist_ok=True)
        source[0] = source[0].replace("LESSONS", lesson_cards(folder))


def fold_answers(app: Sphinx, docname: str, source: list[str]) -> None:
    """Fold the output of a cell that answers a question, until it is asked for."""
    if app.env.doc2path(docname).suffix == ".ipynb":
        notebook = json.loads(source[0])
        for cell in notebook["cells"]:
            if "reveals" in (tags := cell["metadata"].get("tags", [])):
                tags.append("hide-output")
        source[0] = json.dumps(notebook)


def describe_pictures(app: Sphinx, docname: str, source: list[str]) -> None:
    """Tell MyST-NB the alt texts of pictures, which it looks for in a cell and Jupyter keeps in the cell's output."""
    if app.env.doc2path(docname).suffix != ".ipynb":
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if picture := output.get("metadata", {}).get("image/png"):
                cell["metadata"]["mystnb"] = {"image": {"alt": picture["alt"]}}
    source[0] = json.dumps(notebook)


def mathml(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    block = isinstance(node, nodes.math_block)
    try:
        formula = tex2mathml(node.astext(), as_block=block)
    except MathError as error:
        formula = ""
        getLogger(__name__).warning("%s", error, location=node)
    translator.body.append(f'<div class="formula" tabindex="0">{formula}</div>' if block else formula)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    for change in (describe_pictures, fold_answers, show_lessons):
        app.connect("source-read", change)
    # MathML, which browsers draw and screen readers read themselves; MathJax would come from the network.
    app.add_html_math_renderer("mathml", (mathml, None), (mathml, None))
