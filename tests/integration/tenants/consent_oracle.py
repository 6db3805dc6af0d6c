"""What the state machine of consent is measured against: the rules once more, in other words and without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass
class Oracle:
    """One student's consent to the transfer overseas. Guardians are named by their guardianships' numbers; `facts`, and
    `description` of the recipient, are versions: `AB` are the facts A about a recipient described as B.
    """

    born: date | None = None
    facts: str = "AA"
    description: str = "A"
    accepted: set[str] = field(default_factory=set)
    minors: set[str] = field(default_factory=set)
    suspended: bool = False
    answers: list[tuple[str, int | None, bool, datetime, str]] = field(default_factory=list)
    ended: dict[int, datetime] = field(default_factory=dict)

    def birthday(self) -> datetime | None:
        """Midnight in Korea of the 14th birthday, as UTC."""
        if self.born is None:
            return None
        leap = (self.born.month, self.born.day) == (2, 29)  # fourteen years later there is none
        day = date(self.born.year + 14, 3, 1) if leap else date(self.born.year + 14, self.born.month, self.born.day)
        return datetime.fromisoformat(f"{day}T00:00+00:00") - timedelta(hours=9)

    def grown(self, at: datetime) -> bool:
        birthday = self.birthday()
        return birthday is not None and at >= birthday

    def agreed(self, at: datetime) -> bool:
        birthday = self.birthday()
        if birthday is not None and at >= birthday:
            own = [row for row in self.answers if row[0] == "self" and row[3] >= birthday]
            if own:
                return own[-1][2] and own[-1][4] == self.facts
        yes: dict[str, tuple[int, str]] = {}
        against: set[str] = set()
        lone = -1
        for number, (who, link, is_yes, then, facts) in enumerate(self.answers):
            yes.pop(who, None)
            against.discard(who)
            ended = self.ended.get(link) if link else None
            speaks = who != "self" and (ended is None or (birthday is not None and ended >= birthday))
            if is_yes and speaks and (birthday is None or then < birthday):
                yes[who] = (number, facts)
            elif not is_yes and speaks:
                against.add(who)
            elif not is_yes and who == "self":
                lone = number
            elif not is_yes:
                yes[who] = (-1, f"ended at {number}")
        lone = max([lone, *(int(facts[9:]) for _, facts in yes.values() if facts.startswith("ended at "))])
        current = [number for number, facts in yes.values() if facts == self.facts]
        return not against and bool(current) and max(current) > lone

    def may_go(self, at: datetime) -> bool:
        open_for_age = self.grown(at) or self.description in self.minors
        accepted = self.description in self.accepted
        described = self.facts[1] == self.description
        return not self.suspended and accepted and open_for_age and described and self.agreed(at)
