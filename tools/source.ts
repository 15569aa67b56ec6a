/** A module's syntax, for the checks. By a real parser, because a comment or a string can look like code. */
import { parseSync, Visitor, type ParseResult } from "oxc-parser";

export interface Import {
  readonly from: string;
  readonly line: number;
  /** Gone when the module runs. */
  readonly isTypeOnly: boolean;
}

/** A check must not take what it cannot read for a file without faults. */
class SourceError extends Error {
  override readonly name = "SourceError";
}

/** @returns the imports, those of types included; a computed one is `from: "?"`. */
export function importsOf(path: string, source: string): readonly Import[] {
  const imports: Import[] = [];
  const add = (position: number, from: string, isTypeOnly: boolean) => {
    imports.push({ from, line: lineAt(source, position), isTypeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.start, node.source.value, node.importKind === "type"),
    ExportAllDeclaration: (node) => add(node.start, node.source.value, node.exportKind === "type"),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.start, node.source.value, node.exportKind === "type");
    },
    ImportExpression: ({ start, source: target }) => {
      add(start, target.type === "Literal" && typeof target.value === "string" ? target.value : "?", false);
    },
    TSImportType: (node) => add(node.start, node.source.value, true),
  }).visit(parse(path, source).program);
  return imports;
}

/** @returns the lines on which a bare `Error` is made. */
export function bareErrorLines(path: string, source: string): readonly number[] {
  const lines: number[] = [];
  new Visitor({
    NewExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "Error") lines.push(lineAt(source, node.start));
    },
  }).visit(parse(path, source).program);
  return lines;
}

/** Whether a comment comes before the first statement. */
export function hasHeader(path: string, source: string): boolean {
  const { comments, program } = parse(path, source);
  const [comment] = comments;
  const [statement] = program.body;
  return comment !== undefined && (statement === undefined || comment.start < statement.start);
}

function parse(path: string, source: string): ParseResult {
  const result = parseSync(path, source);
  const [fault] = result.errors;
  if (fault !== undefined) throw new SourceError(`${path} does not parse: ${fault.message}`);
  return result;
}

function lineAt(source: string, position: number): number {
  return source.slice(0, position).split("\n").length;
}
