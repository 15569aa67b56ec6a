/** The notifications of a server, put together: what the routes work with, and what the records go through. */

import { remindOfMaintenance } from "../care/reminders.ts";
import type { ServerDatabase } from "../database/tables.ts";
import { householdReader as household } from "../household/household-reader.ts";
import { Deliveries } from "./deliveries.ts";
import type { HouseholdReader } from "./household-reader.ts";
import { Notifications } from "./notifications.ts";
import { openNotifyKeys, type NotifyKeys } from "./notify-keys.ts";
import { PushChannel } from "./push-channel.ts";
import { WebhookChannel } from "./webhook-channel.ts";

export interface NotifyOptions {
  readonly database: ServerDatabase;
  /** The server's data folder. */
  readonly folder: string;
  readonly now: () => Date;
  /** Whom a push service turns to: a `mailto:` or `https:` address. */
  readonly contact: string;
  readonly onFault: (sentence: string) => void;
  /** A push service on this machine, over http: for tests. */
  readonly isLocalServiceAllowed?: boolean;
}

export interface NotifyServices {
  readonly keys: NotifyKeys;
  readonly now: () => Date;
  readonly isLocalServiceAllowed: boolean;
  readonly notifications: Notifications;
  readonly deliveries: Deliveries;
}

/** Nothing is sent before `deliveries.start()`. @throws NotifyError when the keys are damaged. */
export function openNotify(options: NotifyOptions): NotifyServices {
  const { database, folder, now, contact, onFault, isLocalServiceAllowed = false } = options;
  const keys = openNotifyKeys(folder);
  const notifications = new Notifications({ household: reader, now });
  const channels = {
    push: new PushChannel({ database, keys, household: reader, now, contact, isLocalServiceAllowed }),
    webhook: new WebhookChannel({ database, keys, household: reader, notifications, now }),
  };
  const remind = async () => {
    await remindOfMaintenance({ database, now }, async (transaction, notice) => {
      await notifications.announce(transaction, notice);
    });
  };
  const deliveries = new Deliveries({ database, now, notifications, channels, remind, onFault });
  return { keys, now, isLocalServiceAllowed, notifications, deliveries };
}

const reader: HouseholdReader = {
  ...household,
  members: async (database, homeId) =>
    await database.selectFrom("membership").select(["accountId", "role"]).where("homeId", "=", homeId).execute(),
};
