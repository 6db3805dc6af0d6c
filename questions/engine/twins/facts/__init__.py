"""Notes read statement by statement: figures, points and data, in any order and with any schoolbook connective.

A stem is lexed into terms, values and figures; whatever is left over must be a connective of a closed list. The facts
are then looked up in tables, one entry of which serves every phrasing.
"""

from questions.engine.twins.facts.measuring import measured
from questions.engine.twins.facts.scenes import drawn_scenes
from questions.engine.twins.facts.variables import drawn_variables

__all__ = ["drawn_scenes", "drawn_variables", "measured"]
