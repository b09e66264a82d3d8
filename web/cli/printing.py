"""One JSON document on standard output with `--json`, sentences without it; patience is asked on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Timer
from typing import Any, TypeVar, cast

import click
import orjson

from engine.errors import LaurelError, Refused

PATIENCE = 2.0  # seconds after which a person wonders whether anything is going on

F = TypeVar("F", bound=Callable[..., Any])


def json_option(function: F) -> F:
    """The option `--json` of every command that answers something; a refusal is answered in JSON too."""

    @wraps(function)
    def answering(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except LaurelError as error:
            if not options["as_json"]:
                raise
            answer(_refusal(error), True, "")
            sys.exit(1)

    option = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
    return cast(F, option(answering))


def answer(document: Any, as_json: bool, text: str) -> None:
    """Print the document, or the text for a person."""
    if as_json:
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(text)


@contextmanager
def working(doing: str, as_json: bool) -> Iterator[Timer]:
    """If the block takes longer than people like to wait, one line says what is being done."""
    timer = Timer(PATIENCE, click.echo, (f"正在{doing}，请稍候 …",), {"err": True})
    timer.daemon = True
    if not as_json:
        timer.start()
    try:
        yield timer
    finally:
        timer.cancel()


def _refusal(error: LaurelError) -> dict[str, Any]:
    found = [f.as_dict() for f in error.findings] if isinstance(error, Refused) else []
    return {"error": str(error), "code": error.code, "errors": found}
