"""When a submission was handed in: read only where one reading is possible."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# 2026-12-05 09:30, 2026-12-05T09:30:00Z, 2015-02-02 15:58:23.948203 UTC, 2026-12-05 10:30 +0100, the same with +01:00,
# 2026-12-05 10:30 Europe/Berlin. Short names are left out: IST is three zones, and Python knows neither PST nor CEST.
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r" ?(?:(?P<utc>Z|UTC|GMT)|(?P<region>[a-z]+(?:/[a-z0-9_+-]+)+)|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # as PowerShell writes a file


def moment(words: str) -> datetime | None:
    """The moment, in UTC and without a zone as nbgrader keeps it; None if the words can be read in another way.

    What names no zone is UTC, as for nbgrader.
    """
    match = _ISO.fullmatch(words.strip())
    if not match:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups()[:6])
    shift = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    if shift > timedelta(hours=14) or int(match["minutes"] or 0) > 59:
        return None
    try:
        zone = ZoneInfo(match["region"]) if match["region"] else timezone(-shift if match["sign"] == "-" else shift)
        fraction = int((match[7] or "0")[:6].ljust(6, "0"))
        read = datetime(year, month, day, hour, minute, second, fraction, zone)
        if read.utcoffset() != read.replace(fold=1).utcoffset():  # the hour when clocks are set back is two
            return None
        return read.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):  # no 30 February; before the year 1; no region
        return None


def decoded(contents: bytes) -> str:
    """The words of a file, as editors of Linux, macOS and Windows save them.

    Raises:
        UnicodeDecodeError: it holds none.
    """
    return contents.decode(_MARKS.get(contents[:2], "utf-8-sig"))
