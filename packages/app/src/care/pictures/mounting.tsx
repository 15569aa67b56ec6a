/** The mounting, from the lock body in the edge of the door to the batteries. */

import { Arrow, Cross, FrontPanel, LockBody, Picture, RearPanel, Screw, Tick } from "./picture.tsx";

/** The door seen from the side of its edge: the outside to the left, the inside to the right. */
function DoorSection({ x }: { readonly x: number }) {
  return (
    <g>
      <path class="wood" d={`M${x} 4h34v142h-34z`} />
      <path class="fine" d={`M${x + 11} 4v142M${x + 23} 4v142`} />
    </g>
  );
}

function SidePanel({ x, isMarked = false }: { readonly x: number; readonly isMarked?: boolean }) {
  return <rect class={isMarked ? "marked" : "panel"} x={x} y="16" width="18" height="118" rx="5" />;
}

export function LockBodyPicture() {
  return (
    <Picture>
      <path class="wood" d="M14 6h96v138h-96z" />
      <path class="fine" d="M34 6v138M58 6v138M84 6v138" />
      <path class="hole" d="M64 32h46v86h-46z" />
      <LockBody x={126} y={25} isMarked />
      <Arrow d="M222 74h-18" head={[202, 74, 180]} />
      <Screw x={205} y={20} />
      <Screw x={205} y={130} />
      <path class="dashed" d="M198 22l-14 6M198 128l-14 -6" />
    </Picture>
  );
}

export function SpindlePicture() {
  return (
    <Picture>
      <rect class="panel" x="30" y="10" width="60" height="130" rx="9" />
      <circle class="metal" cx="60" cy="98" r="13" />
      <path class="brass" d="M54 28h12v12h-12zM54 118h12v12h-12z" />
      <Arrow d="M120 34h-40" head={[78, 34, 180]} />
      <Arrow d="M120 124h-40" head={[78, 124, 180]} />
      <path class="brass" d="M126 28h26v12h-26zM126 118h26v12h-26z" />
      <path class="brass" d="M152 31h10v6h-10zM152 121h10v6h-10z" />
      <path class="marked" d="M118 92h82v13h-82z" />
      <path class="fine" d="M118 98h82" />
      <Arrow d="M108 98h-24" head={[80, 98, 180]} />
    </Picture>
  );
}

export function FrontPanelPicture() {
  return (
    <Picture>
      <path class="wood" d="M100 4h126v142h-126z" />
      <path class="fine" d="M140 4v142M184 4v142" />
      <circle class="hole" cx="166" cy="96" r="9" />
      <rect class="brass" x="162" y="92" width="8" height="8" />
      <path class="hole" d="M158 40h16v14h-16z" />
      <g class="lifted">
        <FrontPanel x={44} y={14} />
      </g>
      <Arrow d="M94 46h40" head={[136, 46, 0]} />
      <Arrow d="M20 118q-12 -16 0 -32" head={[21, 84, -55]} />
    </Picture>
  );
}

export function PlatePicture() {
  return (
    <Picture>
      <path class="wood" d="M20 4h120v142h-120z" />
      <path class="fine" d="M52 4v142M88 4v142" />
      <rect class="marked" x="62" y="16" width="46" height="118" rx="6" />
      <rect class="paper" x="70" y="26" width="30" height="98" rx="4" />
      <circle class="hole" cx="85" cy="96" r="11" />
      <rect class="brass" x="80" y="91" width="10" height="10" />
      <Screw x={85} y={40} />
      <Screw x={85} y={116} scale={0.7} />
      <path class="dashed" d="M96 96h64" />
      <circle class="hole" cx="190" cy="96" r="26" />
      <circle class="paper" cx="190" cy="96" r="22" />
      <rect class="brass" x="180" y="86" width="20" height="20" />
      <Tick x={220} y={64} />
      <Arrow d="M166 34a16 16 0 1 1 10 18" head={[174, 53, 160]} />
      <Screw x={182} y={38} scale={1.2} />
    </Picture>
  );
}

export function CablePicture() {
  return (
    <Picture>
      <DoorSection x={48} />
      <SidePanel x={26} />
      <SidePanel x={86} />
      <path class="cable" d="M38 48C52 48 50 74 66 74S82 48 94 48" />
      <rect class="marked" x="86" y="42" width="12" height="12" rx="2" />
      <Tick x={66} y={118} />
      <g transform="translate(110 0)">
        <DoorSection x={48} />
        <SidePanel x={26} />
        <SidePanel x={86} />
        <path class="cable" d="M38 48C46 48 44 132 47 138l36 0C87 130 84 60 92 48" />
        <Cross x={65} y={100} />
      </g>
    </Picture>
  );
}

export function RearPanelPicture() {
  return (
    <Picture>
      <RearPanel x={36} y={14} isKnobMarked />
      <path class="dashed" d="M70 76l74 0" />
      <circle class="marked" cx="178" cy="62" r="28" />
      <rect class="marked" x="170" y="22" width="16" height="80" rx="8" />
      <path class="wrong" d="M178 34v14" />
      <Tick x={218} y={32} />
      <Screw x={152} y={128} />
      <Screw x={204} y={128} />
      <Arrow d="M178 138v-24" head={[178, 112, -90]} />
    </Picture>
  );
}

export function BatteriesPicture() {
  return (
    <Picture>
      <rect class="panel" x="30" y="8" width="180" height="134" rx="12" />
      {[0, 1, 2, 3].map((cell) => (
        <g
          key={cell}
          transform={
            cell % 2 === 0
              ? `translate(${46 + cell * 38} 0)`
              : `rotate(180 ${63 + cell * 38} 75) translate(${46 + cell * 38} 0)`
          }
        >
          <rect class="brass" x="12" y="18" width="10" height="8" rx="2" />
          <rect class="metal" x="2" y="25" width="30" height="106" rx="4" />
          <path d="M17 34v12M11 40h12M11 118h12" />
        </g>
      ))}
    </Picture>
  );
}
