/** The console's one stylesheet: light and dark by the system, from phone width up. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f5f6f8, #14171c);
  --sheet: light-dark(#fff, #1d2128);
  --ink: light-dark(#1b2330, #e6e9ef);
  --quiet: light-dark(#566072, #a3adbd);
  --line: light-dark(#dde1e8, #343b47);
  --accent: light-dark(#1559c7, #8ab4ff);
  --good: light-dark(#12703a, #6fd39a);
  --warn: light-dark(#8a5200, #f2bd62);
  --bad: light-dark(#b3202a, #ff9a9a);
  --good-ground: light-dark(#e3f5ea, #17351f);
  --warn-ground: light-dark(#fdf1dc, #3a2c12);
  --bad-ground: light-dark(#fde8e8, #43191c);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--sheet); padding: .5rem 1rem; z-index: 2; }
header {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 2rem;
  padding: .75rem 1.25rem 0; background: var(--sheet); border-bottom: 1px solid var(--line);
}
.brand { margin: 0 0 .75rem; font-weight: 650; white-space: nowrap; }
.stage { margin-left: .5rem; padding: .1rem .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .8rem; font-weight: 500; color: var(--quiet); }
nav { overflow-x: auto; max-width: 100%; }
nav ul { display: flex; gap: 1.25rem; margin: 0; padding: 0; list-style: none; }
nav a { display: block; padding: .25rem 0 .6rem; color: var(--quiet); text-decoration: none; white-space: nowrap; border-bottom: 3px solid transparent; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
main { max-width: 76rem; margin: 0 auto; padding: 1.25rem; }
main:focus { outline: none; }
h1 { font-size: 1.4rem; margin: .25rem 0 1rem; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .6rem; }
section > h2:first-child, .sheet > h2:first-child { margin-top: 0; }
h3 { font-size: .95rem; margin: 0 0 .5rem; }
.quiet { color: var(--quiet); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.15rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
.columns { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); align-items: start; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; font-size: .82rem; color: var(--quiet); white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
td.short { white-space: nowrap; }
td bdi { overflow-wrap: anywhere; }
.state { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .82rem; font-weight: 600; white-space: nowrap; background: var(--ground); color: var(--quiet); }
.state.good { background: var(--good-ground); color: var(--good); }
.state.warn { background: var(--warn-ground); color: var(--warn); }
.state.bad { background: var(--bad-ground); color: var(--bad); }
code { font-family: var(--mono); font-size: .88em; }
pre { overflow: auto; max-height: 28rem; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; font: .82rem/1.45 var(--mono); }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(6rem, 9rem) 1fr; gap: .75rem; padding: .22rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.card { width: 100%; max-width: 21rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1rem; box-shadow: 0 1px 3px rgb(0 0 0 / .08); }
.card .who { font-size: 1.05rem; font-weight: 650; margin: 0 0 .4rem; overflow-wrap: anywhere; }
.card dl > div { grid-template-columns: minmax(4.5rem, 6rem) 1fr; font-size: .92rem; }
.card dt { overflow-wrap: anywhere; }
.card.refused { border-color: var(--bad); }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0 0; }
.button, button { font: inherit; font-weight: 600; padding: .4rem .9rem; border-radius: 8px; border: 1px solid var(--line); background: var(--sheet); color: var(--ink); text-decoration: none; cursor: pointer; }
.button.still { cursor: default; color: var(--quiet); }
button.first { background: var(--accent); border-color: var(--accent); color: light-dark(#fff, #10141b); }
button.careful { border-color: var(--bad); color: var(--bad); }
button:hover, a.button:hover { filter: brightness(1.06); }
form.fields { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }
form .all { grid-column: 1 / -1; }
label { display: block; font-size: .88rem; color: var(--quiet); }
input, select, textarea { display: block; width: 100%; margin-top: .2rem; font: inherit; color: var(--ink); background: var(--ground); border: 1px solid light-dark(#868f9e, #6b7484); border-radius: 8px; padding: .45rem .6rem; }
textarea { min-height: 4.5rem; resize: vertical; }
.notice { border-left: 4px solid var(--accent); padding: .6rem .9rem; background: var(--sheet); border-radius: 0 8px 8px 0; margin: 0 0 1rem; }
.notice.bad { border-color: var(--bad); }
.notice.good { border-color: var(--good); }
dd > .rich.plain { text-align: left; }
.sheet p.quiet:first-child { margin-top: 0; }
.rich p { margin: 0 0 .5rem; }
.rich.plain { white-space: pre-wrap; }
.rich blockquote { margin: 0 0 .5rem; padding-left: .75rem; border-left: 3px solid var(--line); }
.rich blockquote p { margin: 0; }
.talk { list-style: none; margin: 0; padding: 0; display: grid; gap: .45rem; }
.talk li { max-width: 32rem; padding: .45rem .8rem; border-radius: 12px; background: var(--ground); overflow-wrap: anywhere; white-space: pre-wrap; }
.talk li.agent { justify-self: end; background: light-dark(#dfeaff, #22345a); }
.talk .from { display: block; font-size: .78rem; color: var(--quiet); }
.story { padding-left: 1.2rem; margin: 0; }
.said { font-family: var(--mono); font-size: .88em; white-space: pre-wrap; }
.plain { list-style: none; padding: 0; margin: 0 0 .5rem; }
.story li { margin: .3rem 0; }
.time { color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 40rem) {
  main { padding: 1rem .8rem; }
  header { padding: .6rem .8rem 0; }
  .brand { margin-bottom: .3rem; }
  nav ul { flex-wrap: wrap; gap: 0 1rem; }
  nav a { padding-bottom: .35rem; }
  dl > div { grid-template-columns: 1fr; gap: 0; }
  .card dl > div { grid-template-columns: minmax(4.5rem, 6rem) 1fr; gap: .6rem; }
  table.stack thead { position: absolute; left: -9999px; }
  table.stack tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  table.stack td { display: flex; gap: .75rem; border: 0; padding: .12rem 0; text-align: left; }
  table.stack td.blank { display: none; }
  table.stack td::before { content: attr(data-label); flex: 0 0 6rem; color: var(--quiet); font-size: .85rem; }
}
`;
