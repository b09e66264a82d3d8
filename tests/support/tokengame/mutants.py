"""Wrong models: each says one thing that BPMN does not. The comparison must notice every one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.support.tokengame import events, model
from tests.support.tokengame.activities import ActivityRun, TaskRun
from tests.support.tokengame.areas import AreaRun, HandlerRun
from tests.support.tokengame.blocks import ChoiceRun, SplitRun
from tests.support.tokengame.listening import Listening
from tests.support.tokengame.loops import LoopRun
from tests.support.tokengame.runs import Run, Waiting
from tests.support.tokengame.scopes import Scope


@dataclass(frozen=True)
class Mutant:
    """In place of `method` of `owner` stands what `wrong` makes of it; diagrams with `family` may show it."""

    name: str
    family: str
    owner: Any
    method: str
    wrong: Callable[[Any], Any]


MUTANTS: list[Mutant] = []


def mutant(family: str, owner: Any, method: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Enter a wrong model under the name of the function that makes it."""

    def enter(wrong: Callable[[Any], Any]) -> Callable[[Any], Any]:
        MUTANTS.append(Mutant(wrong.__name__.replace("_", " "), family, owner, method, wrong))
        return wrong

    return enter


def _first_goes_on(kind: str, right: Any) -> Any:
    """A merge that lets the first token through and takes the others off its way."""

    def child_done(self: Any, child: Run, alive: bool) -> None:
        if self.node.kind == kind and alive and len(self.pending) > 1:
            self.pending.remove(child)
            self.release(list(self.pending))
            self.finish(True)
        else:
            right(self, child, alive)

    return child_done


@mutant("parallel gateway", SplitRun, "child_done")
def a_parallel_merge_fires_at_the_first_token(right: Any) -> Any:
    return _first_goes_on("and", right)


@mutant("inclusive gateway", SplitRun, "child_done")
def an_inclusive_merge_does_not_wait(right: Any) -> Any:
    return _first_goes_on("or", right)


@mutant("inclusive gateway", SplitRun, "chosen")
def an_inclusive_split_takes_one_way_only(right: Any) -> Any:
    return lambda self: right(self)[:1] if self.node.kind == "or" else right(self)


@mutant("inclusive gateway", SplitRun, "settle")
def an_inclusive_merge_waits_for_all(right: Any) -> Any:
    return lambda self: False


@mutant("exclusive gateway", SplitRun, "chosen")
def an_exclusive_split_takes_the_last_true_way(right: Any) -> Any:
    def chosen(self: Any) -> Any:
        taken = [each for each in self.node.branches if each.condition and self.scope.value(each.condition)]
        return [taken[-1].block] if self.node.kind == "xor" and taken else right(self)

    return chosen


@mutant("event-based gateway", ChoiceRun, "disarm")
def an_event_based_gateway_goes_on_waiting(right: Any) -> Any:
    return lambda self, waits: None


@mutant("message boundary event, non-interrupting", ActivityRun, "caught")
def a_non_interrupting_boundary_event_interrupts(right: Any) -> Any:
    def caught(self: Any, place: Any, values: Mapping[str, Any]) -> None:
        right(self, replace(place, event=replace(place.event, interrupting=True)), values)

    return caught


@mutant("message boundary event, interrupting", ActivityRun, "caught")
def an_interrupting_boundary_event_lets_the_activity_go_on(right: Any) -> Any:
    def caught(self: Any, place: Any, values: Mapping[str, Any]) -> None:
        right(self, replace(place, event=replace(place.event, interrupting=False)), values)

    return caught


@mutant("message event sub-process, interrupting", AreaRun, "clear")
def an_interrupting_event_sub_process_cancels_nothing(right: Any) -> Any:
    return lambda self: self.disarm(self.armed)


@mutant("message event sub-process, non-interrupting", HandlerRun, "receive_start")
def an_event_sub_process_keeps_its_payload(right: Any) -> Any:
    return lambda self: self.scope.own.update(self.values)


@mutant("message event sub-process, non-interrupting", AreaRun, "children")
def an_area_does_not_wait_for_its_event_sub_processes(right: Any) -> Any:
    return lambda self: [run for run in right(self) if not isinstance(run, HandlerRun)]


@mutant("completion condition", LoopRun, "satisfied")
def a_completion_condition_is_ignored(right: Any) -> Any:
    return lambda self, child: False


@mutant("parallel multi-instance", LoopRun, "complete")
def results_come_in_the_order_of_completion(right: Any) -> Any:
    def complete(self: Any) -> None:
        self.results.sort(key=lambda each: (each is None, each))
        self.results.reverse()
        right(self)

    return complete


@mutant("standard loop", LoopRun, "round")
def a_standard_loop_asks_before_its_first_round(right: Any) -> Any:
    return lambda self, asked: right(self, True)


@mutant("output mapping", Scope, "hand_out")
def output_mappings_are_ignored(right: Any) -> Any:
    return lambda self, outputs, values: right(self, (), values)


@mutant("input mapping", Scope, "take")
def input_mappings_reach_outside(right: Any) -> Any:
    def take(self: Any, mappings: Any) -> None:
        for source, target in mappings:
            self.write(target, self.value(source))

    return take


@mutant("user task", TaskRun, "complete")
def results_stay_in_the_task(right: Any) -> Any:
    return lambda self, values: right(self, values if self.node.outputs or self.node.result else {})


@mutant("terminate end event", AreaRun, "terminate")
def a_terminate_end_event_ends_its_own_token_only(right: Any) -> Any:
    def terminate(self: Any) -> None:
        child = next(run for run in self.game.root.everything() if isinstance(run, events.ThrowRun))
        child.finish(False)

    return terminate


@mutant("error boundary event, interrupting", model, "throw")
def an_error_brings_nothing_along(right: Any) -> Any:
    return lambda thrower, kind, code, values: right(thrower, kind, code, {})


@mutant("sub-process", events, "catcher")
def an_error_or_escalation_is_caught_by_the_outmost(right: Any) -> Any:
    def catcher(thrower: Run, kind: str, code: str) -> Any:
        found = right(thrower, kind, code)
        further = right(found[1], kind, code) if found else None
        return further or found

    return catcher


@mutant("escalation throw event", events, "went_on")
def who_escalates_does_not_go_on(right: Any) -> Any:
    return lambda thrower, strand: right(thrower, strand) and thrower.node.kind != "escalation"


@mutant("compensate throw event", AreaRun, "compensations")
def compensation_runs_forward(right: Any) -> Any:
    return lambda self: right(self)[::-1]


@mutant("compensable task", ActivityRun, "remember")
def nothing_is_compensated(right: Any) -> Any:
    return lambda self, child: None


@mutant("cancel end event", AreaRun, "abort")
def a_cancelled_transaction_is_not_compensated(right: Any) -> Any:
    def abort(self: Any, end: str) -> None:
        self.done.clear()
        right(self, end)

    return abort


@mutant("timer boundary event, non-interrupting", Listening, "rearm")
def a_timer_cycle_fires_once(right: Any) -> Any:
    return lambda self, waiting, event: self.armed.remove(waiting)


@mutant("signal throw event", events, "occur")
def a_signal_does_not_reach_event_sub_processes(right: Any) -> Any:
    return lambda game, heard: right(game, [each for each in heard if not isinstance(each.run, AreaRun)])


@mutant("condition event sub-process, non-interrupting", Waiting, "comes_true")
def a_condition_occurs_as_often_as_it_is_true(right: Any) -> Any:
    def comes_true(self: Any) -> bool:
        self.true = False
        return bool(right(self))

    return comes_true
