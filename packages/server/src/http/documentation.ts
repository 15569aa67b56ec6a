/** The OpenAPI document, made from the table of routes, and the page that shows it. Both come from this server alone. */

import type { Hono } from "hono";
import { documentationPage, documentPath, styleOfPagePath } from "./documentation-page.ts";
import { styleOfPage } from "./documentation-style.ts";
import { openApiDocument } from "./open-api.ts";
import type { Route } from "./route.ts";

const documentationPath = "/api/docs";

const introduction = `The API of a home's gateway and server.

**People** sign in: \`POST /api/session\` (or \`POST /api/claim\`, \`POST /api/invitations/accept\`) sets a cookie. With the
cookie, every request that changes something needs the header \`Origin\` with the address of this server, as browsers
send it.

**Scripts** use an API key, which an owner makes by \`POST /api/homes/{homeId}/api-keys\`:
\`Authorization: Bearer ck_…\`, without \`Origin\`. \`GET /api/homes\` tells a key its one home. The lines for curl below
have the key in \`$key\`, the home in \`$homeId\`, and other ids of an address in variables of the same kind.

**Times.** A moment is in UTC: \`2026-03-02T09:00:00.000Z\`. A local minute (\`2026-03-02T09:00\`, \`09:00\`), as in
schedules, stays of guests and \`access-at\`, is in the home's time zone, which \`GET …/settings\` tells.

**Opening a door** takes a fresh proof of the person: \`POST …/locks/{lockId}/proofs\` with the password or a passkey,
then \`POST …/locks/{lockId}/unlock\` with the proof, within 60 seconds, once. An API key cannot get one.

**What the lock has confirmed** stands in the \`status\` of each access and credential: \`pending\`, \`confirmed\`, or
\`refused\` with the reason.`;

export function documentation(app: Hono, routes: readonly Route[], url: string): void {
  let document: object | null = null;
  app.get(documentPath, (context) =>
    context.json((document ??= openApiDocument(routes, { description: introduction, url }))),
  );
  let page: string | null = null;
  app.get(documentationPath, (context) => context.html((page ??= documentationPage(routes, { introduction, url }))));
  app.get(styleOfPagePath, (context) => context.body(styleOfPage, 200, { "Content-Type": "text/css; charset=utf-8" }));
}
