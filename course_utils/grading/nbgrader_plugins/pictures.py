"""The pictures of a page: their bytes are put into it, so that it asks for none."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_BYTES = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+")
_LARGEST = 5_000_000  # bytes of a file beside the notebook


class Pictures:
    """The pictures that a text can show: those in it, attached to it, and in files beside its notebook.

    While the text is worked on they are set aside, under names that nobody can guess.
    """

    def __init__(
        self,
        attachments: Mapping[str, Mapping[str, str]] | None = None,
        folder: Path | None = None,
        room: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """Prepare for a text.

        Args:
            attachments: of its cell, as in a notebook.
            folder: in which its notebook lies.
            room: takes the characters of a picture and says whether it still finds room on the page.
        """
        self._attachments, self._folder, self._room = attachments or {}, folder, room
        token = secrets.token_hex(8)
        self._aside, self._shown = f"aside-{token}-", f"shown-{token}-"
        self._kept: list[str] = []

    def set_aside(self, text: str) -> str:
        """The text without the bytes of pictures, which are harmless wherever they stand."""
        return _BYTES.sub(lambda match: self._keep(match[0], self._aside), text)

    def find(self, address: str) -> str | None:
        """What stands for the picture with this address, if there is one and the page has room for it."""
        if known := re.fullmatch(rf"{self._aside}(\d+)", address):
            picture: str | None = self._kept[int(known[1])]
        elif address.startswith("attachment:"):
            picture = self._attached(address)
        else:
            picture = self._beside(address)
        return self._keep(picture, self._shown) if picture and self._room(len(picture)) else None

    def put_back(self, html: str) -> str:
        """The HTML with its pictures; where bytes are no picture, but words, their beginning."""
        whole = re.sub(rf"{self._shown}(\d+)", lambda match: self._kept[int(match[1])], html)
        return re.sub(rf"{self._aside}(\d+)", lambda match: f"{self._kept[int(match[1])][:60]}…", whole)

    def _keep(self, picture: str, name: str) -> str:
        self._kept.append(picture)
        return f"{name}{len(self._kept) - 1}"

    def _attached(self, address: str) -> str | None:
        name = address.removeprefix("attachment:")
        contents = self._attachments.get(name) or self._attachments.get(unquote(name)) or {}
        for kind, data in contents.items():
            if _BYTES.fullmatch(picture := f"data:{kind};base64,{''.join(str(data).split())}"):
                return picture
        return None

    def _beside(self, address: str) -> str | None:
        name = PurePosixPath(unquote(address))
        if self._folder is None or name.is_absolute() or ".." in name.parts:
            return None
        try:
            path = self._folder.resolve() / name
            if path.resolve() != path or not path.is_file() or path.stat().st_size > _LARGEST:  # no link leads out
                return None
            contents = path.read_bytes()
        except (OSError, ValueError):
            return None
        kind = next((kind for start, kind in _KINDS.items() if contents.startswith(start)), None)
        return f"data:image/{kind};base64,{base64.b64encode(contents).decode()}" if kind else None
