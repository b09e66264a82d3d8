"""`laurel conformance`: the test material of others, run against this engine."""

from __future__ import annotations

import os
from pathlib import Path

import click

from conformance import bpmn, dmn
from engine.clock import SystemClock
from engine.errors import LaurelError
from web import installation
from web.cli.printing import answer, json_option, working


class NoMaterial(LaurelError):
    """没有文件夹 {folder}；请写出测试集的路径，或设置环境变量 LAUREL_CONFORMANCE。"""

    code, status = "no-material", 404


@click.group()
def conformance() -> None:
    """符合性：用标准的测试集检验引擎。"""


@conformance.command("bpmn")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option(
    "--callees",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="被调用的流程从这个文件夹里找；默认是 DIR。",
)
@json_option
def bpmn_corpus(folder: Path | None, callees: Path | None, as_json: bool) -> None:
    """逐个部署并驱动一个文件夹里的 BPMN 文件；默认是 LAUREL_CONFORMANCE（或 ../shared/conformance）中的 bpmn-corpus。"""
    place = _folder(folder, "bpmn-corpus")
    with working("驱动流程图", as_json):
        cases = list(bpmn.run(place, callees))
    answer(bpmn.document(cases), as_json, bpmn.summary(cases))


@conformance.command("dmn-tck")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@json_option
def dmn_tck(folder: Path | None, as_json: bool) -> None:
    """运行 DMN TCK 形式的测试集；默认是 LAUREL_CONFORMANCE（或 ../shared/conformance）中的 dmn-tck。"""
    place = _folder(folder, "dmn-tck")
    with working("运行测试用例", as_json):
        outcomes = list(dmn.run_tree(place, SystemClock().now()))
    answer(dmn.document(outcomes), as_json, dmn.summary(outcomes))


def _folder(given: Path | None, name: str) -> Path:
    """The folder that was named, or the one of this name in the test material. Raises NoMaterial."""
    place = given or material() / name
    if not place.is_dir():
        raise NoMaterial(folder=place)
    return place


def material() -> Path:
    """The folder of test material, which is not part of the project and may be missing."""
    return Path(os.environ.get("LAUREL_CONFORMANCE") or installation.ROOT.parent / "shared" / "conformance")
