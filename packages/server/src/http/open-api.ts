/** The OpenAPI 3.1 document, for programs: made from the table of routes. */

import * as z from "zod";
import { exampleOf } from "./example.ts";
import {
  describeParts,
  describeSchema,
  isOptional,
  withShapesAt,
  type Described,
  type JsonSchema,
} from "./json-schema.ts";
import { areaOf, errorStatuses, type ErrorWord, type Route } from "./route.ts";
import { errorMeanings } from "./reference-words.ts";

export interface DocumentInfo {
  /** Markdown. */
  readonly description: string;
  /** Under which the server is reached. */
  readonly url: string;
}

const shapePlace = "#/components/schemas/";

const errorBody = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(errorStatuses) as [ErrorWord, ...ErrorWord[]]),
      sentence: z.string().describe("For a person."),
      field: z.string().optional().describe("Which part of the request it is about."),
    }),
  })
  .meta({ id: "Refusal" });

export function openApiDocument(routes: readonly Route[], { description, url }: DocumentInfo): object {
  const shapes: Record<string, JsonSchema> = {};
  const place = ({ schema, shapes: used }: Described): JsonSchema => {
    for (const [id, shape] of Object.entries(used)) shapes[id] = withShapesAt(shapePlace, shape);
    return withShapesAt(shapePlace, schema);
  };
  const refusal = place(describeSchema(errorBody, "output"));
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, place);
  return {
    openapi: "3.1.0",
    info: { title: "Catenaccio", version: "0", description },
    servers: [{ url }],
    tags: [...new Set(routes.map(({ path }) => areaOf(path)))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(shapes).toSorted(([one], [other]) => one.localeCompare(other))),
      responses: refusalResponses(refusal),
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "catenaccio.session_token" },
        apiKey: { type: "http", scheme: "bearer", description: "A key of `POST /api/homes/{homeId}/api-keys`." },
      },
    },
  };
}

type Place = (described: Described) => JsonSchema;

function operationOf(route: Route, place: Place): object {
  const { path, summary, permission, body } = route;
  return {
    operationId: operationIdOf(route),
    summary,
    tags: [areaOf(path)],
    description: [route.description, `Permission: \`${permission}\`.`].filter(Boolean).join("\n\n"),
    security: securityOf(route),
    parameters: parametersOf(route, place),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: place(describeSchema(body, "input")), example: exampleOf(body) } },
      },
    }),
    responses: responsesOf(route, place),
  };
}

/** "GET /api/homes/{homeId}/locks/{lockId}" is `getLocksByLockId`. */
export function operationIdOf({ method, path }: Pick<Route, "method" | "path">): string {
  const inHome = path.replace(/^\/api\//, "").replace(/^homes\/\{homeId\}\/(?=.)/, "");
  const parts = inHome.split("/").map((part) =>
    part
      .split(/[^A-Za-z0-9{}]/)
      .map(capitalize)
      .join(""),
  );
  const last = parts.length - 1;
  const words = parts.map((part, index) =>
    part.startsWith("{") ? (index === last ? `By${capitalize(part.slice(1, -1))}` : "") : part,
  );
  return method + words.join("");
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function securityOf({ permission, needsPerson = false }: Route): readonly object[] {
  if (permission === "public") return [];
  return permission === "account" || needsPerson ? [{ session: [] }] : [{ session: [] }, { apiKey: [] }];
}

function parametersOf({ path, params, query }: Route, place: Place): readonly object[] {
  const home = path.includes("{homeId}") ? [["homeId", describeSchema(z.uuid(), "input")] as const] : [];
  const ofPath = [...home, ...(params === undefined ? [] : describeParts(params))];
  const asked = query === undefined ? {} : (exampleOf(query) as Readonly<Record<string, unknown>>);
  return [
    ...ofPath.map(([name, part]) => ({ name, in: "path", required: true, ...placed(part, place) })),
    ...(query === undefined ? [] : describeParts(query)).map(([name, part]) => ({
      name,
      in: "query",
      required: !isOptional(query?.shape[name] as z.ZodType),
      ...placed(part, place),
      ...(name in asked && { example: asked[name] }),
    })),
  ];
}

/** What it means stands at the parameter, and not a second time in its schema. */
function placed(part: Described, place: Place): object {
  const { description, ...schema } = place(part);
  return { ...(description !== undefined && { description }), schema };
}

function responsesOf(route: Route, place: Place): object {
  const { response, contentType, status } = route;
  const success =
    response === undefined && contentType === undefined
      ? { 204: { description: "Done" } }
      : {
          [status ?? 200]: {
            description: "Done",
            content: {
              [contentType ?? "application/json"]: {
                schema: response === undefined ? { type: "string" } : place(describeSchema(response, "output")),
              },
            },
          },
        };
  const refusals = refusalStatusesOf(route).map((code) => [code, { $ref: `#/components/responses/${nameOf(code)}` }]);
  return { ...success, ...Object.fromEntries(refusals) };
}

type RefusalCode = `${(typeof errorStatuses)[ErrorWord]}` | "4XX" | "5XX";

function refusalStatusesOf({ path, permission, query, body, params, method }: Route): readonly RefusalCode[] {
  const isChange = method !== "get";
  const isOfHome = path.includes("{homeId}");
  const all: readonly (readonly [RefusalCode, boolean])[] = [
    ["400", body !== undefined || query !== undefined],
    ["401", permission !== "public"],
    ["403", isChange || isOfHome],
    ["404", isOfHome || params !== undefined],
    ["409", isChange && body !== undefined],
    ["413", body !== undefined],
    ["415", body !== undefined],
    ["4XX", true],
    ["5XX", true],
  ];
  return all.filter(([, isPossible]) => isPossible).map(([code]) => code);
}

function refusalResponses(schema: JsonSchema): object {
  const content = { "application/json": { schema } };
  const byStatus = Object.groupBy(Object.keys(errorStatuses) as ErrorWord[], (word) => errorStatuses[word]);
  const exact = Object.entries(byStatus).map(([status, words]) => {
    const description = words.map((word) => `\`${word}\`: ${errorMeanings[word]}`).join("\n\n");
    return [nameOf(status as RefusalCode), { description, content }];
  });
  const other = { description: "Refused: the code says why.", content };
  const failed = { description: "The server, its gateway or the lock failed: the code says which.", content };
  return Object.fromEntries([...exact, [nameOf("4XX"), other], [nameOf("5XX"), failed]]);
}

function nameOf(code: RefusalCode): string {
  return `Refused${code}`;
}
