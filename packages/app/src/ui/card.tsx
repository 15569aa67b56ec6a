/** A card, with a heading of its own; and a notice, which says one thing in its colour. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface CardProps {
  readonly title?: string;
  readonly icon?: IconName;
  /** Beside the heading. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** Beyond `card`. */
  readonly class?: string;
}

export function Card({ title, icon, actions, children, class: more = "" }: CardProps) {
  return (
    <section class={`card ${more}`.trim()}>
      {title !== undefined && (
        <header class="card-head">
          {icon !== undefined && <Icon name={icon} />}
          <h2 tabIndex={-1}>{title}</h2>
          {actions !== undefined && <div class="card-actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

export type Tone = "plain" | "good" | "warn" | "bad";

interface NoticeProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  /** `status`: read aloud when it changes; `alert`: at once. */
  readonly role?: "status" | "alert";
  readonly children: ComponentChildren;
}

const iconOf = { plain: "info", good: "check", warn: "alarm", bad: "refused" } as const satisfies Readonly<
  Record<Tone, IconName>
>;

export function Notice({ tone = "plain", icon, role, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={role}>
      <Icon name={icon ?? iconOf[tone]} />
      <div>{children}</div>
    </div>
  );
}

/** A word with a colour: a state in a list. */
export function Badge({ tone = "plain", children }: { readonly tone?: Tone; readonly children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
