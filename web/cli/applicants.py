"""`laurel applicant`: a renamed or merged organisation keeps what the register holds of it."""

from __future__ import annotations

from datetime import datetime

import click

import assembly
from awards.links import all_keys, link
from engine.errors import Invalid
from engine.forms import uscc
from web import installation
from web.people import accounts


@click.group()
def applicant() -> None:
    """申报人登记。"""


@applicant.command("link")
@click.argument("old")
@click.argument("new")
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="更名或合并的日期。")
@click.option("--reason", required=True, help="依据，例如登记机关的更名通知。")
@click.option("--by", required=True, help="经办人的帐号，写进记录。")
def link_keys(old: str, new: str, since: datetime, reason: str, by: str) -> None:
    """把旧代码 OLD 归到新代码 NEW 名下：获奖、禁止期、申报和指导备案都接得上。"""
    for name, code in (("old", old), ("new", new)):
        wrong = uscc.fault(code.partition("/")[0])
        if wrong:
            raise Invalid({name: f"{code}：{wrong}"})
    url = installation.database_url()
    installation.migrate(url)
    pe = assembly.process_engine(url)
    with pe.database.transaction() as connection:
        if by not in accounts.display_names(connection, [by]):
            raise accounts.UnknownAccount(name=by)
        link(connection, old, new, since.date(), reason, by, pe.now())
        known = all_keys(connection, new)
    click.echo(f"已归并：{'、'.join(known)} 是同一个申报人。")
