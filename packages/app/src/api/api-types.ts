/** Types of the API, made from the schemas of `protocol`: types alone, so that no schema is loaded into the app. */

/** What a schema takes. */
export type Input<Schema extends { readonly _zod: { readonly input: unknown } }> = Schema["_zod"]["input"];
/** What a schema gives. */
export type Output<Schema extends { readonly _zod: { readonly output: unknown } }> = Schema["_zod"]["output"];
