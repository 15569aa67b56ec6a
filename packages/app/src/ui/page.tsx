/** The frame of every page: its heading takes the focus when the page is opened, so that it is read and keys begin there. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { common } from "../text/common.ts";
import { Icon } from "./icon.tsx";

export interface PageProps {
  readonly title: string;
  /** One sentence below the heading. */
  readonly intro?: ComponentChildren;
  /** Where it came from, on pages below another. */
  readonly back?: { readonly href: string; readonly text?: string };
  /** Buttons beside the heading. */
  readonly actions?: ComponentChildren;
  /** For text to read, not for lists. */
  readonly isNarrow?: boolean;
  readonly children?: ComponentChildren;
}

let pagesOpened = 0;

export function Page({ title, intro, back, actions, isNarrow = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Catenaccio`;
  }, [title]);
  useEffect(() => {
    // At the first page after loading, the browser's own place is the right one.
    if (pagesOpened > 0) heading.current?.focus({ preventScroll: true });
    pagesOpened += 1;
  }, []);
  return (
    <div class={isNarrow ? "page narrow" : "page"}>
      {back !== undefined && (
        <a class="page-back" href={back.href}>
          <Icon name="back" />
          {back.text ?? common("back")}
        </a>
      )}
      <header class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions !== undefined && <div class="page-actions">{actions}</div>}
      </header>
      {intro !== undefined && <p class="intro">{intro}</p>}
      {children}
    </div>
  );
}
