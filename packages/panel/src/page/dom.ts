/** Finding and making elements. Text is only ever set as text, never as markup: names and records are not trusted. */

import { PanelError } from "./panel-error.ts";

/** @throws PanelError when the page has no such element: page and modules do not fit together. */
export function find<Found extends Element>(
  selector: string,
  kind: new () => Found,
  root: ParentNode = document,
): Found {
  const element = root.querySelector(selector);
  if (element instanceof kind) return element;
  throw new PanelError(`The page has no ${kind.name} at ${selector}.`);
}

export function findAll<Found extends Element>(
  selector: string,
  kind: new () => Found,
  root: ParentNode = document,
): readonly Found[] {
  return [...root.querySelectorAll(selector)].filter((element): element is Found => element instanceof kind);
}

export type Attributes = Readonly<Record<string, string>>;

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

export function makeSvg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(svgNamespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

export function makeIcon(name: string): SVGSVGElement {
  return makeSvg("svg", { class: "icon", "aria-hidden": "true" }, makeSvg("use", { href: `#icon-${name}` }));
}

/** Leaves the element alone when nothing changes, so that screen readers are not told the same twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function isMotionReduced(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
