/**
 * What the routes take and answer, as JSON Schema 2020-12, which OpenAPI 3.1 speaks. A schema with an id (zod's
 * `.meta({ id })`) is a shape of its own, and is referred to wherever it occurs.
 */

import * as z from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;
export type Shapes = Readonly<Record<string, JsonSchema>>;
/** What is sent, or what is answered: they differ where something has a default. */
export type Direction = "input" | "output";

export interface Described {
  readonly schema: JsonSchema;
  /** Those that it refers to, by id. */
  readonly shapes: Shapes;
}

const shapePlace = "#/$defs/";

export function describeSchema(schema: z.ZodType, direction: Direction): Described {
  // Wrapped, so that a schema that has an id itself is referred to as well.
  const document = z.toJSONSchema(z.object({ schema }), {
    io: direction,
    unrepresentable: "any",
    override: ({ jsonSchema }) => removeNoise(jsonSchema),
  }) as unknown as { readonly properties: { readonly schema: JsonSchema }; readonly $defs?: Shapes };
  return { schema: document.properties.schema, shapes: document.$defs ?? {} };
}

/** Of the query and the path: what stands in an address is text, which the schema may make a number of. */
export function describeParts(schema: z.ZodObject): readonly (readonly [name: string, part: Described])[] {
  return Object.entries(schema.shape).map(([name, part]) => [name, describeSchema(part as z.ZodType, "input")]);
}

export function isOptional(part: z.ZodType): boolean {
  return part.safeParse(undefined).success;
}

/** @returns the id of the shape, or null when it is none. */
export function shapeReferredTo({ $ref }: JsonSchema): string | null {
  return typeof $ref === "string" && $ref.startsWith(shapePlace) ? $ref.slice(shapePlace.length) : null;
}

/** As it stands in a document that keeps its shapes elsewhere. */
export function withShapesAt(place: string, schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll(`"$ref":"${shapePlace}`, `"$ref":"${place}`)) as JsonSchema;
}

function removeNoise(schema: Record<string, unknown>): void {
  // The format says it.
  if (schema["format"] !== undefined) delete schema["pattern"];
  if (schema["maximum"] === Number.MAX_SAFE_INTEGER) delete schema["maximum"];
  if (schema["minimum"] === Number.MIN_SAFE_INTEGER) delete schema["minimum"];
}
