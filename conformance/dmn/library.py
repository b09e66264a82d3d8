"""The models of one folder, each file parsed once, with those that they import from beside them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from engine.dmn import DmnError, DmnModel, load
from engine.errors import Refused
from engine.xml import parse_xml


class Unusable(Exception):
    """A model that cannot be run, with the reason in Chinese."""


class Library:
    """Lends models by file name; raises Unusable for those that are missing, refused or import in a circle."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._models: dict[str, DmnModel | Unusable] = {}

    def model(self, name: str) -> DmnModel:
        """The model of a file in this folder."""
        if name not in self._models:
            self._models[name] = Unusable(f"模型 {name} 导入了它自己")
            self._models[name] = self._read(name)
        found = self._models[name]
        if isinstance(found, Unusable):
            raise found
        return found

    def _read(self, name: str) -> DmnModel | Unusable:
        root = self._roots.get(name)
        if root is None:
            return Unusable(f"没有可读的模型文件“{name}”")
        try:
            imported = self._imported(root)
            return load(root, imported, tolerant=True)
        except (DmnError, Unusable) as error:
            return Unusable(f"模型 {name} 不能运行：{error}")

    def _imported(self, root: Any) -> dict[str, DmnModel]:
        """The models whose namespaces this one imports; what is nowhere is left for the loader to name."""
        wanted = {element.get("namespace") for element in root if str(element.tag).endswith("}import")}
        files = {tree.get("namespace"): name for name, tree in self._roots.items()}
        return {namespace: self.model(files[namespace]) for namespace in wanted if namespace in files}

    @cached_property
    def _roots(self) -> dict[str, Any]:
        """The trees of the folder's files by name, those refused at the door left out."""
        found = {}
        for file in sorted(self.folder.glob("*.dmn")):
            try:
                found[file.name] = parse_xml(file.read_bytes(), file.name)
            except Refused:
                continue
        return found
