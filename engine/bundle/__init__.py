"""A folder of diagrams, forms, decisions and rule data, read and checked as one thing."""

from engine.bundle.folder import processes_root, read_folder
from engine.bundle.model import Bundle, File, id_of
from engine.bundle.reading import read

__all__ = ["Bundle", "File", "id_of", "processes_root", "read", "read_folder"]
