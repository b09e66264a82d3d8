"""A sentence is its Chinese text, and can be said again in another language with the same facts."""

from __future__ import annotations

import pickle

from engine.errors import Invalid, NotOpen
from engine.sentence import Sentence, told

ENGLISH = {
    "{label}不得超过 {most} 字": "{label} may have {most} characters at most",
    "日期": "Date",
    "只接受 {kinds} 文件": "{kinds} files only",
    "、": ", ",
    "；": "; ",
    "由 {who} 认领": "claimed by {who}",
    "填写的内容有 {count} 处需要更正：{summary}": "{count} to correct: {summary}",
    "“{what}”已经{state}，这次提交没有生效，案件不受影响。": "“{what}”: {state}.",
}


def english(text: str) -> str:
    return ENGLISH.get(text, text)


def test_it_is_its_text() -> None:
    sentence = Sentence("{label}不得超过 {most} 字", label="简介", most=20)
    assert sentence == "简介不得超过 20 字"
    assert pickle.loads(pickle.dumps(sentence)).facts == {"label": "简介", "most": 20}


def test_a_hole_without_a_fact_stays_until_it_has_one() -> None:
    sentence = Sentence("{label}不得超过 {most} 字", most=20)
    assert sentence == "{label}不得超过 20 字"
    assert sentence.knowing(label="简介{most}") == "简介{most}不得超过 20 字"


def test_another_language_has_the_same_facts() -> None:
    sentence = Sentence("{label}不得超过 {most} 字", label="简介", most=20)
    assert sentence.said(english) == "简介 may have 20 characters at most"


def test_a_fact_that_is_a_sentence_is_said_too_and_a_tuple_is_a_list() -> None:
    nested = Sentence("{label}不得超过 {most} 字", label=Sentence("日期"), most=20)
    assert nested.said(english) == "Date may have 20 characters at most"
    listed = Sentence("只接受 {kinds} 文件", kinds=(".pdf", ".ofd"))
    assert (listed, listed.said(english)) == ("只接受 .pdf、.ofd 文件", ".pdf, .ofd files only")


def test_a_word_is_said_if_it_is_known_and_a_rules_own_stays() -> None:
    assert [told(word, english) for word in ("日期", "简介", "")] == ["Date", "简介", ""]


def test_errors_say_their_facts() -> None:
    error = NotOpen(what="受理", state=Sentence("由 {who} 认领", who="office"))
    assert str(error) == "“受理”已经由 office 认领，这次提交没有生效，案件不受影响。"
    assert error.sentence(english) == "“受理”: claimed by office."


def test_what_is_wrong_with_a_form_is_said_field_by_field() -> None:
    error = Invalid({"a": Sentence("{label}不得超过 {most} 字", label="简介", most=2), "b": "日期"})
    assert str(error) == "填写的内容有 2 处需要更正：简介不得超过 2 字；日期"
    assert error.sentence(english) == "2 to correct: 简介 may have 2 characters at most; Date"
