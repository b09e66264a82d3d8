"""One process: its picture with what the stories reached, and tables of what they missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from engine.bpmn import Definition, layouts
from engine.bpmn.names import CHINESE
from engine.rehearsal.drawing import svg
from engine.rehearsal.pages.parts import SHARES, code, page, share, table, to_shape
from engine.rehearsal.runner import Report

LEGEND = (
    '<p class="legend"><span class="key covered">走到</span><span class="key missed">未走到</span>'
    '<span class="key frame">不计入（泳道、附注）</span></p>'
)
FIT = (
    '<input type="checkbox" id="fit"><label for="fit">缩放到窗口宽度</label>'
    '<span class="hint">图比窗口宽时可左右滚动；点表格里的编号会跳到图上的位置。</span>'
)


def process_page(report: Report, process: str) -> str:
    """The page of one process."""
    definition, shares = report.bundle.definitions[process], report.coverage[process]
    figures = "".join(f"<dt>{label}</dt><dd>{share(shares[key])}</dd>" for key, label in SHARES.items())
    return page(
        f"{definition.name} · 演练覆盖",
        f'<p class="lead"><a href="index.html">全部流程</a> · {code(process)} · {code(definition.file)}</p>',
        f'<dl class="figures">{figures}</dl>',
        LEGEND,
        _pictures(report, definition, shares),
        _missing(definition, shares),
        _articles(report, definition, shares),
    )


def _pictures(report: Report, definition: Definition, shares: dict[str, Any]) -> str:
    counted = {*definition.elements, *definition.flows}
    covered = counted - {*shares["elements"]["missing"], *shares["flows"]["missing"]}
    file = report.bundle.files["process", definition.process_id]
    drawn = layouts(file.content, file.path)
    if not drawn:
        return '<p class="lead">这张流程图没有布局信息，画不出来；下面的表格是完整的。</p>'
    label = f"{definition.name} 的流程图：实线为走到，虚线为未走到"
    pictures = "".join(svg(layout, covered, counted, label) for layout in drawn)
    return (
        f'<div class="stage">{FIT}<div class="canvas" tabindex="0" role="group" aria-label="流程图">'
        f"{pictures}</div></div>\n"
    )


def _missing(definition: Definition, shares: dict[str, Any]) -> str:
    elements, flows = shares["elements"]["missing"], shares["flows"]["missing"]
    parts = []
    if elements:
        heads = ["编号", "名称", "类型", "条文"]
        parts.append(table("未走到的元素", heads, (_element(definition, e) for e in elements)))
    if flows:
        parts.append(
            table("未走到的连线", ["编号", "名称", "从", "到"], (_flow(definition, f) for f in flows))
        )
    return "".join(parts) or '<p class="lead good">✓ 所有元素和连线都走到了。</p>'


def _element(definition: Definition, identity: str) -> list[str]:
    element = definition.elements[identity]
    kind = CHINESE.get(element.type, element.type)
    return [to_shape(identity), escape(element.name or "—"), kind, escape("、".join(element.articles) or "—")]


def _flow(definition: Definition, identity: str) -> list[str]:
    flow = definition.flows[identity]
    ends = [definition.elements[e].name or e for e in (flow.source, flow.target)]
    return [to_shape(identity), escape(flow.name or "—"), *map(escape, ends)]


def _articles(report: Report, definition: Definition, shares: dict[str, Any]) -> str:
    """Every article that the diagram cites, with the elements that cite it."""
    citing: dict[str, list[str]] = {}
    for element in definition.elements.values():
        for article in element.articles:
            citing.setdefault(article, []).append(element.id)
    if not citing:
        return ""
    missing, titles = set(shares["articles"]["missing"]), _titles(report)
    rows = (
        [code(a), escape(titles.get(a, "—")), _reached(a not in missing), "、".join(map(to_shape, ids))]
        for a, ids in sorted(citing.items(), key=_naturally)
    )
    return table("条文", ["条文", "题目", "是否走到", "引用它的元素"], rows)


def _reached(yes: bool) -> str:
    return '<span class="good">✓ 走到</span>' if yes else '<span class="bad">✗ 未走到</span>'


def _naturally(cited: tuple[str, list[str]]) -> list[tuple[int, str]]:
    """J-2 stands before J-10."""
    return [(int(part) if part.isdigit() else -1, part) for part in re.split(r"(\d+)", cited[0])]


def _titles(report: Report) -> dict[str, str]:
    """The titles of all articles of all schemes, as their `scheme.yaml` gives them."""
    return dict(_listed(report))


def _listed(report: Report) -> Iterator[tuple[str, str]]:
    for scheme in report.bundle.schemes.values():
        articles = scheme.get("articles")
        for article in articles if isinstance(articles, list) else []:
            number = f"{article.get('number', '')} {article.get('title', '')}".strip()
            yield str(article["id"]), number
