// The looks of report.html: one column, the system's own typeface, and the palette of Okabe and Ito (2008), which
// colour-blind readers can tell apart, in a light and a dark variant.

export const PAGE_STYLE: string = `:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f7f8fa; --text: #1b1f24; --muted: #5b6470; --line: #dfe3e8; --accent: #0060a0;
  --good: #00734f; --bad: #b3390b;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #cc79a7; --c4: #e69f00; --c5: #56b4e9; --c6: #6b5b95; --c7: #3d4650;
  --fault: #d55e00; --down: #3d4650; --suspended: #e69f00; --idle: #e6eff6; --busy: #0072b2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --card: #1c2026; --text: #e6e9ed; --muted: #9aa4b0; --line: #313841; --accent: #6cb8ee;
    --good: #3fc796; --bad: #ff8a5c;
    --c0: #56a9e0; --c1: #f08a3c; --c2: #2fc195; --c3: #dd9bc0; --c4: #f0bd4d; --c5: #9ad6f7; --c6: #ab9bd8; --c7: #c9d0d8;
    --fault: #f08a3c; --down: #7d8894; --suspended: #f0bd4d; --idle: #1f2c38; --busy: #56a9e0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 44px 0 10px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 14px; margin: 0; }
.grid + h3, .scroll + h3 { margin-top: 22px; }
p { margin: 6px 0; max-width: 75ch; }
a { color: var(--accent); }
.muted { color: var(--muted); }
.verdict { display: inline-block; font-weight: 600; padding: 2px 12px; border-radius: 999px; border: 1px solid; margin-bottom: 12px; }
.warning { border-left: 4px solid var(--bad); padding: 6px 12px; margin: 0 0 12px; }
.pass { color: var(--good); } .fail { color: var(--bad); }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; overflow-x: auto; margin: 10px 0; }
code { font: 13px/1.5 ui-monospace, monospace; }
nav ul { columns: 260px; padding-left: 18px; margin: 8px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; margin: 10px 0; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 16px 5px 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--muted); font-weight: 500; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; }
figure { margin: 14px 0 0; padding: 12px 14px 8px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
figcaption { display: flex; justify-content: space-between; gap: 12px; align-items: baseline; margin-bottom: 6px; }
button { font: inherit; font-size: 12px; color: var(--muted); background: none; border: 1px solid var(--line); border-radius: 6px; padding: 0 8px; cursor: pointer; }
button:hover { color: var(--text); }
select { font: inherit; max-width: 100%; padding: 3px 6px; border-radius: 6px; border: 1px solid var(--line); background: var(--page); color: var(--text); }
.plot, .plot svg { width: 100%; display: block; }
.key span { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin: 0 5px 0 12px; }
.key .down { background: var(--down); } .key .suspended { background: var(--suspended); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; max-width: none; position: sticky; top: 0; background: var(--page); padding: 6px 0; z-index: 1; }
.legend span::before { content: ''; display: inline-block; width: 18px; height: 0; border-top: 3px solid currentColor; vertical-align: middle; margin-right: 6px; }
.legend span.again::before { border-top-style: dashed; }
.legend span { font-size: 13.5px; }
${Array.from({ length: 8 }, (_, at) => `.legend .c${at} { color: var(--c${at}); }`).join(' ')}
details summary { cursor: pointer; color: var(--accent); margin: 8px 0; }
@media (max-width: 600px) { main { padding: 20px 14px 40px; } h1 { font-size: 23px; } th, td { padding-right: 10px; } }
@media print { button, select { display: none; } figure { break-inside: avoid; } }
`;
