/** The web side of the virtual panel: the page, its live events, and the way in for what hands do to the lock. */

import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { EventStreams } from "./event-streams.ts";
import { HeldInputs } from "./held-inputs.ts";
import { Label } from "./label.ts";
import type { PanelLink } from "./link.ts";
import { PageFiles, type PageFile } from "./page-files.ts";
import type { InMessage } from "./page/messages-of-the-lock.ts";
import { refuseForeignRequests } from "./refuse-foreign-requests.ts";

export type { LabelCodes, PanelLink } from "./link.ts";
export { PanelError } from "./page/panel-error.ts";

export interface PanelOptions {
  readonly link: PanelLink;
  /** Names, without port, by which the panel is reached besides localhost. */
  readonly hosts?: readonly string[];
}

/** The longest message of the protocol is far shorter. */
const messageBytesMax = 4096;

/**
 * The routes of one panel; mount them at `/`, or at a path that ends in a slash (`app.route("/panel/", …)`): the page
 * uses relative addresses only.
 */
export function panelRoutes({ link, hosts = [] }: PanelOptions): Hono {
  const files = new PageFiles();
  const held = new HeldInputs(link);
  const streams = new EventStreams({ link, held, label: new Label(link) });
  const routes = new Hono();

  routes.use(pageHeaders, refuseForeignRequests(hosts));
  routes.get("/", (context) => answerFile(context, files.document()));
  routes.get("/style.css", (context) => answerFile(context, files.style()));
  routes.get("/icon.svg", (context) => answerFile(context, files.icon()));
  routes.get("/page/:name", (context) => {
    const file = files.module(context.req.param("name"));
    return file === null ? context.notFound() : answerFile(context, file);
  });

  routes.get("/events", (context) => {
    const stream = streams.open();
    if (stream === null) return context.json({ error: "Too many pages are open." }, 503);
    return context.body(stream, 200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  });

  routes.post("/messages", refuseOtherContent, messageLimit, async (context) => {
    const message = parseJson(await context.req.text());
    if (message === undefined) return context.json({ error: "The body is not JSON." }, 400);
    const answers = await link.send(message);
    // What the lock took without complaint is an in-message; what it refused changed nothing.
    if (!answers.some((answer) => "error" in answer)) {
      held.note(message as InMessage);
      streams.refresh();
    }
    return context.json(answers);
  });
  return routes;
}

const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    // The app shows it beside itself.
    frameAncestors: ["'self'"],
  },
  xFrameOptions: "SAMEORIGIN",
  // The panel speaks plain http on localhost; whoever puts TLS before it sets this there.
  strictTransportSecurity: false,
});

const messageLimit = bodyLimit({
  maxSize: messageBytesMax,
  onError: (context) => context.json({ error: "The message is too long." }, 413),
});

/** A form of a foreign page can send text/plain without asking; JSON it cannot. */
async function refuseOtherContent(context: Context, next: () => Promise<void>): Promise<Response | undefined> {
  const mediaType = context.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") return context.json({ error: "Only application/json is taken." }, 415);
  await next();
  return undefined;
}

function answerFile(context: Context, file: PageFile): Response {
  const headers = { ETag: file.etag, "Cache-Control": "no-cache" };
  if (context.req.header("if-none-match")?.includes(file.etag)) return context.body(null, 304, headers);
  return context.body(file.body, 200, { ...headers, "Content-Type": file.contentType });
}

/** @returns undefined when the text is not JSON; JSON itself has no such value. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
