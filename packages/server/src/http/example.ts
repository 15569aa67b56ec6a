/** Examples of what is sent and answered: the schema's own, or one made from it, for people to put their values in. */

import type * as z from "zod";
import { describeSchema, shapeReferredTo, type Direction, type JsonSchema } from "./json-schema.ts";

export function exampleOf(of: z.ZodType, direction: Direction = "input"): unknown {
  const { schema, shapes } = describeSchema(of, direction);
  return make(schema, "");

  function make(part: JsonSchema, name: string): unknown {
    const shape = shapeReferredTo(part);
    if (shape !== null) return make(shapes[shape] ?? {}, name);
    if (Array.isArray(part["examples"])) return part["examples"][0];
    if ("default" in part) return part["default"];
    if ("const" in part) return part["const"];
    if (Array.isArray(part["enum"])) return part["enum"][0];
    for (const choice of ["oneOf", "anyOf", "allOf"])
      if (Array.isArray(part[choice])) return make((part[choice] as JsonSchema[])[0] ?? {}, name);
    switch (part["type"]) {
      case "object":
        return makeObject(part);
      case "array":
        // Whoever sends it may leave it empty; whoever reads it wants to see what is in it.
        return direction === "output" || Number(part["minItems"] ?? 0) > 0
          ? [make((part["items"] ?? {}) as JsonSchema, name)]
          : [];
      case "integer":
      case "number":
        return part["minimum"] ?? 1;
      case "boolean":
        return true;
      case "string":
        return exampleText(part, name);
      default:
        return null;
    }
  }

  function makeObject(part: JsonSchema): unknown {
    const properties = (part["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
    const required = (part["required"] ?? []) as readonly string[];
    return Object.fromEntries(required.map((name) => [name, make(properties[name] ?? {}, name)]));
  }
}

const byFormat: Readonly<Record<string, string>> = {
  uuid: "3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10",
  email: "anna@example.org",
  "date-time": "2026-03-02T09:00:00.000Z",
  uri: "https://example.org/",
  ipv4: "192.168.1.20",
};

/** Of what is only text to the schema. */
const byName: Readonly<Record<string, string>> = {
  accountId: "bC4wFqzK2mYtN8sR",
  email: "anna@example.org",
  home: "Home",
  key: "ck_…",
  link: "https://example.org/…#…",
  lockName: "Front door",
  name: "Anna",
  personName: "Anna",
  pin: "408137",
  product: "Catenaccio",
  secret: "whsec_…",
  timeZone: "Europe/Rome",
  vendor: "Catenaccio",
};

function exampleText(part: JsonSchema, name: string): string {
  const known = byFormat[String(part["format"])];
  if (known !== undefined) return known;
  const pattern = typeof part["pattern"] === "string" ? part["pattern"] : "";
  if (pattern.includes("T(")) return "2026-03-02T09:00";
  if (pattern.includes(":[0-5]")) return "09:00";
  if (pattern.startsWith("^\\d{4,")) return "408137";
  return byName[name] ?? "…";
}
