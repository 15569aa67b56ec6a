/** Writes one JSON line for each test that was skipped or is only planned, for tools/test.ts. */
import type { TestEvent } from "node:test/reporters";

export interface LeftOut {
  readonly name: string;
  readonly file: string;
  readonly why: string;
}

/** Node finds a reporter by its default export. */
export default async function* leftOutReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const { name, file, skip, todo } = event.data;
    const mark = skip ?? todo;
    if (mark === undefined || mark === false) continue;
    const why = `${skip === undefined ? "to do" : "skipped"}${typeof mark === "string" && mark !== "" ? `: ${mark}` : ""}`;
    const leftOut: LeftOut = { name, file: file ?? "?", why };
    yield `${JSON.stringify(leftOut)}\n`;
  }
}
