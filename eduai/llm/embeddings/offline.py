"""Vectors without a model: hashed character n-grams. They compare wording, not meaning, and need nothing installed.

The same text gives the same vector in every process and on every machine: the hash is CRC-32, its counts are whole
numbers, and IEEE 754 rounds their one square root and the quotients the same everywhere.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections.abc import Iterator

from eduai.llm.embeddings.types import Embedded, Texts, Vector
from eduai.llm.types import Usage

# Part of every stored vector's key: any change below asks for a new name.
MODEL = "char-ngrams-1"
DIMENSIONS = 512
NAME = "offline"

# Syllables tell words apart; their letters find a verb again under another ending (구하시오, 구하여라).
SYLLABLES = (2, 3)
LETTERS = (4, 5)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SPACES = re.compile(r"\s+")
SIGN = 1 << 31


class OfflineEmbedder:
    """A `LocalEmbedder`."""

    name = NAME
    model = MODEL

    def embed(self, content: Texts) -> Embedded:
        """A unit vector of 512 numbers for each text. Numbers count as numbers, whatever their value."""
        return Embedded(tuple(_vector(text) for text in content.texts), MODEL, DIMENSIONS, Usage(0, 0))


def _vector(text: str) -> Vector:
    numbers = [0] * DIMENSIONS
    for gram in set(_grams(text)):  # how often one occurs tells less than that it does
        code = zlib.crc32(gram.encode())
        numbers[code % DIMENSIONS] += 1 if code & SIGN else -1
    length = math.sqrt(sum(number * number for number in numbers))
    if not length:  # every n-gram met its opposite
        return (1.0, *[0.0] * (DIMENSIONS - 1))
    return tuple(number / length for number in numbers)


def _grams(text: str) -> Iterator[str]:
    """The n-grams of the text's composed form, and those of its letters."""
    plain = SPACES.sub(" ", NUMBER.sub("0", unicodedata.normalize("NFKC", text).casefold())).strip()
    letters = unicodedata.normalize("NFD", plain)
    for form, sizes in ((plain, SYLLABLES), (letters, LETTERS)):
        padded = f" {form} "
        for size in sizes:
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
