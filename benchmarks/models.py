"""One model of twenty user tasks in two dialects: ours, and its Python-expression twin for stock SpiffWorkflow."""

from __future__ import annotations

from tests.support import diagrams as d

TASKS = [f"t{n:02}" for n in range(1, 21)]


def ours(process_id: str = "bench.p") -> bytes:
    """Twenty user tasks; after every fifth an exclusive gateway with a condition of two comparisons."""
    return _sequence(
        process_id,
        lambda name: d.task(name, groups="bench.staff"),
        'amount > 100 and grade = "A"',
    )


def stock(process_id: str = "bench_p") -> bytes:
    """The same tasks and gateways with plain user tasks and Python conditions, for the stock parser."""
    plain = _sequence(
        process_id,
        lambda name: f'<bpmn:userTask id="{name}" name="{name}"/>',
        'amount > 100 and grade == "A"',
    )
    return plain.replace(b"<bpmn:conditionExpression>=", b"<bpmn:conditionExpression>")


def _sequence(process_id, task, condition):  # type: ignore[no-untyped-def]
    parts, path, before = [d.start("begin"), d.end("finish")], [], "begin"
    for n, name in enumerate(TASKS, 1):
        parts.append(task(name))
        path.append(d.flow(before, name))
        before = name
        if n % 5 == 0:
            gate, side, merge = f"gate{n}", f"side{n}", f"merge{n}"
            parts += [d.gateway(gate, default=f"{gate}-on"), task(side), d.gateway(merge)]
            path += [
                d.flow(name, gate),
                d.flow(gate, side, condition),
                d.flow(gate, merge, name=f"{gate}-on"),
                d.flow(side, merge),
            ]
            before = merge
    path.append(d.flow(before, "finish"))
    return d.diagram(process_id, *parts, *path)
