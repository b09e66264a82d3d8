"""What a bundle holds: everything found, by id, with the file it stands in and the findings of the check."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from engine.bpmn import Definition
from engine.dmn import DmnModel
from engine.errors import Finding
from engine.forms import Form
from engine.letters import Template
from engine.vocabulary import Vocabulary, Words, words_of


@dataclass(frozen=True, slots=True)
class File:
    """One file of the bundle: where it stands and what it says."""

    path: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class Bundle:
    """Everything found, by id, with the findings of the check."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    decisions: dict[str, DmnModel] = field(default_factory=dict)
    letters: dict[str, Template] = field(default_factory=dict)
    schemes: dict[str, dict[str, Any]] = field(default_factory=dict)
    criteria: dict[str, Any] = field(default_factory=dict)  # sets by id (engine/bundle/criteria.py)
    groups: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)  # by folder (engine/bundle/bodies.py)
    shared: Words = field(default_factory=Words)
    files: dict[tuple[str, str], File] = field(default_factory=dict)  # (kind, id) -> file
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    @property
    def errors(self) -> list[Finding]:
        return [f for f in self.findings if f.severity == "error"]

    @property
    def vocabulary(self) -> Vocabulary:
        """What things are called by the files of this bundle alone."""
        own = {scheme: words_of(data) for scheme, data in self.schemes.items()}
        return Vocabulary(self.groups, own, self.shared)

    def file(self, kind: str, key: str, file: File) -> bool:
        """Enter where something stands; False, with a finding, if its id is taken."""
        if (kind, key) in self.files:
            self.taken(key, self.files[kind, key], file)
            return False
        self.files[kind, key] = file
        return True

    def taken(self, key: str, first: File, second: File) -> None:
        """Two files use one id."""
        message = f"编号“{key}”已被 {first.path} 使用，编号不能重复。"
        self.findings.append(Finding("duplicate-id", message, second.path, key))


def id_of(path: str) -> str:
    """`jingan/decisions/quota.dmn` -> `jingan.quota`: the id is the path without its kind's folder."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(p for p in parts if p not in ("forms", "decisions", "letters", "criteria"))
