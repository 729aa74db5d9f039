"""Fetching from addresses that others give us: every way to fail has its name, and none is a way in."""

import datetime as dt
import gzip
import ipaddress
import logging
import ssl
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kit.fetch import Answer, Fault, NotFetched, Question, Rules, Tag, fetch
from kit.networks import is_open
from kit.vault import NotOpened, Vault
from tests import webserver
from tests.webserver import WebServer


@pytest.fixture
def server() -> Iterator[WebServer]:
    with webserver.running() as running:
        yield running


def rules(server: WebServer, **changes: object) -> Rules:
    return replace(Rules(allowed_hosts=frozenset({server.host}), whole=5), **changes)  # type: ignore[arg-type]


PLAINLY = Question()


def fault(address: str, with_rules: Rules, asked: Question = PLAINLY) -> Fault:
    with pytest.raises(NotFetched) as refused:
        fetch(address, with_rules, asked)
    assert refused.value.__cause__ is None
    return refused.value.fault


def test_what_is_there_is_fetched_and_unchanged_is_not_fetched_again(server: WebServer) -> None:
    server.pages["/a"] = webserver.body(b"hello", ETag='"one"')
    found = fetch(server.at("/a"), rules(server))
    assert found == Answer(b"hello", Tag('"one"'))
    server.pages["/a"] = webserver.status(304)
    assert fetch(server.at("/a"), rules(server), Question(tag=found.tag)) == Answer(None, Tag('"one"'))
    assert server.seen[1]["If-None-Match"] == '"one"'


def test_packed_content_is_unpacked(server: WebServer) -> None:
    server.pages["/a"] = webserver.body(gzip.compress(b"hello" * 1000), Content_Encoding="gzip")
    assert fetch(server.at("/a"), rules(server)).body == b"hello" * 1000


@pytest.mark.parametrize(
    "address",
    ["", "calendar", "ftp://x.example/a", "https://", "http:///a", "file:///etc/passwd", "https://[::1",
     "https://x.example/" + "a" * 2000],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert fault(address, Rules()) is Fault.NOT_AN_ADDRESS


def test_without_https_nothing_is_fetched() -> None:
    assert fault("http://calendar.example/a", Rules()) is Fault.NOT_HTTPS


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost", "0",
     "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "10.1.2.3", "172.16.0.1", "192.168.1.1",
     "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "100.100.100.200", "[64:ff9b::7f00:1]",
     "[2002:7f00:1::]", "[::127.0.0.1]", "168.63.129.16", "224.0.0.1"],
)  # fmt: skip
def test_our_own_network_is_never_reached_however_it_is_spelled(host: str) -> None:
    assert fault(f"https://{host}/latest/meta-data", Rules()) is Fault.PRIVATE_ADDRESS


@pytest.mark.parametrize("host", ["0177.0.0.1", "１２７.0.0.1", "localhost.", "127.0.0.1%00.x.example"])
def test_spellings_that_some_programs_understand_lead_nowhere(host: str) -> None:
    nowhere = {Fault.NOT_AN_ADDRESS, Fault.UNKNOWN_HOST, Fault.PRIVATE_ADDRESS}
    assert fault(f"https://{host}/latest/meta-data", Rules()) in nowhere


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_open_internet_is_open(address: str) -> None:
    assert is_open(ipaddress.ip_address(address))


def test_a_name_that_leads_both_out_and_in_is_refused() -> None:
    assert fault("https://x.example/", Rules(resolve=lambda _h, _p: ["8.8.8.8", "10.0.0.1"])) is (
        Fault.PRIVATE_ADDRESS
    )


def test_a_name_is_resolved_once_and_the_address_that_was_checked_is_used(server: WebServer) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    server.pages["/a"] = webserver.body(b"hello")
    name = f"calendar.example:{server.port}"
    given = Rules(allowed_hosts=frozenset({name}), resolve=resolve)
    assert fetch(f"http://{name}/a", given).body == b"hello"
    assert asked == ["calendar.example"]
    assert server.seen[0]["Host"] == name


def test_a_redirect_is_followed_and_checked_as_the_first_address_was(server: WebServer) -> None:
    server.pages["/a"] = webserver.to("/b")
    server.pages["/b"] = webserver.body(b"hello")
    assert fetch(server.at("/a"), rules(server)).body == b"hello"
    server.pages["/b"] = webserver.to("https://127.0.0.1:1/secrets")
    assert fault(server.at("/a"), rules(server)) is Fault.PRIVATE_ADDRESS
    server.pages["/b"] = webserver.to("http://other.example/")
    assert fault(server.at("/a"), rules(server)) is Fault.NOT_HTTPS
    server.pages["/b"] = webserver.to("file:///etc/passwd")
    assert fault(server.at("/a"), rules(server)) is Fault.NOT_AN_ADDRESS


def test_endless_redirects_end(server: WebServer) -> None:
    server.pages["/a"] = webserver.to("/a")
    assert fault(server.at("/a"), rules(server)) is Fault.TOO_MANY_REDIRECTS
    assert len(server.seen) == 6


def test_a_password_is_not_taken_along_to_another_house(server: WebServer) -> None:
    with webserver.running() as other:
        server.pages["/a"] = webserver.to(other.at("/b"))
        other.pages["/b"] = webserver.body(b"hello")
        both = rules(server, allowed_hosts=frozenset({server.host, other.host}))
        fetch(server.at("/a"), both, Question(login=("selam", "hemmelig")))
    assert server.seen[0]["Authorization"] == "Basic c2VsYW06aGVtbWVsaWc="
    assert "Authorization" not in other.seen[0]


@pytest.mark.parametrize("page", [webserver.dripping, webserver.dripping_headers])
def test_a_server_that_drips_is_left_at_the_deadline(server: WebServer, page: webserver.Serve) -> None:
    server.pages["/a"] = page
    begun = time.monotonic()
    assert fault(server.at("/a"), rules(server, whole=0.5)) is Fault.TOO_SLOW
    assert time.monotonic() - begun < 3


def test_a_resolver_that_hangs_is_left_at_the_deadline() -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        time.sleep(1)
        return []

    assert fault("https://x.example/", Rules(resolve=resolve, whole=0.2)) is Fault.TOO_SLOW


def test_a_mountain_is_not_carried_home(server: WebServer) -> None:
    server.pages["/a"] = webserver.endless()
    assert fault(server.at("/a"), rules(server, most_bytes=300_000)) is Fault.TOO_LARGE
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000
    server.pages["/a"] = webserver.body(bomb, Content_Encoding="gzip")
    assert fault(server.at("/a"), rules(server)) is Fault.TOO_LARGE


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (webserver.status(401), Fault.ACCESS_DENIED),
        (webserver.status(403), Fault.ACCESS_DENIED),
        (webserver.status(404), Fault.NOT_THERE),
        (webserver.status(410), Fault.NOT_THERE),
        (webserver.status(429), Fault.ASKED_TO_WAIT),
        (webserver.status(503), Fault.SERVER_FAILED),
        (webserver.status(304), Fault.UNEXPECTED_ANSWER),
        (webserver.status(418), Fault.UNEXPECTED_ANSWER),
        (webserver.body(b"no gzip", Content_Encoding="gzip"), Fault.UNEXPECTED_ANSWER),
        (webserver.body(b"what?", Content_Encoding="br"), Fault.UNEXPECTED_ANSWER),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n"), Fault.UNEXPECTED_ANSWER),
        (lambda handler: handler.connection.close(), Fault.UNEXPECTED_ANSWER),
    ],
)
def test_every_other_answer_has_its_name(server: WebServer, page: webserver.Serve, expected: Fault) -> None:
    server.pages["/a"] = page
    assert fault(server.at("/a"), rules(server)) is expected


def test_nobody_there_has_its_name(server: WebServer) -> None:
    port = webserver.closed_port()
    nobody = rules(server, allowed_hosts=frozenset({f"127.0.0.1:{port}"}))
    assert fault(f"http://127.0.0.1:{port}/a", nobody) is Fault.UNREACHABLE

    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    assert fault("https://nobody.example/a", Rules(resolve=unknown)) is Fault.UNKNOWN_HOST


def test_the_address_is_told_in_no_log(server: WebServer, caplog: pytest.LogCaptureFixture) -> None:
    server.pages["/hemmelig"] = webserver.body(b"hello")
    with caplog.at_level(logging.DEBUG):
        fetch(server.at("/hemmelig"), rules(server))
        fault(server.at("/hemmelig-2"), rules(server))
    assert "hemmelig" not in caplog.text


def test_the_certificate_must_be_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    serving, trusting = certificate(tmp_path, "calendar.example")
    with webserver.running(tls=serving) as server:
        server.pages["/a"] = webserver.body(b"hello")
        names = frozenset({f"{name}.example:{server.port}" for name in ("calendar", "other")})
        known = Rules(allowed_hosts=names, resolve=lambda _h, _p: ["127.0.0.1"], trust=trusting)
        assert fetch(f"https://calendar.example:{server.port}/a", known).body == b"hello"
        assert fault(f"https://other.example:{server.port}/a", known) is Fault.UNTRUSTED_CERTIFICATE
        unknown = replace(known, trust=None)
        assert fault(f"https://calendar.example:{server.port}/a", unknown) is Fault.UNTRUSTED_CERTIFICATE


def test_a_sealed_secret_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    sealed = Vault(tmp_path / "keys").seal("https://x.example/hemmelig")
    assert "hemmelig" not in sealed
    assert Vault(tmp_path / "keys").open(sealed) == "https://x.example/hemmelig"
    key = tmp_path / "keys" / "vault.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for other in (Vault(tmp_path / "others"), Vault(tmp_path / "keys")):
        with pytest.raises(NotOpened):
            other.open(sealed if other._path != key else sealed[:-3] + "A==")


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server that is this name, and a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    return serving, ssl.create_default_context(cafile=str(file))
