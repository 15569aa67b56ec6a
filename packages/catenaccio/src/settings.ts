/**
 * The settings of a home: from flags, the environment, a file in the data folder, in that order of precedence, and each
 * checked at the start. A misspelt one is refused, because whoever wrote it relies on it.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { UsageError } from "./usage-error.ts";

const portMax = 65_535;
const port = z.coerce
  .number("a port is a whole number")
  .int("a port is a whole number")
  .min(0, "a port is 0 to 65535")
  .max(portMax, "a port is 0 to 65535");
const path = z.string().min(1, "a path is needed");

const homeSettings = z.strictObject({
  /** Of the browser's page and the API; 0: any that is free. */
  port: port.default(8080),
  /** The address to listen on; `localhost`: this machine only. */
  host: z.string().min(1).default("localhost"),
  /** Under which people reach it, where that is another address than this machine's: behind a reverse proxy. */
  url: z.url({ protocol: /^https?$/, message: "a url is written https://lock.example.org" }).optional(),
  /** Certificate chain and key of https, PEM. */
  tlsCert: path.optional(),
  tlsKey: path.optional(),
  /** Addresses of reverse proxies whose X-Forwarded-For counts, separated by commas. */
  trustedProxies: z
    .union([z.string().transform((text) => text.split(",").map((part) => part.trim())), z.array(z.string())])
    .pipe(z.array(z.union([z.ipv4(), z.ipv6()], "an address is written 192.168.1.2")))
    .default([]),
  /** Of the gateway's box: one that is played with, or that of this machine, by NetworkManager. */
  network: z.enum(["simulated", "networkManager"], "takes simulated or networkManager").default("simulated"),
});
export type HomeSettings = z.infer<typeof homeSettings>;
type SettingName = keyof HomeSettings;

const settingsFileName = "settings.json";
const settingNames = Object.keys(homeSettings.shape) as readonly SettingName[];
const prefix = "CATENACCIO_";
/** Read elsewhere. */
const otherVariables: ReadonlySet<string> = new Set(
  ["MDNS", "CHROMIUM", "SEED", "RUNS", "TEST_LOCK"].map((name) => prefix + name),
);

export interface SettingSources {
  readonly flags: Readonly<Partial<Record<SettingName, string | undefined>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The data folder; it need not exist. */
  readonly folder: string;
}

/** @throws UsageError with where the setting stands and what is wrong with it. */
export function readSettings({ flags, environment, folder }: SettingSources): HomeSettings {
  const file = join(folder, settingsFileName);
  const sources: readonly Source[] = [
    { values: readFile(file), nameOf: (name) => `"${name}" in ${file}` },
    { values: readEnvironment(environment), nameOf: variableOf },
    { values: withoutGaps(flags), nameOf: flagOf },
  ];
  for (const { values, nameOf } of sources) check(values, nameOf);
  const settings = homeSettings.parse(Object.assign({}, ...sources.map(({ values }) => values)));
  if ((settings.tlsCert === undefined) !== (settings.tlsKey === undefined))
    throw new UsageError("https needs both tlsCert and tlsKey (--tls-cert and --tls-key).");
  // Else everybody would seem to come from the proxy, which is in the home's own network.
  if (settings.url !== undefined && settings.tlsCert === undefined && settings.trustedProxies.length === 0)
    throw new UsageError("url needs trustedProxies (--trusted-proxies): the address of the reverse proxy.");
  return settings;
}

interface Source {
  readonly values: Readonly<Record<string, unknown>>;
  readonly nameOf: (setting: string) => string;
}

function check(values: Readonly<Record<string, unknown>>, nameOf: (setting: string) => string): void {
  const { error } = homeSettings.partial().safeParse(values);
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return;
  if (issue.code === "unrecognized_keys")
    throw new UsageError(`${nameOf(issue.keys[0] ?? "")} is no setting; there are ${settingNames.join(", ")}.`);
  throw new UsageError(`${nameOf(String(issue.path[0]))}: ${issue.message}.`);
}

function readFile(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new UsageError(`${file} is not a JSON object with settings.`, { cause });
  }
}

function readEnvironment(environment: Readonly<Record<string, string | undefined>>): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || otherVariables.has(variable) || value === undefined) continue;
    values[settingNames.find((name) => variableOf(name) === variable) ?? variable] = value;
  }
  return values;
}

function variableOf(setting: string): string {
  return setting.startsWith(prefix) ? setting : prefix + setting.replaceAll(/[A-Z]/g, "_$&").toUpperCase();
}

function flagOf(setting: string): string {
  return `--${setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function withoutGaps(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
