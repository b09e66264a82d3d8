"""In English, the only Chinese of a page is data: what the rules, the process files and people wrote.

Every page that a role can open is fetched, as the map of accesses declares them. A run of Chinese characters in it has
to occur in the process files or in the database; a text that is a sentence of the catalogue has to stand there by itself.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from tests.integration.web.access.lines import ROLES, lines
from tests.integration.web.access.routes import routes
from tests.integration.web.access.world import World
from tools import catalogue

PROCESSES = Path(__file__).parents[2] / "processes"
READ_OUT = ("alt", "aria-label", "placeholder", "title")  # attributes that people see or hear
PIECE = 4  # characters at least of a word put into a sentence
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_EXAMPLE = re.compile(r"\S+〔\d{4}〕\d+号")  # of the number of a case or a letter
_LABELS = {f"data-{word}" for word in ("l", "lost", "expired", "sign-in-text", "some", "same", "mixed")}


class Words(HTMLParser):
    """The texts of a page that are not marked as Chinese, and the attributes that are read out or shown by scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and (name in READ_OUT or name in _LABELS)]
        if tag in ("script", "style") or ("lang", "zh-CN") in attrs:
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(" ".join(data.split()))


class Data:
    """What people and rules wrote: the process files and every text of the database."""

    def __init__(self, world: World) -> None:
        files = (path for path in sorted(PROCESSES.rglob("*")) if path.is_file())
        self.text = "\n".join([*(path.read_text(encoding="utf-8") for path in files), *_stored(world)])
        self.has, self.has_alone = cache(self._has), cache(self._has_alone)  # the same words on every page

    def _has(self, run: str) -> bool:
        """Whether it occurs, or is two that a form's text put together."""
        cuts = range(PIECE, len(run) - PIECE + 1)
        return run in self.text or any(run[:n] in self.text and run[n:] in self.text for n in cuts)

    def _has_alone(self, text: str) -> bool:
        """As a value: between quotation marks or tags, behind a colon, on a line of its own."""
        places = (f'"{text}"', f"'{text}'", f">{text}<", f": {text}\n", f"\n{text}\n", f"- {text}\n")
        return any(place in self.text for place in places)


@pytest.fixture(scope="module")
def world(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("english")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUREL_VAR", str(folder))
        made = World(Path(shutil.copy(furnished, folder)))
        yield made
        made.pe.database.dispose()


@pytest.fixture
def data(world: World) -> Data:
    """As it stands now: looking at some pages writes down, in words, that somebody looked."""
    return Data(world)


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    return {message.id for message in catalogue.read() if isinstance(message.id, str)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_english(world: World, data: Data, sentences: set[str], role: str) -> None:
    pages = dict(_pages(world, role))
    strange = []
    for address, page in pages.items():
        for text in Words(page).found:
            left = [run for run in _RUN.findall(_EXAMPLE.sub("", text)) if not data.has(run)]
            left += [text] if text in sentences and _RUN.search(text) and not data.has_alone(text) else []
            strange += [f"{address}: {word}" for word in left]
    assert len(pages) > 5
    assert strange == []


def _pages(world: World, role: str) -> Iterator[tuple[str, str]]:
    """Every page that the role gets through to, in English."""
    names = {(endpoint, method): found for endpoint, method, found in routes(world.app)}
    client = world.app.test_client()
    client.set_cookie("laurel_language", "en")
    if role in world.cookies:
        client.set_cookie("laurel", world.cookies[role])
    for line in lines():
        for kind in ("page", "own"):
            if line.method != "GET" or role not in (line.through(kind) or ()):
                continue
            args = world.args(line.endpoint, names[line.endpoint, "GET"], kind, role)
            if args is None:
                continue
            with world.app.test_request_context():
                address = world.app.url_map.bind("localhost").build(line.endpoint, args)
            answer = client.get(address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield address, answer.get_data(as_text=True)


def _stored(world: World) -> Iterator[str]:
    tables = MetaData()
    with world.pe.database.reading() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)):
                yield from _texts(list(row))


def _texts(value: object) -> Iterator[str]:
    """All texts in a stored value, each by itself; what is kept as bytes as it decodes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", errors="ignore")
    elif isinstance(value, dict):
        yield from (text for part in value.items() for text in _texts(list(part)))
    elif isinstance(value, list | tuple):
        yield from (text for part in value for text in _texts(part))
