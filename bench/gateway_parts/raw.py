"""`python -m bench.gateway_parts.raw URL CALLS`: the raw TGI client's milliseconds, one JSON list.

A process of its own, because the product gives the client's library a transport that sends nothing outside the
product's calls.
"""

from __future__ import annotations

import json
import sys

from huggingface_hub import InferenceClient

from bench.gateway_parts.calls import TEXT, timed


def main(url: str, calls: int) -> None:
    """Asks the server so many times, and prints how long each took."""
    client = InferenceClient(base_url=url, token="unused", timeout=30)
    messages = [{"role": "user", "content": TEXT}]
    print(json.dumps(timed(lambda: client.chat_completion(messages, model="tgi", max_tokens=64), calls)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
