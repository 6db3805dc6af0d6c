"""Texts brought to one spelling, so that a stem can be compared with another and fingerprinted."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_REWRITES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\\(?:left|right|displaystyle|,|!|;|:|quad|qquad|limits|mathstrut)(?![A-Za-z])|\\ |~", ""),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\(?:times|ast)(?![A-Za-z])|×|✕", "*"),
        (r"\\cdot(?![A-Za-z])|·|⋅|∙", "*"),
        (r"\\div(?![A-Za-z])|÷", ":/"),
        (r"\\(?:leqq?|leqslant|le)(?![A-Za-z])|≤|≦|⩽", "<="),
        (r"\\(?:geqq?|geqslant|ge)(?![A-Za-z])|≥|≧|⩾", ">="),
        (r"\\(?:neq|ne)(?![A-Za-z])|≠", "!="),
        (r"\\lt(?![A-Za-z])", "<"),
        (r"\\gt(?![A-Za-z])", ">"),
        (r"\\pi(?![A-Za-z])|π", "pi"),
        (r"\\%", "%"),
        (r"\\text(?:rm)?\{([^{}]*)\}|\\mathrm\{([^{}]*)\}|\\operatorname\{([^{}]*)\}", r"\1\2\3"),
        (r"\\\\|\\newline", " "),
        (r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)"),
        (r"\\sqrt\s*(\d)", r"sqrt(\1)"),
        (r"√(\d+|[a-z])", r"sqrt(\1)"),
        (r"\\frac\{(-?[^{}+\-]*)\}\{([^{}+\-]*)\}", r"\1/\2"),
        (r"\\frac(\d)(\d)", r"\1/\2"),
        (r"\\circ|°", "deg"),
        (r"\\(?=[a-zA-Z])", ""),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (r"(?<=[\d%)}a-z$])\s*(?:을|를)(?=[\s.,?]|$)", "을"),
        (r"(?<=[\d%)}a-z$])\s*(?:은|는)(?=[\s.,?]|$)", "은"),
        (r"(?<=[\d%)}a-z$])\s*(?:이|가)(?=[\s.,?]|$)", "이"),
        (r"(?<=[\d%)}a-z$])\s*(?:과|와)(?=[\s.,?]|$)", "과"),
        (r"(?<=[\d%)}a-z$])\s*(?:으로|로)(?=[\s.,?]|$)", "로"),
        (r"[\s${}]", ""),
    )
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_QUOTES = str.maketrans({"−": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "～": "~", "∼": "~"})


@lru_cache(maxsize=1024)
def normal_text(text: str) -> str:
    """The text without blanks, dollars and braces, in one spelling of signs, fractions, powers and particles.

    Two texts that a reader takes for the same question give the same result; two with different numbers never do.
    """
    text = _SUPERSCRIPT.sub(lambda found: "^" + found[0].translate(_SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text.rstrip(".")
