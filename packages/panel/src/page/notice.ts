/** The one place for passing remarks: hints, and what the lock did not take. */

import { find, setText } from "./dom.ts";

const shownMs = 5000;

export function setUpNotice(): (text: string) => void {
  const notice = find("#notice", HTMLElement);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(timer);
    setText(notice, text);
    timer = setTimeout(() => setText(notice, ""), shownMs);
  };
}
