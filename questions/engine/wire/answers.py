"""The three other wire forms: a direct item, a blind solution, an explanation."""

from __future__ import annotations

from dataclasses import dataclass

from questions.engine.wire.problems import WireError, check_shape, read_object


@dataclass(frozen=True, slots=True)
class DirectItem:
    """A question of fixed text; `wrong` pairs each wrong option with the reason why it is wrong."""

    concept: str
    passage: tuple[str, ...]
    stem: tuple[str, ...]
    solution: tuple[str, ...]
    key: str
    wrong: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BlindSolution:
    """What a solver who saw only the rendered question answered. `picks` are one-based options.

    A `doubt` other than `none` means the question could not be solved as it stands.
    """

    answer: str
    picks: tuple[int, ...] = ()
    doubt: str = "none"
    solver: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What went wrong in the student's answer, the steps to the right one, and one thing to remember."""

    diagnosis: str
    mistake: str
    steps: tuple[str, ...]
    remember: str


def read_direct_item(text: str) -> DirectItem:
    """Raises WireError for a bad shape, an empty stem or key, or an option that is the key or stands twice."""
    value = read_object(text)
    check_shape(value, "direct_item")
    options = [value["key"].strip(), *(row["text"].strip() for row in value["wrong"])]
    problems = [f"{key}: is empty: text expected" for key in ("stem", "key") if not value[key]]
    if len(set(options)) != len(options):
        problems.append("wrong: two options are the same: different options expected")
    if len(options) > 5:
        problems.append(f"wrong: {len(options) - 1} options: at most 4 expected")
    if problems:
        raise WireError(tuple(problems))
    return DirectItem(
        concept=value["concept"].strip(),
        passage=tuple(value["passage"]),
        stem=tuple(value["stem"]),
        solution=tuple(value["solution"]),
        key=options[0],
        wrong=tuple((row["text"].strip(), row["why"].strip()) for row in value["wrong"]),
    )


def read_blind_solution(text: str, *, solver: str = "") -> BlindSolution:
    """Raises WireError for a bad shape, or for neither an answer nor a doubt."""
    value = read_object(text)
    check_shape(value, "blind_solve")
    picks = tuple(dict.fromkeys(int(pick) for pick in value["picks"]))
    if not value["answer"].strip() and not picks and value["doubt"] == "none":
        raise WireError(("answer: is empty: an answer, a pick or a doubt expected",))
    return BlindSolution(value["answer"].strip(), picks, value["doubt"], solver)


def read_explanation(text: str) -> Explanation:
    """Raises WireError for a bad shape or an explanation without steps."""
    value = read_object(text)
    check_shape(value, "explanation")
    if not value["steps"] or not value["diagnosis"].strip():
        raise WireError(("steps: is empty: a diagnosis and at least one step expected",))
    return Explanation(value["diagnosis"].strip(), value["mistake"], tuple(value["steps"]), value["remember"].strip())
