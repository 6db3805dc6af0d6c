"""gunicorn's settings, the same on a server and on one machine: `gunicorn --config python:eduai.serving eduai.wsgi`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from gunicorn.config import Config
from gunicorn.glogging import Logger

from eduai.lines import Masked, masked


class WebLog(Logger):
    """gunicorn's log: its lines are masked, and a request's line holds no query, which people search names with, and
    not the page somebody came from.
    """

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            if handler.formatter is not None:
                handler.setFormatter(Masked(handler.formatter._fmt, handler.formatter.datefmt))

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        # The path as it was understood: an encoded letter hides no secret, an encoded line's end makes no line.
        path = quote(masked(environ.get("PATH_INFO", "-")))
        line = f"{environ.get('REQUEST_METHOD')} {path} {environ.get('SERVER_PROTOCOL')}"
        return {**super().atoms(resp, req, environ, request_time), "r": line, "U": path, "q": "", "f": "-"}


worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 8
control_socket_disable = True
accesslog = "-"
logger_class = WebLog
access_log_format = '%(h)s %(t)s "%(r)s" %(s)s %(b)s %(L)s'
