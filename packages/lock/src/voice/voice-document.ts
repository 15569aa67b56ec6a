/** The table of everything that the lock says, for the documentation: written from the voice files themselves. */

import { fileURLToPath } from "node:url";
import { promptIds } from "@catenaccio/lock-core";
import { formsOf, type PromptText, type VoiceFile } from "./voice-file.ts";

export const voiceDocumentPath = fileURLToPath(new URL("../../../../docs/voice.md", import.meta.url));

export function voiceDocument(files: readonly VoiceFile[]): string {
  const rows = promptIds.map((id) => [`\`${id}\``, ...files.map((file) => cellOf(file.prompts[id]))]);
  const heads = ["id", ...files.map((file) => file.name)];
  const table = [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `# What the lock says

Each prompt has an id, which a script can wait for, and a text in each language. Values stand in braces; where a value
changes the words around it, the forms are given one after the other. The texts are in \`packages/lock/prompts\`, one
file for each language; a language is added by adding its file.

This page is written by \`packages/lock/tools/write-voice-doc.ts\`.

${table.join("\n")}
`;
}

function cellOf(prompt: PromptText): string {
  return formsOf(prompt).join(" / ");
}
