/**
 * The table of the lock's rows in the README: each row of the contract with the tests that name it. A test names a row
 * by beginning with it ("L14: any run …", "L15a, L15b: …"), so the table follows from the tests and cannot go stale.
 *
 * `node tools/rows.ts` writes the table; the test beside this file fails when it is stale or a row has no test.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listFiles, projectRoot } from "./files.ts";

export const rows = {
  L1: "Parts of the front panel",
  L2: "Parts of the rear panel; the peephole button",
  L3: "Latch, dead bolt, clutch",
  L4: "The key opens, always",
  L4a: "What the sensors tell, and what they do not",
  L5: "Waking by touch; finger and card without waking",
  L6: "Falling asleep; what that forgets",
  L7: "Room for 50 of each kind",
  L8: "PINs of 6 to 10 digits",
  L9: "No duplicates",
  L10: "Several fingerprints per person; a user per enrolment",
  L11: "Roles; the last administrator stays",
  L12: "Secrets neither stored nor logged in the clear",
  L13: "Unlocking, and relocking after 5 s",
  L14: "Padded PINs of up to 20 digits",
  L15: "Five wrong tries lock the system for 3 minutes",
  L15x: "What counts as a try, and what survives a power cut",
  L15a: "Guard profile manual",
  L15b: "Guard profile guarded: doubling, hard stops",
  L15c: "Guard profile strict",
  L16: "Open mode",
  L17: "Handle not at rest",
  L18: "Motor faults",
  L19: "Safety bolt thrown",
  L20: "Entering the menu",
  L21: "The menu's codes",
  L22: "Back to the menu; cancelling",
  L23: "Adding a fingerprint",
  L24: "Adding a PIN",
  L25: "Adding a card",
  L26: "Deleting by number",
  L27: "Clearing a kind",
  L28: "Initialising",
  L29: "Volume",
  L30: "Menu switched off from the app",
  L30a: "No key is swallowed",
  L31: "Batteries: warning, critical, dead",
  L32: "Emergency power",
  L33: "A power cut loses nothing that was confirmed",
  L34: "Tamper siren",
  L35: "Alarms of lock-out and battery",
  L36: "Alarms are heard, logged, reported; duress is silent",
  L37: "Factory reset",
  L38: "Pairing window",
  L39: "Voice in Italian and English",
  L40: "The log",
  L41: "Trouble: verified, but the door stays shut",
  L42: "Trouble: the key does not open",
  L43: "Trouble: the finger does not open",
  L44: "Trouble: the motor is silent",
  L45: "Trouble: the keypad is dead",
  L46: "Trouble: the fingerprint reader is dead",
  L47: "Trouble: the lock stays open",
  L48: "Trouble: the latch does not come out",
} as const;

const startMark = "<!-- rows: written by tools/rows.ts -->";
const endMark = "<!-- end of rows -->";

/** The names of a test begin with its rows: `L14`, or several with commas or a dash between them. */
const testName = /\b(?:test|it|describe)\(\s*["'`]((?:L\d+[a-z]?(?:, | and |\/|-)?)+)/g;

/** For each row the test files that name it, with the number of tests. */
export function testsByRow(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const file of listFiles(projectRoot).filter((path) => path.endsWith(".test.ts") && !path.startsWith("tools/")))
    for (const [, named = ""] of readFileSync(join(projectRoot, file), "utf8").matchAll(testName))
      for (const row of rowsIn(named)) {
        const files = found.get(row) ?? new Map<string, number>();
        files.set(file, (files.get(file) ?? 0) + 1);
        found.set(row, files);
      }
  return found;
}

function rowsIn(named: string): readonly string[] {
  const range = /^L(\d+)-L(\d+)/.exec(named);
  if (range === null) return named.match(/L\d+[a-z]?/g) ?? [];
  const [, from, to] = range.map(Number);
  return Object.keys(rows).filter((row) => {
    const number = Number(row.slice(1));
    return from !== undefined && to !== undefined && number >= from && number <= to;
  });
}

function rowTable(): string {
  const tests = testsByRow();
  const lines = Object.entries(rows).map(([row, what]) => {
    const files = [...(tests.get(row) ?? new Map<string, number>())].sort(([one], [other]) => one.localeCompare(other));
    const links = files.map(([file, count]) => `[${fileName(file)}](${file}) ${count}`);
    return `| ${row} | ${what} | ${links.join(" · ")} |`;
  });
  return ["| row | what | tests |", "|---|---|---|", ...lines].join("\n");
}

function fileName(path: string): string {
  return (
    path
      .split("/")
      .at(-1)
      ?.replace(/\.test\.ts$/, "") ?? path
  );
}

/** The README with the table as it should be. */
export function withTable(readme: string): string {
  const start = readme.indexOf(startMark);
  const end = readme.indexOf(endMark);
  return `${readme.slice(0, start + startMark.length)}\n\n${rowTable()}\n\n${readme.slice(end)}`;
}

export const readmePath = join(projectRoot, "README.md");

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(readmePath, withTable(readFileSync(readmePath, "utf8")));
