"""The encrypted archive opens by the specification, with its password alone."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from eduai.lib import sealed_zip
from tests.archives import opened

NOW = datetime(2026, 11, 28, 12, 0, 1)


def archive(*entries: tuple[str, bytes], password: str = "비밀 번호") -> bytes:
    file = io.BytesIO()
    sealed_zip.write(file, entries, password=password, now=NOW)
    return file.getvalue()


@given(st.binary(max_size=300), st.text(min_size=1, max_size=20))
def test_what_goes_in_comes_out_with_the_password(content: bytes, password: str) -> None:
    assert opened(archive(("a.txt", content), password=password), password) == {"a.txt": content}


def test_counters_run_on_over_a_piece_and_korean_names_are_kept() -> None:
    long = bytes(range(256)) * 600
    assert opened(archive(("긴 글.bin", long), ("빈.csv", b"")), "비밀 번호") == {"긴 글.bin": long, "빈.csv": b""}


def test_nothing_of_the_content_nor_its_checksum_is_readable() -> None:
    """L-44."""
    content = archive(("a.txt", b"canary " * 50))
    (entry,) = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert (entry.CRC, entry.date_time) == (0, (2026, 11, 28, 12, 0, 0))
    assert b"canary" not in content and archive(("a.txt", b"canary " * 50)) != content


def test_passwords_are_long_and_no_two_are_alike() -> None:
    made = {sealed_zip.new_password() for _ in range(1000)}
    assert len(made) == 1000 and {len(word) for word in made} == {24}
