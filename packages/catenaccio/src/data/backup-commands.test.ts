import assert from "node:assert/strict";
import { mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runBackup } from "./backup-commands.ts";
import { BackupError } from "./backup.ts";

test("a backup writes over a file only when it is told to", async () => {
  using place = mkdtempDisposableSync(join(tmpdir(), "backup-command-"));
  const [data, file] = [join(place.path, "data"), join(place.path, "mine.txt")];
  mkdirSync(join(data, "server"), { recursive: true });
  writeFileSync(file, "precious");
  await assert.rejects(runBackup(["--data", data, "--to", file]), (error) => {
    assert.ok(error instanceof BackupError);
    assert.equal(error.message, `${file} is there already: name another file, or add --force to write over it.`);
    return true;
  });
  assert.equal(readFileSync(file, "utf8"), "precious");
  assert.equal(await runBackup(["--data", data, "--to", file, "--force"]), 0);
  assert.notEqual(readFileSync(file).subarray(0, 8).toString(), "precious");
});
