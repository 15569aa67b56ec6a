/** What is expected to be refused is returned: a code for the API, a sentence for a person. */

export interface Refusal {
  readonly ok: false;
  readonly error: "invalid" | "full" | "notFound" | "forbidden";
  readonly sentence: string;
}

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Refusal;

export function refuse(error: Refusal["error"], sentence: string): Refusal {
  return { ok: false, error, sentence };
}
