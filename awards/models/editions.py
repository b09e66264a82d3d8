"""Editions of the rules: what their owners entered beside the scheme's own rule data."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text

from engine.db import Instant, metadata

# An extension keeps the number of the rule it prolongs; a successor has its own. The rule in `scheme.yaml` is
# the base and has no row.
rule_edition = Table(
    "rule_edition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scheme", String(60), nullable=False),
    Column("kind", String(20), nullable=False),  # extension | successor
    Column("follows", String(100), nullable=False),  # the number of the rule that it prolongs or replaces
    Column("number", String(100), nullable=False),
    Column("title", String(200), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("transition", String(20), nullable=False),  # goes-on | new-rule | stops: cases begun before
    Column("reason", Text, nullable=False),
    Column("entered_by", String(200), nullable=False),
    Column("confirmed_by", String(200), nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("case_key", String(200)),
)
Index("ix_rule_edition_scheme", rule_edition.c.scheme, rule_edition.c.follows)
