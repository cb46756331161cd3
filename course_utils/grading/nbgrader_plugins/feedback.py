"""What a learner wrote, as HTML that can do nothing: for nbgrader's feedback pages and for formgrader.

Both pages are made by nbconvert, which shows the HTML in a notebook's text as it stands. In nbgrader_config.py:

    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.preprocessors = ["course_utils.grading.nbgrader_plugins.page.Bounded"]
    c.HTMLExporter.filters = {
        "markdown2html": "course_utils.grading.nbgrader_plugins.feedback.markdown2html",
        "highlight_code": "course_utils.grading.nbgrader_plugins.feedback.highlight_code",
        "clean_html": "course_utils.grading.nbgrader_plugins.feedback.clean",
    }

`sanitize_html` is for the outputs of cells, which it passes through `clean_html`. The text of cells is cleaned once it
is HTML: Markdown can make a tag out of what was none before. What is HTML already, and clean, is `Markup`: so `Bounded`
hands its own to the templates.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]
from bleach.html5lib_shim import Filter  # type: ignore[import-untyped]
from bleach.sanitizer import Cleaner  # type: ignore[import-untyped]
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

from course_utils.grading.nbgrader_plugins.formulas import Formulas
from course_utils.grading.nbgrader_plugins.pictures import Pictures

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "u", "ul",
}  # fmt: skip
# Neither `id` nor `name`: formgrader finds the fields for scores and comments by them.
_PLAIN = {"align", "alt", "open", "scope", "title"}
_SIZES = {"colspan", "height", "rowspan", "start", "width"}
_SIZE = re.compile(r"\d{1,3}%?|[1-4]\d{3}")
# Of tables made of Markdown, and of verdicts; nothing by which a text could lie on top of the page.
_STYLES = ["border-color", "border-left", "display", "line-height", "min-width", "padding", "text-align", "white-space"]
_TOO_LARGE = re.compile(r"(?<![#\w])\d{3}|\de[-+]?\d|none|[(\\]", re.IGNORECASE)  # what hides, or pushes the page away
_COLOURED_CODE = {"highlight", *STANDARD_TYPES.values()}
# Not to a file beside the notebook: formgrader would serve a page that the learner made as one of its own.
_LINK = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
_ENVIRONMENTS = {"align": "aligned", "eqnarray": "aligned", "equation": ""}  # as docutils knows them
_PYTHON = {"python", "python3", "py", "ipython", "ipython3"}
_TAG = re.compile(r"<(?!/)")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Turn the text of a cell, or a comment, into HTML, as nbconvert does, and clean it."""
    if isinstance(source, Markup):
        return source
    return as_html(source, Pictures(context.get("cell", {}).get("attachments", {})))


def highlight_code(source: str, metadata: Any = None) -> str:  # noqa: ARG001 (as nbconvert calls it)
    """Colour the source of a code cell as Python."""
    return source if isinstance(source, Markup) else coloured(source)


def clean(html: str) -> str:
    """Show as text, instead of doing, whatever in this HTML is more than text, pictures, tables and links."""
    return html if isinstance(html, Markup) else cleaned(html, Pictures())


def coloured(source: str) -> Markup:
    """Code as HTML; blank space at the end of lines, over which Pygments takes minutes, is left out."""
    lines = "\n".join(line.rstrip() for line in source.split("\n"))
    return Markup(Highlight2HTML()(lines))  # type: ignore[no-untyped-call]


def as_html(source: str, pictures: Pictures, formulas: Formulas | None = None) -> Markup:
    """Markdown as clean HTML."""
    formulas = formulas or Formulas()
    renderer = _Renderer(formulas)
    try:
        html = MarkdownWithMath(renderer=renderer).render(pictures.set_aside(source))
    except Exception:  # whatever trips nbconvert must not cost its author the whole page
        return as_written(source)
    return Markup(_without_brackets(formulas.put_back(cleaned(html, pictures))))


def cleaned(html: str, pictures: Pictures) -> Markup:
    """HTML that does nothing, with the pictures that there are."""
    short = pictures.set_aside(html)
    cleaner = Cleaner(
        tags=_TAGS,
        attributes=_harmless,
        protocols={"http", "https", "mailto", "attachment"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
        filters=[_Led, lambda source: _Shown(source, pictures)],
    )
    _limit(cleaner, 100 + 2 * len(_TAG.findall(short)))
    try:
        return Markup(pictures.put_back(cleaner.clean(short)))
    except _TooMany:
        return as_written(html)


def as_written(text: str) -> Markup:
    """A text as it was written, without any markup."""
    return Markup(f'<pre style="white-space: pre-wrap;">{_without_brackets(escape(text, quote=False))}</pre>')


def _without_brackets(html: str) -> str:
    """The same for nbconvert's next filter, which takes time with the square of the brackets in a line."""
    return str(html).replace("[", "&#91;")  # for Markup would escape what it puts in


class _TooMany(Exception):
    """There are more elements than tags: those that do not end are opened anew in each that follows."""


def _limit(cleaner: Cleaner, most: int) -> None:
    tree = cleaner.parser.tree
    made, new = 0, tree.elementClass

    def element(*arguments: Any) -> Any:
        nonlocal made
        made += 1
        if made > most:
            raise _TooMany
        return new(*arguments)

    tree.elementClass = element


class _Renderer(IPythonRenderer):
    """nbconvert's, but for formulas, for pictures, which are looked for later, and for code.

    Of the five hundred languages that Pygments knows, a learner could choose the slowest; it gets Python only.
    """

    def __init__(self, formulas: Formulas) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._formulas = formulas

    def inline_math(self, body: str) -> str:
        return self._formulas.set_aside(body, block=False) or super().inline_math(body)

    def block_math(self, body: str) -> str:
        return self._formulas.set_aside(body, block=True) or super().block_math(body)

    def latex_environment(self, name: str, body: str) -> str:
        known = _ENVIRONMENTS.get(name.removesuffix("*"), name)
        whole = f"\\begin{{{known}}}{body}\\end{{{known}}}" if known else body
        return self._formulas.set_aside(whole, block=True) or super().latex_environment(name, body)

    def _embed_image_or_attachment(self, src: str) -> str:
        return src

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").split(maxsplit=1)[:1]
        return coloured(code) if language and language[0] in _PYTHON else super().block_code(code)


class _Led(Filter):  # type: ignore[misc]  # bleach has no types
    """Takes away links that lead nowhere any more: what looks like a link is one."""

    def __iter__(self) -> Any:
        leads = []
        for token in super().__iter__():
            if token.get("name") == "a":
                if token["type"] == "StartTag":
                    leads.append((None, "href") in token["data"])
                    if not leads[-1]:
                        continue
                elif token["type"] == "EndTag" and leads and not leads.pop():
                    continue
            yield token


class _Shown(Filter):  # type: ignore[misc]  # bleach has no types
    """Puts the bytes of each picture in the place of its address, and words where there are none.

    No address stays: nothing on the page is asked for, neither elsewhere nor from the server that shows it.
    """

    def __init__(self, source: Any, pictures: Pictures) -> None:
        super().__init__(source)
        self._pictures = pictures

    def __iter__(self) -> Any:
        for token in super().__iter__():
            if token.get("name") != "img":
                yield token
                continue
            attributes = {name: value for (_, name), value in token["data"].items()}
            address = attributes.get("src", "")
            if shown := self._pictures.find(address):
                token["data"][None, "src"] = shown
                yield token
            else:
                elsewhere = re.match(r"\s*(https?:)?//", address, re.IGNORECASE)
                where = f" [a picture that is not shown: {address[:200]}]" if elsewhere else ""
                yield {"type": "Characters", "data": f"{attributes.get('alt', '')}{where}"}


def _harmless(tag: str, attribute: str, value: str) -> bool:
    match attribute:
        case "href":
            return tag == "a" and bool(_LINK.match(value))
        case "src":
            return tag == "img"  # which _Shown replaces
        case "class":
            return value in _COLOURED_CODE
        case "style":
            return not _TOO_LARGE.search(value)
    return attribute in _PLAIN or (attribute in _SIZES and bool(_SIZE.fullmatch(value)))
