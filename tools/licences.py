"""The licence texts of the Python packages that `make run` installs, beside those that Vite writes for the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from tools.shell import PYTHON, ROOT, attempt, stop

PYTHON_PART = ROOT / "web" / "static" / "dist" / "THIRD-PARTY-LICENSES-python.txt"
TEXTS = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.IGNORECASE)
RULE = "=" * 80


def write() -> None:
    """Write the file with the environment's own Python, whose packages they are."""
    done = attempt([PYTHON, "-m", "tools.licences"])
    if done.returncode:
        stop(f"the licence texts could not be collected: {done.stdout.strip()}")


def pinned(requirements: Path) -> Iterator[str]:
    """The package names of a requirement file."""
    for line in requirements.read_text().splitlines():
        if name := re.match(r"([A-Za-z0-9._-]+)(\[.*\])?==", line):
            yield name[1]


def entry(package: Distribution) -> str:
    """One package: name, version, declared licence, and the texts it carries."""
    meta = package.metadata
    declared = field(package, "License-Expression") or short(field(package, "License")) or classified(package)
    texts = [path.read_text(encoding="utf-8", errors="replace").strip() for path in licence_files(package)]
    head = f"{RULE}\n{meta['Name']} {package.version}\nLicence: {declared}\n{RULE}"
    return "\n\n".join([head, *texts])


def field(package: Distribution, name: str) -> str:
    """A field of the package's metadata, empty if it is not there."""
    return (package.metadata.get_all(name) or [""])[0].strip()


def short(text: str) -> str:
    """The licence field if it is a name and not a whole text."""
    return "" if "\n" in text else text


def classified(package: Distribution) -> str:
    """The licence as trove classifiers put it."""
    classifiers = package.metadata.get_all("Classifier") or []
    found = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License ::")]
    return ", ".join(found) or "not declared"


def licence_files(package: Distribution) -> list[Path]:
    """The licence texts among a package's files, each once."""
    found = {Path(str(package.locate_file(file))) for file in package.files or [] if TEXTS.search(str(file))}
    return sorted(path for path in found if path.is_file() and path.suffix not in {".py", ".pyc"})


def main() -> None:
    """Collect the packages of requirements/run.txt that are installed here (some are for other systems)."""
    entries = []
    for name in pinned(ROOT / "requirements" / "run.txt"):
        try:
            entries.append(entry(distribution(name)))
        except PackageNotFoundError:
            continue
    PYTHON_PART.parent.mkdir(parents=True, exist_ok=True)
    PYTHON_PART.write_text("\n\n\n".join(entries) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
