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
  const { field, sentence } = refuseInput(error);
  return [field, sentence];
}

test("each fault has its place and its sentence", () => {
  assert.deepEqual(told(undefined), [undefined, "The body: it is missing."]);
  assert.deepEqual(told([]), [undefined, "The body: it has to be of the type object."]);
  assert.deepEqual(told({ ...good, pin: undefined }), ["pin", "pin: it is missing."]);
  assert.deepEqual(told({ ...good, kind: "c" }), ["kind", "kind: it is one of a, b."]);
  assert.deepEqual(told({ ...good, list: [{ size: "1" }] }), [
    "list.0.size",
    "list.0.size: it has to be of the type number.",
  ]);
});

test("words of the schema's own stay, and nothing of what was sent is repeated", () => {
  assert.deepEqual(told({ ...good, pin: "40791x" }), ["pin", "pin: A PIN has digits only."]);
  assert.deepEqual(told({ ...good, "407913": 1 }), [undefined, "The body: there is a part that is not known here."]);
});
