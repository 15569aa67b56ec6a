/** A lock as a picture: the bolt in its keeper, drawn back, or the way left free. Silent: the words stand beside it. */

import type { LockCondition } from "./lock-condition.ts";

interface BoltPictureProps {
  readonly condition: LockCondition;
  /** What is drawn is old news. */
  readonly isOld?: boolean;
}

export function BoltPicture({ condition, isOld = false }: BoltPictureProps) {
  return (
    <svg class="bolt-picture" viewBox="0 0 64 64" data-condition={condition} data-old={isOld} aria-hidden="true">
      <rect class="bolt-plate" width="64" height="64" rx="16" />
      <path class="bolt-keeper" d="M45 9h8v11h-8zM45 44h8v11h-8z" />
      <g class="bolt-moving">
        <rect class="bolt-rod" x="10" y="25" width="45" height="14" rx="4" />
        <path class="bolt-knob" d="M20 19h5v26h-5z" />
      </g>
      <path class="bolt-keeper" d="M44 20h10v4H44zM44 40h10v4H44z" />
    </svg>
  );
}
