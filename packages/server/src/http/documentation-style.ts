/** How the page of the API looks. */

export const styleOfPage = `
:root { --paper: #e9e4da; --surface: #faf8f4; --line: #d5cec0; --ink: #1e2326; --soft: #555b5f; --accent: #245044; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #101315; --surface: #1a1e21; --line: #343b40; --ink: #edeae3; --soft: #a9afb3; --accent: #8fd0b5; }
}
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 190px minmax(0, 1fr); grid-template-rows: auto 1fr; background: var(--paper); color: var(--ink);
  font: 400 15px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
nav { grid-column: 1; grid-row: 1 / 3; position: sticky; top: 0; height: 100dvh; overflow-y: auto; padding: 20px; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 3px 0; }
a { color: var(--accent); }
main { grid-column: 2; max-width: 860px; padding: 0 24px 60px; }
h1 { font-size: 26px; }
header { grid-column: 2; padding: 20px 24px 0; }
h1 { margin: 0; }
h2 { margin-top: 40px; font-size: 20px; }
h2::first-letter { text-transform: uppercase; }
h3 { margin: 22px 0 4px; font-size: 15px; overflow-wrap: anywhere; }
article h3 { margin: 0; font-size: 14px; font-weight: 500; }
article { margin: 12px 0; padding: 14px 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
article p { margin: 6px 0; }
.permission { color: var(--soft); font-size: 13px; }
pre, code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: 13px; }
pre { margin: 8px 0; padding: 10px 12px; overflow-x: auto; border-radius: 8px; background: var(--paper); }
summary { cursor: pointer; color: var(--soft); font-size: 13px; }
.wide { overflow-x: auto; margin: 10px 0; }
table { border-collapse: collapse; font-size: 14px; }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 500; }
.shape { list-style: none; margin: 6px 0; padding: 0; }
.shape li { padding: 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.shape li:last-child { border-bottom: 0; }
.shape p { margin: 0; font-size: 14px; }
.type, .or { color: var(--soft); font-size: 13px; }
summary { padding: 4px 0; }
@media (max-width: 700px) {
  body { display: block; }
  header { padding: 16px 16px 0; }
  main { padding: 0 16px 48px; }
  nav { position: static; height: auto; padding: 4px 16px; }
  nav ul { display: flex; flex-wrap: wrap; column-gap: 16px; }
  nav a { padding: 8px 0; }
}
`;
