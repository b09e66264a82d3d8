"""Whatever arrives: odd bytes, ten thousand fields, markup in names, the same click twice. Nothing breaks, nothing doubles."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from engine.process_engine import ProcessEngine
from tests.e2e.serving import Site, serving
from tests.integration.web.access.routes import routes
from tests.integration.web.conftest import PEOPLE, Browser, House
from tests.integration.web.filing import PDF, deploy, ids
from tests.integration.web.scheme import APPLICANT, APPROVER, CLERK, LEAD, OWNER, REVIEWER
from tests.support import deep
from web.models import account

Browse = Callable[[str], Browser]
WEB = Path(__file__).parents[3] / "web"
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
ODD = (
    "%00",
    "%ff%fe",
    "%F0%9F%92%A9" * 40,
    "-1",
    "9" * 400,
    "1e999",
    "%0D%0AX-Evil:%201",
    "%2e%2e%2f%2e%2e",
    "[]",
    "%E2%80%AE",
)
FIELDS = sorted(
    {
        name
        for file in WEB.rglob("*.py")
        for name in re.findall(r'(?:form|args)(?:\.get|\.getlist)?[(\[]"(\w+)"', file.read_text())
    }
    | {"reason", "name", "text", "kind", "code", "mail", "mobile", "facts", "target", "year", "title"}
)


TURNS = deep.count("turns of odd values in all fields", 2, len(ODD))


@pytest.fixture
def everybody(engine: ProcessEngine, house: House, browse: Browse) -> FlaskClient:
    """Somebody who has every role, so that no guard spares a view; there is a case with a task."""
    groups = {"groups": [CLERK, LEAD, REVIEWER, APPLICANT, OWNER, APPROVER], "admin": True}
    with engine.database.transaction() as connection:
        connection.execute(update(account).where(account.c.name == "root").values(groups))
    house.apply()
    return browse("root").client


def addresses(app: Flask, *methods: str) -> Iterator[tuple[str, str]]:
    """Every route of these methods, about the first thing of its kind."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for endpoint, method, names in routes(app):
            if method in methods and endpoint not in ("static", "auth.sign_out"):
                yield method, adapter.build(endpoint, dict.fromkeys(names, 1))


def test_there_are_fields_to_try() -> None:
    assert {"reason", "_upload", "_add", "q", "page"} <= set(FIELDS)


@pytest.mark.parametrize("turn", range(TURNS))
def test_odd_values_in_every_field_of_every_route(app: Flask, everybody: FlaskClient, turn: int) -> None:
    """Each field another value; with as many turns as there are values every field has had every one."""
    body = "&".join(f"{name}={ODD[(place + turn) % len(ODD)]}" for place, name in enumerate(FIELDS))
    broken = []
    for method, path in addresses(app, "GET", "POST", "PATCH", "DELETE"):
        if method == "GET":
            answer = everybody.get(path, query_string=body)
        else:
            answer = everybody.open(
                path, method=method, data=body, content_type="application/x-www-form-urlencoded"
            )
        if answer.status_code == 500:
            broken.append(f"{method} {path}")
    assert broken == []


def test_ten_thousand_fields_and_fields_without_end_are_refused(app: Flask, everybody: FlaskClient) -> None:
    """In parts: more than a thousand are not read. As one line, and as one field: four megabytes are the most."""
    parts = (
        "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1\r\n' for n in range(10_000))
        + "--x--\r\n"
    )
    files = "".join(
        f'--x\r\nContent-Disposition: form-data; name="_file:f{n}"; filename="{n}.pdf"\r\n\r\n1\r\n'
        for n in range(10_000)
    )
    sent = [
        (parts, "multipart/form-data; boundary=x"),
        (files + "--x--\r\n", "multipart/form-data; boundary=x"),
        ("text=" + "x" * 5_000_000, "application/x-www-form-urlencoded"),
        (
            "&".join(f"field_with_a_long_name_{n}=1" for n in range(200_000)),
            "application/x-www-form-urlencoded",
        ),
    ]
    readers = [
        path
        for method, path in addresses(app, "POST")
        if path.endswith(("/complete", "/form", "/files", "/comments"))
    ]
    assert len(readers) >= 4
    for path in readers:
        for body, kind in sent:
            answer = everybody.post(path, data=body, content_type=kind)
            assert answer.status_code == 413, f"{path}, {kind}, {len(body)}"


def test_ten_thousand_short_fields_are_read_and_harm_nothing(app: Flask, everybody: FlaskClient) -> None:
    body = "&".join(f"f{n}=1" for n in range(10_000))
    for method, path in addresses(app, "POST"):
        answer = everybody.post(path, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code != 500, f"{method} {path}"


HEADERS = (
    b"Cookie: laurel=\xff\xfe; laurel_notices=\x80.x.y; laurel_language=\xe4",
    b"Cookie: laurel=" + b"a" * 7000,
    b"User-Agent: \xff\x00\x01",
    b"Accept: \xff/\xff;q=x, */*;q=-1",
    b"Accept-Language: \xe4\xb8\xad,;;q=9",
    b"Referer: http://\xff\xff/\x01",
    b"X-Forwarded-For: \xff, 1.2.3.4.5, '; DROP TABLE account",
    b"Range: bytes=9999999999999999999999-1,-",
    b"If-Modified-Since: \xffday",
    b"If-None-Match: \xff",
    b"Content-Type: multipart/form-data; boundary=\xff\xff",
    b"HX-Request: \xff\xff",
    b"X-CSRFToken: \xff\xff.\x80",
    b"Upload-Length: \xb2\xb3",
    b"Upload-Metadata: filename \xff\xff",
    b"Transfer-Encoding: \xffchunked",
    b"Host: \xff\xff",
)


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.partition(b":")[0].decode())
def test_headers_with_odd_bytes_break_nothing(app: Flask, house: House, header: bytes) -> None:
    """Over the real server, which sees the bytes as they are; afterwards it serves as before."""
    with serving(app) as site:
        for method, path in (
            ("GET", "/sign-in"),
            ("GET", "/tasks"),
            ("POST", "/sign-in"),
            ("POST", "/tasks/1/files/incoming"),
        ):
            status = raw(
                site,
                f"{method} {path} HTTP/1.1\r\n".encode()
                + b"Host: x\r\n"
                + header
                + b"\r\nContent-Length: 0\r\n",
            )
            assert status < 500 or status == 501, f"{method} {path}: {status}"  # 501: no such transfer coding
        assert raw(site, b"GET /healthz HTTP/1.1\r\nHost: x\r\n") == 200


def raw(site: Site, head: bytes) -> int:
    """The status of the answer to exactly these bytes."""
    where = urlsplit(site.url)
    with socket.create_connection((where.hostname, where.port), 30) as line:
        line.sendall(head + b"Connection: close\r\n\r\n")
        answer = b""
        while more := line.recv(65536):
            answer += more
    return int(answer.split(b" ", 2)[1])


def test_markup_in_names_is_text_everywhere(
    app: Flask, browse: Browse, house: House, engine: ProcessEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the name of an account, of an applicant that becomes a case's title, of a file; on every page that says it."""
    monkeypatch.setitem(PEOPLE, "applicant", (MARKUP, [APPLICANT]))
    deploy(house.pe)
    with engine.database.transaction() as connection:
        connection.execute(update(account).values(display_name=MARKUP))
    case = house.apply()
    task = house.task(case, "submit")
    applicant = browse("applicant")
    name = "<img src=x onerror=alert(2)>'{{7*7}}.pdf"
    answer = applicant.client.post(
        f"/tasks/{task}/files",
        data={"_upload": "report", "_file:report": (io.BytesIO(PDF), name), "about": MARKUP},
    )
    assert answer.status_code == 303
    pages = [applicant.page(f"/tasks/{task}"), applicant.page(f"/tasks/{task}/files?field=report")]
    wrong = applicant.client.post(
        f"/tasks/{task}/files", data={"_upload": "report", "_file:report": (io.BytesIO(b"MZ"), name)}
    )
    pages += [wrong.get_data(as_text=True), applicant.page(f"/tasks/{task}")]
    applicant.post(f"/tasks/{task}/complete", about=MARKUP)
    for who in ("applicant", "clerk", "root"):
        browser = browse(who)
        for path in (
            f"/cases/{case}",
            "/cases",
            "/tasks",
            "/cycles",
            "/menu",
            f"/cases?q={name}",
            f"/tasks?q={name}",
        ):
            pages.append(browser.page(path))
    told = sum(page.count("&lt;script&gt;alert(1)") + page.count("&lt;img src=x") for page in pages)
    assert told > 20  # it was said often, and always as text
    for page in pages:
        assert re.search(r"<script>alert|<img src=x|49\.pdf", page) is None
    headers = applicant.client.get(f"/files/{ids(engine)[0]}").headers
    assert ("\r" in str(headers["Content-Disposition"]), headers["Content-Type"]) == (
        False,
        "application/octet-stream",
    )
