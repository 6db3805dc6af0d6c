"""An HTTP gateway for SMS and 알림톡 on loopback: it takes the request of docs/operations.md, or refuses."""

from __future__ import annotations

from tests.servers.standin import Recorded, Reply, StandIn


class GatewayStandIn(StandIn):
    """Numbers what it takes. A fault that is a number is answered with that status, and quotes the message."""

    faults = StandIn.faults | {"400", "401", "404", "408", "429", "500", "503", "302"}

    def answer_to(self, request: Recorded) -> Reply:
        return Reply(202, {"id": f"sms-{len(self.requests)}"})

    def fault_reply(self, fault: str) -> Reply | None:
        if not fault.isdigit():
            return None
        said = self.requests[-1].json
        return Reply(int(fault), {"error": f"cannot send {said['text']} to {said['to']}"}, {"Location": "/elsewhere"})
