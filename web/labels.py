"""Names in templates, from the deployed vocabulary; no scheme, role, kind or stage is named in code."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from engine.vocabulary import Vocabulary, kind_of
from web.house import vocabulary
from web.language import gettext as _
from web.language import noop as N_


def short_name(process_name: str) -> str:
    """A process's name without the scheme before it: `静安区政府质量奖：异议处理` -> `异议处理`."""
    return process_name.rpartition("：")[2]


def stage_name(names: Vocabulary, process_id: str, stage: str | None) -> str:
    """What the stage of a case is called; a case that has none yet was only filed."""
    return names.stages(process_id).get(stage, stage) if stage else _("立案")


def opening_word(process_id: str) -> str:
    """What is said of a case's beginning: a cycle is started, everything else is filed."""
    return N_("启动") if kind_of(process_id) == "cycle" else N_("立案")


def party_word(process_id: str) -> str:
    """What whoever owns a case is called where names are not told."""
    return {"application": N_("申报人"), "objection": N_("异议人")}.get(kind_of(process_id), N_("当事人"))


def install(app: Flask) -> None:
    app.jinja_env.globals["groups_text"] = _groups_text
    app.jinja_env.filters.update(
        scheme=_scheme,
        scheme_short=_scheme_short,
        kind=_kind,
        opening=opening_word,
        short=short_name,
        stage=_stage,
    )


def _groups_text(groups: Iterable[str]) -> str:
    return vocabulary().groups_text(groups)


def _scheme(process_id: str) -> str:
    return vocabulary().scheme(process_id)


def _scheme_short(process_id: str) -> str:
    return vocabulary().scheme_short(process_id)


def _kind(process_id: str) -> str:
    return vocabulary().kind(process_id)


def _stage(stage: str | None, process_id: str) -> str:
    return stage_name(vocabulary(), process_id, stage)
