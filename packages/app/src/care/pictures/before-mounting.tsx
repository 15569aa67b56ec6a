/** What comes before mounting: the door, who drills, the parts, handles and latch to the right side, the template. */

import { Arrow, FrontPanel, LockBody, Picture, RearPanel, Screw } from "./picture.tsx";

export function DoorPicture() {
  return (
    <Picture>
      <path class="wood" d="M40 30h56v112h-56z" />
      <path class="wood" d="M96 30l18 -10v112l-18 10z" />
      <path class="fine" d="M52 30v112M66 30v112M82 30v112" />
      <path d="M97 12l17 -8M97 8v8M114 0v8" />
      <text x="164" y="14">
        40–50 mm
      </text>
      <path class="metal" d="M150 36h50v106h-50z" />
      <path class="metal" d="M200 36l14 -8v106l-14 8z" />
      <path d="M158 48h34v36h-34zM158 94h34v36h-34z" />
      <path class="brass" d="M207 60l9 -4v8l-9 4zM207 84l9 -4v8l-9 4zM207 108l9 -4v8l-9 4z" />
    </Picture>
  );
}

export function DrillPicture() {
  return (
    <Picture>
      <path class="wood" d="M16 10h62v132h-62z" />
      <path class="fine" d="M30 10v132M46 10v132M62 10v132" />
      <circle class="hole" cx="72" cy="62" r="8" />
      <path class="metal" d="M80 58h34v7h-34l-8 -3z" />
      <path class="metal" d="M114 52h16v19h-16z" />
      <path class="marked" d="M130 42h60a14 14 0 0 1 14 14v4a14 14 0 0 1 -14 14h-60z" />
      <path class="marked" d="M168 74h26l10 46h-24z" />
      <path class="panel" d="M174 120h38v16h-38z" />
      <path d="M164 78v10h10" />
      <path class="fine" d="M64 84l-6 8M74 86v10M82 82l6 8" />
    </Picture>
  );
}

/** Numbered as the list beside it. */
export function PartsPicture() {
  return (
    <Picture>
      <FrontPanel x={32} y={10} scale={0.5} />
      <RearPanel x={74} y={10} scale={0.5} />
      <LockBody x={132} y={14} scale={0.52} />
      <rect class="paper" x="192" y="20" width="36" height="36" rx="8" />
      <circle class="move" cx="210" cy="38" r="9" />
      <path class="metal" d="M14 112l34 -10 3 6 -34 10z" />
      <rect class="paper" x="64" y="96" width="28" height="18" rx="3" />
      <rect class="paper" x="70" y="102" width="28" height="18" rx="3" />
      <path class="paper" d="M112 94h22v30h-22z" />
      <path class="fine" d="M123 99v20M116 109h14" />
      <Screw x={152} y={102} scale={0.9} />
      <Screw x={164} y={112} scale={0.9} />
      <Screw x={150} y={116} scale={0.9} />
      <circle class="brass" cx="184" cy="102" r="7" />
      <path class="brass" d="M188 107l10 14 4 -3 -3 -4 3 -2 -7 -9z" />
      <path class="metal" d="M212 96h8v26h-8zM223 96h8v26h-8z" />
      <path class="metal" d="M214 96v-3h4v3M225 96v-3h4v3" />
      <text x="40" y="84">
        1
      </text>
      <text x="94" y="84">
        2
      </text>
      <text x="148" y="84">
        3
      </text>
      <text x="210" y="84">
        4
      </text>
      <text x="32" y="144">
        5
      </text>
      <text x="82" y="144">
        6
      </text>
      <text x="123" y="144">
        7
      </text>
      <text x="156" y="144">
        8
      </text>
      <text x="190" y="144">
        9
      </text>
      <text x="221" y="144">
        10
      </text>
    </Picture>
  );
}

export function HandleHandPicture() {
  return (
    <Picture>
      <FrontPanel x={98} y={18} lever="left" />
      <rect class="marked dashed" x="116" y="102" width="58" height="8" rx="4" />
      <Arrow d="M72 94C80 40 160 40 168 90" head={[168, 92, 80]} />
      <text x="206" y="66">
        180°
      </text>
    </Picture>
  );
}

export function LatchHandPicture() {
  return (
    <Picture>
      <LockBody x={14} y={26} latch="marked" />
      <Arrow d="M98 62c10 -22 32 -22 40 -4" head={[139, 61, 68]} />
      <text x="118" y="32">
        180°
      </text>
      <LockBody x={152} y={26} latch="turned" />
    </Picture>
  );
}

export function TemplatePicture() {
  return (
    <Picture>
      <path class="wood" d="M30 8h100v134h-100z" />
      <path class="wood" d="M130 8l20 -6v134l-20 6z" />
      <path class="marked" d="M86 24h44v100h-44z" />
      <path class="marked" d="M130 24l20 -6v100l-20 6z" />
      <path d="M108 40v12M102 46h12M108 68v12M102 74h12M108 98v12M102 104h12M140 48v8M140 84v8" />
      <path class="brass" d="M117 48l44 -36 8 9 -44 36 -11 3z" transform="translate(4 2)" />
      <path class="fine" d="M121 50l6 7" transform="translate(4 2)" />
    </Picture>
  );
}
