"""A load client of the standard library only: visitors who load pages and fill in forms, on this machine.

One visitor is one browser: a connection that is kept open, and cookies of her own. The client shares the
processors with what it measures, so it does as little as it can: forms are read with two patterns, and each
new kind of form is read a second time with html.parser and must give the same answer.
"""

import asyncio
import html
import re
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

HOST = "127.0.0.1"
MOST_VISITORS = 2000
MOST_SECONDS = 120
ANSWER_WITHIN = 180
MOST_STEPS = 8
VISIT = 5

# ------------------------------------------------------------------ one connection


class ConnectionFault(Exception):
    """The server closed the connection, or did not answer in time."""


@dataclass(slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    url: str = ""

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known == name), "")

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class _Wire(asyncio.Protocol):
    """One HTTP/1.1 connection with at most one request under way."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self.closed = False
        self.silent = True
        self._start()

    def _start(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self.head_end = -1
        self.length = -1
        self.status = 0
        self.headers: list[tuple[str, str]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(ConnectionFault(str(exc or "closed without an answer")))

    def data_received(self, data: bytes) -> None:
        self.silent = False
        self.parts.append(data)
        self.size += len(data)
        if self.head_end < 0 and not self._read_head():
            return
        if self.length >= 0:
            if self.size >= self.head_end + self.length:
                self._finish(b"".join(self.parts)[self.head_end : self.head_end + self.length])
        elif data.endswith(b"0\r\n\r\n"):
            self._finish(_unchunked(b"".join(self.parts)[self.head_end :]))

    def _read_head(self) -> bool:
        received = b"".join(self.parts)
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *lines = received[:end].decode("latin-1").split("\r\n")
        self.status = int(first.split(" ", 2)[1])
        self.headers = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]
        found = dict(self.headers)
        self.length = int(found["content-length"]) if "content-length" in found else -1
        if self.length < 0 and found.get("transfer-encoding") != "chunked":
            self.length = 0
        self.head_end = end + 4
        self.parts = [received]
        return True

    def _finish(self, body: bytes) -> None:
        answer = Answer(self.status, self.headers, body)
        if ("connection", "close") in self.headers and self.transport:
            self.closed = True
            self.transport.close()
        self._start()
        if self.waiting and not self.waiting.done():
            self.waiting.set_result(answer)

    def send(self, request: bytes) -> "asyncio.Future[Answer]":
        self.silent = True
        self.waiting = asyncio.get_running_loop().create_future()
        if self.closed or not self.transport:
            self.waiting.set_exception(ConnectionFault("closed"))
        else:
            self.transport.write(request)
        return self.waiting


def _unchunked(body: bytes) -> bytes:
    whole, at = [], 0
    while True:
        line_end = body.index(b"\r\n", at)
        size = int(body[at:line_end], 16)
        if not size:
            return b"".join(whole)
        whole.append(body[line_end + 2 : line_end + 2 + size])
        at = line_end + 2 + size + 2


# ------------------------------------------------------------------ forms


@dataclass(slots=True)
class Form:
    """What a browser would send: `values` in the page's order, and one of the named `buttons`."""

    action: str = ""
    method: str = "get"
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(
        self, overrides: dict[str, str], *, button: tuple[str, str] | None = None
    ) -> list[tuple[str, str]]:
        """The values with these put in their places; a name the page does not have is added at the end."""
        named = {name for name, _ in self.values}
        kept = [(name, overrides.get(name, value)) for name, value in self.values]
        kept += [(name, value) for name, value in overrides.items() if name not in named]
        return [*kept, button] if button else kept


class _FormReader(HTMLParser):
    """Every form of a page, read by the rules of HTML: unticked boxes and disabled fields are not sent."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.radio_or_select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: str | None = None
        self.typed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(have.get("action", ""), have.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is None or "disabled" in have:
            return
        elif tag == "input":
            _add_input(self.form, have)
        elif tag == "button" and have.get("type", "submit") == "submit" and have.get("name"):
            self.form.buttons.append((have["name"], have.get("value", "")))
        elif tag == "select" and have.get("name"):
            self.radio_or_select, self.options = have["name"], []
        elif tag == "option" and self.radio_or_select:
            self.options.append((have.get("value", ""), "selected" in have))
        elif tag == "textarea" and have.get("name"):
            self.area, self.typed = have["name"], ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.typed += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.form and self.radio_or_select:
            _add_select(self.form, self.radio_or_select, self.options)
            self.radio_or_select = None
        elif tag == "textarea" and self.form and self.area:
            self.form.values.append((self.area, self.typed.removeprefix("\r").removeprefix("\n")))
            self.area = None


def _add_input(form: Form, have: dict[str, str]) -> None:
    kind, name = have.get("type", "text").lower(), have.get("name", "")
    if not name or kind in ("button", "reset", "image", "file"):
        return
    if kind == "submit":
        form.buttons.append((name, have.get("value", "")))
    elif kind in ("checkbox", "radio"):
        if "checked" in have:
            form.values.append((name, have.get("value", "on")))
    else:
        form.values.append((name, have.get("value", "")))


def _add_select(form: Form, name: str, options: list[tuple[str, bool]]) -> None:
    if options:
        form.values.append((name, next((value for value, selected in options if selected), options[0][0])))


def parsed_forms(page: str) -> list[Form]:
    reader = _FormReader()
    reader.feed(page)
    return reader.forms


_TAG = re.compile(
    r"<(/?)(form|input|button|select|option|textarea)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def quick_forms(page: str) -> list[Form]:
    """The same as `parsed_forms`, several times faster, for the tidy HTML that servers make."""
    forms: list[Form] = []
    form: Form | None = None
    select, options = "", []
    area, area_start = "", 0
    for match in _TAG.finditer(page):
        closing, tag = match[1], match[2].lower()
        if closing:
            if tag == "form":
                form = None
            elif tag == "select" and form and select:
                _add_select(form, select, options)
                select = ""
            elif tag == "textarea" and form and area:
                typed = html.unescape(page[area_start : match.start()])
                form.values.append((area, typed.removeprefix("\r").removeprefix("\n")))
                area = ""
            continue
        have = _attributes(match[3])
        if tag == "form":
            form = Form(have.get("action", ""), have.get("method", "get").lower())
            forms.append(form)
        elif form is None or "disabled" in have:
            continue
        elif tag == "input":
            _add_input(form, have)
        elif tag == "button" and have.get("type", "submit") == "submit" and have.get("name"):
            form.buttons.append((have["name"], have.get("value", "")))
        elif tag == "select":
            select, options = have.get("name", ""), []
        elif tag == "option" and select:
            options.append((have.get("value", ""), "selected" in have))
        elif tag == "textarea":
            area, area_start = have.get("name", ""), match.end()
    return forms


def _attributes(text: str) -> dict[str, str]:
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        value = double or single or bare
        found[name.lower()] = html.unescape(value) if "&" in value else value
    return found


_seen_shapes: set[tuple[str, ...]] = set()


def read_forms(page: str) -> list[Form]:
    """The page's forms; a shape not met before is read by html.parser too, and the two must agree."""
    forms = quick_forms(page)
    shape = tuple(name for form in forms for name, _ in form.values)
    if shape not in _seen_shapes:
        if forms != (parsed := parsed_forms(page)):
            raise AssertionError(f"the quick form reader is wrong here:\n{forms}\n{parsed}")
        _seen_shapes.add(shape)
    return forms


# ------------------------------------------------------------------ one visitor


@dataclass
class Visitor:
    """One browser: its connection, its cookies and, in `seconds`, how long it waited for each answer."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    reopened: int = 0
    _wire: _Wire | None = None

    async def _open(self) -> _Wire:
        loop = asyncio.get_running_loop()
        try:
            _, wire = await loop.create_connection(_Wire, HOST, self.port)
        except OSError as fault:
            raise ConnectionFault(str(fault)) from fault
        return wire

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {HOST}:{self.port}",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) bench",
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language: da,en;q=0.5",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines.append(f"Origin: http://{HOST}:{self.port}")
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """One request and its answer; like a browser, asks again if a kept connection was closed unheard."""
        request = self._request(method, path, body)
        began = time.perf_counter()
        fresh = self._wire is None or self._wire.closed
        if fresh:
            self._wire = await self._open()
        assert self._wire
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                try:
                    answer = await self._wire.send(request)
                except ConnectionFault:
                    if fresh or not self._wire.silent:
                        raise
                    self.reopened += 1
                    self._wire = await self._open()
                    answer = await self._wire.send(request)
        except TimeoutError as fault:
            raise ConnectionFault(f"no answer within {ANSWER_WITHIN} s") from fault
        self.seconds.append(time.perf_counter() - began)
        answer.url = path
        self._keep_cookies(answer)
        return answer

    def _keep_cookies(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name == "set-cookie":
                cookie, _, rest = value.partition(";")
                key, _, content = cookie.partition("=")
                if "max-age=0" in rest.lower():
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = content

    async def get(self, path: str) -> Answer:
        return await self._followed(await self.ask("GET", path))

    async def post(self, path: str, values: list[tuple[str, str]]) -> Answer:
        return await self._followed(await self.ask("POST", path, urlencode(values).encode("ascii")))

    async def _followed(self, answer: Answer) -> Answer:
        for _ in range(MOST_STEPS):
            if answer.status not in (301, 302, 303):
                return answer
            goal = urlsplit(urljoin(answer.url, answer.header("location")))
            if goal.hostname not in (None, HOST):
                raise ConnectionFault(f"sent to another host: {goal.hostname}")
            answer = await self.ask("GET", goal.path + (f"?{goal.query}" if goal.query else ""))
        raise ConnectionFault("sent on too many times")

    def leave(self) -> None:
        if self._wire and self._wire.transport:
            self._wire.transport.close()
        self._wire = None


# ------------------------------------------------------------------ a sign-up through its forms

PLACED, FULL, ERROR = "placed", "full", "error"


@dataclass
class Journey:
    """How a sign-up is walked on one side: told by a page where it has come to, and what is typed on it.

    `verdict` answers PLACED, FULL or None (there is a form to fill in); `fill` gives the fields to type for a
    person and a form, and `choose` picks the form among the page's; its first named button is pressed.
    """

    form_url: str
    verdict: Callable[[Answer], str | None]
    fill: Callable[[int, Form], dict[str, str]]
    choose: Callable[[list[Form]], Form | None] = lambda forms: next(
        (
            form
            for form in forms
            if form.method == "post" and any(n == "csrfmiddlewaretoken" for n, _ in form.values)
        ),
        None,
    )


@dataclass
class Outcome:
    result: str
    seconds: float
    reason: str = ""
    person: int = -1
    page: str = ""


async def walk(visitor: Visitor, journey: Journey, person: int) -> Outcome:
    """Fill in forms until the side says that there is a place, or none."""
    began = time.perf_counter()

    def outcome(result: str, reason: str = "", page: str = "") -> Outcome:
        return Outcome(result, time.perf_counter() - began, reason, person, page)

    try:
        answer = await visitor.get(journey.form_url)
        for _ in range(MOST_STEPS):
            if answer.status >= 500:
                return outcome(ERROR, f"{answer.status} at {answer.url}")
            if result := journey.verdict(answer):
                return outcome(result, page=answer.text if result == PLACED else "")
            form = journey.choose(read_forms(answer.text))
            if form is None:
                return outcome(ERROR, f"{answer.status} without a form at {answer.url}")
            button = form.buttons[0] if form.buttons else None
            values = form.filled(journey.fill(person, form), button=button)
            answer = await visitor.post(
                urljoin(answer.url, form.action) if form.action else answer.url, values
            )
        return outcome(ERROR, f"still a form after {MOST_STEPS} steps, at {answer.url}")
    except ConnectionFault as fault:
        return outcome(ERROR, f"connection: {fault}")
    finally:
        visitor.leave()


# ------------------------------------------------------------------ crowds


@dataclass
class Load:
    """What a crowd saw. `good` counts the finished acts, `faults` the reasons of the others."""

    good: int
    elapsed: float
    seconds: list[float]
    faults: Counter[str]
    client_cpu: float
    reopened: int = 0

    @property
    def per_second(self) -> float:
        return self.good / self.elapsed if self.elapsed else 0.0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _bounded(visitors: int, seconds: float = 0.0) -> None:
    if visitors > MOST_VISITORS or seconds > MOST_SECONDS:
        raise ValueError(f"at most {MOST_VISITORS} visitors and {MOST_SECONDS} seconds")


async def _crowd(act: Callable[[], Awaitable[None]], *, size: int) -> float:
    """Seconds from the first to the last of this many acting at once."""
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(size):
            group.create_task(act())  # type: ignore[arg-type]
    return time.perf_counter() - began


def load_page(
    port: int,
    path: str,
    *,
    visitors: int,
    seconds: float,
    contains: str = "",
    cookies: dict[str, str] | None = None,
) -> Load:
    """This many visitors at a time load one page for so many seconds; each loads it VISIT times and leaves,
    and the next one comes, so that no worker keeps all of them."""
    _bounded(visitors, seconds)
    load = Load(0, 0.0, [], Counter(), 0.0)
    wanted = contains.encode()

    async def act() -> None:
        while time.perf_counter() < ends:
            visitor = Visitor(port, dict(cookies or {}))
            await visit(visitor)
            load.seconds += visitor.seconds
            load.reopened += visitor.reopened
            visitor.leave()

    async def visit(visitor: Visitor) -> None:
        for _ in range(VISIT):
            if time.perf_counter() >= ends:
                return
            try:
                answer = await visitor.ask("GET", path)
            except ConnectionFault as fault:
                load.faults[f"connection: {fault}"] += 1
                return
            if answer.status == 200 and wanted in answer.body:
                load.good += 1
            else:
                load.faults[f"{answer.status}, {len(answer.body)} bytes"] += 1

    cpu = time.process_time()
    ends = time.perf_counter() + seconds
    load.elapsed = asyncio.run(_crowd(act, size=visitors))
    load.client_cpu = time.process_time() - cpu
    return load


def load_sign_ups(
    port: int, journey: Journey, *, people: Iterator[int], visitors: int, seconds: float
) -> tuple[Load, list[Outcome]]:
    """This many at a time sign up, each a visitor of her own, new ones coming for so many seconds."""
    _bounded(visitors, seconds)
    outcomes: list[Outcome] = []
    load = Load(0, 0.0, [], Counter(), 0.0)

    async def act() -> None:
        while time.perf_counter() < ends:
            visitor = Visitor(port)
            outcomes.append(await walk(visitor, journey, next(people)))
            load.reopened += visitor.reopened

    cpu = time.process_time()
    ends = time.perf_counter() + seconds
    load.elapsed = asyncio.run(_crowd(act, size=visitors))
    load.client_cpu = time.process_time() - cpu
    return _counted(load, outcomes, good=(PLACED,)), outcomes


def rush(port: int, journey: Journey, *, people: Iterator[int], visitors: int) -> tuple[Load, list[Outcome]]:
    """This many open the form at the same moment and try once each."""
    _bounded(visitors)
    outcomes: list[Outcome] = []
    load = Load(0, 0.0, [], Counter(), 0.0)

    async def act() -> None:
        visitor = Visitor(port)
        outcomes.append(await walk(visitor, journey, next(people)))
        load.reopened += visitor.reopened

    cpu = time.process_time()
    load.elapsed = asyncio.run(_crowd(act, size=visitors))
    load.client_cpu = time.process_time() - cpu
    return _counted(load, outcomes, good=(PLACED, FULL)), outcomes


def _counted(load: Load, outcomes: list[Outcome], *, good: tuple[str, ...]) -> Load:
    load.good = sum(outcome.result in good for outcome in outcomes)
    load.seconds = [outcome.seconds for outcome in outcomes]
    load.faults = Counter(
        outcome.reason or outcome.result for outcome in outcomes if outcome.result not in good
    )
    return load


def fetch(port: int, path: str, *, times: int, cookies: dict[str, str] | None = None) -> tuple[float, Answer]:
    """The median of so many single loads, one after another, and the last answer."""

    async def ask() -> tuple[float, Answer]:
        visitor = Visitor(port, dict(cookies or {}))
        answer = await visitor.ask("GET", path)
        for _ in range(times - 1):
            answer = await visitor.ask("GET", path)
        visitor.leave()
        return statistics.median(visitor.seconds), answer

    return asyncio.run(ask())
