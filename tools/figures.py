"""Make one sheet of all pictures in the notebooks, as they are committed: `make figures`."""

import html
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.notebooks import ROOT, read

STYLE = "body{font-family:sans-serif;max-width:60em;margin:auto} img{max-width:100%} p{margin:2em 0 0.3em}"


def pictures(path: Path) -> Iterator[tuple[str, str, str]]:
    """The id of each cell that shows a picture, the picture as base64, and its description."""
    for cell in read(path).cells:
        for output in cell.get("outputs", []):
            if picture := output.get("data", {}).get("image/png"):
                yield cell.id, picture.replace("\n", ""), output.metadata.get("image/png", {}).get("alt", "")


def sheet(notebooks: list[Path]) -> str:
    """A page of HTML with every picture, named by its notebook and cell."""
    shown = []
    for path in notebooks:
        for cell, picture, alt in pictures(path):
            words = html.escape(alt)
            shown.append(f"<p>{path.stem}: {cell}</p><img alt='{words}' src='data:image/png;base64,{picture}'>")
    return f"<!doctype html><meta charset='utf-8'><title>Figures</title><style>{STYLE}</style>{''.join(shown)}"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(sheet(sorted((ROOT / "notebooks").glob("*.ipynb"))), encoding="utf-8")
    print(page)
