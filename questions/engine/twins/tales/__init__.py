"""Tales: stories, counting and probability read clause by clause, in any order and with any connectives."""

from questions.engine.twins.tales import (
    bent,
    choices,
    corners,
    drawn,
    likely,
    lined,
    measured,
    numbers,
    paces,
    purchases,
    thrown,
)

FAMILIES = (
    *numbers.FAMILIES,
    *purchases.FAMILIES,
    *measured.FAMILIES,
    *drawn.FAMILIES,
    *corners.FAMILIES,
    *paces.FAMILIES,
    *lined.FAMILIES,
    *likely.FAMILIES,
    *choices.FAMILIES,
    *bent.FAMILIES,
    *thrown.FAMILIES,
)
