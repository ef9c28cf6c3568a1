"""
Files are read line by line, whatever they are.
"""

import gzip
import io
import os
import sys

import pytest

from sunbird_telemetry.check import LONGEST_LINE, UnreadableError, ensure_readable, lines_of

LINES = [b'{"eid": 1}\n', b"\n", b'{"eid": 2}']


@pytest.fixture(name="file")
def _file(tmp_path):
    return tmp_path / "events.jsonl"


def complaint(name):
    with pytest.raises(UnreadableError) as caught:
        list(lines_of(str(name)))
    return str(caught.value)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
class TestLines:
    def test_of_a_file(self, file, pack):
        """
        Gzip is seen by its first bytes, whatever the file is called.
        """
        file.write_bytes(pack(b"".join(LINES)))

        assert LINES == list(lines_of(str(file)))

    def test_of_standard_input(self, monkeypatch, pack):
        """
        A dash is standard input.
        """
        stdin = io.BufferedReader(io.BytesIO(pack(b"".join(LINES))))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin))

        assert LINES == list(lines_of("-"))

    def test_begin_behind_a_byte_order_mark(self, file, pack):
        """
        Some editors write one, and it belongs to the file, not to the first event.
        """
        file.write_bytes(pack(b"\xef\xbb\xbf" + b"".join(LINES)))

        assert LINES == list(lines_of(str(file)))

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
    def test_of_an_empty_file(self, file, pack, content):
        """
        Nothing is nothing.
        """
        file.write_bytes(pack(content))

        assert [] == list(lines_of(str(file)))


def test_parts_of_gzip_are_one_file(file):
    """
    Rotated logs that were put together are read to the end.
    """
    file.write_bytes(gzip.compress(LINES[0]) + gzip.compress(LINES[2]))

    assert [LINES[0], LINES[2]] == list(lines_of(str(file)))


class TestUnreadable:
    def test_a_missing_file_is_named(self, file):
        """
        The sentence says which file, and why.
        """
        assert f"{str(file)!r} cannot be read: No such file or directory." == complaint(file)

    @pytest.mark.parametrize("cut", [20, -12, -4], ids=["header", "data", "trailer"])
    def test_half_a_gzip_is_no_end(self, file, cut):
        """
        A transfer that broke off does not pass for a shorter file.
        """
        file.write_bytes(gzip.compress(b"".join(LINES) * 100)[:cut])

        assert "its gzip is damaged" in complaint(file)

    def test_a_line_without_end_is_refused(self, file):
        """
        Memory stays flat: nobody parses a gigabyte at once.
        """
        file.write_bytes(b"\n" + b"[" * (LONGEST_LINE + 1))

        assert f"line 2 is longer than {LONGEST_LINE:,} bytes." in complaint(file)

    def test_it_is_known_before_any_file_is_read(self, file, tmp_path):
        """
        A typo in the last name does not cost the time of the first.
        """
        file.write_bytes(b"")
        ensure_readable([str(file)])

        with pytest.raises(UnreadableError):
            ensure_readable([str(file), str(tmp_path)])

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
    def test_a_named_pipe_is_not_opened_twice(self, tmp_path):
        """
        Opening it would wait for the writer, and closing it would cut him off.
        """
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)

        ensure_readable([str(pipe)])
