"""Well-structured diagrams as trees of blocks. A block has one way in and, unless all of it ends, one way out."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.support.tokengame.expressions import Expr

Mapping = tuple[Expr, str]


@dataclass(frozen=True, eq=False)
class Node:
    """Any part of a tree; parts are told apart by identity."""

    id: str


@dataclass(frozen=True, eq=False)
class Event(Node):
    """What is caught or thrown: message, timer, condition, signal, error, escalation or cancel, under a name or code.

    A timer fires `repeat` times (a cycle); 0 is a plain duration.
    """

    kind: str
    name: str = ""
    interrupting: bool = True
    repeat: int = 0
    condition: Expr | None = None
    outputs: tuple[Mapping, ...] = ()


@dataclass(frozen=True, eq=False)
class Seq(Node):
    """One block after the other; only the last one may be a Stop."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, eq=False)
class Boundary(Node):
    """An event attached to an activity and where its flow leads: back behind the activity, or to an end."""

    event: Event
    path: Seq
    rejoins: bool = False


@dataclass(frozen=True, eq=False)
class Handler(Node):
    """An event sub-process."""

    event: Event
    body: Seq
    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True, eq=False)
class Loop(Node):
    """Multi-instance ("parallel", "sequential") over `collection`, or a "standard" loop while `condition`."""

    kind: str
    condition: Expr
    collection: Expr | None = None
    element: Expr | None = None
    stops: bool = False
    before: bool = False
    maximum: int = 0

    @property
    def item(self) -> str:
        """The variable that holds a child's own item."""
        return f"item_{self.id}"

    @property
    def collected(self) -> str:
        """The variable of the results, in the order of the items."""
        return f"out_{self.id}"


@dataclass(frozen=True, eq=False)
class Activity(Node):
    """What tasks and sub-processes share."""

    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    loop: Loop | None = None


@dataclass(frozen=True, eq=False)
class Task(Activity):
    """A "user-task", "job", "call", "message" (receive task) or "script", which sets `result`.

    `undo` is the task that compensates it.
    """

    kind: str = "user-task"
    result: Mapping | None = None
    undo: Task | None = None


@dataclass(frozen=True, eq=False)
class Sub(Activity):
    """An embedded sub-process, perhaps a transaction; the whole diagram is one too."""

    transaction: bool = False
    body: Seq = field(default_factory=lambda: Seq("none"))
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True, eq=False)
class Catch(Node):
    """An intermediate catch event."""

    event: Event


@dataclass(frozen=True, eq=False)
class Throw(Node):
    """An intermediate throw event: "none", "signal", "escalation" or "compensate"; a "link" with the event it leads to."""

    kind: str
    name: str = ""


@dataclass(frozen=True, eq=False)
class Stop(Node):
    """An end event: "none", "terminate", "error", "escalation", "signal", "compensate" or "cancel"."""

    kind: str
    name: str = ""


@dataclass(frozen=True, eq=False)
class Branch(Node):
    """A way through a gateway; the default has no condition."""

    condition: Expr | None
    block: Seq


@dataclass(frozen=True, eq=False)
class Split(Node):
    """A gateway and the merge of the branches that come out: "xor", "and" or "or".

    `implicit` leaves out the gateways that can be left out.
    """

    kind: str
    branches: tuple[Branch, ...]
    implicit: bool = False


@dataclass(frozen=True, eq=False)
class Option(Node):
    """An event after an event-based gateway, and what follows it."""

    event: Event
    block: Seq


@dataclass(frozen=True, eq=False)
class Choice(Node):
    """An event-based exclusive gateway and its merge."""

    options: tuple[Option, ...]


@dataclass(frozen=True, eq=False)
class Back(Node):
    """A loop drawn with exclusive gateways: the body again while `again`, asked `before` or after it."""

    counter: str
    again: Expr
    body: Seq
    before: bool
