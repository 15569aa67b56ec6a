/** Folders of the tests: made anew for each, gone after it. */

import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export function makeFolder(test: TestContext): string {
  const folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-gateway-"));
  test.after(() => folder.remove());
  return folder.path;
}
