/** A good place for the gateway: in the middle of its locks, near the router and not on it. Silent: the words stand below. */

export function PlacePicture() {
  return (
    <svg class="place-picture" viewBox="0 0 320 150" aria-hidden="true">
      <path class="place-wall" d="M10 140V46L160 10l150 36v94z" />
      <path class="place-floor" d="M4 140h312" />
      <Door x={24} />
      <Door x={268} />
      <g class="place-box">
        <rect x="146" y="78" width="28" height="28" rx="8" />
        <circle cx="160" cy="92" r="8" />
      </g>
      <path class="place-shelf" d="M136 107h48M142 107v33M178 107v33" />
      <g class="place-router">
        <rect x="206" y="98" width="34" height="9" rx="3" />
        <path d="M212 98V82M234 98V82" />
      </g>
      <path class="place-shelf" d="M202 107h42M208 107v33M238 107v33" />
      <path class="place-wave" d="M132 82q-6 10 0 20M122 76q-10 16 0 32M188 82q6 10 0 20" />
      <path class="place-measure" d="M178 66h40M178 62v8M218 62v8" />
      <text class="place-word" x="198" y="58">
        ≤ 6 m
      </text>
    </svg>
  );
}

function Door({ x }: { readonly x: number }) {
  return (
    <g class="place-door">
      <rect x={x} y="74" width="30" height="66" rx="2" />
      <circle cx={x + 24} cy="108" r="2.5" />
    </g>
  );
}
