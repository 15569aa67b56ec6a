/** Roles that somebody may give: never one above their own. */

import type { HomeRole } from "@catenaccio/protocol";
import { isOwner } from "../api/session.ts";
import { t } from "./texts.ts";

/** The names alone: the schema that lists them is not loaded into the app. */
const all = { owner: true, administrator: true, member: true, guest: true } as const satisfies Readonly<
  Record<HomeRole, true>
>;

function rolesToGive(): readonly HomeRole[] {
  const roles = Object.keys(all) as HomeRole[];
  return isOwner.value ? roles : roles.filter((role) => role !== "owner");
}

export function roleOptions(): readonly { readonly value: HomeRole; readonly text: string }[] {
  return rolesToGive().map((role) => ({ value: role, text: t(`role.${role}`) }));
}

export function roleChoices() {
  return rolesToGive().map((role) => ({ value: role, text: t(`role.${role}`), hint: t(`role.${role}.text`) }));
}

export function roleNamed(name: string): HomeRole | null {
  return rolesToGive().find((role) => role === name) ?? null;
}
