"""A photograph, decoded and drawn anew: only its pixels are kept."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from eduai.lib.scans.cleaning import ScanRefused

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 4000
QUALITY: Final = 88


def redrawn(data: bytes) -> bytes:
    """The picture as a JPEG of at most LONGEST_SIDE pixels a side, upright, without EXIF, comments and profiles.

    Raises ScanRefused: `unknown` for another format, `large` above MOST_PIXELS (as the header says, before anything
    is decoded), `moving` for several frames, `broken` for one that does not decode.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, and is an error
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            _check(picture)
            return _written(_upright(picture))
    except UnidentifiedImageError as error:
        raise ScanRefused("unknown") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError) as error:
        raise ScanRefused("broken") from error


def _check(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise ScanRefused("large")
    if getattr(picture, "n_frames", 1) > 1:
        raise ScanRefused("moving")


def _upright(picture: Image.Image) -> Image.Image:
    if picture.format == "JPEG":
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(picture)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return turned


def _written(picture: Image.Image) -> bytes:
    """On white paper that never had metadata."""
    if picture.mode in ("P", "LA", "PA", "RGBA", "La", "RGBa"):
        picture = picture.convert("RGBA")
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture.convert("RGB"), mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
