"""The expression languages that FEEL is measured beside, each used as its documentation tells."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import celpy
from celpy.celparser import CELParser
from simpleeval import SimpleEval

from tools import node

Work = Callable[[], Any]
NODE = Path(__file__).parent / "node"


def cel_reader(compiled: bool) -> Callable[[str], Any]:
    """From a source to its program, interpreted (the default) or transpiled to Python."""
    CELParser.CEL_PARSER = None  # shared by all environments, but each runner needs trees of its own
    runner = celpy.CompiledRunner if compiled else celpy.InterpretedRunner
    environment = celpy.Environment(runner_class=runner)
    return lambda source: environment.program(environment.compile(source))


def cel(sources: Sequence[str], context: Mapping[str, Any], compiled: bool) -> Work:
    """Evaluates every program; the context is converted once, before."""
    programs = list(map(cel_reader(compiled), sources))
    names = {name: celpy.json_to_cel(value) for name, value in context.items()}
    return lambda: [bool(program.evaluate(names)) for program in programs]


def simple(sources: Sequence[str], context: Mapping[str, Any]) -> Work:
    """Evaluates every source, parsed before."""
    evaluator = SimpleEval(names=dict(context))
    trees = [evaluator.parse(source) for source in sources]
    return lambda: [evaluator.eval("", previously_parsed=tree) for tree in trees]


def simple_parse(source: str) -> Work:
    return lambda: SimpleEval.parse(source)


class Feelin:
    """feelin in a Node process that answers one request after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def value(self, sources: Sequence[str], context: Mapping[str, Any]) -> Any:
        """The values of all sources."""
        return self._ask(action="value", sources=sources, context=context)

    def seconds(self, action: str, sources: Sequence[str], context: Mapping[str, Any], count: int) -> float:
        """CPU seconds of one round over all sources; `action` is "evaluate" (parse and evaluate) or "parse"."""
        return float(self._ask(action=action, sources=sources, context=context, count=count))

    def _ask(self, **request: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def feelin() -> Iterator[Feelin]:
    """A Node process with feelin, ended when the block ends."""
    command = [node.executable(), "feelin.mjs"]
    process = subprocess.Popen(
        command, cwd=NODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with process:
        yield Feelin(process)
        assert process.stdin is not None
        process.stdin.close()
