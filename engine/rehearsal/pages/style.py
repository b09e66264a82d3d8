"""How the pages and the pictures in them look; every state differs by its stroke too, not by colour alone."""

STYLE = """
:root { color-scheme: light dark; --paper: #f4f6f3; --surface: #fff; --line: #d3dad5; --ink: #16201c;
  --ink-2: #3f4c46; --frame: #76827c; --accent: #12584a; --good: #2c6138; --good-soft: #e4f0e6; --bad: #9e231b;
  --bad-soft: #fbe6e3; --focus: #0f62d6; }
@media (prefers-color-scheme: dark) { :root { --paper: #0f1512; --surface: #17201c; --line: #33413a;
  --ink: #e6ede9; --ink-2: #b9c6bf; --frame: #8d9b94; --accent: #8fd1bd; --good: #93d2a2; --good-soft: #1c3324;
  --bad: #f2a49d; --bad-soft: #3d1c19; --focus: #7fb1ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.6 "PingFang SC", "HarmonyOS Sans SC",
  "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif; }
main { max-width: 1600px; margin: 0 auto; padding: 24px 32px 64px; }
h1 { font-size: 20px; line-height: 1.35; margin: 0 0 8px; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
code { font: 13px ui-monospace, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
.lead { margin: 0 0 16px; color: var(--ink-2); }
.good { color: var(--good); } .bad { color: var(--bad); }
table { border-collapse: collapse; width: 100%; margin: 0 0 28px; background: var(--surface);
  border: 1px solid var(--line); }
caption { text-align: left; font-weight: 600; font-size: 16px; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px; border-top: 1px solid var(--line); }
td.narrow, code { white-space: nowrap; }
th { color: var(--ink-2); font-size: 13px; font-weight: 600; white-space: nowrap; border-top: 0; }
.share { display: inline-flex; align-items: center; gap: 8px; white-space: nowrap; }
.share .num { font-variant-numeric: tabular-nums; min-width: 44px; }
.share .bar { width: 72px; height: 8px; background: var(--line); border-radius: 2px; overflow: hidden; }
.share .bar span { display: block; height: 100%; background: var(--good); }
.share .word { font-size: 12px; } .share.full .word { color: var(--good); } .share.part .word { color: var(--bad); }
.figures { display: flex; flex-wrap: wrap; gap: 4px 32px; margin: 0 0 16px; }
.figures dt { color: var(--ink-2); margin-right: -24px; } .figures dd { margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 20px; margin: 0 0 8px; font-size: 13px; }
.key::before { content: ""; display: inline-block; width: 26px; height: 14px; margin-right: 6px; border-radius: 4px;
  vertical-align: -2px; border: 2px solid var(--good); background: var(--good-soft); }
.key.missed::before { border: 2px dashed var(--bad); background: var(--bad-soft); }
.key.frame::before { border: 1px solid var(--frame); background: var(--surface); }
.stage { margin: 0 0 28px; } .stage label { margin: 0 16px 0 4px; }
.hint { color: var(--ink-2); font-size: 13px; }
.canvas { margin-top: 8px; overflow: auto; background: var(--surface); border: 1px solid var(--line); max-height: 86vh; }
.canvas svg { display: block; } #fit:checked ~ .canvas svg { width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--ink); } svg .name { font-weight: 600; }
svg .halo { paint-order: stroke; stroke: var(--surface); stroke-width: 3px; stroke-linejoin: round; fill: var(--ink-2); }
svg .box, svg .ring, svg .edge, svg .line, svg .sign { stroke: var(--state); fill: none; stroke-width: 1.5; }
svg .sign { stroke-width: 1.2; stroke-linejoin: round; } svg .sign.filled, svg .tip { fill: var(--state); }
svg .sign.filled { stroke-width: .4; } svg .tip { stroke: none; }
svg .box { fill: var(--ground); } svg .box.thick { stroke-width: 3.2; } svg .box.open { fill: none; }
svg .covered { --state: var(--good); --ground: var(--good-soft); }
svg .missed { --state: var(--bad); --ground: var(--bad-soft); }
svg .frame { --state: var(--frame); --ground: var(--surface); }
svg .frame .box, svg .frame .edge { stroke-width: 1; stroke: var(--line); }
svg .covered .box.room, svg .missed .box.room { fill: var(--surface); }
svg .missed .box, svg .missed .line { stroke-dasharray: 6 4; }
svg .missed circle.box { stroke-dasharray: 4 3; } svg .missed .ring { stroke-dasharray: none; stroke-width: 1; }
svg .wipe { stroke: var(--surface); stroke-width: 3; fill: none; } svg .missed .box { stroke-width: 2.2; } svg .missed .box.thick { stroke-width: 3.4; } svg .missed .line { stroke-width: 2; }
svg .dash { stroke-dasharray: 5 3; } svg .dotted { stroke-dasharray: 2 3; }
svg .association .line { stroke-dasharray: 1 4; } svg .messageFlow .line { stroke-dasharray: 8 5; }
svg g:target .box, svg g:target .line { stroke-width: 5; stroke: var(--focus); }
@media print { main { max-width: none; padding: 0; } .canvas { max-height: none; } .canvas svg { width: 100%; height: auto; } }
"""
