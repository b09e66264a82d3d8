"""Published rules as their owners loaded them: a text is never changed, another edition stands beside it."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from engine.db import Instant, metadata

rule_text = Table(
    "rule_text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scheme", String(60), nullable=False),
    Column("edition", String(100), nullable=False),  # its document number, else its revision or date
    Column("kind", String(20), nullable=False),  # 办法, 通知, 指南 … as its title ends; may be empty
    Column("title", String(200), nullable=False),
    Column("file", String(200), nullable=False),  # the name of the file it was read from
    Column("sha256", String(64), nullable=False),  # of that file
    Column("front", JSON, nullable=False),  # the notice that issued it, a text a paragraph
    Column("closing", JSON, nullable=False),
    Column("leftovers", JSON, nullable=False),  # [{line, text, why, debris}]
    Column("loaded_at", Instant, nullable=False),
    UniqueConstraint("scheme", "edition"),
)

# Articles, sections of notices, introductions and annexes without articles, in their order.
rule_article = Table(
    "rule_article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text_id", ForeignKey("rule_text.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("annex", String(20), nullable=False),  # empty in the rule itself, else 附件1
    Column("number", String(20), nullable=False),  # 第二十二条, 第三部分, 引言; empty: a whole annex
    Column("chapter", String(100), nullable=False),
    Column("title", String(100), nullable=False),
    Column("heading", Text, nullable=False),  # as printed
    Column("paragraphs", JSON, nullable=False),  # [{text, mark, level}]
    UniqueConstraint("text_id", "position"),
)
