"""What is locked stays locked: hashes everywhere, no addresses, one version of each package."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "requirements").glob("*.txt"))
LOCK = json.loads((ROOT / "web/frontend/package-lock.json").read_text())


def pins(file: Path) -> dict[str, str]:
    """Package and version of each pin."""
    found = re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", file.read_text(), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_pin_has_a_hash_and_no_file_names_a_host(file: Path) -> None:
    text = file.read_text()
    without_hash = [
        block for block in re.split(r"\n(?=[a-z])", text) if "==" in block and "--hash=sha256:" not in block
    ]
    assert without_hash == []
    assert re.findall(r"https?://|--index-url|--find-links", text) == []


@pytest.mark.parametrize("smaller", ["run", "test"])
def test_smaller_requirement_files_agree_with_the_largest(smaller: str) -> None:
    largest = pins(ROOT / "requirements/dev.txt")
    own = pins(ROOT / f"requirements/{smaller}.txt")
    assert {name: largest.get(name) for name in own} == own


def test_every_declared_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[\[<>=]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}
    assert declared - set(pins(ROOT / "requirements/run.txt")) == set()


def test_npm_packages_are_pinned_exactly_with_integrity_and_without_addresses() -> None:
    packages = {name: facts for name, facts in LOCK["packages"].items() if name}
    assert [name for name, facts in packages.items() if "integrity" not in facts] == []
    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    manifest = json.loads((ROOT / "web/frontend/package.json").read_text())
    versions = [*manifest["dependencies"].values(), *manifest["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
