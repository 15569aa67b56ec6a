/** The gateway's box with its ring of light, as it shines for each of its states. Silent: the words stand beside it. */

import type { gatewayView } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";

export type LedColor = NonNullable<Output<typeof gatewayView>["box"]>["led"];

interface RingPictureProps {
  readonly led: LedColor;
  readonly isLarge?: boolean;
}

export function RingPicture({ led, isLarge = false }: RingPictureProps) {
  return (
    <svg
      class={isLarge ? "ring-picture large" : "ring-picture"}
      viewBox="0 0 120 120"
      data-led={led}
      aria-hidden="true"
    >
      <rect class="ring-body" x="6" y="6" width="108" height="108" rx="30" />
      <circle class="ring-groove" cx="60" cy="60" r="33" />
      <circle class="ring-glow" cx="60" cy="60" r="33" />
      <circle class="ring-light" cx="60" cy="60" r="33" />
      <circle class="ring-button" cx="60" cy="60" r="18" />
      <path class="ring-mark" d="M50 57h12v6H50zM63 57h6v6h-6zM71 51h3v18h-3z" />
    </svg>
  );
}
