"""Small DMN models from text."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.dmn import DecisionResult, DmnModel, load
from engine.feel import Environment

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def root(body: str, namespace: str = "urn:test", model: str = MODEL) -> Any:
    """The tree of a model with the given content."""
    return etree.fromstring(
        f'<definitions xmlns="{model}" id="m" name="测试" namespace="{namespace}">{body}</definitions>'
    )


def model(body: str) -> DmnModel:
    return load(root(body))


def text(source: str) -> str:
    """A literal expression."""
    escaped = source.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{escaped}</text></literalExpression>"


def decision(key: str, logic: str, *needs: str, type: str = "") -> str:
    """A decision named as its id; `needs` are "input", "decision" or "knowledge" and an id: "input:amount"."""
    requirements = "".join(_requirement(*need.split(":")) for need in needs)
    declared = f' typeRef="{type}"' if type else ""
    return f'<decision id="{key}" name="{key}"><variable name="{key}"{declared}/>{requirements}{logic}</decision>'


def _requirement(kind: str, key: str) -> str:
    tag = "knowledgeRequirement" if kind == "knowledge" else "informationRequirement"
    return f'<{tag}><required{kind.capitalize()} href="#{key}"/></{tag}>'


def input_data(key: str, type: str = "") -> str:
    declared = f' typeRef="{type}"' if type else ""
    return f'<inputData id="{key}" name="{key}"><variable name="{key}"{declared}/></inputData>'


def table(policy: str, inputs: list[str], outputs: list[str], rules: list[list[str]], extra: str = "") -> str:
    """A decision table. A clause is "name" or "name:type"; an output clause may go on with ":values"."""
    head = "".join(_input(clause) for clause in inputs) + "".join(_output(clause) for clause in outputs)
    body = "".join(_rule(number, cells, len(inputs)) for number, cells in enumerate(rules, 1))
    return f'<decisionTable hitPolicy="{policy}" {extra}>{head}{body}</decisionTable>'


def _escape(source: str) -> str:
    return source.replace("&", "&amp;").replace("<", "&lt;")


def _input(clause: str) -> str:
    name, _, type = clause.partition(":")
    return f'<input><inputExpression typeRef="{type}"><text>{name}</text></inputExpression></input>'


def _output(clause: str) -> str:
    name, type, values, *_ = (*clause.split(":"), "", "")
    allowed = f"<outputValues><text>{_escape(values)}</text></outputValues>" if values else ""
    return f'<output name="{name}" typeRef="{type}">{allowed}</output>'


def _rule(number: int, cells: list[str], inputs: int) -> str:
    tags = ["inputEntry"] * inputs + ["outputEntry"] * (len(cells) - inputs)
    entries = "".join(
        f"<{tag}><text>{_escape(cell)}</text></{tag}>" for tag, cell in zip(tags, cells, strict=True)
    )
    return f'<rule id="r{number}">{entries}</rule>'


def decide(found: DmnModel, key: str, **context: Any) -> DecisionResult:
    return found.evaluate(key, context, Environment())
