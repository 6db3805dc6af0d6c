"""Korean endings: every form in which a clause about a quantity may close, made from a stem and its past form.

A clause says the same whether it ends a sentence (`남는다.`), runs on (`남고`, `남으며`, `남는데`), was told (`남았다`)
or supposed (`남으면`, `남을 때`). Denials are no endings: a clause that denies something says so itself.
"""

from __future__ import annotations

from functools import lru_cache

_NIEUN, _RIEUL, _SSANGSIOT = 4, 8, 20
_TOLD = r"(?:고(?:한다|하자|할때|하면|하였다|했다|하였을때|했을때|하는데)|면|더라도|는데)?"
_DOING = r"(?:한다|할때|하는데|하면|하였다|했다|하자|하여|한다고(?:한다|할때|하면|하자)|했을때|하였을때|할경우)"
_BECOMING = (
    r"(?:되었다|된다|되었을때|되면|될때|되는데|되고|되었고|되며|되도록|하려면|하려고|하면|하려(?:고)?"
    r"(?:한다|할때|하는데))"
)
_CLAIMED = r"(?:고(?:한다|할때|하자|하면|하였다|했다|하는데))?"
COPULA = (
    rf"(?:(?:이었|였|(?:이|가|으로)?되었)(?:다{_CLAIMED}|고|으며|는데|을때|더니|지만|다면)|(?:이|가)?"
    rf"되(?:고|며|면|어|는데|도록|므로)|"
    rf"(?:이|가)?(?:된다{_CLAIMED}|될때)|이?라고?(?:한다|할때|하자|하면|하였을때|하고|하며|두자)|이?다{_CLAIMED}|인데|일때|"
    r"이?(?:라면|고|며|면|므로)|인)"
)
VOWEL_END = "".join(chr(code) for code in range(0xAC00, 0xD7A4, 28))
CONSONANT_END = rf"(?:(?![{VOWEL_END}])[가-힣])"


def _with_final(text: str, final: int) -> str:
    code = ord(text[-1])
    return text[:-1] + chr(code - (code - 0xAC00) % 28 + final)


def _final(text: str) -> int:
    return (ord(text[-1]) - 0xAC00) % 28


def _present(stem: str) -> list[str]:
    """Forms on the bare stem: `남는다`, `만든다`, `걸린다`, and what follows a full stem."""
    final = _final(stem)
    link = "" if final in (0, _RIEUL) else "으"
    bare = _with_final(stem, 0) if final == _RIEUL else stem
    plain = f"{stem}는다" if link else f"{_with_final(bare, _NIEUN)}다"
    coming = f"{stem}을" if link else _with_final(bare, _RIEUL)
    done = f"{stem}은" if link else _with_final(bare, _NIEUN)
    return [
        rf"{stem}(?:고(?:있다|있는데|있을때|있고|자한다)?|지만|게{_BECOMING}|도록|기로{_DOING}|기만한다|자)",
        rf"{stem}{link}(?:며|면|면서|려고?{_DOING}|려고|려면|므로|나|니)",
        rf"{done}(?:후|뒤|다음|것이다)(?:에)?",
        rf"{plain}{_TOLD}",
        rf"{coming}(?:때(?:마다)?|경우|수있다{_TOLD}|수있을때|수있고|수있는데|것이다)",
        rf"{bare}는(?:데|동안|것이다)",
    ]


def _past(form: str) -> list[str]:
    """Forms on the past (`남았`): told, and its infinitive (`남아`)."""
    bare = _with_final(form, 0)
    return [
        rf"{form}(?:다가|다{_TOLD}|고|으며|는데|더니|을때|을경우|으나|으면|으므로|지만)",
        rf"{bare}(?:서|있다{_TOLD}|있고|있으며|있는데|있을때|있었다)?",
    ]


@lru_cache(maxsize=512)
def verb(forms: str) -> str:
    """A pattern for every form of a verb given as `stem/past/past…` (`남/남았`, `하/하였/했`)."""
    stem, *pasts = forms.split("/")
    found = _present(stem)
    for past in pasts:
        found += _past(past)
    return f"(?:{'|'.join(found)})"


@lru_cache(maxsize=512)
def asked(forms: str) -> str:
    """A pattern for a verb that closes a question: `샀는가`, `살 수 있는지`, `사야 하는지`."""
    stem, *pasts = forms.split("/")
    final = _final(stem)
    bare = _with_final(stem, 0) if final == _RIEUL else stem
    coming = f"{stem}을" if final not in (0, _RIEUL) else _with_final(bare, _RIEUL)
    ends = r"(?:는가요?|는지|습니까|나요?|을까요?|겠는가|겠는지|ㄹ까)?"
    found = [
        rf"{coming}수있(?:{ends})",
        rf"{coming}까요?",
        rf"{stem}(?:겠(?:{ends})|게되(?:{ends})|게된(?:다|것은))",
        rf"{bare}는(?:가|지|것은|것이)?",
    ]
    for past in pasts:
        must = _past(past)[1].split("(?:")[0]
        found += [rf"{past}(?:{ends})", rf"{must}야(?:하|되)(?:{ends})", rf"{must}야(?:한|할)(?:다|것은)?"]
    return f"(?:{'|'.join(found)})(?:를|을)?"
