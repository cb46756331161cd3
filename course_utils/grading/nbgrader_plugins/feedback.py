"""What a learner wrote, as HTML that can do nothing: for nbgrader's feedback pages and for formgrader.

Both pages are made by nbconvert, which shows the HTML in a notebook's text as it stands. In nbgrader_config.py:

    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {
        "markdown2html": "course_utils.grading.nbgrader_plugins.feedback.markdown2html",
        "clean_html": "course_utils.grading.nbgrader_plugins.feedback.clean",
    }

`sanitize_html` is for the outputs of cells, which it passes through `clean_html`. The text of cells is cleaned once it
is HTML: Markdown can make a tag out of what was none before.

Whatever a learner writes gives a page, and soon: the time of mistune and bleach grows with the square of some texts, so
that what is longer than anybody writes is shown as it was written. The bytes of pictures do not count.
"""

from __future__ import annotations

import re
import secrets
from html import escape
from typing import Any

import bleach  # type: ignore[import-untyped]
from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "u", "ul",
}  # fmt: skip
# Neither `id` nor `name`: formgrader finds the fields for scores and comments by them.
_PLAIN = {"align", "alt", "colspan", "height", "open", "rowspan", "scope", "start", "title", "width"}
# Of tables made of Markdown, and of verdicts; nothing by which a text could lie on top of the page.
_STYLES = ["border-color", "border-left", "display", "line-height", "min-width", "padding", "text-align", "white-space"]
_COLOURED_CODE = {"highlight", *STANDARD_TYPES.values()}
# Not to a file beside the notebook: formgrader would serve a page that the learner made as one of its own.
_LINK = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
_PICTURE = re.compile(r"https?://|data:image/(png|jpeg|gif|webp);base64,|(?!.*\.\.)\w[\w ./%-]*$", re.IGNORECASE)

_BYTES = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
_MOST_MARKDOWN = 10_000  # characters of a cell; the longest of the lessons has 4,305
_MOST_HTML = 200_000  # characters of a cell; highlighted code has five times its own
_MOST_TAGS = 3_000  # of a cell, without those of highlighted code, which do not nest
_TAG = re.compile(r"<(?!/|span\b)")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Turn the text of a cell into HTML, as nbconvert does, and clean it."""
    # nbconvert's next filter takes time with the square of the brackets in a line.
    return _as_html(source, context.get("cell", {}).get("attachments", {})).replace("[", "&#91;")


def clean(html: str) -> str:
    """Show as text, instead of doing, whatever in this HTML is more than text, pictures, tables and links."""
    pictures = _Pictures()
    short = pictures.set_aside(html)
    if len(short) > _MOST_HTML or len(_TAG.findall(short)) > _MOST_TAGS:
        return _as_written(html)
    cleaned: str = bleach.clean(
        short,
        tags=_TAGS,
        attributes=_harmless,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
    )
    return pictures.put_back(cleaned)


def _as_html(source: str, attachments: Any) -> str:
    pictures = _Pictures()
    markdown = pictures.set_aside(source)
    if len(markdown) > _MOST_MARKDOWN:
        return _as_written(source)
    renderer = _Renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    try:
        return clean(pictures.put_back(MarkdownWithMath(renderer=renderer).render(markdown)))
    except Exception:  # whatever trips nbconvert must not cost its author the whole page
        return _as_written(source)


class _Renderer(IPythonRenderer):
    """As nbconvert's, except that a missing attachment is shown as its alternative text."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        try:
            return super().image(text, url, title)
        except InvalidNotebook:
            return text


class _Pictures:
    """The bytes of pictures in a text, set aside under names that nobody can guess; harmless wherever they stand."""

    def __init__(self) -> None:
        self._name = f"picture-{secrets.token_hex(8)}"
        self._kept: list[str] = []

    def set_aside(self, text: str) -> str:
        return _BYTES.sub(self._keep, text)

    def put_back(self, text: str) -> str:
        return re.sub(rf"{self._name}-(\d+)", lambda match: self._kept[int(match[1])], text)

    def _keep(self, match: re.Match[str]) -> str:
        self._kept.append(match[0])
        return f"{self._name}-{len(self._kept) - 1}"


def _as_written(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _harmless(tag: str, attribute: str, value: str) -> bool:
    match attribute:
        case "href":
            return tag == "a" and bool(_LINK.match(value))
        case "src":
            return tag == "img" and bool(_PICTURE.match(value))
        case "class":
            return value in _COLOURED_CODE
        case "style":
            return True  # the sanitizer's to clean
    return attribute in _PLAIN
