/**
 * The cable between front and rear panel. When it is cut, keypad, both readers, speaker, tamper switch and USB socket
 * are cut off, and the link alone is reported: the lock cannot know how the parts behind it are.
 */

import type { PartEvent } from "@catenaccio/lock-core";
import type { Part } from "./part.ts";

export type FrontLinkFact = PartEvent & { readonly part: "cable" };

export type FrontLink = Part<FrontLinkFact>;
