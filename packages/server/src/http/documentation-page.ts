/**
 * The API as a page for people: each route with what it takes, what it answers, and a line for curl. Drawn here from the
 * table of routes, because the readers of OpenAPI that there are load from elsewhere, or report home when installed.
 */

import * as z from "zod";
import type { Route } from "./route.ts";

export const documentPath = "/api/openapi.json";
export const styleOfPagePath = "/api/docs/style.css";

/** `/api/homes/{homeId}/people/…` is about people. */
export function areaOf(path: string): string {
  const [, , first = "", , third] = path.split("/");
  return first === "homes" ? (third ?? "homes") : first;
}

export function documentationPage(routes: readonly Route[], introduction: string, url: string): string {
  const areas = Map.groupBy(routes, ({ path }) => areaOf(path));
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Catenaccio API</title>
    <link rel="stylesheet" href="${styleOfPagePath}" />
  </head>
  <body>
    <nav aria-label="Areas"><ul>${[...areas.keys()].map((area) => `<li><a href="#${area}">${area}</a></li>`).join("")}</ul></nav>
    <main>
      <h1>Catenaccio API</h1>
      ${paragraphs(introduction)}
      <p>For programs: <a href="${documentPath}">${documentPath}</a> (OpenAPI 3.1).</p>
      ${[...areas].map(([area, list]) => `<section id="${area}"><h2>${area}</h2>${list.map((route) => article(route, url)).join("")}</section>`).join("")}
    </main>
  </body>
</html>
`;
}

function article(route: Route, url: string): string {
  const { method, path, summary, description, permission, query, body, response, status, contentType } = route;
  const success = response === undefined && contentType === undefined ? 204 : (status ?? 200);
  return `<article id="${method}-${path.replaceAll(/\W+/g, "-")}">
<h3><code><b>${method.toUpperCase()}</b> ${escape(path)}</code></h3>
<p>${escape(summary)}. <span class="permission">${escape(permission)}</span></p>
${description === undefined ? "" : paragraphs(description)}
<pre>${escape(curlOf(route, url))}</pre>
${schemaDetails("Query", query, "input")}${schemaDetails("Body", body, "input")}
${schemaDetails(`Answer ${success}${contentType === undefined ? "" : `, ${contentType}`}`, response, "output")}
</article>`;
}

function curlOf({ method, path, permission, body }: Route, url: string): string {
  const isChange = method !== "get";
  const parts = [
    `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} '${url}${path}'`,
    ...(permission === "public" && method === "get" ? [] : ["-b cookies -c cookies"]),
    ...(isChange ? [`-H 'Origin: ${new URL(url).origin}'`] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(exampleOf(body))}'`]),
  ];
  return parts.join(" \\\n  ");
}

function schemaDetails(title: string, schema: z.ZodType | undefined, io: "input" | "output"): string {
  if (schema === undefined) return "";
  const { $schema: _, ...shape } = jsonSchemaOf(schema, io);
  return `<details><summary>${escape(title)}</summary><pre>${escape(JSON.stringify(shape, null, 2))}</pre></details>`;
}

function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Readonly<Record<string, unknown>>;
}

/** Something that the schema takes as far as its form goes: for people to put their own values in. */
export function exampleOf(schema: z.ZodType): unknown {
  return exampleOfJson(jsonSchemaOf(schema, "input"), 0);
}

type JsonSchema = Readonly<Record<string, unknown>>;
const depthMax = 6;

function exampleOfJson(schema: JsonSchema, depth: number): unknown {
  if (depth > depthMax) return null;
  if ("default" in schema) return schema["default"];
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  for (const choice of ["oneOf", "anyOf", "allOf"])
    if (Array.isArray(schema[choice])) return exampleOfJson((schema[choice] as JsonSchema[])[0] ?? {}, depth + 1);
  switch (schema["type"]) {
    case "object": {
      const required = (schema["required"] ?? []) as readonly string[];
      const properties = (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
      return Object.fromEntries(required.map((name) => [name, exampleOfJson(properties[name] ?? {}, depth + 1)]));
    }
    case "array":
      return Number(schema["minItems"] ?? 0) > 0
        ? [exampleOfJson((schema["items"] ?? {}) as JsonSchema, depth + 1)]
        : [];
    case "integer":
    case "number":
      return schema["minimum"] ?? 1;
    case "boolean":
      return true;
    case "string":
      return exampleText(schema);
    default:
      return null;
  }
}

const examples: Readonly<Record<string, string>> = {
  uuid: "3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10",
  email: "anna@example.org",
  "date-time": "2026-03-02T09:00:00.000Z",
  uri: "https://example.org/",
};

function exampleText(schema: JsonSchema): string {
  const format = examples[String(schema["format"])];
  if (format !== undefined) return format;
  const pattern = typeof schema["pattern"] === "string" ? schema["pattern"] : "";
  if (pattern.includes("T(")) return "2026-03-02T09:00";
  if (pattern.includes(":[0-5]")) return "09:00";
  if (pattern.startsWith("^\\d{4,")) return "408137";
  return "…";
}

function paragraphs(text: string): string {
  return text
    .split("\n\n")
    .map((paragraph) => `<p>${marked(escape(paragraph))}</p>`)
    .join("\n");
}

function marked(html: string): string {
  return html.replaceAll(/\*\*(.+?)\*\*/g, "<b>$1</b>").replaceAll(/`(.+?)`/g, "<code>$1</code>");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export const styleOfPage = `
:root { --paper: #e9e4da; --surface: #faf8f4; --line: #d5cec0; --ink: #1e2326; --soft: #555b5f; --accent: #245044; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #101315; --surface: #1a1e21; --line: #343b40; --ink: #edeae3; --soft: #a9afb3; --accent: #8fd0b5; }
}
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 190px minmax(0, 1fr); background: var(--paper); color: var(--ink);
  font: 400 15px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
nav { position: sticky; top: 0; height: 100dvh; overflow-y: auto; padding: 20px; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 3px 0; }
a { color: var(--accent); }
main { max-width: 860px; padding: 20px 24px 60px; }
h1 { font-size: 26px; }
h2 { margin-top: 40px; font-size: 20px; text-transform: capitalize; }
h3 { margin: 0; font-size: 14px; font-weight: 500; overflow-wrap: anywhere; }
article { margin: 12px 0; padding: 14px 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
article p { margin: 6px 0; }
.permission { color: var(--soft); font-size: 13px; }
pre, code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: 13px; }
pre { margin: 8px 0; padding: 10px 12px; overflow-x: auto; border-radius: 8px; background: var(--paper); }
summary { cursor: pointer; color: var(--soft); font-size: 13px; }
@media (max-width: 700px) { body { display: block; } nav { position: static; height: auto; } }
`;
