"""What can go wrong when a model is asked, drawn once. Providers translate into these and raise nothing else.

    LLMError
    ├── Unavailable            the backend did not do its work; another one may
    │   ├── ConnectFailed      nobody listens there, or the name is unknown: nothing was sent
    │   ├── ConnectionLost     the server hung up in the middle
    │   ├── DeadlineExceeded   the time allowed ran out; the connection is closed
    │   ├── Refused5xx         5xx
    │   ├── GenerationFailed   424: the request died while tokens were being made
    │   └── BreakerOpen        too many recent failures; nothing was sent
    ├── Overloaded             429
    │   ├── AtCapacity         no free slot in this process: nothing was sent
    │   └── QuotaExhausted     429 because the account has no money left: waiting does not help
    ├── Rejected               the answer or the request is no good; the server is well
    │   ├── ValidationRejected 400, 413, 422: the same request fails again
    │   ├── Truncated          finish_reason "length"
    │   ├── ContentRefused     the model declined
    │   └── MalformedAnswer    not the documented shape
    ├── Misconfigured          401, 403, 404, a redirect: an operator has to act
    │   └── UnknownPrice       a model without a price is not called and not counted as free
    ├── NotReleased            no place allowed, expired or withdrawn: nothing was sent
    ├── NotRedactable          personal data may be left in the text, it stays on-premises: nothing was sent
    ├── BudgetExhausted        nothing was sent
    ├── NotInShare             the roll-out gives this call to another backend: nothing was sent
    └── NoBackend              every rung of the ladder was passed over; carries the decisions

`retryable` says whether the same call can succeed later without anybody changing anything;
`trips_breaker` whether it counts against the backend's health. All of them survive pickling, which the SDKs'
own errors do not, so a task may raise them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from eduai.lib.errors import EduError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eduai.llm.types import Decision, Usage


class LLMError(EduError):
    """Any failure of a model call.

    `backend` is its name; `detail` the server's own words, cut to 300 characters, for operators only (it
    may echo a prompt and never enters `sentence`); `usage` what was consumed all the same, when it is known;
    `costs_nothing` whether the backend certainly did no work;
    `retry_after` seconds asked for by the server; `decisions` what the router tried.
    """

    code = "llm_error"
    retryable = False
    trips_breaker: ClassVar[bool] = False
    costs_nothing: ClassVar[bool] = False
    wording: ClassVar[str] = "{backend}: 모델 호출이 실패했습니다. 잠시 뒤 다시 시도하세요."

    def __init__(
        self,
        backend: str = "",
        *,
        detail: str = "",
        sentence: str = "",
        usage: Usage | None = None,
        retry_after: float | None = None,
        decisions: Sequence[Decision] = (),
    ) -> None:
        super().__init__(sentence or self.wording.format(backend=backend or "모델"))
        self.backend = backend
        self.detail = detail[:300]
        self.usage = usage
        self.retry_after = retry_after
        self.decisions = tuple(decisions)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), dict(self.__dict__)))


def _rebuild(kind: type[LLMError], state: dict[str, Any]) -> LLMError:
    error = kind(state["backend"], sentence=state["sentence"])
    error.__dict__.update(state)
    return error


class Unavailable(LLMError):
    """The backend did not do its work."""

    code = "unavailable"
    retryable = True
    trips_breaker = True
    wording = "{backend} 서버가 응답하지 못했습니다. 잠시 뒤 다시 시도하세요."


class ConnectFailed(Unavailable):
    """No connection came about; not a byte was sent."""

    code = "connect_failed"
    costs_nothing = True
    wording = "{backend} 서버에 연결할 수 없습니다. 서버가 켜져 있는지, 주소가 맞는지 확인하세요."


class ConnectionLost(Unavailable):
    """The server closed the connection before its answer was complete."""

    code = "connection_lost"
    wording = "{backend} 서버가 답을 마치기 전에 연결을 끊었습니다. 다시 시도하면 될 수 있습니다."


class DeadlineExceeded(Unavailable):
    """The total time allowed for the call is over."""

    code = "deadline_exceeded"
    wording = "{backend} 서버가 정해진 시간 안에 답하지 않았습니다. 서버의 부하를 확인하세요."


class Refused5xx(Unavailable):
    """The server answered 5xx."""

    code = "refused_5xx"
    wording = "{backend} 서버에서 내부 오류가 났습니다. 서버의 로그를 확인하세요."


class GenerationFailed(Unavailable):
    """424: the server gave up while generating (out of memory, a dead shard)."""

    code = "generation_failed"
    wording = "{backend} 서버가 답을 만들다가 실패했습니다. GPU 메모리와 서버의 로그를 확인하세요."


class BreakerOpen(Unavailable):
    """The backend failed too often lately and is left alone for `retry_after` seconds."""

    code = "breaker_open"
    trips_breaker = False
    costs_nothing = True
    wording = "{backend} 서버가 최근 여러 번 실패해 잠시 쉬고 있습니다. 곧 자동으로 다시 확인합니다."


class Overloaded(LLMError):
    """No free slot, on the server (429) or in this process."""

    code = "overloaded"
    retryable = True
    costs_nothing = True
    wording = "{backend} 서버가 붐빕니다. 잠시 뒤 다시 시도하세요."


class AtCapacity(Overloaded):
    """All slots that this process has for the backend are taken."""

    code = "at_capacity"


class QuotaExhausted(Overloaded):
    """429 with `insufficient_quota`: the account's money is gone."""

    code = "quota_exhausted"
    retryable = False
    wording = "{backend} 계정의 사용 한도가 끝났습니다. 결제 정보를 확인하세요."


class Rejected(LLMError):
    """The server is well; what was asked or what was answered is not usable."""

    code = "rejected"
    wording = "{backend} 서버가 요청을 받아들이지 않았습니다. 내용을 바꿔 다시 시도하세요."


class ValidationRejected(Rejected):
    """400, 413 or 422: the request breaks a rule of the server, for example its length limit."""

    code = "validation_rejected"
    wording = "{backend} 서버가 요청의 형식이나 길이를 거절했습니다. 문항을 줄이거나 서버 설정을 확인하세요."


class Truncated(Rejected):
    """The answer was cut at `max_tokens`; a cut object is never repaired into a question."""

    code = "truncated"
    retryable = True
    wording = "{backend}의 답이 길이 한도에서 잘렸습니다. 다시 시도하거나 한도를 늘리세요."


class ContentRefused(Rejected):
    """The model, or a filter in front of it, declined to answer."""

    code = "content_refused"
    wording = "{backend} 모델이 답하기를 거절했습니다. 문항의 내용을 확인하세요."


class MalformedAnswer(Rejected):
    """The answer is not in the documented shape (broken JSON, a proxy's page, no choices)."""

    code = "malformed_answer"
    retryable = True
    wording = "{backend}의 답을 읽을 수 없습니다. 주소가 모델 서버를 가리키는지 확인하세요."


class Misconfigured(LLMError):
    """401, 403, 404 or a redirect: key, address or model name is wrong."""

    code = "misconfigured"
    wording = "{backend} 서버의 키, 주소 또는 모델 이름이 맞지 않습니다. 운영자가 설정을 고쳐야 합니다."


class UnknownPrice(Misconfigured):
    """The price table has no row for this model on this day."""

    code = "unknown_price"
    costs_nothing = True
    wording = "{backend} 모델의 가격을 모릅니다. 가격표에 추가한 뒤 사용하세요."


class NotReleased(LLMError):
    """The release names no such place, has expired, or was withdrawn."""

    code = "not_released"
    costs_nothing = True
    wording = "이 학생의 자료를 보낼 동의가 없습니다(받는 곳: {backend}). 동의를 받은 뒤 다시 시도하세요."


class NotRedactable(LLMError):
    """Nobody can say for sure that the redacted text holds no personal data, so it may not go overseas."""

    code = "not_redactable"
    costs_nothing = True
    wording = "개인정보가 남아 있을 수 있어 보내지 않았습니다(받는 곳: {backend}). 오답노트에서 이름과 번호를 지우세요."


class BudgetExhausted(LLMError):
    """The scope's budget does not cover this call."""

    code = "budget_exhausted"
    costs_nothing = True
    wording = "{backend}에 쓸 예산이 남아 있지 않습니다. 예산을 늘리거나 다음 기간을 기다리세요."


class NotInShare(LLMError):
    """The policy's share gives this call to another backend."""

    code = "not_in_share"
    retryable = True
    costs_nothing = True
    wording = "이번 호출은 {backend}의 몫이 아닙니다. 다음 모델로 넘깁니다."


class NoBackend(LLMError):
    """No rung of the ladder could serve; `retryable` when one of them may later."""

    code = "no_backend"
    wording = "지금 쓸 수 있는 모델이 없습니다. 각 모델의 사유를 확인하세요."

    def __init__(self, backend: str = "", *, retryable: bool = False, **facts: Any) -> None:
        super().__init__(backend, **facts)
        self.retryable = retryable


COSTS_NOTHING: frozenset[str] = frozenset(
    kind.code
    for kind in (
        ConnectFailed,
        BreakerOpen,
        Overloaded,
        AtCapacity,
        QuotaExhausted,
        UnknownPrice,
        NotReleased,
        NotRedactable,
        BudgetExhausted,
        NotInShare,
    )
)
"""Codes of attempts that cost nothing, because the backend did no work for them."""
