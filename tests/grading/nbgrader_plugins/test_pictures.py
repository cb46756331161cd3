"""A page sends no request, however a learner spells an address: a real browser reports its requests."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from playwright.sync_api import Route

from course_utils.grading.nbgrader_plugins import page
from course_utils.grading.nbgrader_plugins.feedback import as_html, clean
from course_utils.grading.nbgrader_plugins.pictures import Pictures
from tests.helpers import browser
from tools.bench_pages import Pages, honest, own

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SPELLINGS = [
    *("x.png", "./x.png", "../x.png", "a/x.png", "/logout", "?logout", "/files/x.png", "files/x.png", "x.PNG "),
    *(
        "//pwned.example/x",
        "///pwned.example/x",
        "/\\pwned.example/x",
        "\\\\pwned.example\\x",
        "&sol;&sol;pwned.example/x",
    ),
    *("http://pwned.example/x", "HTTPS://PWNED.EXAMPLE/x", "hTtP:\\\\pwned.example/x", "http:/logout", "http:x.png"),
    *(
        "http://localhost:8888/logout",
        "http://127.1/x",
        "http://[::1]/x",
        "http://①②⑦.0.0.1/x",
        "http://user:a@b.example",
    ),
    *(
        "&#104;ttp://pwned.example/x",
        "ht&Tab;tp://pwned.example/x",
        "&#x1;http://pwned.example/x",
        " http://pwned.example",
    ),
    *("%2e%2e/logout", "a/%2e%2e/%2e%2e/logout", "..%2flogout", "%2flogout", "%68ttp://pwned.example/x"),
    *(
        "file:///etc/hostname",
        "FILE:/etc/hostname",
        "file://pwned.example/x",
        "ftp://pwned.example/x",
        "blob:http://a/b",
    ),
    *("data:image/svg+xml,%3Csvg/%3E", "data:text/html;base64,PGI+", "DATA:image/png;base64,AAAA", "javascript:1"),
    *("x.png?data:image/png;base64,AAAA", "http://pwned.example/data:image/png;base64,AAAA", "attachment:../x.png"),
]
FORMS = [
    *("![a](<{}>)", "![a]({})", "![a][r]\n\n[r]: <{}>", "[![a](<{}>)](#x)", "| a |\n|---|\n| ![a](<{}>) |"),
    *(
        '<img src="{}">',
        "<IMG SRC='{}'>",
        "<img src={}>",
        '<img/src="{}"/>',
        '<image src="{}">',
        '<p><img alt="a" src="{}"',
    ),
    *('<img srcset="{} 2x">', '<img src="data:image/png;base64,AAAA" srcset="{}">', '<img lowsrc="{}" dynsrc="{}">'),
    '<img src="data:image/png;base64,AAAA{}">',
    '<img src="data:image/png;base64,AAAA" src="{}">',
    '<picture><source srcset="{}"><img src="{}"></picture>',
    '<svg><image href="{}" xlink:href="{}"/><use href="{}#a"/><feImage href="{}"/><script href="{}"/></svg>',
    '<math><mglyph src="{}"/><mtext><img src="{}"></mtext></math>',
    *('<div style="background:url({})">a</div>', "<p style='border-left: 4px solid url(\"{}\")'>a</p>"),
    *('<li style="list-style:url({}); cursor:url({}); content:url({})">', '<p style="padding:image-set({} 1x)">a</p>'),
    '<p style="display:block;/**/background:\\75rl({})">a</p>',
    *('<style>@import "{}"; body {{ background: url({}) }}</style>', '<link rel="stylesheet" href="{}">'),
    *('<link rel="icon" href="{}"><link rel="preload" as="image" href="{}">', '<link rel="prefetch" href="{}">'),
    *('<object data="{}"></object><embed src="{}">', '<iframe src="{}"></iframe>', '<frameset><frame src="{}">'),
    *(
        '<video poster="{}" src="{}"></video>',
        '<audio autoplay src="{}"><track src="{}"></audio>',
        '<bgsound src="{}">',
    ),
    *('<input type="image" src="{}">', '<table background="{}"><td background="{}">a', '<body background="{}">'),
    *('<script src="{}"></script>', '<script type="module">import "{}"</script>', '<html manifest="{}">'),
    *('<noscript><img src="{}"></noscript>', '<template><img src="{}"></template>', '<!--><img src="{}">-->'),
    *('<a href="#x" ping="{}">a</a>', '<blockquote cite="{}">a</blockquote>', '<applet archive="{}" code="{}">'),
]
HOME = "http://course.example/formgrader/submissions/1/"


def asked(html: str, address: str = HOME) -> set[str]:
    """What a browser requests when it shows this page, apart from the page itself; every request is refused."""
    found: set[str] = set()

    def answer(route: Route) -> None:
        if route.request.url == address and route.request.is_navigation_request() and not found:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()
        found.add(route.request.url)

    with browser.page() as tab:
        tab.route("**/*", answer)
        tab.goto(address, wait_until="domcontentloaded")
        tab.wait_for_timeout(1_000)
    found.remove(address)
    return found


def texts() -> Iterator[str]:
    for form in FORMS:
        for spelling in SPELLINGS:
            yield form.replace("{{", "{").replace("}}", "}").replace("{}", spelling)


@pytest.mark.slow
@pytest.mark.browser
def test_the_text_of_a_learner_asks_for_nothing() -> None:
    written = list(texts())
    cleaned = "\n".join(each for text in written for each in (clean(text), as_html(text, Pictures())))
    raw = "\n".join(text for text in written if text.startswith(("<img ", "<div", "<video", "<link", "<object")))
    assert len(asked(raw)) > 20  # uncleaned, these texts make the browser send requests
    assert asked(cleaned) == set()


@pytest.mark.slow
@pytest.mark.browser
def test_the_outputs_of_a_learner_ask_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_PAGE", 1e9)  # room for everything
    address = "http://pwned.example/x"
    tag = f'<img src="{address}"><style>p {{ background: url({address}) }}</style>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/>{tag}</svg>'
    hidden = {"filenames": {"image/png": address}, "isolated": True, "text/html": {"isolated": True}}
    kinds = ("text/html", "text/markdown", "text/latex", "text/plain", "image/svg+xml", "image/png", "image/jpeg")
    kinds += ("application/javascript", "application/pdf", "text/vnd.mermaid")
    outputs = [
        new_output("display_data", data={kind: words}, metadata=hidden)
        for kind in kinds
        for words in (tag, svg, address, f'AAAA" src="{address}', f"![a]({address})")
    ]
    outputs += [new_output("stream", text=tag), new_output("error", ename=tag, evalue=tag, traceback=[tag, tag])]
    notebook = honest()
    cells = [new_code_cell(f"%%html\n{tag}", outputs=[each]) for each in outputs]
    cells += [new_raw_cell(tag), new_markdown_cell(tag), new_markdown_cell(f"```mermaid\n{tag}\n```\n![a]({address})")]
    for number, cell in enumerate(cells):
        notebook.cells.append(own(cell, 100 + number))
    pages = Pages()
    bad, plain = (pages.of(each) for each in (notebook, honest()))
    assert "Left out here" not in bad
    assert asked(bad) == asked(plain)


def test_a_picture_beside_the_notebook_is_in_the_page_and_nothing_else_is(tmp_path: Path) -> None:
    folder = tmp_path / "03_lstm"
    (folder / "images").mkdir(parents=True)
    for name in ("a dot.png", "images/dot.png", "dot.html", "large.png", "../outside.png"):
        (folder / name).write_bytes(PNG)
    (folder / "words.png").write_text("<svg/>")
    (folder / "large.png").write_bytes(PNG + bytes(6_000_000))
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "out").symlink_to(tmp_path)

    def shown(address: str) -> bool:
        return "data:image/png;base64,iVBOR" in as_html(f"![a](<{address}>)", Pictures(folder=folder))

    assert all(map(shown, ("a dot.png", "a%20dot.png", "./images/dot.png", "images/dot.png")))
    outside = ("../outside.png", "%2e%2e/outside.png", "images/../../outside.png", str(tmp_path / "outside.png"))
    assert not any(
        map(shown, (*outside, "link.png", "out/outside.png", "words.png", "large.png", "none.png", "a\0.png"))
    )
    assert not any(map(shown, ("", ".", "images", "x" * 5_000, "file:a dot.png", "//a dot.png")))


def test_a_picture_elsewhere_is_named() -> None:
    said = as_html('![a <b>](http://pwned.example/x?"<)', Pictures())
    assert "[a picture that is not shown: http://pwned.example/x?" in str(said).replace("&#91;", "[")
    assert "<img" not in said


def test_the_bytes_of_a_picture_in_words_are_not_repeated() -> None:
    written = f'`<img src="data:image/png;base64,{"A" * 1_000_000}">`'
    assert len(as_html(written, Pictures())) < 1_000
