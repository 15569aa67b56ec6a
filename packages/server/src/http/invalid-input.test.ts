/** What a person is told of a body that is not understood. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pinDigits } from "@catenaccio/protocol";
import * as z from "zod";
import { inputWording, refuseInput } from "./invalid-input.ts";

const schema = z.strictObject({
  pin: pinDigits,
  kind: z.enum(["a", "b"]),
  list: z.array(z.strictObject({ size: z.int() })),
});
const good = { pin: "407913", kind: "a", list: [] };

function told(input: unknown): readonly [string | undefined, string] {
  const { error } = schema.safeParse(input, inputWording);
  assert.ok(error !== undefined);
  const { field, sentence } = refuseInput(error, "body");
  return [field, sentence];
}

test("each fault has its place and its sentence", () => {
  assert.deepEqual(told(undefined), [undefined, "The body: it is missing."]);
  assert.deepEqual(told([]), [undefined, "The body: it has to be an object."]);
  assert.deepEqual(told({ ...good, pin: undefined }), ["pin", "pin: it is missing."]);
  assert.deepEqual(told({ ...good, kind: "c" }), ["kind", "kind: it is one of a, b."]);
  assert.deepEqual(told({ ...good, list: [{ size: "1" }] }), ["list.0.size", "list.0.size: it has to be a number."]);
});

test("words of the schema's own stay, and nothing of what was sent is repeated", () => {
  assert.deepEqual(told({ ...good, pin: "40791x" }), ["pin", "pin: A PIN has digits only."]);
  assert.deepEqual(told({ ...good, "407913": 1 }), [undefined, "The body: there is a part that is not known here."]);
});

test("a part with an unknown name is named, before what is missing because of it", () => {
  const { pin: _, ...rest } = good;
  assert.deepEqual(told({ ...rest, pni: "407913" }), [undefined, 'The body: "pni" is not known here.']);
});

test("a query is called a query", () => {
  const { error } = z.strictObject({ limit: z.coerce.number() }).safeParse({ limit: 1, page: "2" }, inputWording);
  assert.equal(error && refuseInput(error, "query").sentence, 'The query: "page" is not known here.');
});

test("no words of the schema library come through", () => {
  const union = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("pin") }),
    z.strictObject({ kind: z.literal("rfid") }),
  ]);
  const cases: readonly (readonly [z.ZodType, unknown, string])[] = [
    [union, { kind: "key" }, "kind: it is one of pin, rfid."],
    [union, {}, "kind: it is missing."],
    [z.array(z.string()).min(1), [], "The body: it has to have at least 1 entry."],
    [z.string().max(64), "x".repeat(65), "The body: it has to have at most 64 characters."],
    [z.string().min(1), "", "The body: it has to have at least 1 character."],
    [z.int().min(1), 0, "The body: it has to be at least 1."],
    [z.iso.datetime(), "today", "The body: a moment is written in UTC, as 2026-03-02T09:00:00.000Z."],
    [z.uuid(), "7", "The body: an id is written as 3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10."],
    [z.union([z.ipv4(), z.ipv6()]), "x", "The body: it fits none of the forms that are taken here."],
    [z.boolean(), "true", "The body: it has to be true or false."],
    [z.string().regex(/^a/), "b", "The body: it is not written as it has to be."],
  ];
  for (const [taken, input, sentence] of cases) {
    const { error } = taken.safeParse(input, inputWording);
    assert.equal(error && refuseInput(error, "body").sentence, sentence);
  }
});
