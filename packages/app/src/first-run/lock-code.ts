/** What can be told of a lock's code before a gateway reads it. */

/** `shape`: no Matter label has such a code; `digit`: one is mistyped, or two are swapped. */
export type LockCodeProblem = "shape" | "digit";

export function problemOfLockCode(code: string): LockCodeProblem | null {
  if (/^MT:/i.test(code)) return null;
  const digits = code.replaceAll(/[\s-]/g, "");
  if (!/^(?:\d{11}|\d{21})$/.test(digits)) return "shape";
  return isVerhoeff(digits) ? null : "digit";
}

/** The last digit of the code checks the others (Verhoeff, as Matter has it: core specification, 5.1.4). */
function isVerhoeff(digits: string): boolean {
  let sum = 0;
  for (const [place, digit] of [...digits].toReversed().entries()) {
    let turned = Number(digit);
    for (let turns = 0; turns < place % 8; turns++) turned = permutation[turned] ?? 0;
    sum = compose(sum, turned);
  }
  return sum === 0;
}

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** In the symmetries of a pentagon: 0 to 4 turn it, 5 to 9 turn it over. */
function compose(first: number, second: number): number {
  const isOver = first >= 5 !== second >= 5;
  const turn = first >= 5 ? first - second : first + second;
  return ((turn + 10) % 5) + (isOver ? 5 : 0);
}
