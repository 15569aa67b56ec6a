/** Tabs of the guide, and on a narrow screen which of the three views is in front. */

import { find, findAll, isMotionReduced, setAttribute } from "./dom.ts";

export function setUpTabs(): void {
  const tabs = findAll('[role="tab"]', HTMLButtonElement);
  const choose = (chosen: HTMLButtonElement): void => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      setAttribute(tab, "aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      find(`#${tab.getAttribute("aria-controls")}`, HTMLElement).hidden = !isChosen;
    }
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = tabs.at((index + step) % tabs.length);
      if (step === 0 || next === undefined) return;
      event.preventDefault();
      choose(next);
      next.focus();
    });
  }
}

export function setUpViewSwitch(): void {
  const views = find("#views", HTMLElement);
  const buttons = findAll(".view-switch button", HTMLButtonElement);
  for (const button of buttons) {
    const view = find(`#${button.getAttribute("data-view")}`, HTMLElement);
    button.addEventListener("click", () =>
      views.scrollTo({ left: view.offsetLeft - views.offsetLeft, behavior: isMotionReduced() ? "instant" : "smooth" }),
    );
    const observer = new IntersectionObserver(
      ([entry]) => setAttribute(button, "aria-pressed", String(entry?.isIntersecting === true)),
      { root: views, threshold: 0.6 },
    );
    observer.observe(view);
  }
}
