"""Every diagram of `processes/` as a PNG in docs/diagrams, with an index by scheme: for reading without a tool."""

from __future__ import annotations

import sys
from pathlib import Path

from engine import bundle as bundles
from engine.bpmn import Definition, layouts
from engine.bundle import Bundle
from engine.rehearsal.drawing import svg
from engine.rehearsal.pages.style import STYLE
from engine.vocabulary import scheme_of
from tools.browser import MISSING, find
from tools.shell import ROOT, stop

FOLDER = ROOT / "docs" / "diagrams"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
PLAIN = "body { background: #fff; } svg { display: block; }"
WIDEST = 2400  # CSS pixels; a wider diagram is made smaller


def main(wanted: list[str]) -> None:
    """Draw all processes, or those whose id begins with one of `wanted`, and write the index of all."""
    bundle = bundles.read(bundles.read_folder(ROOT / "processes"))
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = {
        process: definition
        for process, definition in sorted(bundle.definitions.items())
        if not wanted or process.startswith(tuple(wanted))
    }
    if not wanted:
        for old in FOLDER.glob("*.png"):
            old.unlink()
    _photograph({process: page for process, d in chosen.items() if (page := _page(bundle, d))})
    (FOLDER / "README.md").write_text(index(bundle, FOLDER), encoding="utf-8")


def index(bundle: Bundle, folder: Path) -> str:
    """The page that lists the pictures, scheme by scheme."""
    lines = ["# 流程图", "", "由 `make pictures` 从 `processes/` 画出；改图请改 `.bpmn` 文件。"]
    last = None
    for process, definition in sorted(bundle.definitions.items()):
        if not (folder / f"{process}.png").is_file():
            continue
        scheme = scheme_of(process)
        if scheme != last:
            lines += ["", f"## {bundle.schemes.get(scheme, {}).get('name') or '各办法共用'}"]
            last = scheme
        lines += [
            "",
            f"### {definition.name or process}",
            "",
            f"`{process}`",
            "",
            f"![{definition.name}]({process}.png)",
        ]
    return "\n".join(lines) + "\n"


def _page(bundle: Bundle, definition: Definition) -> str | None:
    file = bundle.files.get(("process", definition.process_id))
    drawn = layouts(file.content, file.path) if file else []
    counted = {*definition.elements, *definition.flows}
    pictures = "".join(svg(layout, counted, counted, definition.name) for layout in drawn)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}{PLAIN}</style>{pictures}" if drawn else None


def _photograph(pages: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    chromium = find() or stop(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for process, page in pages.items():
            view = browser.new_page(viewport={"width": 800, "height": 600}, color_scheme="light")
            view.set_content(page)
            size = view.evaluate(
                "() => { const b = document.querySelector('svg').viewBox.baseVal; return [b.width, b.height]; }"
            )
            scale = min(1.0, WIDEST / size[0])
            view.set_viewport_size({"width": round(size[0] * scale), "height": round(size[1] * scale)})
            view.add_style_tag(content="svg { width: 100%; height: auto; }")
            view.screenshot(path=FOLDER / f"{process}.png", animations="disabled")
            view.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
