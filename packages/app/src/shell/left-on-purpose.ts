/** Whether whoever was here has signed out: whose session has only ended comes back to where they were. */

import { signal } from "@preact/signals";

export const hasLeftOnPurpose = signal(false);
