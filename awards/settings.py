"""What an installation sets for papers and mail, read from the environment when it is needed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """`address` is what people type to reach the pages; without `smtp` no mail goes out."""

    var: Path
    address: str
    smtp: str
    sender: str

    @property
    def archive(self) -> Path:
        """Where papers lie: below `files`, which backups hold."""
        return self.var / "files" / "letters"


def settings() -> Settings:
    """The settings of this process: LAUREL_VAR, LAUREL_PUBLIC_URL, LAUREL_SMTP_URL, LAUREL_MAIL_FROM."""
    address = os.environ.get("LAUREL_PUBLIC_URL") or ADDRESS
    sender = os.environ.get("LAUREL_MAIL_FROM") or f"laurel@{urlsplit(address).hostname or 'localhost'}"
    smtp = os.environ.get("LAUREL_SMTP_URL", "")
    return Settings(var_folder(), address.rstrip("/"), smtp, sender)


def var_folder() -> Path:
    """The folder for everything that is not in git; `LAUREL_VAR` moves it."""
    return Path(os.environ.get("LAUREL_VAR") or ROOT / "var")
