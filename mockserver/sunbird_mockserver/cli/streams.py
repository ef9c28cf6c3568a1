"""
Guarded standard streams: a closed, full or broken one ends the command with a sentence and an exit
code, never with a traceback.
"""

from __future__ import annotations

import errno
import os
import select
import sys
from contextlib import ExitStack, suppress
from io import BufferedReader, BufferedWriter, FileIO, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, Self, cast

from sunbird_mockserver.cli.exit_codes import BROKEN_PIPE, COULD_NOT_RUN

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["OutputError", "StandardStreams", "reason"]


class OutputError(Exception):
    """
    Standard output that cannot be written. Not an `OSError`: click and rich handle some of those.
    """


class StandardStreams:
    """
    The standard streams of this process, guarded within a ``with`` block. A stream that the caller
    has replaced, as tests do, stays as it is.
    """

    def __init__(self) -> None:
        self._output: _Sink | None = None
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        # In the order of their numbers: the next file to be opened gets the number of a closed one.
        if sys.stdin is None:
            self._replace("stdin", BufferedReader(self._closed("r")))
        self._output = self._guard("stdout", _Output)
        self._guard("stderr", _Sink)

        return self

    def __exit__(self, *_error: object) -> None:
        self._undo.close()

    def settle(self, code: int) -> int:
        """
        Return *code* if all output is written; else the code of that error, after its sentence.
        """
        with suppress(OutputError):
            sys.stdout.flush()
        error = self._output.error if self._output else None
        if error is None:
            return code
        if error.errno == errno.EPIPE:  # such as `| head`
            return BROKEN_PIPE
        what = f"Standard output cannot be written: {reason(error)}."
        sys.stderr.write(f"sunbird-mock: {what}\n")

        return COULD_NOT_RUN

    def _guard(self, name: str, kind: type[_Sink]) -> _Sink | None:
        """
        Put a sink of this *kind* between the stream *name* and its file.
        """
        stream = getattr(sys, name)
        if stream is None:
            sink = kind(self._closed("w"))
            self._replace(name, BufferedWriter(sink))
            return sink
        if stream is not getattr(sys, f"__{name}__") or not isinstance(stream, TextIOWrapper):
            return None
        sink = kind(cast("RawIOBase", getattr(stream.buffer, "raw", stream.buffer)))
        # As `python -u` has it: every write reaches the file at once.
        self._replace(
            name,
            cast("BufferedWriter", sink) if stream.write_through else BufferedWriter(sink),
            encoding=stream.encoding,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )

        return sink

    def _closed(self, mode: str) -> FileIO:
        """
        A file in place of a closed one: each call fails, and no other file gets its number.
        """
        wrong_way = os.O_WRONLY if mode == "r" else os.O_RDONLY

        return self._undo.enter_context(FileIO(os.open(os.devnull, wrong_way), mode))

    def _replace(
        self,
        name: str,
        buffer: BufferedReader | BufferedWriter,
        *,
        encoding: str = "utf-8",
        line_buffering: bool = False,
        write_through: bool = False,
    ) -> None:
        stream = TextIOWrapper(
            buffer,
            encoding,
            "backslashreplace",  # an encoding that lacks a character is no reason to fail
            line_buffering=line_buffering,
            write_through=write_through,
        )
        self._undo.callback(_close, stream)
        self._undo.callback(setattr, sys, name, getattr(sys, name))
        setattr(sys, name, stream)


def reason(error: OSError) -> str:
    """
    Return the reason for the *error* of a standard stream, to stand in a sentence.
    """
    return "it is closed" if error.errno == errno.EBADF else str(error.strerror or error)


def _close(stream: TextIOWrapper) -> None:
    with suppress(OutputError):
        stream.close()


class _Sink(RawIOBase):
    """
    The file of a standard stream. After its first error it discards what is written.

    Attributes:
        error: The first error.
    """

    def __init__(self, file: RawIOBase) -> None:
        self.error: OSError | None = None
        self._file = file

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """
        Write all of *data*: without a buffer in front, nothing else would write the rest.
        """
        rest = memoryview(data).cast("B")
        size = len(rest)
        while rest and self.error is None:
            try:
                rest = rest[self._written(rest) :]
            except OSError as error:
                self.error = error

        return size

    def _written(self, data: memoryview) -> int:
        written = self._file.write(data)
        if written is None:  # a pipe that another process has made non-blocking
            select.select((), (self._file,), ())

        return written or 0


class _Output(_Sink):
    """
    Standard output, where the first error ends the command.
    """

    def write(self, data: ReadableBuffer, /) -> int:
        had_failed = self.error is not None
        size = super().write(data)
        if self.error is not None and not had_failed:
            raise OutputError from self.error

        return size
