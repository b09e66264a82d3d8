"""the chain of the history, its heads, retention, and triggers that keep all of it append-only"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_sealed_history"
down_revision = "20261121_decided_proposals"

_MAY_GO = (
    "OLD.kind <> 'history-purged' AND EXISTS (SELECT 1 FROM retention"
    " WHERE retention.root_id = OLD.root_id AND retention.purged_at IS NOT NULL AND retention.hold IS NULL)"
)
_RAISE = "RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_TABLE_NAME || ' is append-only';"
_TABLES = ("history", "seal", "chain_head")


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_seal_entry_id")),
    )
    op.create_table(
        "sealer",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("next_xid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealer")),
    )
    op.create_table(
        "chain_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "retention",
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("hold", sa.Text(), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purged_at IS NULL OR (hold IS NULL AND keep_until IS NOT NULL)", name="purge_allowed"
        ),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_retention_root_id")),
        sa.PrimaryKeyConstraint("root_id", name=op.f("pk_retention")),
    )
    _guard_postgresql() if _on_postgresql() else _guard_sqlite()


def downgrade() -> None:
    if _on_postgresql():
        op.execute("DROP TRIGGER history_change_refused ON history")
        op.execute("DROP TRIGGER history_delete_refused ON history")
        op.execute("ALTER TABLE history ALTER COLUMN id SET DEFAULT nextval('history_id_seq')")
    else:
        op.execute("DROP TRIGGER history_update_refused")
        op.execute("DROP TRIGGER history_delete_refused")
    for table in ("retention", "chain_head", "sealer", "seal"):
        op.drop_table(table)
    if _on_postgresql():
        op.execute("DROP FUNCTION laurel_refused()")
        op.execute("DROP FUNCTION laurel_kept()")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard_sqlite() -> None:
    for table in _TABLES:
        for verb in ("UPDATE", "DELETE"):
            unless = f" WHEN NOT ({_MAY_GO})" if (table, verb) == ("history", "DELETE") else ""
            op.execute(
                f"CREATE TRIGGER {table}_{verb.lower()}_refused BEFORE {verb} ON {table}{unless}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _guard_postgresql() -> None:
    op.execute(f"""
CREATE OR REPLACE FUNCTION laurel_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_RAISE}
END $$""")
    op.execute(f"""
CREATE OR REPLACE FUNCTION laurel_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_MAY_GO} THEN
        RETURN OLD;
    END IF;
    {_RAISE}
END $$""")
    for table in _TABLES:
        whole = "UPDATE OR TRUNCATE" if table == "history" else "UPDATE OR DELETE OR TRUNCATE"
        op.execute(
            f"CREATE TRIGGER {table}_change_refused BEFORE {whole} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION laurel_refused()"
        )
    op.execute(
        "CREATE TRIGGER history_delete_refused BEFORE DELETE ON history"
        " FOR EACH ROW EXECUTE FUNCTION laurel_kept()"
    )
    op.execute(
        "ALTER TABLE history ALTER COLUMN id SET DEFAULT"
        " CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('history_id_seq') END"
    )
