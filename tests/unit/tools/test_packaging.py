"""The container file and the systemd units name commands, folders and limits that exist in this checkout."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools import environment
from web.cli.main import laurel
from web.installation import ROOT
from web.listening import GRACE

IMAGE = (ROOT / "Containerfile").read_text(encoding="utf-8")
PLACE = "/srv/laurel"


def instructions(name: str) -> list[str]:
    """The arguments of every instruction of that name, continued lines joined, comments left out."""
    lines = [line for line in IMAGE.splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [line.removeprefix(name).strip() for line in whole.splitlines() if line.startswith(f"{name} ")]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """What `COPY . .` takes of this checkout."""
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    ignored = {rule for rule in rules if rule and not rule.startswith("#")}
    for entry in ROOT.iterdir():
        if not any(fnmatch(entry.name, rule) for rule in ignored):
            (tmp_path / entry.name).symlink_to(entry)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False)


def test_what_is_shipped_can_be_prepared_and_started(shipped: Path) -> None:
    assert not {"tests", "benchmarks", "var", ".venv", ".git"} & {path.name for path in shipped.iterdir()}
    usage = run(shipped, "-m", "tools.bootstrap")
    assert "usage: python -m tools.bootstrap run|" in usage.stdout + usage.stderr
    helped = run(shipped, "-m", "web.cli", "--help")
    assert (helped.returncode, helped.stderr) == (0, "")


def test_the_image_does_what_make_run_does(shipped: Path) -> None:
    build, system = instructions("RUN")
    prepare, clean, compiled = [shlex.split(step) for step in build.split("&&")]
    assert prepare == ["python", "-m", "tools.bootstrap", "run"]
    assert clean == ["rm", "-rf", "web/frontend/node_modules"]
    assert compiled[:4] == [".venv/bin/python", "-m", "compileall", "-q"]
    assert all((shipped / name).exists() for name in compiled[4:])
    assert "postgresql-client" in system
    stages = [stage.split() for stage in instructions("FROM")]
    assert {stage[0] for stage in stages} == {"docker.io/library/python:3.11-slim"}
    assert instructions("COPY") == [". .", f"--from={stages[0][2]} {PLACE} {PLACE}"]
    assert instructions("WORKDIR") == [PLACE, PLACE]


def test_the_image_runs_the_command_as_nobody_special() -> None:
    (entry,), (command,) = instructions("ENTRYPOINT"), instructions("CMD")
    program = environment.PYTHON.parent / "laurel"
    assert entry == f'["{PLACE}/{program.relative_to(ROOT).as_posix()}"]'
    assert command == '["serve", "--host", "0.0.0.0"]'
    assert "serve" in laurel.commands
    (user,) = instructions("USER")
    assert f"useradd --system --uid 10001 --home-dir /var/lib/laurel {user}" in instructions("RUN")[1]
    (volume,) = instructions("VOLUME")
    assert f"LAUREL_VAR={volume} " in instructions("ENV")[0]


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_unit_starts_a_command_and_waits_for_its_end(role: str) -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((ROOT / "packaging" / f"laurel-{role}.service").read_text(encoding="utf-8"))
    service = unit["Service"]
    program, command, *options = shlex.split(service["ExecStart"])
    assert (program, command) == (f"{PLACE}/.venv/bin/laurel", role)
    known = {option for parameter in laurel.commands[command].params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known
    assert float(service["TimeoutStopSec"]) > GRACE + 5  # and the threads' own five seconds
    assert (service["User"], service["StateDirectory"]) == ("laurel", "laurel")


def test_the_manual_names_only_commands_that_exist() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for command, sub in re.findall(
        r"laurel (init|deploy|serve|backup|restore|audit|user|check|web|worker|case-file) ?(\w*)", manual
    ):
        found = laurel.commands[command]
        if command in ("audit", "user"):
            assert sub in found.commands  # type: ignore[attr-defined]
    names = set(re.findall(r"LAUREL_[A-Z0-9_]+", manual))
    assert names == {
        "LAUREL_CLAMD",
        "LAUREL_DATABASE_URL",
        "LAUREL_FONTS",
        "LAUREL_KEYS",
        "LAUREL_MAIL_FROM",
        "LAUREL_PG_BIN",
        "LAUREL_PUBLIC_URL",
        "LAUREL_S3_URL",
        "LAUREL_SECRET_FILE",
        "LAUREL_SMTP_URL",
        "LAUREL_TRUSTED_PROXY",
        "LAUREL_UPLOAD_LIMITS",
        "LAUREL_VAR",
    }
    floors = (ROOT / "web", ROOT / "awards")
    read = "".join(path.read_text(encoding="utf-8") for floor in floors for path in floor.rglob("*.py"))
    assert all(f'"{name}"' in read for name in names)
