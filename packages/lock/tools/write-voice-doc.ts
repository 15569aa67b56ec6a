/** Writes docs/voice.md from the voice files. A test compares the two. */

import { writeFileSync } from "node:fs";
import { voiceDocument, voiceDocumentPath } from "../src/voice/voice-document.ts";
import { readVoiceFiles } from "../src/voice/voice.ts";

writeFileSync(voiceDocumentPath, voiceDocument(readVoiceFiles()));
