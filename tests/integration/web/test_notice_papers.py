"""A posted notice as a paper: its frozen words, its list, its fingerprint and a code that opens its page."""

from __future__ import annotations

from flask.testing import FlaskClient

from awards.settings import settings
from engine.actor import Actor
from engine.commands import messages
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import House
from tests.integration.web.test_public_notices import PLANTED, asked, kept, post, posted, stranger
from tests.support.papers import codes_of, pages_of, text_of

__all__ = ["asked", "posted", "stranger"]  # fixtures
ADMIN = Actor("root", admin=True)


def test_a_notice_is_a_paper_with_everything_that_hangs(
    posted: int, stranger: FlaskClient, engine: ProcessEngine
) -> None:
    answer = stranger.get("/notices/1.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    (row,) = kept(engine)
    paper = answer.data
    told = text_of(paper)
    for words in (
        "静安区政府质量奖审定委员会办公室静质奖告〔2026〕001号",
        "现将下列1项向社会公示。",
        "序号名称奖项案件编号1示例精密仪器有限公司静安质量金奖先进质量管理模式静质奖申〔2026〕001号",
        "提出人的身份信息依规保密。静安区政府质量奖审定委员会办公室2026年4月29日",
        row.sha256[:32],
        row.sha256[32:],
    ):
        assert words in told
    assert [word for word in PLANTED if word in told] == []
    assert (pages_of(paper), codes_of(paper)) == (1, [f"{settings().address}/notices/1"])


def test_the_paper_is_chinese_and_the_same_for_every_reader(posted: int, stranger: FlaskClient) -> None:
    first = stranger.get("/notices/1.pdf").data
    stranger.set_cookie("laurel_language", "en")
    assert stranger.get("/notices/1.pdf").data == first


def test_what_no_longer_counts_says_so_on_paper(
    posted: int, stranger: FlaskClient, house: House, engine: ProcessEngine
) -> None:
    messages.publish(engine, "notice-interrupted", "n1", {"interruption": "网站停机"}, ADMIN)
    house.settle()
    assert "这份公示已经停止" in text_of(stranger.get("/notices/1.pdf").data)
    post(house, posted, posted_on="2026-04-30")
    assert "以重新张贴的为准" in text_of(stranger.get("/notices/1.pdf").data)
    assert "以重新张贴的为准" not in text_of(stranger.get("/notices/2.pdf").data)


def test_a_paper_of_no_notice_is_not_found(asked: int, stranger: FlaskClient) -> None:
    assert stranger.get("/notices/7.pdf").status_code == 404
