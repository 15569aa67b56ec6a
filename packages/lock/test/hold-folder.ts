/** A process of its own that opens the data folder named by its argument, says what came of it, and holds it. */

import { setInterval } from "node:timers";
import { openDataFolder } from "../src/store/data-folder.ts";
import { StoreError } from "../src/store/store-error.ts";

const [path = ""] = process.argv.slice(2);
try {
  const folder = openDataFolder(path);
  const { durable } = folder.store.load();
  process.send?.(`open ${durable.log.nextSeq}`);
  setInterval(() => undefined, 60_000);
} catch (cause) {
  if (!(cause instanceof StoreError)) throw cause;
  process.send?.(cause.code);
  process.disconnect();
}
