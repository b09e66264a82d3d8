"""Kernel and codec without a database, beside stock SpiffWorkflow with its own serializer."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

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


class Stock:
    """The stock parser, workflow and serializer on the Python-expression twin of the model."""

    def __init__(self) -> None:
        from SpiffWorkflow.bpmn.parser import BpmnParser
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(models.stock()))
        self._spec = parser.get_spec("bench_p")
        self._serializer = BpmnWorkflowSerializer()

    def start(self) -> BpmnWorkflow:
        workflow = BpmnWorkflow(self._spec)
        workflow.get_next_task(state=TaskState.READY).set_data(**VARIABLES)
        workflow.do_engine_steps()
        return workflow

    def step(self, workflow: BpmnWorkflow, n: int) -> None:
        """Complete the one open user task."""
        task = next(t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.manual)
        task.set_data(**{f"answer{n % 5}": n})
        task.run()
        workflow.do_engine_steps()

    def save(self, workflow: BpmnWorkflow) -> str:
        return str(self._serializer.serialize_json(workflow))

    def load(self, state: str) -> BpmnWorkflow:
        return self._serializer.deserialize_json(state)


def stock(cold: bool) -> Timing:
    """Step and save; `cold` also loads for every step."""
    other = Stock()

    def work() -> int:
        steps = 0
        for _ in range(INSTANCES):
            workflow = other.start()
            state = other.save(workflow)
            for n in range(len(models.TASKS)):
                if cold:
                    workflow = other.load(state)
                other.step(workflow, n)
                state = other.save(workflow)
                steps += 1
        return steps

    return measure(work, rounds=3)


def _feel(values):  # type: ignore[no-untyped-def]
    from engine.feel import from_json

    return from_json(values)
