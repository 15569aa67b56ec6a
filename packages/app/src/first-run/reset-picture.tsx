/** Inside, a pin in the hole marked RESET, for three seconds; outside, the keypad, on which the 5 flashes. */

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

export function ResetPicture({ label }: { readonly label: string }) {
  return (
    <svg class="reset-picture" viewBox="0 0 360 230" role="img" aria-label={label}>
      <g class="rear">
        <rect class="plate" x="18" y="10" width="104" height="210" rx="24" />
        <rect class="cover" x="32" y="26" width="76" height="86" rx="12" />
        <path class="groove" d="M44 102h52" />
        <circle class="hole" cx="52" cy="136" r="5" />
        <text class="engraved" x="54" y="164">
          RESET
        </text>
        <rect class="handle" x="60" y="180" width="20" height="20" rx="10" />
        <rect class="handle" x="66" y="184" width="84" height="12" rx="6" />
      </g>
      <g class="hand">
        <path class="pin" d="M52 136 156 84" />
        <circle class="pin-head" cx="160" cy="82" r="8" />
        <circle class="ring" cx="52" cy="136" r="15" />
        <circle class="ring-time" cx="52" cy="136" r="15" pathLength="1" />
        <text class="seconds" x="176" y="76">
          3 s
        </text>
      </g>
      <g class="front">
        <rect class="plate dark" x="238" y="10" width="104" height="210" rx="24" />
        {keys.map((key, index) => (
          <text
            key={key}
            class={key === "5" ? "key five" : "key"}
            x={264 + (index % 3) * 26}
            y={58 + Math.floor(index / 3) * 32}
          >
            {key}
          </text>
        ))}
        <circle class="reader" cx="290" cy="188" r="17" />
        <path class="reader-lines" d="M282 190v-3a8 8 0 0 1 16 0v4M286 194v-7a4 4 0 0 1 8 0v8" />
      </g>
    </svg>
  );
}
