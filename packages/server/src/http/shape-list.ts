/** A JSON Schema as a short list for people: name, type, whether it is needed, and what it means. */

import { escape, inline } from "./html.ts";
import { shapeReferredTo, type Direction, type JsonSchema } from "./json-schema.ts";

export function shapeList(schema: JsonSchema, direction: Direction): string {
  const variants = variantsOf(schema);
  if (variants !== null)
    return variants
      .map((variant, index) => `<p class="or">${index === 0 ? "Either" : "Or"}</p>${listOf(variant)}`)
      .join("");
  return listOf(schema);

  function listOf(part: JsonSchema): string {
    const rows = rowsOf(part, "");
    if (rows.length > 0) return `<ul class="shape">${rows.join("")}</ul>`;
    return `<ul class="shape"><li><span class="type">${typeOf(part)}</span></li></ul>`;
  }

  function rowsOf(part: JsonSchema, prefix: string): readonly string[] {
    const required = (part["required"] ?? []) as readonly string[];
    return Object.entries(propertiesOf(part)).flatMap(([name, property]) => {
      const isLeftOut = direction === "input" && !required.includes(name);
      return [rowOf(prefix + name, property, isLeftOut), ...nestedRows(property, prefix + name)];
    });
  }

  function nestedRows(property: JsonSchema, name: string): readonly string[] {
    if (property["type"] === "array") return rowsOf((property["items"] ?? {}) as JsonSchema, `${name}[].`);
    const [only, ...others] = alternativesOf(property).filter(({ type }) => type !== "null");
    return rowsOf(only !== undefined && others.length === 0 ? only : property, `${name}.`);
  }
}

function rowOf(name: string, property: JsonSchema, isOptional: boolean): string {
  const byDefault = "default" in property ? [`default ${escape(JSON.stringify(property["default"]))}`] : null;
  const notes = byDefault ?? (isOptional ? ["optional"] : []);
  const description = property["description"];
  return `<li><code>${escape(name)}</code> <span class="type">${[typeOf(property), ...notes].join(", ")}</span>${
    typeof description === "string" ? `<p>${inline(description)}</p>` : ""
  }</li>`;
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  return (schema["oneOf"] ?? schema["anyOf"] ?? []) as readonly JsonSchema[];
}

/** Of a union of objects. */
function variantsOf(schema: JsonSchema): readonly JsonSchema[] | null {
  const alternatives = alternativesOf(schema);
  return alternatives.length > 1 && alternatives.every((each) => "properties" in each) ? alternatives : null;
}

function typeOf(schema: JsonSchema): string {
  const shape = shapeReferredTo(schema);
  if (shape !== null) return `<a href="#shape-${shape}">${shape}</a>`;
  if ("const" in schema) return code(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map(code).join(" or ");
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) return [...new Set(alternatives.map(typeOf))].join(" or ");
  switch (schema["type"]) {
    case "array":
      return `list of ${typeOf((schema["items"] ?? {}) as JsonSchema)}`;
    case "string":
      return textType(schema);
    case "integer":
      return `whole number${limitsOf(schema, "minimum", "maximum")}`;
    case "number":
      return `number${limitsOf(schema, "minimum", "maximum")}`;
    case "boolean":
      return "true or false";
    case "object":
      return "object";
    case "null":
      return code(null);
    default:
      return "anything";
  }
}

const formats: Readonly<Record<string, string>> = {
  uuid: "id",
  "date-time": "moment in UTC",
  email: "e-mail address",
  uri: "address",
};

function textType(schema: JsonSchema): string {
  const format = schema["format"];
  if (typeof format === "string") return formats[format] ?? escape(format);
  const pattern = typeof schema["pattern"] === "string" ? schema["pattern"] : "";
  if (pattern.includes("T(")) return "local minute, as 2026-03-02T09:00";
  if (pattern.includes(":[0-5]")) return "minute of the day, as 09:00";
  const limits = limitsOf(schema, "minLength", "maxLength");
  return limits === "" ? "text" : `text of${limits} characters`;
}

function limitsOf(schema: JsonSchema, least: string, most: string): string {
  const [from, to] = [schema[least], schema[most]];
  if (typeof from === "number" && typeof to === "number") return ` ${from} to ${to}`;
  if (typeof to === "number") return ` at most ${to}`;
  return typeof from === "number" && from !== 0 ? ` at least ${from}` : "";
}

function code(value: unknown): string {
  return `<code>${escape(typeof value === "string" ? value : JSON.stringify(value))}</code>`;
}
