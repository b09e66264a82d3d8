"""One JSON document on standard output with `--json`, sentences without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
import orjson

F = TypeVar("F", bound=Callable[..., Any])


def json_option(function: F) -> F:
    """The option `--json` of every command that answers something."""
    return click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")(function)


def answer(document: Any, as_json: bool, text: str) -> None:
    """Print the document, or the text for a person."""
    if as_json:
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(text)
