"""The embedder that needs nothing: the same vector everywhere, near for the same wording, and Hangul in either form."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from eduai.llm.embeddings.offline import DIMENSIONS, MODEL, OfflineEmbedder
from eduai.llm.embeddings.types import LocalEmbedder, Texts, Vector

ROOT = Path(__file__).parents[4]
STEM = "일차방정식 $3x + 5 = 20$의 해를 구하시오."
PRINT = (
    "import sys; from eduai.llm.embeddings.types import Texts;"
    "from eduai.llm.embeddings.offline import OfflineEmbedder;"
    "print(*(n.hex() for n in OfflineEmbedder().embed(Texts((sys.argv[1],))).vectors[0]))"
)


def vector(text: str) -> Vector:
    (found,) = OfflineEmbedder().embed(Texts((text,))).vectors
    assert found is not None
    return found


def likeness(one: str, other: str) -> float:
    return sum(a * b for a, b in zip(vector(one), vector(other), strict=True))


def test_it_is_an_embedder_that_asks_for_no_release_and_counts_nothing() -> None:
    local: LocalEmbedder = OfflineEmbedder()
    done = local.embed(Texts((STEM, "다른 문제")))
    assert (done.model, done.dimensions, done.usage.prompt_tokens) == (MODEL, DIMENSIONS, 0)
    assert [len(each or ()) for each in done.vectors] == [512, 512]


def test_a_vector_is_the_same_in_another_process_to_the_last_bit() -> None:
    command = [sys.executable, "-c", PRINT, STEM]
    run = subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True)
    assert [float.fromhex(number) for number in run.stdout.split()] == list(vector(STEM))


def test_stored_vectors_stay_comparable() -> None:
    """Whoever changes the numbers gives the model a new name."""
    assert MODEL == "char-ngrams-1"
    sample = vector("소금물")
    places = [place for place, number in enumerate(sample) if number]
    assert (len(places), places[:4], max(sample)) == (16, [63, 93, 144, 161], 0.25)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_hangul_is_the_same_composed_or_not_and_so_are_wide_letters(form: str) -> None:
    assert vector(unicodedata.normalize(form, STEM)) == vector(STEM)
    assert vector("ＡＢＣ　문제") == vector("abc 문제")


def test_other_numbers_are_the_same_question() -> None:
    assert vector("사과 3개와 배 12개") == vector("사과 1,250개와 배 0.5개")
    assert likeness(STEM, "일차방정식 $7x + 11 = 25$의 해를 구하시오.") == pytest.approx(1)


def test_wording_decides_what_is_near() -> None:
    near = likeness(STEM, "다음 일차방정식을 푸시오. $2x + 9 = 17$")
    far = likeness(STEM, "반지름이 4cm인 원의 넓이를 구하시오.")
    assert near > far + 0.1
    assert likeness("값을 구하여라", "값을 구하시오") > likeness("값을 구하여라", "값을 더하시오")


@pytest.mark.parametrize("text", ["가", "?", "7", "ㅎㅏ", "🙂", "x" * 100_000])
def test_whatever_can_be_read_has_a_direction(text: str) -> None:
    assert sum(number * number for number in vector(text)) == pytest.approx(1)
