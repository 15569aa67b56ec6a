import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { promptIds } from "@catenaccio/lock-core";
import { voiceDocument, voiceDocumentPath } from "./voice-document.ts";
import { readVoiceFiles } from "./voice.ts";

test("docs/voice.md is what packages/lock/tools/write-voice-doc.ts would write", () => {
  const document = readFileSync(voiceDocumentPath, "utf8");
  assert.equal(document, voiceDocument(readVoiceFiles()));
  for (const id of promptIds) assert.ok(document.includes(`| \`${id}\` |`), id);
});
