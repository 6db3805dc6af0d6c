"""Paths, locks, refusals and private files of the data folder, without any server."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from eduai.embedded.layout import Layout, acquire, read_json, require_space, write_private
from eduai.embedded.refusal import EmbeddedError, unwritable

MEGABYTE = 1024 * 1024


def test_the_data_folder_is_the_one_named_else_the_environments_else_var(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDUAI_DATA_DIR", str(tmp_path / "environment"))
    assert Layout.at(tmp_path / "named").data_dir == tmp_path / "named"
    assert Layout.at().data_dir == tmp_path / "environment"
    monkeypatch.delenv("EDUAI_DATA_DIR")
    assert Layout.at().data_dir == Path(__file__).parents[4] / "var"


def test_too_little_space_is_refused_with_both_figures_and_enough_is_not(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError) as refused:
        require_space(tmp_path, lambda _path: 120 * MEGABYTE)
    assert refused.value.code == "disk_full"
    assert refused.value.sentence.startswith(
        f"Only 120 MB are free on the disk that holds {tmp_path}; EduAI needs at least 300 MB."
    )
    require_space(tmp_path, lambda _path: 300 * MEGABYTE)


def test_a_folder_that_cannot_be_made_is_refused_with_the_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EmbeddedError) as refused:
        Layout(tmp_path / "file" / "var").create()
    assert refused.value.code == "data_dir_unwritable"
    assert "is a file, not a folder" in refused.value.sentence
    Layout(tmp_path / "var").create()
    assert (tmp_path / "var" / "log").is_dir()


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (errno.EROFS, "data_dir_unwritable", "read-only file system"),
        (errno.EACCES, "data_dir_unwritable", "this account may not write there"),
        (errno.ENOSPC, "disk_full", "is full"),
    ],
)
def test_each_cause_of_a_failed_write_has_its_sentence(number: int, code: str, words: str) -> None:
    refused = unwritable(Path("/data/var"), OSError(number, os.strerror(number)))
    assert refused.code == code
    assert words in refused.sentence
    assert "/data/var" in refused.sentence


def test_only_one_holds_the_lock_and_the_next_is_told_after_its_patience(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with layout.lock(), pytest.raises(EmbeddedError, match="Another process has been starting"), layout.lock(0.05):
        pass
    with layout.lock(0.0):
        pass


def test_a_lock_lives_as_long_as_one_descriptor_of_it(tmp_path: Path) -> None:
    first = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    inherited = os.dup(first)
    other = os.open(tmp_path / "lock", os.O_RDWR)
    assert acquire(first) is True
    os.close(first)
    assert acquire(other) is False
    os.close(inherited)
    assert acquire(other) is True
    os.close(other)


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"', "\x00"])
def test_a_damaged_state_file_reads_as_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text)
    assert read_json(tmp_path / "state.json") == {}
    assert read_json(tmp_path / "absent.json") == {}
    (tmp_path / "good.json").write_text('{"a": 1}')
    assert read_json(tmp_path / "good.json") == {"a": 1}


def test_a_private_file_is_readable_by_its_owner_alone_also_when_it_replaces_an_open_one(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("old")
    (tmp_path / "secret").chmod(0o644)
    write_private(tmp_path / "secret", "new")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert (tmp_path / "secret").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
