"""Modification of a running instance by an administrator: take tokens away, put tokens elsewhere, set variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.boundary import Boundary
from engine.bpmn.elements.event_gateway import EventGateway
from engine.bpmn.elements.repeated import Repeated
from engine.bpmn.elements.sub_process import EventSubProcess, SubProcess
from engine.bpmn.instance import Instance
from engine.bpmn.rewrite import ELEMENT
from engine.bpmn.token import STARTED, Token
from engine.errors import LaurelError
from engine.sentence import Sentence


class ModificationRefused(LaurelError):
    """不能这样修改实例：{reason}。没有任何内容被改动。"""

    code, status = "modification-refused", 409


@dataclass(frozen=True, slots=True)
class CancelToken:
    """Take a token away with all that it owns and contains."""

    token: str


@dataclass(frozen=True, slots=True)
class StartBefore:
    """Put a token in an element. `inside` is the token of the sub-process meant, if several are running.

    Sub-processes around it that are not running are opened, without their own beginning.
    """

    element: str
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class StartAfter:
    """Go on behind an element as if it had just been done; its outgoing conditions are asked."""

    element: str
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Set variables of the instance, or in the own scope of a token."""

    values: Mapping[str, Any]
    token: str | None = None


Instruction = CancelToken | StartBefore | StartAfter | SetVariables


def modify(instance: Instance, instructions: Sequence[Instruction]) -> None:
    """Follow the instructions in their order; tokens move only afterwards.

    A scope left without tokens is cancelled, and so is an instance. Raises ModificationRefused,
    ExpressionFailed.
    """
    left: list[Token] = []
    for instruction in instructions:
        match instruction:
            case CancelToken(token):
                left.append(_cancel(_token(instance, token)))
            case SetVariables(values, token):
                instance.change(values, _token(instance, token) if token else None, local=token is not None)
            case StartBefore(element, inside):
                root, spec = _place_for(instance, element, inside)
                _enter(root, spec)
            case StartAfter(element, inside):
                root, spec = _place_for(instance, element, inside)
                _pass(root, spec)
    for root in left:
        _cancel_if_empty(instance, root)


def _token(instance: Instance, name: str) -> Token:
    number = int(name) if name.isascii() and name.isdigit() else 0
    found = instance.tokens.get(number)
    if found is None or found.parent is None:
        raise ModificationRefused(reason=Sentence("没有令牌“{name}”", name=name))
    return found


# --- cancel


def _cancel(token: Token) -> Token:
    """The root of the scope from which something was taken away."""
    owner, root = token.parent, token.scope_root
    repeats = isinstance(owner.task_spec, Repeated) and token.task_spec is owner.task_spec.inner
    if isinstance(owner.task_spec, EventGateway):
        owner.kill()
    elif repeats:
        token.kill()
        owner.task_spec.lost(owner)
    elif owner is root or token.task_spec.armed(token):
        token.kill()
    else:
        raise ModificationRefused(
            reason=Sentence("“{element}”正在补偿，须等它办完", element=_name(token.task_spec))
        )
    return root


def _cancel_if_empty(instance: Instance, root: Token) -> None:
    if root.id not in instance.tokens or any(not t.task_spec.armed(t) for t in root.owned):
        return
    host = root.host
    if host is None:
        instance.cancel()
    elif host.task_spec.settle(host):  # an ad-hoc sub-process goes on waiting for what is begun in it
        above = host.scope_root
        _cancel(host)
        _cancel_if_empty(instance, above)


# --- start


def _enter(root: Token, spec: Node) -> None:
    if isinstance(spec, Boundary):
        raise ModificationRefused(
            reason=Sentence("边界事件“{element}”只随活动等待；请从它后面开始", element=_name(spec))
        )
    if isinstance(spec, EventSubProcess):
        raise ModificationRefused(
            reason=Sentence("事件子流程“{element}”只由事件开始；请从它里面的环节开始", element=_name(spec))
        )
    root.place(spec)._ready()


def _pass(root: Token, spec: Node) -> None:
    if isinstance(spec, EventGateway) or not spec.ways:
        raise ModificationRefused(
            reason=Sentence("“{element}”后面没有确定的去处；请从后面的环节之前开始", element=_name(spec))
        )
    token = root.place(spec)
    ways = spec.choose(token)
    spec.take(token, ways)
    token.remove()


def _place_for(instance: Instance, element: str, inside: str | None) -> tuple[Token, Node]:
    """The root token of the scope in which the element stands, opened if it has to be, and its spec."""
    path = _path(instance, element)
    root = instance.task_tree
    if inside is not None:
        host = _token(instance, inside)
        level = next((n for n, (_, name) in enumerate(path[:-1]) if _stands(host, name)), None)
        if level is None or host.id not in instance.subprocesses:
            raise ModificationRefused(
                reason=Sentence(
                    "令牌“{token}”不是“{element}”外面正在运行的子流程", token=inside, element=element
                )
            )
        root, path = instance.subprocesses[host.id].task_tree, path[level + 1 :]
    for home, name in path[:-1]:
        root = _inside(instance, root, home.task_specs[name])
    home, name = path[-1]
    return root, home.task_specs[name]


def _path(instance: Instance, element: str) -> list[tuple[Any, str]]:
    """The scopes around an element, outermost first: each spec with the name of what is next inside it."""
    every = (instance.spec, *instance.subprocess_specs.values())
    found: list[tuple[Any, str]] = []
    name = ELEMENT + element
    while not found or found[0][0] is not instance.spec:
        home = next((s for s in every if name in s.task_specs), None)
        if home is None:
            raise ModificationRefused(reason=Sentence("流程图里没有环节“{element}”", element=element))
        found.insert(0, (home, name))
        name = home.name
    return found


def _stands(host: Token, name: str) -> bool:
    return str(host.task_spec.name).removesuffix(" each") == name


def _inside(instance: Instance, root: Token, spec: Node) -> Token:
    """The one running scope of a sub-process in the scope with this root; opened if there is none."""
    bodies = [t for t in root.owned if t.task_spec is spec]
    if isinstance(spec, Repeated):
        bodies = [part for body in bodies for part in body.owned if part.task_spec is spec.inner]
    running = [t for t in bodies if t.id in instance.subprocesses]
    if len(running) > 1:
        raise ModificationRefused(
            reason=Sentence(
                "“{element}”有 {n} 个正在运行，请指明在哪一个里开始", element=_name(spec), n=len(running)
            )
        )
    if running:
        return instance.subprocesses[running[0].id].task_tree
    if isinstance(spec, Repeated):
        reason = f"“{_name(spec)}”是多实例或循环，没有正在运行的一次可以进入；请从“{_name(spec)}”之前开始"
        raise ModificationRefused(reason=reason)
    if isinstance(spec, EventSubProcess) or not isinstance(spec, SubProcess):
        raise ModificationRefused(
            reason=Sentence("事件子流程“{element}”没有在运行，它只由事件开始", element=_name(spec))
        )
    host = root.place(spec, STARTED)
    spec.enter(host)
    return spec.open(host)


def _name(spec: Any) -> str:
    return str(spec.bpmn_name or spec.bpmn_id)
