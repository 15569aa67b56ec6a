/** The flags of each command: one table, one sentence for each mistake. A flag given twice: the last counts. */

import { parseArgs } from "node:util";
import { guardProfiles, type GuardProfile } from "@catenaccio/lock-core";
import type { SettingSources } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

export interface PanelOptions {
  readonly data: string;
  readonly clock: "real" | "virtual";
  /** null: what is stored stays. */
  readonly profile: GuardProfile | null;
  readonly language: string | null;
}

export interface LockOptions extends Omit<PanelOptions, "clock"> {
  /** UDP. */
  readonly port: number;
  readonly isStdio: boolean;
}

/** The flags of `up`, `gateway` and `server`; settings stand in settings.ts. */
export interface HomeFlags {
  readonly data: string;
  readonly isStdio: boolean;
  readonly hasLock: boolean;
  /** This machine says aloud what the lock says. */
  readonly isSpeaking: boolean;
  /** As typed; undefined: not given. */
  readonly settings: SettingSources["flags"];
}

type Flags = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

function readFlags(args: readonly string[], flags: Flags): Readonly<Record<string, string | boolean | undefined>> {
  try {
    const { values } = parseArgs({ args: [...args], options: flags, allowPositionals: false, strict: true });
    return values;
  } catch (cause) {
    const sentence = cause instanceof Error ? (cause.message.split(/\. |\n/)[0] ?? "") : "";
    throw new UsageError(`${sentence.replace(/\.$/, "")}.`, { cause });
  }
}

function textOf(values: Readonly<Record<string, string | boolean | undefined>>, flag: string): string | null {
  const value = values[flag];
  if (value === undefined || typeof value === "boolean") return null;
  if (value === "") throw new UsageError(`--${flag} needs a value.`);
  return value;
}

export function readPanelOptions(args: readonly string[], languages: readonly string[]): PanelOptions {
  const values = readFlags(args, {
    data: { type: "string" },
    clock: { type: "string" },
    profile: { type: "string" },
    lang: { type: "string" },
  });
  const data = textOf(values, "data");
  if (data === null) throw new UsageError("--data DIR is needed: the folder where the lock keeps its data.");
  const clock = textOf(values, "clock") ?? "real";
  if (clock !== "real" && clock !== "virtual") throw new UsageError("--clock takes virtual or real.");
  return { data, clock, ...lockSettings(values, languages) };
}

/** What both ways to start one lock take. */
function lockSettings(
  values: Readonly<Record<string, string | boolean | undefined>>,
  languages: readonly string[],
): { readonly profile: GuardProfile | null; readonly language: string | null } {
  const typedProfile = textOf(values, "profile");
  const profile = guardProfiles.find((known) => known === typedProfile) ?? null;
  if (typedProfile !== null && profile === null)
    throw new UsageError(`--profile takes one of ${guardProfiles.join(", ")}.`);
  const language = textOf(values, "lang");
  if (language !== null && !languages.includes(language))
    throw new UsageError(`--lang takes one of ${languages.join(", ")}.`);
  return { profile, language };
}

/** Matter's own (core §4.3.1.1). */
export const matterPort = 5540;

export function readLockOptions(args: readonly string[], languages: readonly string[]): LockOptions {
  const values = readFlags(args, {
    data: { type: "string" },
    port: { type: "string" },
    stdio: { type: "boolean" },
    profile: { type: "string" },
    lang: { type: "string" },
  });
  const data = textOf(values, "data");
  if (data === null) throw new UsageError("--data DIR is needed: the folder where the lock keeps its data.");
  return {
    data,
    port: portOf(values, matterPort, 1),
    isStdio: values["stdio"] === true,
    ...lockSettings(values, languages),
  };
}

function portOf(
  values: Readonly<Record<string, string | boolean | undefined>>,
  byDefault: number,
  min: number,
): number {
  const port = textOf(values, "port") ?? String(byDefault);
  if (!/^\d{1,5}$/.test(port) || Number(port) < min || Number(port) > portMax)
    throw new UsageError(`--port takes ${min} to ${portMax}.`);
  return Number(port);
}

const defaultData = "data";
const portMax = 65_535;

const settingFlags = {
  port: "port",
  host: "host",
  url: "url",
  "tls-cert": "tlsCert",
  "tls-key": "tlsKey",
  network: "network",
  "trusted-proxies": "trustedProxies",
} as const;

export function readHomeFlags(args: readonly string[]): HomeFlags {
  const values = readFlags(args, {
    data: { type: "string" },
    stdio: { type: "boolean" },
    "no-lock": { type: "boolean" },
    speak: { type: "boolean" },
    ...Object.fromEntries(Object.keys(settingFlags).map((flag) => [flag, { type: "string" } as const])),
  });
  const settings = Object.entries(settingFlags).map(([flag, name]) => [name, textOf(values, flag) ?? undefined]);
  return {
    data: textOf(values, "data") ?? defaultData,
    isStdio: values["stdio"] === true,
    hasLock: values["no-lock"] !== true,
    isSpeaking: values["speak"] === true,
    settings: Object.fromEntries(settings) as HomeFlags["settings"],
  };
}

/** @param direction names the flag of the file. */
export function readBackupOptions(
  args: readonly string[],
  direction: "to" | "from",
): { readonly data: string; readonly file: string; readonly isForced: boolean } {
  const values = readFlags(args, {
    data: { type: "string" },
    [direction]: { type: "string" },
    ...(direction === "to" && { force: { type: "boolean" } }),
  });
  const file = textOf(values, direction);
  if (file === null) throw new UsageError(`--${direction} FILE is needed: the file of the backup.`);
  return { data: textOf(values, "data") ?? defaultData, file, isForced: values["force"] === true };
}
