/**
 * The fingerprint reader: a module that takes images, compares them, and keeps templates in its own flash memory.
 * Neither images nor templates ever leave it; the lock learns of slots alone.
 *
 * A reader that is cut off or broken answers nothing at all. In particular it never answers "no match": a dead part
 * must not look like a wrong finger, which would count against the person at the door.
 */

import type { FingerprintReaderEvent, PartEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

export type FingerprintReaderFact = FingerprintReaderEvent | (PartEvent & { readonly part: "reader" });

export interface FingerprintReader extends Part<FingerprintReaderFact> {
  /** Compares the image taken last with all templates, and uses it up. Answered by `fingerMatched`. */
  matchFinger(): void;
  /**
   * Keeps the image taken last as capture `number` (from 1; 1 begins anew), and uses it up.
   * Answered by `enrolmentCaptured`; an image that was refused changes nothing of what was kept.
   */
  captureEnrolment(number: number): void;
  /** Makes one template of all captures. Answered by `templateStored`, once it would survive a power cut. */
  storeTemplate(slot: number): void;
  /** Forgets all captures. */
  discardEnrolment(): void;
  /** Deleting an empty slot does nothing. */
  deleteTemplate(slot: number): void;
  /** The slots in use, ascending; null while the module does not answer. */
  templateSlots(): readonly number[] | null;
}
