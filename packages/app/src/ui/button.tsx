/** Buttons, and links that look like them. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonLook {
  /** `primary`: the one that most people want here; `danger`: takes something away. */
  readonly tone?: "primary" | "plain" | "danger" | "quiet";
  readonly icon?: IconName;
  readonly isWide?: boolean;
  readonly isSmall?: boolean;
}

interface ButtonProps extends ButtonLook {
  readonly children?: ComponentChildren;
  /** For a button with an icon alone. */
  readonly label?: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly type?: "button" | "submit";
  readonly isDisabled?: boolean;
  /** It is at work: it stays where it is and takes no second click. */
  readonly isBusy?: boolean;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly id?: string;
}

export function Button(props: ButtonProps) {
  const { children, label, onClick, type = "button", isDisabled = false, isBusy = false, icon } = props;
  return (
    <button
      id={props.id}
      type={type}
      class={lookOf(props)}
      aria-label={label}
      title={label}
      disabled={isDisabled}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-pressed={props.isPressed}
      aria-expanded={props.isExpanded}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isBusy ? <span class="spinner" aria-hidden="true" /> : icon !== undefined && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}

interface LinkProps extends ButtonLook {
  readonly href: string;
  readonly children?: ComponentChildren;
  readonly label?: string;
  readonly download?: string | boolean;
  readonly target?: string;
}

export function ButtonLink(props: LinkProps) {
  const { href, children, label, icon, download, target } = props;
  return (
    <a class={lookOf(props)} href={href} aria-label={label} title={label} download={download} target={target}>
      {icon !== undefined && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </a>
  );
}

function lookOf({ tone = "plain", isWide = false, isSmall = false }: ButtonLook): string {
  return ["button", tone, isWide && "wide", isSmall && "small"].filter(Boolean).join(" ");
}
