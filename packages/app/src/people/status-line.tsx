/** How one lock has taken one thing. */

import type { WantedStatus } from "@catenaccio/protocol";
import { Icon, type IconName } from "../ui/icon.tsx";
import { statusWords } from "./person-words.ts";

interface StatusLineProps {
  /** Of the lock; absent where there is but one. */
  readonly lock?: string | undefined;
  readonly status: WantedStatus;
}

export function StatusLine({ lock, status }: StatusLineProps) {
  const { tone, text } = statusWords(status);
  return (
    <span class={`status-line ${tone}`}>
      <Icon name={iconOf(status)} size={16} />
      <span>
        {lock !== undefined && `${lock}: `}
        {text}
      </span>
    </span>
  );
}

function iconOf(status: WantedStatus): IconName {
  if (status.status === "confirmed") return "check";
  if (status.status === "refused") return status.reason === "enrolAtReader" ? "minus" : "alarm";
  return status.isWaitingForLock ? "noLink" : "clock";
}
