"""The verifier by itself: what it may lean on, what it says of an export, and that no changed byte escapes it."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tenants import verifier

FILE = Path(verifier.__file__)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
ACADEMY = "a_aaaaaaaaaaaa"
SUBJECTS = ("note:1", 'job:"quoted"', "역슬래시 \\ 와 탭\t", "이모지 🙂", "\x1b[31m", "‮뒤집힘", "")


def records(many: int, *, first: int = 1, start: str = verifier.ZEROS) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    before = start
    for seq in range(first, first + many):
        facts = json.dumps({"student": seq, "concept": "중1.일차방정식"}, ensure_ascii=False)
        row: dict[str, object] = {
            "seq": seq,
            "at": f"2026-11-21T03:00:00.{seq:06d}Z",
            "actor": "person:12",
            "action": "note.recorded",
            "subject": SUBJECTS[seq % len(SUBJECTS)],
            "facts": facts,
            "prev": before,
        }
        before = hashlib.sha256("\n".join(map(str, row.values())).encode()).hexdigest()
        rows.append(row | {"hash": before})
    return rows


def export(
    rows: list[dict[str, object]], *, first: int = 1, start: str = verifier.ZEROS, academy: str = ACADEMY
) -> list[bytes]:
    header = {"format": verifier.FORMAT, "academy": academy, "first": first, "start": start}
    lines = [(verifier.write(row) + "\n").encode() for row in (header, *rows)]
    newest = rows[-1] if rows else {"seq": first - 1, "hash": start}
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    trailer = {"records": len(rows), "seq": newest["seq"], "hash": newest["hash"], "sha256": digest}
    return [*lines, (verifier.write(trailer) + "\n").encode()]


def point(row: dict[str, object], **changes: object) -> bytes:
    said = {"academy": ACADEMY, "seq": row["seq"], "hash": row["hash"], "at": "2026-11-21T03:00:00Z", "key": PUBLIC}
    said |= changes
    signature = KEY.sign(verifier.SIGNED + verifier.write(said).encode()).hex()
    return (verifier.write(said | {"signature": signature}) + "\n").encode()


def found(lines: list[bytes], points: list[bytes] | None = None) -> tuple[int, str] | None:
    return fault(verifier.verify(lines, points or [], [PUBLIC]))


def fault(report: verifier.Report) -> tuple[int, str] | None:
    return (report.broken.number, report.broken.kind) if report.broken else None


def test_the_verifier_is_one_short_file_on_the_standard_library() -> None:
    """A-03: somebody outside can read it and run it."""
    text = FILE.read_text(encoding="utf-8")
    tree = ast.parse(text)
    asked = {node.names[0].name for node in ast.walk(tree) if isinstance(node, ast.Import)}
    asked |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert text.count("\n") < 300
    assert {name.partition(".")[0] for name in asked} <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))


def test_the_verifier_runs_on_its_own_and_its_exit_code_tells(tmp_path: Path) -> None:
    """A-03: Python without site packages, from another folder; 0 whole, 1 broken, 2 unreadable."""
    copy = tmp_path / "verifier.py"
    copy.write_bytes(FILE.read_bytes())
    rows = records(5)
    (tmp_path / "whole.jsonl").write_bytes(b"".join(export(rows)))
    (tmp_path / "cut.jsonl").write_bytes(b"".join(export(rows[:3])))
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "one.json").write_bytes(point(rows[4]))

    def run(file: str, *more: str) -> tuple[int, str]:
        command = [sys.executable, "-I", "-S", str(copy), file, *more]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
        return ended.returncode, ended.stdout.strip()

    assert run("whole.jsonl") == (0, f"whole: records 1 to 5 of {ACADEMY!r}, by checkpoints up to 0")
    beside = ("--checkpoints", "places", "--key", PUBLIC)
    assert run("whole.jsonl", *beside) == (0, f"whole: records 1 to 5 of {ACADEMY!r}, by checkpoints up to 5")
    assert run("cut.jsonl") == (0, f"whole: records 1 to 3 of {ACADEMY!r}, by checkpoints up to 0")
    assert run("whole.jsonl", *beside, "--academy", ACADEMY)[0] == 0
    assert run("whole.jsonl", *beside, "--academy", "a_bbbbbbbbbbbb")[0] == 1
    status, said = run("cut.jsonl", *beside)
    assert status == 1
    assert said.startswith("broken at record 4: checkpoint: missing")
    assert run("absent.jsonl") == (2, "")


@pytest.mark.parametrize("seed", range(4))
def test_no_changed_byte_escapes_and_the_line_that_was_changed_is_named(seed: int) -> None:
    """A-03: 10,000 random changes of one byte in an export, all found; 2,500 for each seed."""
    draw = random.Random(seed)
    rows = records(24, first=1)
    lines = export(rows)
    whole = b"".join(lines)
    assert found(lines) is None
    missed, misnamed = [], []
    for _ in range(2500):
        where = draw.randrange(len(whole))
        byte = draw.choice([value for value in range(256) if value != whole[where]])
        changed = whole[:where] + bytes([byte]) + whole[where + 1 :]
        named = found(split(changed))
        line = whole[:where].count(b"\n")
        if named is None:
            missed.append((where, byte))
        elif 1 <= line <= 24 and named[0] != line:
            misnamed.append((where, byte, line, named))
    assert (missed, misnamed) == ([], [])


def split(text: bytes) -> list[bytes]:
    """Lines as a file opened for reading bytes gives them: at line feeds alone."""
    return [line + b"\n" for line in text.split(b"\n")[:-1]] + [line for line in text.split(b"\n")[-1:] if line]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seq":3,', b'"seq": 3,'), (b'"seq":3,', b'"seq":3.0,'), (b'"seq":3,', b'"seq":03,'),
        (b'"seq":3,', b'"seq":"3",'), (b'"actor":"person:12"', b'"actor":"person:\\u0031\\u0032"'),
        (b'{"seq":3,', b'{"seq":3,"seq":3,'), (b"\n", b"\r\n"), (b"\n", b" \n"), (b"\n", b"\n\n"),
        (b'"note.recorded"', b'["note.recorded"]'), (b'"note.recorded"', b"null"), (b"person", "ｐerson".encode()),
        (b"person", b"\xff"), (b'"prev":"', b'"prev":"\\ud800'), (b"{", b"[" * 100_000),
    ],
)  # fmt: skip
def test_a_line_that_says_the_same_in_other_words_is_named_too(old: bytes, new: bytes) -> None:
    """A-03: white space, escapes, number formats, doubled keys; other types and things that are no text."""
    lines = export(records(6))
    assert old in lines[3]
    named = found(split(b"".join([*lines[:3], lines[3].replace(old, new, 1), *lines[4:]])))

    assert named is not None and named[0] in (3, 4)


def test_hexadecimal_digits_in_capitals_are_no_hash_of_ours() -> None:
    """A-03: a hash has one spelling, so that comparing bytes is enough."""
    rows = records(3)
    rows[1]["hash"] = str(rows[1]["hash"]).upper()
    rows[2]["prev"] = rows[1]["hash"]
    assert found(export(rows)) == (2, "hash")


def test_lines_before_after_and_instead_of_others_are_named() -> None:
    """A-03: the header, the last line, nothing at all, another format."""
    lines = export(records(3))
    assert found([]) == (0, "form")
    assert found(lines[:-1]) == (4, "end")
    assert found([*lines, lines[-1]]) == (0, "form")
    assert found(lines[1:]) == (0, "form")
    assert found([lines[0].replace(b"audit-1", b"audit-2"), *lines[1:]]) == (0, "form")
    assert found([lines[0].replace(b"a_aaa", b"a_baa"), *lines[1:]]) == (0, "file")
    assert found(export([])) is None


def test_a_record_that_begins_later_is_broken_whatever_it_says_of_a_purge() -> None:
    """A-01: the history is dropped, the start made up, and a record of the forger's own says that this was a purge."""
    gone, start = records(10), "ab" * 32
    rows = records(4, first=11, start=start)
    facts = verifier.write({"count": 10, "first": 1, "hash": start, "last": 10})
    rows[0] |= {"action": "audit.purged", "facts": facts}
    for row, prev in zip(rows, [start, *(row["hash"] for row in rows)], strict=False):
        row["prev"] = prev
        said = "\n".join(str(value) for name, value in row.items() if name != "hash")
        row["hash"] = hashlib.sha256(said.encode()).hexdigest()
    for points in ([], [point(gone[4]), point(gone[9])], [point(rows[3])]):
        assert found(export(rows[:1], first=11, start=start), points) == (1, "start")
    assert found(export(records(4, start=start), start=start)) == (1, "start")
    assert found(export(records(4))) is None


def test_a_record_under_another_academys_name_is_not_whole_beside_this_ones_checkpoints() -> None:
    """A-01: the name is in no hash, so it is compared with what was expected, and must have a checkpoint of its own."""
    made_anew, points = records(3, start=verifier.ZEROS), [point(row) for row in records(10)]
    lines, other = export(made_anew, academy="a_bbbbbbbbbbbb"), point(records(3)[2], academy="a_bbbbbbbbbbbb")

    assert found(lines, points) == (1, "checkpoint")
    assert verifier.verify(lines, points, [PUBLIC], [ACADEMY]).broken is not None
    assert fault(verifier.verify(lines, [*points, other], [PUBLIC], [ACADEMY])) == (0, "academy")
    assert fault(verifier.verify(lines, [], [PUBLIC], [ACADEMY])) == (0, "academy")
    assert found(lines, [other]) is None


def test_an_academy_that_moved_is_vouched_for_by_the_checkpoints_of_both_its_names() -> None:
    """A-01: a record that goes on under a new name is held against what went out under the old one."""
    rows = records(9)
    lines, names = export(rows, academy="a_bbbbbbbbbbbb"), ["a_bbbbbbbbbbbb", ACADEMY]
    before, since = point(rows[4]), point(rows[8], academy="a_bbbbbbbbbbbb")

    assert verifier.verify(lines, [before], [PUBLIC], names)[1:] == (9, 5, None)
    assert verifier.verify(lines, [before, since], [PUBLIC], names)[1:] == (9, 9, None)
    assert fault(verifier.verify(lines, [before], [PUBLIC], names[:1])) == (1, "checkpoint")
    forged = export(records(9, start=verifier.ZEROS)[:4], academy="a_bbbbbbbbbbbb")
    assert fault(verifier.verify(forged, [before], [PUBLIC], names)) == (5, "checkpoint")


def test_checkpoints_bound_what_was_made_anew_and_others_academies_say_nothing() -> None:
    """A-01, A-02: the first record that no agreeing checkpoint vouches for is named."""
    rows, others = records(9), records(9, start="f" * 64)
    lines = export(rows)
    assert found(lines, [point(rows[2]), point(others[6])]) == (4, "checkpoint")
    assert found(lines, [point(rows[2]), point(others[2])]) == (3, "checkpoint")
    assert found(lines, [point(others[8], academy="a_bbbbbbbbbbbb"), point(rows[8])]) is None
    assert found(lines, [point(rows[2], seq=12)]) == (10, "checkpoint")
    assert verifier.verify(lines, [point(rows[5])], [PUBLIC]).vouched == 6
    assert found(lines, [point(rows[5]).replace(b"2026-11-21", b"2026-11-22")]) == (6, "signature")
    assert found(lines, [point(rows[5], key="00" * 32)]) == (6, "signature")


def test_signatures_are_checked_as_the_library_checks_them() -> None:
    """A-02: two vectors of RFC 8032, 7.1, and 60 signatures beside `cryptography`, each also with one bit changed."""
    for key, said, signature in (
        ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ):  # fmt: skip
        assert verifier.ed25519(*(bytes.fromhex(text) for text in (key, said, signature)))
    draw = random.Random(5)
    for _ in range(60):
        private = Ed25519PrivateKey.from_private_bytes(draw.randbytes(32))
        said = draw.randbytes(draw.randrange(80))
        given = [private.public_key().public_bytes_raw(), said, private.sign(said)]
        assert verifier.ed25519(*given)
        part = draw.choice((0, 2))
        bit = draw.randrange(len(given[part]) * 8)
        given[part] = bytes(value ^ (1 << bit % 8 if at == bit // 8 else 0) for at, value in enumerate(given[part]))
        assert not verifier.ed25519(*given)


def test_a_signature_whose_scalar_is_too_large_or_whose_points_are_none_is_refused() -> None:
    """A-02: the same signature in another spelling (scalar plus the group's order) is not taken."""
    signature = KEY.sign(b"said")
    key = KEY.public_key().public_bytes_raw()
    larger = int.from_bytes(signature[32:], "little") + verifier.ORDER
    assert verifier.ed25519(key, b"said", signature)
    assert not verifier.ed25519(key, b"said", signature[:32] + larger.to_bytes(32, "little"))
    assert not verifier.ed25519(b"\xff" * 32, b"said", signature)
    assert not verifier.ed25519(key, b"said", b"\xff" * 32 + signature[32:])
    assert not verifier.ed25519(key[:31], b"said", signature)
