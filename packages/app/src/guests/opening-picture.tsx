/** Four small pictures: touch the keypad, type, press the hash key, handle down. Drawn for this page. */

export function OpeningPicture({ label }: { readonly label: string }) {
  return (
    <svg class="opening-picture" viewBox="0 0 408 166" role="img" aria-label={label}>
      <g>
        <Keypad lit={["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"]} />
        <Hand x={44} y={74} />
      </g>
      <g transform="translate(104 0)">
        <Keypad lit={["7", "3", "9"]} />
        <Hand x={21} y={94} />
      </g>
      <g transform="translate(208 0)">
        <Keypad lit={["#"]} />
        <Hand x={66} y={120} />
      </g>
      <g transform="translate(312 0)">
        <rect class="picture-plate" x="8" y="6" width="80" height="120" rx="12" />
        <circle class="picture-rose" cx="34" cy="48" r="13" />
        <path class="picture-ghost" d="M34 41 h42 a7 7 0 0 1 0 14 H34z" />
        <path class="picture-handle" d="M34 41 h42 a7 7 0 0 1 0 14 H34z" transform="rotate(38 34 48)" />
        <path class="picture-arrow" d="M82 62 q-2 22 -18 36 M64 98 l2 -12 M64 98 l12 -3" />
      </g>
    </svg>
  );
}

const keys = [
  ["1", "2", "3"],
  ["4", "5", "6"],
  ["7", "8", "9"],
  ["*", "0", "#"],
] as const;

function Keypad({ lit }: { readonly lit: readonly string[] }) {
  return (
    <>
      <rect class="picture-plate" x="8" y="6" width="80" height="120" rx="12" />
      {keys.flatMap((line, row) =>
        line.map((key, column) => (
          <text
            key={key}
            class={lit.includes(key) ? "picture-key lit" : "picture-key"}
            x={26 + column * 22}
            y={34 + row * 27}
          >
            {key}
          </text>
        )),
      )}
    </>
  );
}

function Hand({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path
      class="picture-hand"
      transform={`translate(${x} ${y}) scale(0.85)`}
      d="M0 2 a5 5 0 0 1 10 0 v18 l3 -1 a5 5 0 0 1 6 2 l1 0 a5 5 0 0 1 6 3 a5 5 0 0 1 5 5 v12 q0 14 -14 14 h-5 q-9 0 -13 -9 l-7 -15 a4.5 4.5 0 0 1 8 -4z"
    />
  );
}
