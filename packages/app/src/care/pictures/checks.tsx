/** The last checks: every way in, tried with the door open. */

import { Arrow, Finger, Picture } from "./picture.tsx";

export function KeyPicture() {
  return (
    <Picture>
      <rect class="panel" x="84" y="-20" width="84" height="162" rx="14" />
      <circle class="metal" cx="126" cy="46" r="14" />
      <rect class="metal" x="36" y="38" width="100" height="16" rx="8" />
      <Arrow d="M48 66v26" head={[48, 94, 90]} />
      <circle class="brass" cx="126" cy="106" r="15" />
      <g transform="rotate(55 126 106)">
        <path class="marked" d="M123 104h6v20h-6z" />
        <circle class="marked" cx="126" cy="136" r="13" />
        <circle class="paper" cx="126" cy="139" r="4" />
      </g>
      <Arrow d="M152 86a32 32 0 0 1 4 36" head={[155, 124, 115]} />
    </Picture>
  );
}

export function FingerprintPicture() {
  return (
    <Picture>
      <rect class="panel" x="72" y="-20" width="96" height="162" rx="14" />
      <rect class="detail" x="90" y="20" width="60" height="56" rx="16" />
      <rect class="marked" x="96" y="26" width="48" height="44" rx="12" />
      <Finger x={120} y={28} scale={1.5} />
      <Arrow d="M188 112v-40" head={[188, 70, -90]} />
    </Picture>
  );
}

const rows = [
  ["1", "2", "3"],
  ["4", "5", "6"],
  ["7", "8", "9"],
  ["*", "0", "#"],
] as const;

export function PinPicture() {
  return (
    <Picture>
      <rect class="paper" x="52" y="4" width="104" height="142" rx="12" />
      {rows.map((row, rowIndex) =>
        row.map((key, column) => (
          <text key={key} x={76 + column * 28} y={32 + rowIndex * 33}>
            {key}
          </text>
        )),
      )}
      <circle class="move marked" cx="132" cy="127" r="13" />
      <text x="132" y="131">
        #
      </text>
      <Finger x={140} y={96} turn={-38} />
    </Picture>
  );
}

export function CardPicture() {
  return (
    <Picture>
      <rect class="panel" x="126" y="-20" width="84" height="190" rx="14" />
      <rect class="detail" x="146" y="44" width="44" height="24" rx="5" />
      <g transform="rotate(-8 66 62)">
        <rect class="marked" x="22" y="32" width="84" height="56" rx="7" />
        <rect class="brass" x="32" y="46" width="16" height="13" rx="3" />
        <path d="M32 76h40" />
      </g>
      <path d="M154 48a14 14 0 0 0 0 16M148 44a20 20 0 0 0 0 24" />
      <Arrow d="M84 112c14 6 34 0 48 -24" head={[133, 86, -58]} />
    </Picture>
  );
}
