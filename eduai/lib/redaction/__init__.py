"""Personal data taken out of texts before they leave the country, and put back into the answer.

    redactor = Redactor(Roster(people=frozenset({"김민준"})))
    redaction = redactor.redact(["민준이가 010-1234-5678로 보냈다."])
    redaction.texts      ("[QXRKTB학생]이가 [DKWRMF전화줄]로 보냈다.",)
    redaction.restore("[QXRKTB학생]이는")   "민준이는"

`redaction.unsure` is not empty where something may be personal data and may not: such a text stays at home.
Redaction lowers what a leak would cost. It makes nothing anonymous and replaces no consent.
"""

from __future__ import annotations

from eduai.lib.redaction.redactor import Masked, Redaction, Redactor, Roster

__all__ = ["Masked", "Redaction", "Redactor", "Roster"]
