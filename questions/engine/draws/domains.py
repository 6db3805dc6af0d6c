"""Domains of parameters: reading and writing them, their size and their values."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.expressions import Value
from questions.engine.types import ChoiceDomain, Domain, RangeDomain

_NUMBER = r"-?\d+(?:\.\d+)?(?:\s*/\s*\d+)?"
_SPAN = re.compile(
    rf"\[?\s*(?P<low>{_NUMBER})\s*(?:\.\.|~|,)\s*(?P<high>{_NUMBER})\s*\]?(?:\s*,?\s*step\s*(?P<step>{_NUMBER}))?"
)


def read_number(text: str) -> Fraction | None:
    """The exact value of `12`, `-3`, `0.5`, `1,000` or `5/2`; None for anything else."""
    plain = text.strip().replace(",", "").replace("−", "-")
    if not re.fullmatch(_NUMBER, plain) or len(plain) > 32:
        return None
    top, _, bottom = plain.partition("/")
    divisor = Fraction(bottom.strip()) if bottom else Fraction(1)
    return Fraction(top.strip()) / divisor if divisor else None


def read_domain(text: str) -> Domain:
    """The domain of `2..9`, `100..600 step 50`, `1/2..5/2 step 1/2`, `2~9`, `[2, 9]` or `철수|영희`.

    Raises ValueError with a sentence that says what was expected.
    """
    if "|" in text:
        values = tuple(part.strip() for part in text.split("|"))
        if not all(values) or len(set(values)) != len(values):
            raise ValueError("different words between | expected")
        return ChoiceDomain(values)
    found = _SPAN.fullmatch(text.strip().rstrip(";"))
    if not found:
        raise ValueError("low..high, low..high step s, or word|word expected")
    low, high = read_number(found["low"]), read_number(found["high"])
    step = read_number(found["step"]) if found["step"] else Fraction(1)
    if low is None or high is None or step is None:
        raise ValueError("numbers expected on both sides of ..")
    if low >= high:
        raise ValueError("the low end must be smaller than the high end")
    if step <= 0:
        raise ValueError("a step above 0 expected")
    return RangeDomain(low, high, step)


def write_domain(domain: Domain) -> str:
    """The wire spelling of a domain; read back it gives the same domain."""
    if isinstance(domain, ChoiceDomain):
        return "|".join(domain.values)
    step = "" if domain.step == 1 else f" step {domain.step}"
    return f"{domain.low}..{domain.high}{step}"


def holds(domain: Domain, text: str) -> bool:
    """Whether the value written as `text` is one that the domain can give."""
    if isinstance(domain, ChoiceDomain):
        return text in domain.values
    value = read_number(text)
    if value is None or not domain.low <= value <= domain.high:
        return False
    return (value - domain.low) % domain.step == 0


def read_value(text: str) -> Value:
    """A parameter's value from its spelling in the stem: a number where it reads as one, else the word."""
    number = read_number(text)
    return text if number is None else number


def domain_size(domain: Domain) -> int:
    """How many values the domain has."""
    if isinstance(domain, ChoiceDomain):
        return len(domain.values)
    return max(0, int((domain.high - domain.low) // domain.step) + 1)


def domain_value(domain: Domain, index: int) -> Value:
    """The value at a zero-based place, counted from the low end."""
    if isinstance(domain, ChoiceDomain):
        return read_value(domain.values[index])
    return domain.low + index * domain.step
