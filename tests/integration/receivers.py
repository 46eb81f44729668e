"""A mail server and a webhook receiver on loopback that can be down, slow, broken or rude, and keep what they took."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Webhook:
    """What came in at a webhook: `took` holds the JSON bodies with their headers, in order."""

    def __init__(self, port: int) -> None:
        self.port, self.took, self.delay, self.status, self.hang_up = port, [], 0.0, 200, False
        self.drip = 0.0
        self.took: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/hooks/s3cret-token"

    def texts(self) -> list[str]:
        return [each["message"] for each in self.took]


@contextmanager
def webhook(port: int | None = None) -> Iterator[Webhook]:
    """Receive until the end of the block; a port may be given to come up where somebody was told before."""
    state = Webhook(port or free_port())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if state.status < 400:
                state.took.append({**json.loads(body), "headers": dict(self.headers), "path": self.path})
            time.sleep(state.delay)
            if state.hang_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(state.status)
            self.send_header("Location", "/sign-in")
            self.end_headers()
            for _ in range(50 if state.drip else 0):
                self.wfile.write(b".")
                self.wfile.flush()
                time.sleep(state.drip)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # who called has gone
                super().handle()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", state.port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Mail:
    """What came in at a mail server: `took` holds the messages, in order."""

    def __init__(self, port: int) -> None:
        self.port, self.delay, self.refuse = port, 0.0, ""
        self.took: list[EmailMessage] = []
        self.to: list[list[str]] = []

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=journey@example.org&to=owner@example.org"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        if self.refuse:
            return self.refuse
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.took.append(message)
        self.to.append(envelope.rcpt_tos)
        await asyncio.sleep(self.delay)
        return "250 taken"


@contextmanager
def mail(port: int | None = None) -> Iterator[Mail]:
    """Receive mail until the end of the block."""
    state = Mail(port or free_port())
    server = Controller(state, hostname="127.0.0.1", port=state.port)
    server.start()
    try:
        yield state
    finally:
        server.stop()
