"""English number words: `seven`, `Twenty-five`."""

from __future__ import annotations

from typing import Final

ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def cardinal(number: int) -> str:
    """The words of a whole number from 0 to 99, with a hyphen between tens and ones; empty for any other."""
    if not 0 <= number <= 99:
        return ""
    tens, ones = divmod(number, 10)
    if tens < 2:
        return ONES[number]
    return f"{TENS[tens - 2]}-{ONES[ones]}" if ones else TENS[tens - 2]
