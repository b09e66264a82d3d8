"""Rounds of review: what a reviewer has to do, what a leader brings together, the office's balance and assignments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from awards.reviews import rounds
from awards.reviews.balance import Load, balance, plan
from awards.reviews.rounds import DECLARE
from engine.bpmn import Workflow
from engine.commands import tasks
from engine.db import Record
from engine.errors import Invalid, LaurelError
from engine.queries.visibility import staff_schemes
from web.access import OFFICE, SIGNED_IN, may
from web.errors import sentence_of
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.language import said
from web.people.accounts import display_names
from web.reviews.begun import sheets_begun

pages = Blueprint("reviews", __name__)

ROUNDS: Mapping[str, str] = {
    "desk": N_("资料评审"),
    "onsite": N_("现场评审"),
    "written": N_("书面评审"),
    "panel": N_("专家会审"),
    "defence": N_("答辩"),
}
STATES: Mapping[tuple[str, str], tuple[str, str, str]] = {
    (DECLARE, "open"): ("due", "hand", N_("待声明")),
    (rounds.REVIEW, "open"): ("run", "edit", N_("待评审")),
    (DECLARE, "completed"): ("run", "glass", N_("已声明")),
    (rounds.REVIEW, "completed"): ("done", "check", N_("已提交")),
}
USUAL, MOST = 2, 9  # reviewers proposed for a case: no rule gives a number; the office says how many


@pages.get("/reviews")
@may(SIGNED_IN)
def index() -> str:
    schemes = _schemes()
    with reading() as connection:
        mine, leading = rounds.mine(connection, actor()), rounds.leading(connection, actor())
        waiting = rounds.to_assign(connection, actor()) if schemes else []
        running = rounds.progress(connection, actor(), schemes) if schemes else []
        begun = sheets_begun(connection, me().name, [row["id"] for row in mine if row["status"] == "open"])
    return render_template(
        "reviews/index.html",
        mine=mine,
        leading=leading,
        running=running,
        waiting=len(waiting),
        office=bool(schemes),
        begun=begun,
        tally=Counter(STATES[row["element"], row["status"]] for row in mine),
        states=STATES,
        rounds=ROUNDS,
    )


@pages.get("/reviews/balance")
@may(OFFICE)
def loads() -> str:
    """Who reviews how much in the schemes of this office."""
    with reading() as connection:
        found = balance(connection, _schemes())
        people = display_names(connection, {load.account for load in found})
    most = max([len(load.assigned) for load in found], default=0)
    return render_template("reviews/balance.html", loads=found, most=most, people=people)


@pages.get("/reviews/assign")
@may(OFFICE)
def assign() -> str:
    """All cases that wait for reviewers, with a proposal by least load that may be edited."""
    wanted = min(max(1, request.args.get("wanted", USUAL, int)), MOST)
    with reading() as connection:
        rows = _proposals(connection, rounds.to_assign(connection, actor()))
        loads = balance(connection, _schemes())
    chosen = plan([(r["id"], [p["account"] for p in r["proposed"]]) for r in rows], _burden(loads), wanted)
    return render_template(
        "reviews/assign.html", rows=rows, chosen=chosen, wanted=wanted, most=MOST, rounds=ROUNDS
    )


@pages.post("/reviews/assign")
@may(OFFICE)
def assigned() -> Response:
    """Assign what was chosen, case by case; each case says how it went."""
    if not request.form.get("confirm"):
        flash(_("请先勾选“已核对”，再指派。"), "bad")
        return redirect(url_for("reviews.assign"), code=303)
    with reading() as connection:
        rows = _proposals(connection, rounds.to_assign(connection, actor()))
    done = [_assign(row, set(request.form.getlist(f"pick-{row['id']}"))) for row in rows]
    if not any(done):
        flash(_("没有选中任何评审员，什么也没有指派。"), "bad")
    return redirect(url_for("reviews.assign" if len(rows) > sum(done) else "reviews.index"), code=303)


def _assign(row: Mapping[str, Any], accounts: set[str]) -> bool:
    """Whether the case got its reviewers; nobody chosen is no attempt."""
    chosen = [person for person in row["proposed"] if person["account"] in accounts]
    if not chosen:
        return False
    people = [
        {"account": p["account"], "name": p["name"], "in_pool": True, "not_mentor": True} for p in chosen
    ]
    case = row["business_key"] or row["title"]
    try:
        tasks.complete(engine(), row["id"], {"reviewers": people}, actor())
    except LaurelError as error:
        reason = (
            _("；").join(map(said, error.errors.values()))
            if isinstance(error, Invalid)
            else sentence_of(error)
        )
        flash(_("%(case)s：没有指派。%(reason)s", case=case, reason=reason), "bad")
        return False
    names = _("、").join(str(p["name"]) for p in chosen)
    flash(_("%(case)s：已指派 %(names)s。", case=case, names=names), "done")
    return True


def _proposals(connection: Connection, rows: Sequence[Record]) -> list[dict[str, Any]]:
    """Each row with who may review the case and who may not, as its round has found them."""
    found = []
    for row in rows:
        deployed = engine().definitions.get(connection, row["definition_id"])
        known = Workflow.decode(deployed.definition, row["state"]).variables()
        proposed, barred = known.get("proposed") or [], known.get("barred") or []
        found.append({**row, "proposed": proposed, "barred": barred, "state": None})
    return found


def _burden(loads: Sequence[Load]) -> dict[str, int]:
    """What each has at hand, over all schemes of this office."""
    found: dict[str, int] = {}
    for load in loads:
        found[load.account] = found.get(load.account, 0) + load.open
    return found


def _schemes() -> list[str]:
    """The schemes for whose office the signed-in person works."""
    office = {g.rpartition(".")[0] for g in me().actor.groups if g.rpartition(".")[2].startswith("office-")}
    return [scheme for scheme in staff_schemes(actor()) if scheme in office]
