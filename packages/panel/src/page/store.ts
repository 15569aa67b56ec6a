/** Holds the view and tells the parts of the page, once per frame however many messages came. */

import type { PanelView } from "./panel-view.ts";

export type Render = (view: PanelView) => void;

export class Store {
  #view: PanelView;
  #isFrameAsked = false;
  readonly #renders: Render[] = [];

  constructor(view: PanelView) {
    this.#view = view;
  }

  get view(): PanelView {
    return this.#view;
  }

  set view(view: PanelView) {
    this.#view = view;
    this.renderSoon();
  }

  /** Parts are drawn in the order in which they were added. */
  add(render: Render): void {
    this.#renders.push(render);
    this.renderSoon();
  }

  renderSoon(): void {
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    requestAnimationFrame(() => {
      this.#isFrameAsked = false;
      for (const render of this.#renders) render(this.#view);
    });
  }
}
