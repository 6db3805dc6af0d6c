"""Reading request bodies: JSON as RFC 8259 has it, with a sentence for what is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer


class StrictJSON(BaseParser):
    """UTF-8 alone, each name once, and numbers that are numbers."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The document. Raises ParseError with the place where it stops being JSON, and RequestDataTooBig."""
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        content = stream.read(most + 1)
        if len(content) > most:
            raise RequestDataTooBig(f"more than {most} bytes")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ParseError(f"본문이 UTF-8이 아닙니다 ({error.start + 1}번째 바이트).") from error
        try:
            return json.loads(
                text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_finite, parse_int=_whole
            )
        except json.JSONDecodeError as error:
            raise ParseError(f"본문이 JSON이 아닙니다 ({error.lineno}행 {error.colno}번째 글자).") from error
        except RecursionError as error:
            raise ParseError("본문의 괄호가 너무 깊습니다.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in document if names.count(name) > 1)
        raise ParseError(f"{twice[:40]}: 같은 항목이 두 번 있습니다.")
    return document


def _no_number(text: str) -> Any:
    raise ParseError(f"{text}: JSON에 없는 수입니다.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ParseError(f"{text[:20]}: 너무 큰 수입니다.")
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:  # more digits than Python reads
        raise ParseError(f"{text[:20]}…: 너무 큰 수입니다.") from error
