/**
 * The API as a page for people: each route with what it takes, what it answers, and a line for curl. Drawn here from the
 * table of routes, because the readers of OpenAPI that there are load from elsewhere, or report home when installed.
 */

import * as z from "zod";
import { permissions, type Permission } from "../permissions.ts";
import { exampleOf } from "./example.ts";
import { escape, inline, paragraphs } from "./html.ts";
import { describeSchema, type Direction, type Shapes } from "./json-schema.ts";
import { operationIdOf } from "./open-api.ts";
import { reference } from "./reference.ts";
import { areaOf, type ObjectSchema, type Route } from "./route.ts";
import { shapeList } from "./shape-list.ts";

export const documentPath = "/api/openapi.json";
export const styleOfPagePath = "/api/docs/style.css";

export interface PageText {
  /** Markdown: what to read first. */
  readonly introduction: string;
  /** Under which the server is reached. */
  readonly url: string;
}

export function documentationPage(routes: readonly Route[], { introduction, url }: PageText): string {
  const areas = Map.groupBy(routes, ({ path }) => areaOf(path));
  const link = (id: string, title: string): string => `<li><a href="#${id}">${title}</a></li>`;
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
    <header><h1>Catenaccio API</h1></header>
    <nav aria-label="Contents"><ul>${reference.map(({ id, title }) => link(id, title)).join("")}${link("shapes", "Shapes")}</ul>
      <ul>${[...areas.keys()].map((area) => link(`area-${area}`, area)).join("")}</ul></nav>
    <main>
      ${paragraphs(introduction)}
      <p>For programs: <a href="${documentPath}">${documentPath}</a> (OpenAPI 3.1, with the whole schemas).</p>
      ${reference.map(({ id, title, html }) => `<section id="${id}"><h2>${title}</h2>${html}</section>`).join("")}
      ${[...areas].map(([area, list]) => `<section id="area-${area}"><h2>${area}</h2>${list.map((route) => article(route, url)).join("")}</section>`).join("")}
      <section id="shapes"><h2>Shapes</h2>${shapesOf(routes)}</section>
    </main>
  </body>
</html>
`;
}

function article(route: Route, url: string): string {
  const { method, path, summary, description, permission, query, body, response, status, contentType } = route;
  const success = response === undefined && contentType === undefined ? 204 : (status ?? 200);
  const answer = `Answer ${success}${contentType === undefined ? "" : `, ${contentType}`}`;
  return `<article id="${operationIdOf(route)}">
<h3><code><b>${method.toUpperCase()}</b> ${escape(path)}</code></h3>
<p>${inline(summary)}. <a class="permission" href="#roles">${escape(whoMay(permission))}</a></p>
${description === undefined ? "" : paragraphs(description)}
<pre>${escape(curlOf(route, url))}</pre>
${schemaDetails("Query", query, "input")}${schemaDetails("Body", body, "input")}${
    response === undefined ? `<p class="type">${answer}</p>` : schemaDetails(answer, response, "output", contentType)
  }
</article>`;
}

function whoMay(permission: Route["permission"]): string {
  if (!(permission in permissions)) return permission;
  return `${permission}: ${permissions[permission as Permission].join(", ")}`;
}

/** The ids of the path are variables of the shell, so that a line can be run as it is. */
function curlOf(route: Route, url: string): string {
  const { method, path, permission, query, body, contentType, needsPerson = false } = route;
  const isChange = method !== "get";
  const isPublic = permission === "public";
  const needsSession = permission === "account" || needsPerson;
  const address = `${url}${path.replaceAll(/\{(\w+)\}/g, "$$$1")}${queryOf(query)}`;
  const parts = [
    `curl${contentType === "text/event-stream" ? " -N" : ""}${isChange ? ` -X ${method.toUpperCase()}` : ""} "${address}"`,
    ...(needsSession || (isPublic && isChange) ? ["-b cookies -c cookies"] : []),
    ...(needsSession && isChange ? [`-H 'Origin: ${new URL(url).origin}'`] : []),
    ...(isPublic && isChange ? [`-H 'Origin: ${new URL(url).origin}'`] : []),
    ...(isPublic || needsSession ? [] : ['-H "Authorization: Bearer $key"']),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(exampleOf(body)))}`]),
  ];
  return parts.join(" \\\n  ");
}

function queryOf(query: ObjectSchema | undefined): string {
  if (query === undefined) return "";
  const asked = Object.entries(exampleOf(query) as Readonly<Record<string, unknown>>);
  return asked.length === 0
    ? ""
    : `?${asked.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}`;
}

/** For the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function schemaDetails(
  title: string,
  schema: z.ZodType | undefined,
  direction: Direction,
  contentType?: string,
): string {
  if (schema === undefined) return "";
  const example =
    direction === "output" && contentType === undefined
      ? `<pre>${escape(JSON.stringify(exampleOf(schema, direction), null, 2))}</pre>`
      : "";
  return `<details><summary>${escape(title)}</summary>${shapeList(describeSchema(schema, direction).schema, direction)}${example}</details>`;
}

function shapesOf(routes: readonly Route[]): string {
  const shapes: Shapes = Object.assign(
    {},
    ...routes.flatMap(({ query, body, response }) => [
      ...[query, body].map((schema) => (schema === undefined ? {} : describeSchema(schema, "input").shapes)),
      response === undefined ? {} : describeSchema(response, "output").shapes,
    ]),
  ) as Shapes;
  return Object.entries(shapes)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(
      ([id, shape]) => `<article id="shape-${id}"><h3><code>${id}</code></h3>${shapeList(shape, "output")}</article>`,
    )
    .join("");
}
