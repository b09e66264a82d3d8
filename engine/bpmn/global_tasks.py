"""Global tasks (BPMN 2.0.2, 10.3.7): each becomes a process of its own with one task, for call activities."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.names import BPMN, is_bpmn, local

GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def write_out_global_tasks(root: etree._Element) -> None:
    """Replace every global task of a file by the process that calls of it run.

    The process has the global task's id; the task in it is called `<id>-task`, with hyphens for dots.
    """
    for found in [child for child in root if is_bpmn(child) and local(child) in GLOBAL_TASKS]:
        number = found.get("id", "")
        process = etree.Element(f"{BPMN}process", id=number, isExecutable="true")
        task = etree.SubElement(process, f"{BPMN}{GLOBAL_TASKS[local(found)]}", dict(found.attrib))
        task.set("id", f"{number.replace('.', '-')}-task")
        if found.get("name"):
            process.set("name", found.get("name"))
        task.extend(list(found))
        process.sourceline = task.sourceline = found.sourceline
        root.replace(found, process)
