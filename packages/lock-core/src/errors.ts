/** The one error of the core: a rule that must always hold does not. Expected refusals are values, never errors. */

export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function assertInvariant(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new InvariantError(sentence);
}
