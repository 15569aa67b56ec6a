/**
 * Who may do what: the one table. A route names one of these permissions, or says that it needs no home (`account`) or
 * no account (`public`); what is not here nobody may do.
 */

import { homeRoles, type HomeRole } from "@catenaccio/protocol";

const everybody = homeRoles;
const residents = ["owner", "administrator", "member"] as const;
const administrators = ["owner", "administrator"] as const;
const owners = ["owner"] as const;

export const permissions = {
  /** The home's name, one's own role, what is live. */
  "home.read": everybody,
  "home.change": owners,
  /** Locks and how they are. */
  "lock.read": residents,
  /** Lock, unlock with a fresh proof, open mode. */
  "lock.operate": residents,
  /** Add, rename, remove, share, set. */
  "lock.change": administrators,
  "person.read": administrators,
  "person.change": administrators,
  "history.read": administrators,
  "alarm.read": residents,
  "alarm.change": administrators,
  "settings.read": administrators,
  "settings.change": owners,
  "member.read": administrators,
  "member.change": administrators,
  "gateway.change": administrators,
  "webhook.change": administrators,
  "apiKey.change": owners,
  "audit.read": owners,
  "care.read": residents,
  "care.change": administrators,
  /** One's own: what is kept about oneself, one's own devices. */
  "self.read": everybody,
  "self.change": everybody,
} as const satisfies Readonly<Record<string, readonly HomeRole[]>>;

export type Permission = keyof typeof permissions;

export function isPermitted(role: HomeRole, permission: Permission): boolean {
  return (permissions[permission] as readonly HomeRole[]).includes(role);
}

/** The higher, the more: an invitation or an API key never raises above whoever made it. */
export function isAtMost(role: HomeRole, limit: HomeRole): boolean {
  return homeRoles.indexOf(role) >= homeRoles.indexOf(limit);
}
