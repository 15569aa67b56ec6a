/**
 * The parts from which the pictures of care are drawn: a frame, arrows, and the pieces of the lock. Pictures say nothing
 * that their text does not say: a screen reader passes them over. The piece in question is green, what is to be avoided
 * red.
 */

import type { ComponentChildren } from "preact";
import "./pictures.css";

interface PictureProps {
  readonly children: ComponentChildren;
  /** Width and height in the units of the drawing. */
  readonly size?: readonly [number, number];
}

export function Picture({ children, size: [width, height] = [240, 150] }: PictureProps) {
  return (
    <svg class="picture" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale?: number;
}

function at({ x, y, scale = 1 }: Place): string {
  return `translate(${x} ${y}) scale(${scale})`;
}

/** The head stands at the end, turned by so many degrees from pointing right. */
export function Arrow({
  d,
  head: [x, y, turn],
}: {
  readonly d: string;
  readonly head: readonly [number, number, number];
}) {
  return (
    <g class="move">
      <path d={d} />
      <path d="M-9 -6L0 0L-9 6" transform={`translate(${x} ${y}) rotate(${turn})`} />
    </g>
  );
}

export function Cross({ x, y, scale }: Place) {
  return <path class="wrong" d="M-8 -8L8 8M8 -8L-8 8" transform={at({ x, y, scale: scale ?? 1 })} />;
}

export function Tick({ x, y, scale }: Place) {
  return <path class="right" d="M-9 0L-3 7L9 -7" transform={at({ x, y, scale: scale ?? 1 })} />;
}

export function Screw({ x, y, scale }: Place) {
  return (
    <g class="brass" transform={at({ x, y, scale: scale ?? 1 })}>
      <circle r="5" />
      <path d="M-3 -3L3 3" />
    </g>
  );
}

/** 44 by 120, its lever to the left or to the right. */
export function FrontPanel({ x, y, scale, lever = "left" }: Place & { readonly lever?: "left" | "right" | "none" }) {
  return (
    <g transform={at({ x, y, scale: scale ?? 1 })}>
      <rect class="panel" width="44" height="120" rx="8" />
      <rect class="detail" x="11" y="8" width="22" height="7" rx="2" />
      <path
        class="keys"
        d="M13 26h0M22 26h0M31 26h0M13 35h0M22 35h0M31 35h0M13 44h0M22 44h0M31 44h0M13 53h0M22 53h0M31 53h0"
      />
      <rect class="detail" x="15" y="61" width="14" height="12" rx="4" />
      <circle class="brass" cx="22" cy="107" r="5" />
      <circle class="metal" cx="22" cy="88" r="7" />
      {lever === "none" ? null : (
        <rect class="metal" x={lever === "left" ? -32 : 18} y="84" width="58" height="8" rx="4" />
      )}
    </g>
  );
}

/** 44 by 120: battery case, knob of the safety bolt, lever. */
export function RearPanel({ x, y, scale, isKnobMarked = false }: Place & { readonly isKnobMarked?: boolean }) {
  return (
    <g transform={at({ x, y, scale: scale ?? 1 })}>
      <rect class="panel" width="44" height="120" rx="8" />
      <rect class="detail" x="8" y="8" width="28" height="38" rx="3" />
      <g class={isKnobMarked ? "marked" : "metal"}>
        <circle cx="22" cy="62" r="8" />
        <rect x="19.5" y="51" width="5" height="22" rx="2.5" />
      </g>
      <circle class="metal" cx="22" cy="90" r="7" />
      <rect class="metal" x="18" y="86" width="58" height="8" rx="4" />
    </g>
  );
}

/** 52 by 100, its faceplate and bolts to the right. */
interface LockBodyProps extends Place {
  readonly isMarked?: boolean;
  readonly latch?: "plain" | "marked" | "turned";
}

export function LockBody({ x, y, scale, isMarked = false, latch = "plain" }: LockBodyProps) {
  return (
    <g transform={at({ x, y, scale: scale ?? 1 })}>
      <path
        class={latch === "plain" ? "brass" : "marked"}
        d={latch === "turned" ? "M52 20h18v8l-8 10h-10z" : "M52 20h10l8 10v8h-18z"}
      />
      <path class="brass" d="M52 62h12v14h-12z" />
      <rect class={isMarked ? "marked" : "metal"} y="8" width="46" height="84" rx="3" />
      <rect class={isMarked ? "marked" : "metal"} x="46" width="7" height="100" rx="2" />
      <rect class="hole" x="14" y="27" width="10" height="10" />
      <circle class="hole" cx="19" cy="72" r="6" />
    </g>
  );
}

/** A finger from below, its tip at the place. */
export function Finger({ x, y, turn = 0, scale = 1 }: Place & { readonly turn?: number }) {
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn}) scale(${scale})`}>
      <path class="skin" d="M-13 58V14a13 13 0 0 1 26 0v44z" />
      <path class="fine" d="M-6 15a6 6 0 0 1 12 0M-2 17a2 2 0 0 1 4 0M-9 46h8M1 46h8" />
    </g>
  );
}
