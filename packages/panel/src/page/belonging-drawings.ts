/** How a finger or a card looks: its name decides, so the same name looks the same every day. */

import { makeSvg } from "./dom.ts";

const skins = ["#f0c9ae", "#e3b08d", "#d39b76", "#b97f5b", "#9a6546", "#7a4d34", "#c98f6e", "#e8bfa6"] as const;

const knownColours: Readonly<Record<string, string>> = {
  blue: "#2f6db3",
  red: "#b8342b",
  grey: "#6d767d",
  gray: "#6d767d",
  green: "#2d7a56",
  black: "#2a2d30",
  white: "#d9d5cb",
  yellow: "#d3a022",
  blu: "#2f6db3",
  rossa: "#b8342b",
  grigia: "#6d767d",
  verde: "#2d7a56",
  nera: "#2a2d30",
  bianca: "#d9d5cb",
  gialla: "#d3a022",
};

export function skinOf(name: string): string {
  // All fingers of one hand look alike: what comes before the dash is the hand.
  return skins[hashOf(name.split("-")[0] ?? name) % skins.length] ?? skins[0];
}

export function colourOfCard(name: string): string {
  const known = Object.hasOwn(knownColours, name.toLowerCase()) ? knownColours[name.toLowerCase()] : undefined;
  return known ?? `hsl(${hashOf(name) % 360} 45% 42%)`;
}

export function drawFinger(name: string): SVGSVGElement {
  const hash = hashOf(name);
  const lean = (hash % 7) - 3;
  const ridges = [2.5, 5, 7.5, 10].map((radius, index) => {
    const left = 3 + ((hash >> (index * 3)) % 7);
    const right = 3 + ((hash >> (index * 3 + 2)) % 7);
    return makeSvg("path", {
      d: `M${16 - radius} ${20 + left}V20a${radius} ${radius} 0 0 1 ${radius * 2} 0V${20 + right}`,
    });
  });
  return makeSvg(
    "svg",
    { viewBox: "0 0 32 42", "aria-hidden": "true" },
    makeSvg("path", { d: "M3 42V17a13 15 0 0 1 26 0V42z", fill: skinOf(name) }),
    makeSvg(
      "g",
      {
        fill: "none",
        stroke: "#5a2c16",
        "stroke-opacity": ".55",
        "stroke-width": "1.2",
        transform: `rotate(${lean * 4} 16 20)`,
      },
      ...ridges,
    ),
    makeSvg("path", { d: "M7 37q9 3 18 0", fill: "none", stroke: "#5a2c16", "stroke-opacity": ".4" }),
  );
}

export function drawCard(name: string): SVGSVGElement {
  const wave = { fill: "none", stroke: "#fff", "stroke-opacity": ".85", "stroke-width": "1.6" };
  return makeSvg(
    "svg",
    { viewBox: "0 0 48 34", "aria-hidden": "true" },
    makeSvg("rect", { x: "1", y: "2", width: "46", height: "30", rx: "4", fill: colourOfCard(name) }),
    makeSvg("rect", { x: "7", y: "10", width: "9", height: "7", rx: "1.5", fill: "#e2c36f" }),
    makeSvg("path", { d: "M35 10a5 5 0 0 1 0 8M39 7.5a9 9 0 0 1 0 13", ...wave }),
    makeSvg("path", { d: "M7 26h18", ...wave, "stroke-opacity": ".6", "stroke-width": "2.4" }),
  );
}

/** FNV-1a, 32 bits: small, and the same everywhere. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 1;
}
