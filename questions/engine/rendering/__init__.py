"""Values printed as people write them, and put into the placeholders of a line.

`printing` prints one value, `joining` sets it beside its neighbours in a formula, `filling` fills whole lines.
"""

from __future__ import annotations

from questions.engine.rendering.filling import placeholders, render
from questions.engine.rendering.joining import RenderingError

__all__ = ["RenderingError", "placeholders", "render"]
