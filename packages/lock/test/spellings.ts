/** All the spellings in which a secret might slip out: encodings, bases, orders, and the alignments of base64. */

export interface Spelling {
  readonly name: string;
  readonly needle: Buffer;
}

/** A word, such as a PIN or the name of a card. */
export function spellingsOfText(text: string): readonly Spelling[] {
  const bytes = Buffer.from(text, "latin1");
  const utf16 = Buffer.from(text, "utf16le");
  const letters = [...text];
  return [
    spell("plain", text),
    spell("backwards", letters.toReversed().join("")),
    { name: "UTF-16LE", needle: utf16 },
    { name: "UTF-16BE", needle: Buffer.from(utf16).swap16() },
    ...separators.slice(1).map((separator) => spell(`letters with "${separator}"`, letters.join(separator))),
    spell("letters in JSON", letters.map((letter) => JSON.stringify(letter)).join()),
    ...spellingsInNumbers(bytes, "codes"),
    ...spellingsInBase64(bytes),
    ...spellingsInBase64(utf16),
  ];
}

/** Bytes, such as a card's identifier or a digest. */
export function spellingsOfBytes(bytes: Buffer): readonly Spelling[] {
  const backwards = Buffer.from(bytes).reverse();
  return [
    { name: "bytes", needle: bytes },
    { name: "bytes backwards", needle: backwards },
    ...spellingsInNumbers(bytes, "bytes"),
    ...spellingsInNumbers(backwards, "bytes backwards"),
    ...spellingsInBase64(bytes),
    ...spellingsInBase64(backwards),
    spell("one number", String(BigInt(`0x${bytes.toString("hex")}`))),
    spell("one number backwards", String(BigInt(`0x${backwards.toString("hex")}`))),
  ];
}

const separators = ["", ",", ", ", " ", ":", "-"];

function spell(name: string, text: string): Spelling {
  return { name, needle: Buffer.from(text, "latin1") };
}

function spellingsInNumbers(bytes: Buffer, name: string): readonly Spelling[] {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  const decimal = [...bytes].map(String);
  return [
    ...separators.flatMap((separator) => [
      spell(`${name} in hex with "${separator}"`, hex.join(separator)),
      spell(`${name} in capital hex with "${separator}"`, hex.join(separator).toUpperCase()),
    ]),
    ...separators.slice(1).map((separator) => spell(`${name} in decimal with "${separator}"`, decimal.join(separator))),
    spell(`${name} in a JSON object`, decimal.map((value, at) => `"${at}":${value}`).join()),
  ];
}

/** Wherever the bytes lie in what is encoded: the characters that depend on nothing else. */
function spellingsInBase64(bytes: Buffer): readonly Spelling[] {
  return [0, 1, 2].flatMap((offset) =>
    (["base64", "base64url"] as const).map((encoding) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString(encoding);
      const own = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
      return spell(`${encoding} from byte ${offset}`, own);
    }),
  );
}
