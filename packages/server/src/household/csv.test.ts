import assert from "node:assert/strict";
import { test } from "node:test";
import { toCsv } from "./csv.ts";

test("commas, quotes and line breaks survive, and lines end as RFC 4180 says", () => {
  assert.equal(
    toCsv([
      ["a", 'b "c"', "d,e", "f\ng"],
      ["", "h"],
    ]),
    'a,"b ""c""","d,e","f\ng"\r\n,h\r\n',
  );
});

test("nothing that a spreadsheet takes for a formula begins a cell", () => {
  for (const evil of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\uFF1D1"]) {
    const [cell = ""] = toCsv([[evil]])
      .replaceAll('"', "")
      .split("\r\n\u0000");
    assert.equal(cell.startsWith("'"), true, JSON.stringify(evil));
  }
});
