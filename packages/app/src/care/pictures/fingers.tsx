/** How a finger lies on the reader, well and badly: a small picture for each piece of advice. */

import type { JSX } from "preact";
import { Arrow, Cross, Finger, Picture, Tick } from "./picture.tsx";

const small = [120, 84] as const;

function Reader({ x = 40 }: { readonly x?: number }) {
  return <rect class="marked" x={x} y="14" width="40" height="34" rx="10" />;
}

/** From the side: a finger that lies, and one that stands. */
function Flat() {
  return (
    <Picture size={small}>
      <path class="marked" d="M8 60h44v10h-44zM70 60h44v10h-44z" />
      <path class="skin" d="M52 36h-30a11 11 0 0 0 -8 22h38z" />
      <path class="skin" d="M100 6l-16 40a9 9 0 0 0 14 10l18 -38z" />
      <Tick x={24} y={18} scale={0.8} />
      <Cross x={74} y={20} scale={0.7} />
    </Picture>
  );
}

function Square() {
  return (
    <Picture size={small}>
      <Reader x={6} />
      <Finger x={26} y={16} />
      <Reader x={70} />
      <Finger x={84} y={24} turn={-34} scale={0.8} />
      <Tick x={52} y={34} scale={0.7} />
      <Cross x={76} y={70} scale={0.7} />
    </Picture>
  );
}

function Pressure() {
  return (
    <Picture size={small}>
      <path class="marked" d="M30 62h60v10h-60z" />
      <path class="skin" d="M92 38h-42a11 11 0 0 0 -8 22h50z" />
      <Arrow d="M58 8v20" head={[58, 30, 90]} />
      <path class="dashed" d="M78 20v10" />
    </Picture>
  );
}

function Thumb() {
  return (
    <Picture size={small}>
      <Reader />
      <Finger x={60} y={14} scale={1.25} />
    </Picture>
  );
}

function Several() {
  return (
    <Picture size={small}>
      <Finger x={24} y={24} />
      <Finger x={60} y={12} />
      <Finger x={96} y={20} />
    </Picture>
  );
}

function Dry() {
  return (
    <Picture size={small}>
      <Finger x={30} y={16} />
      <Tick x={56} y={66} scale={0.7} />
      <Finger x={86} y={16} />
      <path class="cable" d="M80 32c-4 6 6 6 2 0l-1 -3zM91 44c-4 6 6 6 2 0l-1 -3z" />
      <Cross x={112} y={66} scale={0.6} />
    </Picture>
  );
}

function CleanReader() {
  return (
    <Picture size={small}>
      <rect class="marked" x="34" y="18" width="52" height="44" rx="13" />
      <path class="paper" d="M46 48l30 -18 14 22 -30 20q-10 4 -16 -4z" />
      <Arrow d="M24 66c20 12 54 12 74 -4" head={[99, 61, -35]} />
    </Picture>
  );
}

const pictures: Readonly<Record<string, () => JSX.Element>> = {
  "finger.flat": Flat,
  "finger.square": Square,
  "finger.pressure": Pressure,
  "finger.thumb": Thumb,
  "finger.several": Several,
  "finger.dry": Dry,
  "finger.reader": CleanReader,
};

/** @param advice the server's id of it; for one that it does not know it draws nothing. */
export function FingerPicture({ advice }: { readonly advice: string }) {
  const Drawing = pictures[advice];
  return Drawing === undefined ? null : <Drawing />;
}
