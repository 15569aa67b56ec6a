/** The start: what is kept from the last time is read, and the app is drawn from it before the server has answered. */

import { render } from "preact";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/ui.css";
import "./shell/shell.css";
import { openKept } from "./api/kept.ts";
import { beginSession } from "./api/session.ts";
import { App } from "./app.tsx";
import { registerWorker } from "./shell/register-worker.ts";

async function start(): Promise<void> {
  await openKept();
  const place = document.querySelector("#app");
  void beginSession();
  if (place !== null) render(<App />, place);
  registerWorker();
}

void start();
