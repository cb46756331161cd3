"""The process that runs one learner's code: locked in, it answers the judge's requests until the socket closes."""

from __future__ import annotations

import os
import random
import socket
import sys
from functools import partial
from gc import collect  # by a name of its own: a notebook may change gc's
from pathlib import Path

import numpy as np
import torch

from course_utils.checks.learner.answer import Failure, LocalAnswer, Reply, look_up
from course_utils.grading.protocol import wire
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.locks import lock
from course_utils.grading.sandbox.notebook import settle, stand_in
from course_utils.grading.sandbox.shell import Descriptors, Shell, words_of

SOCKET = 3  # its descriptor, after 0, 1 and 2


def become(
    shell: Shell,
    judge: int,
    scratch: Path,
    limits: Limits,
    readable: list[tuple[str, int]],
) -> None:
    """Turn this process, freshly forked, into a child with an environment of its own; never returns.

    `judge` is the descriptor of the socket on which requests come.
    """
    try:
        os.setsid()
        os.dup2(judge, SOCKET)
        os.closerange(SOCKET + 1, os.sysconf("SC_OPEN_MAX"))
        descriptors = Descriptors()
        sock = socket.socket(fileno=SOCKET)
        os.environ.clear()
        try:
            lock(scratch, limits, readable)
            shell.move(settle(scratch))
            stand_in()
        except Exception as error:
            wire.send(sock, wire.Message({"refused": f"{error}"}), wire.CELL)
            os._exit(1)
        _seed()
        wire.send(sock, wire.Message({"ready": os.getpid()}), wire.CELL)
        _serve(sock, shell, descriptors)
    except wire.Closed:
        os._exit(0)
    finally:  # never back into the zygote's loop
        os._exit(1)


def _seed() -> None:
    """The same random numbers in every grading, so that a training graded twice gives the same verdict."""
    random.seed(0)
    np.random.seed(0)
    torch.default_generator.manual_seed(0)  # torch.manual_seed also prepares a call for devices there are none of


def _serve(sock: socket.socket, shell: Shell, descriptors: Descriptors) -> None:
    while True:
        request = wire.receive(sock, wire.CELL_OR_CALL)
        number = request.header["number"]
        try:
            match request.header["ask"]:
                case "cell":
                    source, goes_on = request.header["source"], request.header["goes_on"]
                    outputs, failed, lines = shell.run(source, descriptors.take, goes_on)
                    header = {"number": number, "outputs": outputs, "failed": failed, "lines": lines}
                    reply, size = wire.Message(header), wire.CELL
                case "call":
                    reply, size = shell.while_the_loop_runs(partial(_call, shell, request)), wire.CALL
                    descriptors.take()
            wire.send(sock, reply, size)
        except wire.TooLarge as error:
            words = f"what it gave back is too large: {error}"
            wire.send(sock, _instead(request, words, "TooLarge"), wire.CELL)
        except MemoryError:
            collect()
            words = "there was no memory left for what it gave back"
            wire.send(sock, _instead(request, words, "MemoryError"), wire.CELL)


def _free(shell: Shell) -> None:
    """Let go of what cells have left in circles, and in the frames of their last error: it is not the answer's."""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        vars(sys).pop(name, None)
    shell.last_execution_result = None
    shell.InteractiveTB.tb = None
    collect()


def _instead(request: wire.Message, words: str, name: str) -> wire.Message:
    """The reply to a request whose own reply cannot be sent."""
    number = request.header["number"]
    if request.header["ask"] == "cell":
        error = {"output_type": "error", "ename": name, "evalue": words, "traceback": [words]}
        return wire.Message({"number": number, "outputs": [error], "failed": True, "lines": []})
    return wire.pack_reply(Reply(failure=Failure("raised", words, name)), number=number)


def _call(shell: Shell, request: wire.Message) -> wire.Message:
    """Call the answer by its name in the notebook, and pack what came of it."""
    number, name, parameters = (request.header[key] for key in ("number", "name", "parameters"))
    try:
        _free(shell)
        unpacker = wire.Unpacker(request.body)
        arguments = [unpacker.unpack(argument) for argument in request.header["arguments"]]
        thing = look_up(name, shell.user_ns)
        answer = LocalAnswer(thing, name, tuple(parameters), request.header["use"], request.header["is_class"])
        return wire.pack_reply(answer.call(arguments, request.header["gradient"]), number=number)
    except (MemoryError, wire.TooLarge):
        raise
    except BaseException as error:  # what a notebook has changed can make the steps around the call fail, too
        failure = Failure("raised", words_of(error)[:200], type(error).__name__)
        return wire.pack_reply(Reply(failure=failure), number=number)
