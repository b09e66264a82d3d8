"""The YAML files of a bundle: a scheme's rule data, groups, and the names that all schemes share."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import yaml

from engine import yaml_text
from engine.bundle.model import Bundle, File
from engine.errors import Finding
from engine.vocabulary import BODIES, SECTIONS, groups_of, words_of

SHARED = "shared"


def read_data(bundle: Bundle, file: File) -> None:
    """Read `scheme.yaml`, `groups.yaml` or `vocabulary.yaml`; other YAML files are nobody's."""
    place = PurePosixPath(file.path)
    read = _READERS.get(place.name)
    data = parsed(bundle, file) if read else None
    if read and data is not None:
        read(bundle, file, place.parent.as_posix().replace("/", "."), data)


def parsed(bundle: Bundle, file: File) -> dict[str, Any] | None:
    """What a YAML file says; None, with a finding, if it is not a list of keys and values."""
    try:
        data = yaml_text.load(file.content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        bundle.findings.append(Finding("yaml", "不是正确的 YAML，请检查缩进和冒号。", file.path, line=line))
        return None
    if not isinstance(data, dict):
        bundle.findings.append(Finding("yaml", "内容应是“键: 值”的列表。", file.path))
        return None
    return data


def _read_scheme(bundle: Bundle, file: File, scheme: str, data: dict[str, Any]) -> None:
    _check_sections(bundle, file, data)
    if bundle.file("scheme", scheme, file):
        bundle.schemes[scheme] = data


def _read_groups(bundle: Bundle, file: File, folder: str, data: dict[str, Any]) -> None:
    bundle.file("groups", folder, file)
    if BODIES in data:
        bundle.bodies[folder] = data[BODIES]
    for group, name in groups_of(data).items():
        if group in bundle.groups:
            message = f"候选组“{group}”写了两次，只留一处。"
            bundle.findings.append(Finding("duplicate-id", message, file.path, group))
        bundle.groups[group] = name


def _read_vocabulary(bundle: Bundle, file: File, folder: str, data: dict[str, Any]) -> None:
    if folder != SHARED:
        message = "vocabulary.yaml 只放在 shared 里；这个办法自己的名称写进 scheme.yaml。"
        bundle.findings.append(Finding("yaml", message, file.path))
        return
    _check_sections(bundle, file, data)
    bundle.file("vocabulary", folder, file)
    bundle.shared = words_of(data)


def _check_sections(bundle: Bundle, file: File, data: dict[str, Any]) -> None:
    for section in SECTIONS:
        if not isinstance(data.get(section) or {}, dict):
            message = f"“{section}”应是“编号: 名称”的列表。"
            bundle.findings.append(Finding("yaml", message, file.path, section))


_READERS = {
    "scheme.yaml": _read_scheme,
    "groups.yaml": _read_groups,
    "vocabulary.yaml": _read_vocabulary,
}
