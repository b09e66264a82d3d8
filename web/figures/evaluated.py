"""What a third party that evaluates the award work is given: one cycle in numbers, no case, nobody's name."""

from __future__ import annotations

from flask import render_template, request

from engine.errors import NotFound
from engine.queries import figures
from engine.vocabulary import scheme_of
from web.access import EVALUATING, may
from web.figures.cycle import chosen_of, cycles_of, listed_keys, overview_of, slots_of
from web.figures.funnel import LISTED, funnel, way_of
from web.figures.room import Room, pages
from web.house import actor, engine, reading, vocabulary
from web.language import noop as N_

EVALUATES = ".third-party"  # what the groups of evaluators end with


@pages.get("/figures/evaluated")
@may(EVALUATING)
def evaluated() -> str:
    """A cycle of the scheme that this evaluator is commissioned for."""
    where = _room()
    with reading() as connection:
        found = cycles_of(connection, where.scheme)
        chosen = chosen_of(found)
        overview, pace = None, []
        if chosen:
            key = chosen["process_id"], chosen["business_key"]
            deployed = engine().definitions.newest(connection, key[0])
            way = way_of(deployed.scheme, vocabulary(connection).stages(key[0]))
            listed = {
                step: [
                    row.slot or ""
                    for row in figures.totals(
                        connection, *key, keys=listed_keys(connection, chosen["id"], step)
                    )
                    for _each in range(row.number)
                ]
                for step in way.steps
                if step.startswith(LISTED)
            }
            steps = funnel(way, figures.totals(connection, *key), listed)
            dates = figures.steps(connection, chosen["id"])
            overview = overview_of(chosen, way, steps, slots_of(deployed.scheme), dates)
            pace = list(figures.pace(connection, *key))
    return render_template("figures/evaluated.html", room=where, cycles=found, overview=overview, pace=pace)


def _room() -> Room:
    """The scheme asked for in the address, else the first that one evaluates. Raises NotFound."""
    words = vocabulary()
    seen = [scheme_of(group) for group in sorted(actor().groups) if group.endswith(EVALUATES)]
    asked = request.args.get("scheme") or next(iter(seen), "")
    if asked not in seen:
        raise NotFound(what=N_("这个页面"))
    return Room(asked, {scheme: words.scheme_short(scheme) for scheme in seen})
