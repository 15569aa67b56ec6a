/** `lock`: one lock with Matter on, on its own. */

import { LateNetwork, loadVoice } from "@catenaccio/lock";
import { speakJsonLines, VirtualLock, type OutMessage } from "@catenaccio/lock/virtual";
import { putOnMatter, type MatterLock } from "./matter.ts";
import { readLockOptions } from "./options.ts";
import { failureOf } from "./panel.ts";
import { labelText } from "./label-text.ts";
import { untilAsked } from "./until-asked.ts";

export async function runLock(args: readonly string[]): Promise<number> {
  const voice = loadVoice();
  const languages = voice.languages.map(({ language: code }) => code);
  const { data, port, isStdio, profile, language } = readLockOptions(args, languages);
  const network = new LateNetwork();
  let matter: MatterLock | null = null;
  const homes = (): number => matter?.homes() ?? 0;
  const lock = new VirtualLock({ folder: data, clock: "real", voice, profile, language, network, homes });
  try {
    const failure = failureOf(lock);
    // The lock has power before its network is there; what it says meanwhile comes after the ready line.
    const early: OutMessage[] = [];
    const stopListening = lock.subscribe((message) => early.push(message));
    lock.start();
    matter = await Promise.race([putOnMatter(lock, network, { folder: data, port, isLocalOnly: false }), failure]);
    stopListening();
    if (isStdio) {
      for (const line of [{ matter: matter.line }, ...early]) process.stdout.write(`${JSON.stringify(line)}\n`);
      await Promise.race([speakJsonLines(lock, process.stdin, process.stdout), failure]);
    } else {
      process.stdout.write(labelText(matter.line, { isDrawn: process.stdout.isTTY, isLocalOnly: false }));
      await Promise.race([untilAsked(), failure]);
    }
    return 0;
  } finally {
    await matter?.close();
    lock.close();
  }
}
