/** What stands where something is not there yet: that it is being asked for, or why it did not come. */

import type { Live } from "../api/live.ts";
import { common } from "../text/common.ts";
import { errorText } from "../text/error-text.ts";
import { Button } from "./button.tsx";
import { Notice } from "./card.tsx";

export function Waiting({ live }: { readonly live: Pick<Live<unknown>, "error" | "refresh"> }) {
  if (live.error === null) return <Loading />;
  return (
    <Notice tone="warn" role="status">
      <p>{errorText(live.error)}</p>
      <Button icon="history" isSmall onClick={() => void live.refresh()}>
        {common("again")}
      </Button>
    </Notice>
  );
}

export function Loading() {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {common("loading")}
    </p>
  );
}
