"""Files of the pages are asked for once: each address carries the stamp of its content."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from web.assets import KEPT, Assets
from web.security import POLICY


def addresses(app: Flask) -> set[str]:
    page = app.test_client().get("/sign-in").get_data(as_text=True)
    return {each.replace("&amp;", "&") for each in re.findall(r'(?:href|src)="(/static/[^"#]+)', page)}


def test_every_file_of_a_page_is_kept_by_the_browser(app: Flask) -> None:
    found = addresses(app)
    assert {each.partition("?")[0] for each in found} >= {"/static/tokens.css", "/static/laurel.css"}
    client = app.test_client()
    assert {each: client.get(each).headers["Cache-Control"] for each in found} == dict.fromkeys(found, KEPT)


def test_a_file_asked_for_by_name_or_by_another_content_is_asked_for_again(app: Flask) -> None:
    client = app.test_client()
    for address in ("/static/laurel.css", "/static/laurel.css?v=000000000000"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_a_file_that_is_not_there_is_not_kept(app: Flask) -> None:
    answer = app.test_client().get("/static/nothing.css?v=000000000000")
    assert answer.status_code == 404
    assert answer.headers.get("Cache-Control") != KEPT


def test_another_content_has_another_address(tmp_path: Path) -> None:
    file, assets, stamps = tmp_path / "a.css", Assets(tmp_path), []
    for content in ("a { color: red }", "a { color: green }", "a { color: red }"):
        file.write_text(content)
        values: dict[str, str] = {"filename": "a.css"}
        assets.stamped("static", values)
        stamps.append(values["v"])
    assert stamps[0] == stamps[2] != stamps[1]
