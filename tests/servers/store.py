"""A real HTTP store on loopback that takes PUT, keeps each object once, and asks for a user where it has one."""

from __future__ import annotations

import base64

from tests.servers.standin import Recorded, Reply, StandIn


class StoreServer(StandIn):
    """`objects` are what it keeps, by path. With `login` ("user:password") others get 401."""

    def __init__(self, *, login: str = "") -> None:
        super().__init__()
        self.objects: dict[str, bytes] = {}
        self.login = login

    def answer_to(self, request: Recorded) -> Reply:
        wanted = f"Basic {base64.b64encode(self.login.encode()).decode()}"
        if self.login and request.headers.get("authorization") != wanted:
            return Reply(401, "")
        if request.method != "PUT":
            return Reply(405, "")
        if request.path in self.objects:
            return Reply(412 if request.headers.get("if-none-match") == "*" else 500, "")
        self.objects[request.path] = request.body
        return Reply(201, "")
