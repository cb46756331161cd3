"""The outputs of a cell: only as many are kept as there is room for, whatever its process sends."""

from __future__ import annotations

import time

from nbconvert.filters import ansi2html

from course_utils.grading.protocol.outputs import NO_ROOM, Output, Room, cleaned


def test_so_many_escape_codes_that_a_page_takes_long_are_left_out() -> None:
    def printed(words: str) -> str:
        said: str = cleaned([{"output_type": "stream", "name": "stdout", "text": words}])[0]["text"]
        return said

    coloured = "\x1b[31mred\x1b[m\n" * 100
    assert printed(coloured) == coloured
    words = printed("\x1b\x1b[m[1mx" * 100_000)
    began = time.process_time()
    assert "x" in ansi2html(words)
    assert time.process_time() - began < 2


def test_outputs_have_no_more_room_than_there_is_and_an_error_stays_one() -> None:
    def stream(name: str, words: str) -> Output:
        return {"output_type": "stream", "name": name, "text": words}

    def shown(kind: str) -> Output:
        return {"output_type": "display_data", "data": {kind: "A" * 900}, "metadata": {}}

    def error(words: str) -> Output:
        return {"output_type": "error", "ename": "E", "evalue": words, "traceback": [words]}

    room = Room(printed=1_000, displayed=2_500)
    first = [stream("stdout", "x" * 500), shown("image/png"), shown("image/png")]
    assert room.fitted(first) == first
    assert room.fitted(
        [shown("image/png"), *[stream("stderr", "x" * 500)] * 50, stream("stdout", "x"), error("e")]
    ) == [
        {"output_type": "display_data", "data": {"text/plain": NO_ROOM}, "metadata": {}},
        stream("stderr", f"\n{NO_ROOM}\n"),
        stream("stdout", f"\n{NO_ROOM}\n"),
        error(NO_ROOM),
    ]


def test_a_cell_has_its_own_limits_whatever_its_process_was_made_to_send() -> None:
    huge = "x" * 15_000_000
    pictures = [{"output_type": "display_data", "data": {"image/png": huge[:4_000_000]}}] * 3
    got = cleaned([{"output_type": "stream", "name": "stdout", "text": huge}, *pictures])
    assert len(str(got)) < 6 << 20
    assert NO_ROOM in str(got)


def test_a_notebook_keeps_only_so_many_outputs() -> None:
    one = {"output_type": "stream", "name": "stdout", "text": "x"}
    room = Room(count=3)
    assert room.fitted([one, one]) == [one, one]
    assert [each["text"] for each in room.fitted([one, one, one])] == ["x", f"\n{NO_ROOM}\n"]
