"""A mail server for tests: takes every mail, slowly if it must, but those it is told to refuse."""

import asyncio
import email.policy
import logging
import socket
import time
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"
# It logs every line of every conversation.
logging.getLogger("mail.log").setLevel(logging.ERROR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Sink:
    """`sender`, `recipient` and `content` answer MAIL, RCPT and DATA; for the two last, by address, where there is
    one. `dead` hangs up at the first recipient."""

    def __init__(self, *, port: int = 0, seconds: float = 0.0) -> None:
        self.port = port or free_port()
        self.seconds = seconds
        self.sender = OK
        self.recipient: dict[str, str] = {}
        self.content: dict[str, str] = {}
        self.dead = False
        self.connections = 0
        self.busy = self.busiest = 0
        self.received: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "Sink":
        self._controller.start()
        self.connections = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender == OK:
            envelope.mail_from = address
        return self.sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.dead:
            transport: Any = server.transport
            transport.abort()
        answer = self.recipient.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = next((self.content[to] for to in envelope.rcpt_tos if to in self.content), OK)
        if answer == OK:
            # The mail is taken before the answer is sent: whoever dies meanwhile sends it again.
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            message = email.message_from_bytes(content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.received.append(message)
            self.busy += 1
            self.busiest = max(self.busiest, self.busy)
            await asyncio.sleep(self.seconds)
            self.busy -= 1
        return answer

    def to(self) -> list[str]:
        return [str(message["To"]) for message in self.received]


def wait_until(true: Any, *, seconds: float) -> bool:
    latest = time.monotonic() + seconds
    while not true():
        if time.monotonic() > latest:
            return False
        time.sleep(0.05)
    return True
