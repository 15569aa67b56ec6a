/** The OpenAPI document, made from the table of routes, and the page that shows it. Both come from this server alone. */

import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { areaOf, documentationPage, documentPath, styleOfPage, styleOfPagePath } from "./documentation-page.ts";
import { errorStatuses, type Route } from "./route.ts";

const documentationPath = "/api/docs";

const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorStatuses) as [string, ...string[]]),
    /** For a person. */
    sentence: z.string(),
    /** Which part of the request it is about. */
    field: z.string().optional(),
  }),
});

const introduction = `The API of a home's gateway and server.

**Signing in.** \`POST /api/session\` (or \`POST /api/claim\`, \`POST /api/invitations/accept\`) sets a cookie. With the
cookie, every request that changes something needs the header \`Origin\` with the address of this server, as browsers
send it. Scripts use an API key instead: \`Authorization: Bearer ck_…\`, without \`Origin\`.

**Errors** are \`{ "error": { "code", "sentence", "field"? } }\`.

**Opening a door** takes a fresh proof of the person: \`POST …/locks/{lockId}/proofs\` with the password or a passkey,
then \`POST …/locks/{lockId}/unlock\` with the token, within 60 seconds, once.

**What the lock has confirmed** stands in the \`status\` of each access and credential: \`pending\`, \`confirmed\`, or
\`refused\` with the reason.`;

export function documentation(app: OpenAPIHono, routes: readonly Route[], url: string): void {
  for (const route of routes) describe(app, route);
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "catenaccio.session_token",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  let document: object | null = null;
  app.get(documentPath, (context) => {
    document ??= app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: "Catenaccio", version: "0", description: introduction },
      servers: [{ url }],
    });
    return context.json(document);
  });
  let page: string | null = null;
  app.get(documentationPath, (context) => context.html((page ??= documentationPage(routes, introduction, url))));
  app.get(styleOfPagePath, (context) => context.body(styleOfPage, 200, { "Content-Type": "text/css; charset=utf-8" }));
}

function describe(app: OpenAPIHono, route: Route): void {
  const { method, path, summary, permission, params, query, body, response, contentType } = route;
  const needsHome = path.includes("{homeId}");
  const allParams = z.object({ ...(needsHome && { homeId: z.uuid() }), ...params?.shape });
  const type = contentType ?? "application/json";
  app.openAPIRegistry.registerPath({
    method,
    path,
    summary,
    tags: [areaOf(path)],
    description: [route.description, `Permission: \`${permission}\`.`].filter(Boolean).join("\n\n"),
    security: permission === "public" ? [] : [{ session: [] }, ...(needsHome ? [{ apiKey: [] }] : [])],
    request: {
      ...(Object.keys(allParams.shape).length > 0 && { params: allParams }),
      ...(query !== undefined && { query }),
      ...(body !== undefined && {
        body: { required: true, content: { "application/json": { schema: body } } },
      }),
    },
    responses: {
      ...(response === undefined && contentType === undefined
        ? { 204: { description: "Done" } }
        : {
            [route.status ?? 200]: {
              description: "Done",
              content: { [type]: { schema: response ?? z.string() } },
            },
          }),
      default: { description: "Refused", content: { "application/json": { schema: errorBody } } },
    },
  });
}
