/** What each part of the page is given: nothing else is shared between them. */

import type { Send } from "./connection.ts";
import type { Translator } from "./page-language.ts";
import type { Store } from "./store.ts";

export interface PageContext {
  readonly store: Store;
  readonly send: Send;
  readonly translator: Translator;
  /** Shows a sentence for a moment. */
  readonly notify: (text: string) => void;
}
