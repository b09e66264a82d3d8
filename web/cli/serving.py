"""`laurel init`, `serve`, `web`, `worker` and `user`: what an administrator runs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from web import demo, installation
from web.app import create_app
from web.listening import listen, told_to_stop
from web.people import accounts
from web.serve import prepare, settings, working

_host = click.option("--host", default="127.0.0.1", show_default=True)
_port = click.option("--port", default=8000, show_default=True)


@click.command()
@click.option("--password-file", type=click.Path(exists=True, path_type=Path), help="从文件读取密码。")
@click.option("--name", default="admin", show_default=True)
def init(password_file: Path | None, name: str) -> None:
    """建表，设立第一位管理员；不放演示数据。"""
    pe = prepare(installation.database_url())
    accounts.add(pe.database, name, "管理员", _password(password_file), admin=True)
    click.echo(f"已就绪，管理员帐号：{name}")


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="带演示数据和演示帐号。")
@_host
@_port
def serve(with_demo: bool, host: str, port: int) -> None:
    """网页和作业在一个进程里运行。"""
    os.environ.setdefault("LAUREL_PUBLIC_URL", f"http://{host}:{port}")
    pe = prepare(installation.database_url())
    if with_demo:
        demo.furnish(pe, installation.PROCESSES, told=click.echo)
    chosen = settings(demo=with_demo, demo_password=demo.PASSWORD if with_demo else "")
    app = create_app(pe, chosen)
    with working(pe, installation.var() / "audit"):
        click.echo(f"\n  桂冠已启动：http://{host}:{port}\n")
        if with_demo:
            click.echo(demo.sign_ins())
        listen(app, host, port, chosen.largest_request)


@click.command()
@_host
@_port
def web(host: str, port: int) -> None:
    """只运行网页；作业由别的节点办理。"""
    pe = prepare(installation.database_url())
    click.echo(f"http://{host}:{port}")
    chosen = settings()
    listen(create_app(pe, chosen), host, port, chosen.largest_request)


@click.command()
def worker() -> None:
    """只运行作业。"""
    stop = told_to_stop()
    with working(prepare(installation.database_url()), installation.var() / "audit") as running:
        click.echo(f"作业节点 {running.name} 已启动")
        stop.wait()


@click.group()
def user() -> None:
    """帐号。"""


@user.command("add")
@click.argument("name")
@click.option("--display-name", default="")
@click.option("--group", "groups", multiple=True, help="如 jingan.office-clerk，可多次。")
@click.option("--admin", is_flag=True)
@click.option("--mail", default="", help="邮箱，提醒也发到这里。")
@click.option("--password-file", type=click.Path(exists=True, path_type=Path))
def add(
    name: str, display_name: str, groups: tuple[str, ...], admin: bool, mail: str, password_file: Path | None
) -> None:
    """新增帐号。"""
    pe = prepare(installation.database_url())
    password = _password(password_file)
    accounts.add(pe.database, name, display_name or name, password, groups, admin=admin, mail=mail)
    click.echo(f"已新增：{name}")


@user.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """停用帐号；它的登录立即失效。"""
    accounts.disable(prepare(installation.database_url()).database, name)
    click.echo(f"已停用：{name}")


@user.command("password")
@click.argument("name")
@click.option("--password-file", type=click.Path(exists=True, path_type=Path))
def password(name: str, password_file: Path | None) -> None:
    """改密码；旧的登录立即失效。"""
    pe = prepare(installation.database_url())
    accounts.change_password(pe.database, name, _password(password_file))
    click.echo(f"已更改：{name}")


@user.command("mail")
@click.argument("name")
@click.argument("address", default="")
def mail(name: str, address: str) -> None:
    """改邮箱；不写地址就是不再发邮件，提醒仍在站内。"""
    accounts.change_mail(prepare(installation.database_url()).database, name, address)
    click.echo(f"已更改：{name}")


def _password(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").strip()
    return str(click.prompt("密码", hide_input=True, confirmation_prompt=True))
