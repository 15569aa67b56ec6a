/** What a reader of OpenAPI insists on. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openApiDocument } from "./open-api.ts";
import { routes } from "./routes.ts";
import { describeSchema } from "./json-schema.ts";

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: { readonly type?: unknown };
  }[];
  readonly responses: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const text = JSON.stringify(openApiDocument(routes, { description: "", url: "http://localhost:8080" }));
const document = JSON.parse(text) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
);

test("every part of a path is described, is required, and has one type", () => {
  for (const { name, path, operation } of operations) {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, part = ""]) => part);
    const described = operation.parameters.filter((parameter) => parameter.in === "path");
    assert.deepEqual(described.map((parameter) => parameter.name).toSorted(), parts.toSorted(), name);
    assert.ok(
      described.every(({ required }) => required),
      name,
    );
    for (const { schema } of operation.parameters) assert.ok(!Array.isArray(schema.type), name);
  }
});

test("what a query has to have is required, and what it may leave out is not", () => {
  const requiredOf = (id: string): readonly string[] => {
    const found = operations.find(({ operation }) => operation.operationId === id);
    return (found?.operation.parameters ?? [])
      .filter((each) => each.in === "query" && each.required)
      .map((each) => each.name);
  };
  assert.deepEqual(requiredOf("getLocksAccessAt"), ["time"]);
  assert.deepEqual(requiredOf("getHistory"), []);
});

test("every operation has an id of its own", () => {
  assert.equal(operations.length, routes.length);
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, routes.length);
});

test("every reference leads somewhere", () => {
  const references = [...text.matchAll(/"\$ref":"#\/([^"]*)"/g)].map(([, place = ""]) => place.split("/"));
  assert.ok(references.length > 100);
  for (const place of references) {
    let found: unknown = document;
    for (const step of place) found = (found as Readonly<Record<string, unknown>> | undefined)?.[step];
    assert.equal(typeof found, "object", place.join("/"));
  }
  assert.doesNotMatch(text, /#\/\$defs/);
});

test("every operation says how it is refused", () => {
  for (const { name, operation } of operations)
    assert.ok(
      Object.keys(operation.responses).some((status) => status.startsWith("4")),
      name,
    );
});

test("a shape is the same whether it is sent or answered, so that one name is enough", () => {
  for (const schema of routes.flatMap(({ body, response }) => [body, response]))
    if (schema !== undefined)
      assert.deepEqual(describeSchema(schema, "input").shapes, describeSchema(schema, "output").shapes);
});

test("shapes that are shared stand in the document once", () => {
  assert.ok(text.length < 200_000, `${text.length} characters`);
});
