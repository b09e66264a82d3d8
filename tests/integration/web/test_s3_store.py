"""Contents in an S3-compatible store, over real HTTP on the loopback; and in backups, which know both stores."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF, deploy, ids
from tests.integration.web.test_sending import PIECE, WHOLE, begin, give, send_all
from tests.support import objectstore
from tests.support.commands import installed
from tests.support.objectstore import ObjectStore
from web import backups, installation
from web.files import s3, stores
from web.files.store import StoreAway

Browse = Callable[[str], Browser]
LARGE = bytes(range(256)) * 45_000  # 11.5 million bytes: three parts


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ObjectStore]:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(s3, "TRIES", s3.TRIES.new(total=0))
    with objectstore.serving() as served:
        monkeypatch.setenv("LAUREL_S3_URL", served.url)
        yield served


def send(browser: Browser, task: int, name: str, content: bytes) -> int:
    data = {"_upload": "report", "_file:report": (io.BytesIO(content), name)}
    return browser.client.post(f"/tasks/{task}/files", data=data).status_code


@pytest.mark.parametrize("content", [b"", b"small", LARGE], ids=["empty", "small", "in parts"])
def test_what_is_put_comes_back(store: ObjectStore, content: bytes) -> None:
    bucket = stores.chosen()
    bucket.put("ab" * 32, io.BytesIO(content), len(content))
    bucket.put("ab" * 32, io.BytesIO(content), len(content))  # the same again
    found = bucket.open("ab" * 32)
    assert found is not None
    with found:
        assert found.read() == content
    assert list(bucket.digests()) == ["ab" * 32]
    assert list(store.objects) == [f"laurel/whole/{'ab' * 32}"]
    bucket.put("one/000-x", io.BytesIO(b"piece"), 5)
    assert list(bucket.digests()) == ["ab" * 32]
    bucket.remove(["ab" * 32, "one/000-x", "never/was"])
    assert (bucket.open("ab" * 32), store.objects) == (None, {})


def test_a_store_that_is_away_is_told_and_nothing_is_lost(store: ObjectStore) -> None:
    bucket = stores.chosen()
    store.down = True
    for act in (
        lambda: bucket.put("cd", io.BytesIO(b"x"), 1),
        lambda: bucket.open("cd"),
        lambda: bucket.remove(["cd"]),
        lambda: list(bucket.digests()),
    ):
        with pytest.raises(StoreAway, match="暂时不可用"):
            act()


@pytest.mark.parametrize("url", ["http://host/bucket", "ftp://a:b@host/bucket", "http://a:b@host/", "bucket"])
def test_an_address_that_cannot_be_used_says_how_it_is_written(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("LAUREL_S3_URL", url)
    with pytest.raises(s3.WrongAddress, match="LAUREL_S3_URL"):
        stores.chosen()


def test_an_upload_lies_in_the_store_and_comes_from_it(
    browse: Browse, house: House, store: ObjectStore
) -> None:
    deploy(house.pe)
    task = house.task(house.apply(), "submit")
    applicant = browse("applicant")
    assert send(applicant, task, "报告.pdf", PDF) == 303
    assert store.objects == {f"laurel/whole/{sha256(PDF).hexdigest()}": PDF}
    fetched = applicant.client.get(f"/files/{ids(house.pe)[0]}")
    assert (fetched.data, fetched.headers["Content-Length"]) == (PDF, str(len(PDF)))
    assert not (installation.var() / "files").exists()
    store.down = True
    assert applicant.client.get(f"/files/{ids(house.pe)[0]}").status_code == 503
    assert send(applicant, task, "二.pdf", PDF + b"2") == 503


def test_pieces_lie_in_the_store_until_the_file_is_whole(
    browse: Browse, house: House, store: ObjectStore
) -> None:
    """A store that is away for the last step loses nothing: an empty piece ends the file later."""
    deploy(house.pe)
    task = house.task(house.apply(), "submit")
    applicant = browse("applicant")
    place = begin(applicant, task).location
    send_all(applicant, place, WHOLE[: 4 * PIECE])
    assert sum(key.startswith("laurel/pieces/") for key in store.objects) == 4
    store.down = True
    assert give(applicant, place, 4 * PIECE, WHOLE[4 * PIECE :]).status_code == 503
    store.down = False
    assert give(applicant, place, 4 * PIECE, WHOLE[4 * PIECE :]).status_code == 204
    assert store.objects == {f"laurel/whole/{sha256(WHOLE).hexdigest()}": WHOLE}


def test_backups_hold_what_lies_in_either_store_and_bring_it_to_either(
    store: ObjectStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"sqlite:///{tmp_path / 'var' / 'laurel.db'}"
    installed(tmp_path / "var", url, monkeypatch, capsys)
    (tmp_path / "var").mkdir()
    installation.migrate(url)
    digest = sha256(PDF).hexdigest()
    stores.chosen().put(digest, io.BytesIO(PDF), len(PDF))
    taken = backups.take(url, tmp_path / "backup")
    assert (tmp_path / "backup/files/uploads" / digest[:2] / digest).read_bytes() == PDF
    assert taken.files == 2  # the database and this
    store.objects.clear()
    backups.restore(url, tmp_path / "backup", replace=True)
    assert store.objects == {f"laurel/whole/{digest}": PDF}
    assert list(stores.folder().digests()) == []
    monkeypatch.delenv("LAUREL_S3_URL")
    backups.restore(url, tmp_path / "backup", replace=True)
    assert list(stores.chosen().digests()) == [digest]
