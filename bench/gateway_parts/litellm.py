"""`PYTHON -m bench.gateway_parts.litellm URL CALLS`: LiteLLM's Router against the same server, milliseconds as a list.

Run by the Python of a virtual environment that has litellm (EDUAI_BENCH_LITELLM): it pins other versions of the SDKs
than the product. Imports nothing of the product.
"""

from __future__ import annotations

import json
import sys
import time

TEXT = "일차방정식 $3x + 5 = 20$의 해를 구하시오."


def main(url: str, calls: int) -> None:
    """Asks the server so many times through a router of one deployment, and prints how long each took."""
    from litellm import Router  # type: ignore[import-not-found]

    deployment = {"model": "openai/tgi", "api_base": f"{url}/v1", "api_key": "unused"}
    router = Router(model_list=[{"model_name": "tgi", "litellm_params": deployment}], num_retries=0)
    times = []
    for _ in range(calls):
        began = time.perf_counter()
        router.completion(model="tgi", messages=[{"role": "user", "content": TEXT}], max_tokens=64)
        times.append((time.perf_counter() - began) * 1000)
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
