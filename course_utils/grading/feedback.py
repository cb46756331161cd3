"""What a learner wrote, as HTML that can do nothing: for nbgrader's feedback pages and for formgrader.

Both pages are made by nbconvert, which shows the HTML in a notebook's text as it stands. In nbgrader_config.py:

    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {
        "markdown2html": "course_utils.grading.feedback.markdown2html",
        "clean_html": "course_utils.grading.feedback.clean",
    }

`sanitize_html` is for the outputs of cells, which it passes through `clean_html`. The text of cells is cleaned once it
is HTML: Markdown can make a tag out of what was none before.
"""

from __future__ import annotations

import re

import bleach  # type: ignore[import-untyped]
from bleach.css_sanitizer import CSSSanitizer  # type: ignore[import-untyped]
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
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


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Turn the text of a cell into HTML, as nbconvert does, and clean it."""
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return clean(MarkdownWithMath(renderer=renderer).render(source))


def clean(html: str) -> str:
    """Show as text, instead of doing, whatever in this HTML is more than text, pictures, tables and links."""
    cleaned: str = bleach.clean(
        html,
        tags=_TAGS,
        attributes=_harmless,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
    )
    return cleaned


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
