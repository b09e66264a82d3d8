"""Why a backup could not be taken or put back, for the administrator who has to cure it."""

from __future__ import annotations

from engine.errors import LaurelError


class BackupRefused(LaurelError):
    """{reason}"""

    code, status = "backup-refused", 409


class BackupDamaged(LaurelError):
    """备份“{folder}”已损坏：{reason}。没有恢复任何内容，请换一份备份。"""

    code, status = "backup-damaged", 422
