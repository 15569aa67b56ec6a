/**
 * The claim: whoever reads the label of the box, and is in the same network, makes it theirs, once. The attacker is a
 * neighbour or a stranger on the internet who guesses codes: the code has 55 bits, wrong tries are counted on the disk
 * before they are judged, and only a person at the box can end a claim.
 *
 * The code has to be in the clear, since the box shows its own label; the file is for the box's account alone.
 */

import { randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";

/** Crockford's base 32: no I, L, O, U. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const secretCharacters = 11;
const codeCharacters = secretCharacters + 1;
const groupCharacters = 4;
const fileName = "claim.json";
const fileMode = 0o600;

export const wrongTriesMax = 5;
export const blockMs = 15 * 60_000;

const codePattern = new RegExp(`^[${alphabet}]{${codeCharacters}}$`);

const claimContent = z.strictObject({
  code: z.string().regex(codePattern),
  isClaimed: z.boolean(),
  wrongTries: z.int().min(0),
  /** Milliseconds since 1970; null: nothing is blocked. */
  blockedUntil: z.int().nullable(),
  /** Which claim it is; the server keeps it with the home that it made. null: nobody's, or one that is older than ids. */
  claimId: z.uuid().nullable().default(null),
});
type ClaimContent = z.infer<typeof claimContent>;

/** The file of the claim is not as it was written. */
export class ClaimError extends Error {
  override readonly name = "ClaimError";
}

export type ClaimRefusal = "notLocal" | "alreadyClaimed" | "blocked" | "malformed" | "wrongCode";

export type ClaimOutcome =
  | { readonly ok: true; readonly claimId: string }
  | { readonly ok: false; readonly error: ClaimRefusal; readonly sentence: string };

export interface ClaimLabel {
  /** Grouped, for typing. */
  readonly code: string;
  /** For the app's own scanner. */
  readonly text: string;
  /** For any phone's camera: opens the app. The code is behind the `#`, which no browser sends to a server. */
  readonly url: string;
}

export interface ClaimOptions {
  /** The box's folder, which exists. */
  readonly folder: string;
  /** The wall clock, in milliseconds. */
  readonly now: () => number;
}

export class Claim {
  readonly #path: string;
  readonly #now: () => number;
  #content: ClaimContent;

  /**
   * Reads the claim, or begins one.
   * @throws ClaimError when the file is damaged: a new code would give the box to the next who comes along.
   */
  constructor({ folder, now }: ClaimOptions) {
    this.#path = join(folder, fileName);
    this.#now = now;
    this.#content = existsSync(this.#path) ? readClaim(this.#path) : newClaim();
    if (!existsSync(this.#path)) this.#put(this.#content);
  }

  get isClaimed(): boolean {
    return this.#content.isClaimed;
  }

  get claimId(): string | null {
    return this.#content.claimId;
  }

  /** @param appUrl where the app is, without a slash at the end. */
  label(appUrl: string): ClaimLabel {
    const code = groupCode(this.#content.code);
    return { code, text: `CATENACCIO:${code}`, url: `${appUrl}/claim#${code}` };
  }

  /**
   * @param typed the code, or the text or URL of the label.
   * @param isLocal the request comes from the box's own network.
   */
  tryClaim(typed: string, isLocal: boolean): ClaimOutcome {
    const claimId = randomUUID();
    const refusal = this.#refusalFor(typed, isLocal, claimId);
    if (refusal === null) return { ok: true, claimId };
    return { ok: false, error: refusal, sentence: this.#sentenceFor(refusal) };
  }

  /** Ends the claim: the old label is worthless from now on. */
  reset(): void {
    this.#put(newClaim());
  }

  #refusalFor(typed: string, isLocal: boolean, claimId: string): ClaimRefusal | null {
    // Whoever is far away learns nothing and blocks nobody.
    if (!isLocal) return "notLocal";
    if (this.#content.isClaimed) return "alreadyClaimed";
    if (this.#blockedMs() > 0) return "blocked";
    const code = readCode(typed);
    // A slip of the finger, which the check character shows, is no try.
    if (code === null) return "malformed";
    this.#countTry();
    if (!timingSafeEqual(Buffer.from(code), Buffer.from(this.#content.code))) return "wrongCode";
    this.#put({ ...this.#content, isClaimed: true, wrongTries: 0, blockedUntil: null, claimId });
    return null;
  }

  /** Before the try is judged: cutting the power gives none back. */
  #countTry(): void {
    const tries = this.#content.wrongTries + 1;
    const isLast = tries >= wrongTriesMax;
    const blockedUntil = isLast ? this.#now() + blockMs : null;
    this.#put({ ...this.#content, wrongTries: isLast ? 0 : tries, blockedUntil });
  }

  /** A clock that was set back makes no block longer than it is. */
  #blockedMs(): number {
    const until = this.#content.blockedUntil;
    return until === null ? 0 : Math.min(until - this.#now(), blockMs);
  }

  #sentenceFor(refusal: ClaimRefusal): string {
    switch (refusal) {
      case "notLocal":
        return "A gateway can only be claimed from its own network.";
      case "alreadyClaimed":
        return "This gateway belongs to somebody already; it can be claimed again after a reset at the box.";
      case "blocked":
        return `Too many wrong codes; try again in ${Math.ceil(this.#blockedMs() / 60_000)} minutes.`;
      case "malformed":
        return "That is not a code from a label: one character is mistyped or missing.";
      case "wrongCode":
        return "That is not the code of this gateway.";
      default:
        return refusal satisfies never;
    }
  }

  #put(content: ClaimContent): void {
    writeWhole(this.#path, JSON.stringify(content));
    this.#content = content;
  }
}

/** @returns null: it is no code, or a mistyped one. */
function readCode(typed: string): string | null {
  const code = typed
    .trim()
    .replace(/^.*#|^catenaccio:/i, "")
    .toUpperCase()
    .replaceAll(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  if (!codePattern.test(code)) return null;
  return checkCharacter(code.slice(0, secretCharacters)) === code.slice(secretCharacters) ? code : null;
}

function newClaim(): ClaimContent {
  const secret = Array.from({ length: secretCharacters }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
  return { code: secret + checkCharacter(secret), isClaimed: false, wrongTries: 0, blockedUntil: null, claimId: null };
}

/**
 * A Reed-Solomon check over GF(32), reduced by x⁵ + x² + 1: each single wrong character and each two exchanged ones
 * change it, which Crockford's own check does only with five more symbols.
 */
function checkCharacter(secret: string): string {
  let sum = 0;
  for (const character of secret) sum = double(sum ^ alphabet.indexOf(character));
  return alphabet.charAt(sum);
}

function double(value: number): number {
  const doubled = value << 1;
  return doubled & 0b100000 ? doubled ^ 0b100101 : doubled;
}

function groupCode(code: string): string {
  return code.match(new RegExp(`.{${groupCharacters}}`, "g"))?.join("-") ?? code;
}

function readClaim(path: string): ClaimContent {
  const content = claimContent.safeParse(readJson(path));
  if (content.success) return content.data;
  // The cause would quote the file, and the code with it.
  throw new ClaimError(`${path} is damaged. Without it nobody can tell whose this gateway is; restore it.`);
}

/** @returns undefined: it is none. */
function readJson(path: string): unknown {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All or nothing, and on the disk when it returns. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", fileMode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
