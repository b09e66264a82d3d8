"""Where this installation keeps its data: the database's address, the `var` folder, its tables brought up to date."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from awards.settings import var_folder
from engine.errors import LaurelError

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = ROOT / "processes"


class NewerTables(LaurelError):
    """数据库的表结构比本程序新，请换用新版本的程序（{reason}）。"""

    code, status = "newer-tables", 503


def var() -> Path:
    """The folder for everything that is not in git; `LAUREL_VAR` moves it."""
    place = var_folder()
    place.mkdir(parents=True, exist_ok=True)
    return place


def database_url() -> str:
    """`LAUREL_DATABASE_URL`, else a SQLite file under `var`."""
    url = os.environ.get("LAUREL_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url or f"sqlite:///{var() / 'laurel.db'}"


def migrate(url: str) -> None:
    """Bring the tables up to date; does nothing when they are. Raises NewerTables."""
    config = _migrations()
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NewerTables(reason=str(error)) from error


def knows(revision: str) -> bool:
    """Whether this program has the migration of that name, so that tables of it can be brought up to date."""
    return revision in {
        script.revision for script in ScriptDirectory.from_config(_migrations()).walk_revisions()
    }


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
