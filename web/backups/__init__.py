"""A backup is a folder: a consistent copy of the database, the stored files, and a manifest with every hash."""

from web.backups.errors import BackupDamaged, BackupRefused
from web.backups.restoring import Restored, restore
from web.backups.taking import Taken, take

__all__ = ["BackupDamaged", "BackupRefused", "Restored", "Taken", "restore", "take"]
