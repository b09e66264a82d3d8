"""The command's root: an error of the house is printed as its sentence, never as a traceback."""

from __future__ import annotations

import sys

import click

from engine.errors import LaurelError, Refused
from web.cli.applicants import applicant
from web.cli.archiving import case_file
from web.cli.audit import audit
from web.cli.backup import backup
from web.cli.calendars import calendar
from web.cli.checking import check, deploy, scenarios
from web.cli.conforming import conformance
from web.cli.expressions import decide, feel
from web.cli.restore import restore
from web.cli.rules import rules
from web.cli.serving import init, serve, user, web, worker


@click.group()
@click.version_option(package_name="laurel", message="%(version)s")
def laurel() -> None:
    """桂冠：质量奖评选流程。"""


for command in (
    applicant,
    audit,
    backup,
    calendar,
    case_file,
    check,
    conformance,
    decide,
    deploy,
    feel,
    init,
    restore,
    rules,
    scenarios,
    serve,
    user,
    web,
    worker,
):
    laurel.add_command(command)


def main() -> None:
    """Run the command line; exit 1 when something was refused or failed."""
    try:
        laurel(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except Refused as refused:
        for f in refused.findings:
            place = ":".join(str(p) for p in (f.file, f.line, f.element) if p is not None)
            click.echo(f"{place}: {f.message}（{f.rule}）", err=True)
        sys.exit(1)
    except LaurelError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
