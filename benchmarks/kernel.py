"""Kernel and codec without a database, beside stock SpiffWorkflow with its own serializer."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from benchmarks import models
from benchmarks.timing import Timing, measure
from engine.bpmn import Services, Workflow, parse

VARIABLES = {
    "amount": 50,
    "grade": "B",
    "applicant": {"name": "示例精密仪器有限公司", "fields": list(range(40))},
}
INSTANCES = 20


def ours_cold() -> Timing:
    """Decode, complete, encode for every step."""
    (definition,) = parse(models.ours(), "bench/p.bpmn")
    services = Services(now=datetime(2026, 3, 2, tzinfo=UTC), functions={}, decide=None)

    def work() -> int:
        steps = 0
        for _ in range(INSTANCES):
            workflow = Workflow.start(definition, _feel(VARIABLES), services)
            state = workflow.encode()
            for n in range(len(models.TASKS)):
                workflow = Workflow.decode(definition, state)
                (wait,) = workflow.waiting()
                workflow.complete(wait.token, _feel({f"answer{n % 5}": n}), services)
                workflow.drain()
                state = workflow.encode()
                steps += 1
        return steps

    return measure(work)


def ours_hot() -> Timing:
    """A live workflow: complete and encode for every step."""
    (definition,) = parse(models.ours(), "bench/p.bpmn")
    services = Services(now=datetime(2026, 3, 2, tzinfo=UTC), functions={}, decide=None)

    def work() -> int:
        steps = 0
        for _ in range(INSTANCES):
            workflow = Workflow.start(definition, _feel(VARIABLES), services)
            (wait,) = workflow.drain().opened
            for n in range(len(models.TASKS)):
                workflow.complete(wait.token, _feel({f"answer{n % 5}": n}), services)
                opened = workflow.drain().opened
                workflow.encode()
                wait = opened[0] if opened else wait
                steps += 1
        return steps

    return measure(work)


def stock(cold: bool) -> Timing:
    """The stock parser, workflow and serializer; `cold` also deserializes for every step."""
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.util.task import TaskState

    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(models.stock()))
    spec = parser.get_spec("bench_p")
    serializer = BpmnWorkflowSerializer()

    def work() -> int:
        steps = 0
        for _ in range(INSTANCES):
            workflow = BpmnWorkflow(spec)
            workflow.get_next_task(state=TaskState.READY).set_data(**VARIABLES)
            workflow.do_engine_steps()
            state = serializer.serialize_json(workflow)
            for n in range(len(models.TASKS)):
                if cold:
                    workflow = serializer.deserialize_json(state)
                task = next(t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.manual)
                task.set_data(**{f"answer{n % 5}": n})
                task.run()
                workflow.do_engine_steps()
                state = serializer.serialize_json(workflow)
                steps += 1
        return steps

    return measure(work, rounds=3)


def _feel(values):  # type: ignore[no-untyped-def]
    from engine.feel import from_json

    return from_json(values)
