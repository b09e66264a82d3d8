"""The folder of another district, made as processes/README.md tells its owners: copied, renamed, tables changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "processes"
CHANGES = ROOT / "tests" / "schemes" / "pudong"
DIAGRAMS = ("application", "await-cases", "cycle", "eligibility", "objection")
# What of a Jing'an file names Jing'an, longest first.
RENAMED = (("静安区", "浦东新区"), ("静安", "浦东"), ("静质奖", "浦质奖"), ("jingan", "pudong"))
_ARTICLE = re.compile(r"\bJ-(?=\d)")
_FORM = re.compile(r'formId="pudong\.([a-z-]+)"')


def build(processes: Path) -> Path:
    """Lay `pudong` into a processes folder that has no scheme but what all share; returns the new folder."""
    shutil.copytree(PROCESSES / "shared", processes / "shared")
    changes = yaml.safe_load((CHANGES / "changes.yaml").read_text("utf-8"))
    place = processes / "pudong"
    for name in DIAGRAMS:
        _copy(f"{name}.bpmn", place)
    for file in sorted((PROCESSES / "jingan" / "decisions").glob("*.dmn")):
        _copy(f"decisions/{file.name}", place)
    for form in sorted({f for name in DIAGRAMS for f in _FORM.findall((place / f"{name}.bpmn").read_text())}):
        _copy(f"forms/{form}.form", place)
        _offer(place / "forms" / f"{form}.form", changes["options"])
    for name in ("groups.yaml", "scheme.yaml"):
        _copy(name, place)
    _say(place / "scheme.yaml", changes)
    for part in ("decisions", "scenarios"):
        shutil.copytree(CHANGES / part, place / part, dirs_exist_ok=True)
    return place


def _copy(name: str, place: Path) -> None:
    text = (PROCESSES / "jingan" / name).read_text("utf-8")
    for old, new in RENAMED:
        text = text.replace(old, new)
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(_ARTICLE.sub("P-", text), "utf-8")


def _offer(form: Path, options: dict[str, dict[str, str]]) -> None:
    """Other options for the fields of these names, wherever they stand in a form."""

    def walk(components: list[dict[str, Any]]) -> None:
        for component in components:
            if component.get("key") in options and "values" in component:
                offered = options[component["key"]]
                component["values"] = [{"label": label, "value": value} for value, label in offered.items()]
            walk(component.get("components", []))

    data = json.loads(form.read_text("utf-8"))
    walk(data["components"])
    form.write_text(json.dumps(data, ensure_ascii=False, indent=2), "utf-8")


def _say(file: Path, changes: dict[str, Any]) -> None:
    """Own names and numbers; whatever the district has not given is not in its rule."""
    data = yaml.safe_load(file.read_text("utf-8"))
    own = changes["scheme.yaml"]
    foreign = {name for name in data["parameters"] if name not in own["parameters"]}
    numbers = {
        name: {**data["parameters"][name], "value": None, "not_in_rule": True}
        for name in sorted(foreign)
        if not name.startswith("quota_")
    }
    articles = [
        {**article, "summary": changes["articles"].get(article["id"], "条文没有装入。")}
        for article in data["articles"]
    ]
    said = {**data, **own, "parameters": {**own["parameters"], **numbers}, "articles": articles}
    file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), "utf-8")
