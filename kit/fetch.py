"""Fetching from an address that somebody outside has given us, without being used against our own network.

    answer = fetch(address, Rules(allowed_hosts=settings.fetch_allowed_hosts))

The name is resolved once, every address it leads to is checked, and the connection goes to the address
that was checked: a name that answers differently the next time (DNS rebinding) changes nothing. Only https,
only the open internet, at most five redirects and each checked anew; a deadline for the whole, a cap on
bytes both as sent and as unpacked. No proxy of the environment is used. The address may be a secret: it is
in no log, and no fault tells it.
"""

import base64
import ipaddress
import logging
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Any
from urllib.parse import unquote

import anyio
import anyio.to_thread
import httpx

from kit.networks import Address, Resolve, is_open, resolved

_MOST_REDIRECTS = 5
_MOST_LETTERS = 2000
_ADDRESSES_TRIED = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_SECRET_KEEPERS = ("httpx", "httpcore")


class Fault(StrEnum):
    """Why nothing was fetched. The words for people are the caller's."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTPS = "not_https"
    PRIVATE_ADDRESS = "private_address"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    UNTRUSTED_CERTIFICATE = "untrusted_certificate"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ACCESS_DENIED = "access_denied"
    NOT_THERE = "not_there"
    ASKED_TO_WAIT = "asked_to_wait"
    SERVER_FAILED = "server_failed"
    UNEXPECTED_ANSWER = "unexpected_answer"


class NotFetched(Exception):
    """Nothing was fetched; `fault` says why, and nothing else is told."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Rules:
    """How much is allowed. Seconds and bytes.

    `allowed_hosts` (`name` or `name:port`) may be reached without https and inside our own network.
    """

    allowed_hosts: frozenset[str] = frozenset()
    connect: float = 5
    read: float = 8
    whole: float = 20
    most_bytes: int = 10 * 1024 * 1024
    resolve: Resolve = resolved
    trust: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """What a server calls one state of what it serves (RFC 9110 § 8.8); given back, it may answer so."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The question whether it has changed since (RFC 9110 § 13.1)."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the server, beyond its address; `login` is a name and a password (RFC 7617)."""

    tag: Tag = Tag()
    login: tuple[str, str] | None = None
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was there: `body` is None when the server says that nothing has changed since `tag`."""

    body: bytes | None
    tag: Tag


def fetch(address: str, rules: Rules, asked: Question = Question()) -> Answer:
    """What is at the address, or NotFetched. Takes at most `rules.whole` seconds, whatever happens."""
    for name in _SECRET_KEEPERS:  # they would tell the address at a finer level
        logging.getLogger(name).setLevel(logging.WARNING)
    return anyio.run(partial(_within_the_time, address, rules, asked))


async def _within_the_time(address: str, rules: Rules, asked: Question) -> Answer:
    try:
        with anyio.fail_after(rules.whole):
            return await _follow(_url(address), rules, asked)
    except (TimeoutError, httpx.TimeoutException):
        raise NotFetched(Fault.TOO_SLOW) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
        raise NotFetched(Fault.UNEXPECTED_ANSWER) from None


async def _follow(url: httpx.URL, rules: Rules, asked: Question) -> Answer:
    """From one address to the next by hand, each checked as the first was."""
    login = asked.login or _login_in(url)
    first = url.copy_with(userinfo=b"")
    url = first
    async with _client(rules) as client:
        for _ in range(_MOST_REDIRECTS + 1):
            may_have = login if _same_house(first, url) else None
            found = await _ask(client, url, rules, asked, may_have)
            if isinstance(found, Answer):
                return found
            url = found
    raise NotFetched(Fault.TOO_MANY_REDIRECTS)


async def _ask(
    client: httpx.AsyncClient, url: httpx.URL, rules: Rules, asked: Question, login: tuple[str, str] | None
) -> Answer | httpx.URL:
    """The answer at one address, or where it says to go instead. The first address that answers is used."""
    reached = False
    for address in (await _checked(url, rules))[:_ADDRESSES_TRIED]:
        request = _request(client, url, address, asked, login)
        try:
            response = await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            if "CERTIFICATE_VERIFY_FAILED" in str(fault):
                raise NotFetched(Fault.UNTRUSTED_CERTIFICATE) from None
            continue
        reached = True
        break
    if not reached:
        raise NotFetched(Fault.UNREACHABLE)
    try:
        return await _understood(response, url, rules, asked)
    finally:
        await response.aclose()


async def _understood(
    response: httpx.Response, url: httpx.URL, rules: Rules, asked: Question
) -> Answer | httpx.URL:
    status, headers = response.status_code, response.headers
    if status in _REDIRECTS and "location" in headers:
        return _url(str(url.join(headers["location"])))
    if status == _UNCHANGED and asked.tag.headers:
        return Answer(None, asked.tag)
    if not response.is_success:
        raise NotFetched(_refused(status))
    body = b"".join([part async for part in _bounded(response, rules.most_bytes)])
    return Answer(body, Tag(_kept(headers.get("etag")), _kept(headers.get("last-modified"))))


async def _bounded(response: httpx.Response, most: int) -> AsyncIterator[bytes]:
    """The body unpacked, never more than `most` bytes in the hand: a small packet may hold a mountain."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip", ""}:
        raise NotFetched(Fault.UNEXPECTED_ANSWER)
    packed = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in coding else None
    sent = unpacked = 0
    async for raw in response.aiter_raw():
        sent += len(raw)
        try:
            part = packed.decompress(raw, most + 1 - unpacked) if packed else raw
        except zlib.error:
            raise NotFetched(Fault.UNEXPECTED_ANSWER) from None
        unpacked += len(part)
        if sent > most or unpacked > most:
            raise NotFetched(Fault.TOO_LARGE)
        yield part
    if packed and not packed.eof:
        raise NotFetched(Fault.UNEXPECTED_ANSWER)


def _request(
    client: httpx.AsyncClient,
    url: httpx.URL,
    address: Address,
    asked: Question,
    login: tuple[str, str] | None,
) -> httpx.Request:
    """The request to the checked address, in the name that was asked for."""
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Accept-Encoding": "gzip",
        "User-Agent": "Tolkebok",
        **dict(asked.headers),
        **asked.tag.headers,
    }
    if login is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(login).encode()).decode("ascii")
    extensions: Mapping[str, Any] = {"sni_hostname": url.host}
    pinned = url.copy_with(host=str(address))
    return client.build_request(
        asked.method, pinned, headers=headers, content=asked.content, extensions=dict(extensions)
    )


async def _checked(url: httpx.URL, rules: Rules) -> list[Address]:
    """The addresses the name leads to, resolved once; refused if any of them is not in the open internet."""
    port = url.port or (443 if url.scheme == "https" else 80)
    allowed = url.host in rules.allowed_hosts or f"{url.host}:{port}" in rules.allowed_hosts
    if url.scheme != "https" and not allowed:
        raise NotFetched(Fault.NOT_HTTPS)
    try:
        looked_up = await anyio.to_thread.run_sync(rules.resolve, url.host, port, abandon_on_cancel=True)
        found = [ipaddress.ip_address(one.partition("%")[0]) for one in looked_up]
    except (OSError, ValueError, UnicodeError):
        raise NotFetched(Fault.UNKNOWN_HOST) from None
    if not allowed and not all(map(is_open, found)):
        raise NotFetched(Fault.PRIVATE_ADDRESS)
    return found


def _url(written: str) -> httpx.URL:
    try:
        url = httpx.URL(written.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise NotFetched(Fault.NOT_AN_ADDRESS) from None
    if url.scheme not in {"http", "https"} or not url.host or len(written) > _MOST_LETTERS:
        raise NotFetched(Fault.NOT_AN_ADDRESS)
    return url.copy_with(fragment=None)


def _refused(status: int) -> Fault:
    if status in {401, 403, 407}:
        return Fault.ACCESS_DENIED
    if status in {404, 410}:
        return Fault.NOT_THERE
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Fault.ASKED_TO_WAIT
    return Fault.SERVER_FAILED if httpx.codes.is_server_error(status) else Fault.UNEXPECTED_ANSWER


def _login_in(url: httpx.URL) -> tuple[str, str] | None:
    return (unquote(url.username), unquote(url.password)) if url.username else None


def _same_house(first: httpx.URL, then: httpx.URL) -> bool:
    """A password goes to the house it is for, and never in the clear where it was not."""
    return (first.scheme, first.host, first.port) == (then.scheme, then.host, then.port)


def _kept(header: str | None) -> str | None:
    """A tag as it can be stored; one too long to store is no tag."""
    return header if header and len(header) <= 200 and header.isascii() else None  # noqa: PLR2004 - a column


def _client(rules: Rules) -> httpx.AsyncClient:
    timeout = httpx.Timeout(rules.read, connect=rules.connect)
    trust = rules.trust or _trusted()
    return httpx.AsyncClient(verify=trust, trust_env=False, follow_redirects=False, timeout=timeout)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the machine trusts (SSL_CERT_FILE), else a kept list; read once."""
    return httpx.create_ssl_context()
