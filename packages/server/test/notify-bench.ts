/**
 * Notifications on a real database, with a household of two people and a lock, a clock that is moved by hand, and
 * receivers on loopback that behave as they are told.
 */

import { createECDH, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { HomeRole, LockHappening, LockRecord } from "@catenaccio/protocol";
import { pushMessage, type PushMessage, type PushSubscriptionInput } from "@catenaccio/protocol/api";
import Database from "better-sqlite3";
import { openServerDatabase } from "../src/database/database.ts";
import type { ServerDatabase } from "../src/database/tables.ts";
import { Deliveries } from "../src/notify/deliveries.ts";
import type { HouseholdReader } from "../src/notify/household-reader.ts";
import { Notifications } from "../src/notify/notifications.ts";
import { openNotifyKeys, type NotifyKeys } from "../src/notify/notify-keys.ts";
import { PushChannel } from "../src/notify/push-channel.ts";
import { addSubscription, type SubscriptionPorts } from "../src/notify/push-subscriptions.ts";
import { WebhookChannel } from "../src/notify/webhook-channel.ts";
import { addWebhook, type WebhookPorts } from "../src/notify/webhooks.ts";

export const homeId = "3f1c9b7e-0000-4000-8000-000000000001";
export const lockId = "3f1c9b7e-0000-4000-8000-000000000002";
export const annaId = "3f1c9b7e-0000-4000-8000-000000000003";

export class NotifyBench {
  now = new Date("2026-03-02T09:00:00.000Z");
  readonly members = new Map<string, HomeRole>([["owner", "owner"]]);
  readonly people = new Map([[annaId, { name: "Anna", accountId: "anna" as string | null }]]);
  readonly records: LockRecord[] = [];
  readonly faults: string[] = [];
  readonly folder: string;
  readonly keys: NotifyKeys;
  readonly database: ServerDatabase;
  readonly #path: string;
  readonly notifications: Notifications;
  readonly deliveries: Deliveries;
  readonly ports: SubscriptionPorts & WebhookPorts;

  private constructor(folder: string, database: ServerDatabase) {
    this.folder = folder;
    this.#path = databasePath(folder);
    this.database = database;
    this.keys = openNotifyKeys(join(folder, "data"));
    this.ports = { keys: this.keys, now: () => this.now, isLocalServiceAllowed: true, isByOwner: true };
    const { keys } = this;
    const household: HouseholdReader = {
      lock: async (_, id) => (id === lockId ? { homeId, name: "Front door" } : null),
      members: async () => [...this.members].map(([accountId, role]) => ({ accountId, role })),
      person: async (_, id) => this.people.get(id) ?? null,
      timeZone: async () => "Europe/Rome",
      recordsBefore: async (_, { number }, count) =>
        this.records
          .filter((record) => record.number < number)
          .toReversed()
          .slice(0, count),
    };
    const now = () => this.now;
    this.notifications = new Notifications({ household, now });
    this.deliveries = new Deliveries({
      database,
      now,
      notifications: this.notifications,
      channels: {
        push: new PushChannel({
          database,
          keys,
          household,
          now,
          contact: "mailto:owner@example.org",
          isLocalServiceAllowed: true,
        }),
        webhook: new WebhookChannel({ database, keys, household, notifications: this.notifications, now }),
      },
      onFault: (sentence) => this.faults.push(sentence),
    });
  }

  static async open(context: TestContext): Promise<NotifyBench> {
    const folder = mkdtempSync(join(tmpdir(), "catenaccio-notify-"));
    const bench = new NotifyBench(folder, await openServerDatabase(databasePath(folder)));
    context.after(async () => {
      await bench.deliveries.close();
      await bench.database.destroy();
      rmSync(folder, { recursive: true });
    });
    return bench;
  }

  /** A record comes, and all that is due is sent. */
  async happen(happening: LockHappening, personId: string | null = null): Promise<void> {
    const time = this.now.toISOString();
    const number = this.records.length + 1;
    const record: LockRecord = { lockId, numbering: "log", number, time, heardAt: time, personId, happening };
    this.records.push(record);
    await this.database.transaction().execute(async (transaction) => {
      await this.notifications.recordArrived(transaction, record);
    });
    await this.deliveries.runDue();
  }

  async pass(ms: number): Promise<void> {
    this.now = new Date(this.now.getTime() + ms);
    await this.deliveries.runDue();
  }

  async subscribe(phone: Phone, accountId: string, changes: Partial<PushSubscriptionInput> = {}): Promise<string> {
    const input = { ...phone.subscription, ...changes };
    const added = await addSubscription(this.database, accountId, input, this.ports);
    if (!added.ok) throw new Error(added.sentence);
    return added.value.id;
  }

  async hook(url: string, events: Parameters<typeof addWebhook>[2]["events"] = ["alarm"]) {
    const input = { name: "Bell", url, events, isHomeNetworkAllowed: true };
    const added = await addWebhook(this.database, homeId, input, this.ports);
    if (!added.ok) throw new Error(added.sentence);
    return { id: added.value.webhook.id, secret: added.value.secret };
  }

  /** Every byte of the database, its log of changes too. */
  stored(): Buffer {
    return Buffer.concat([this.#path, `${this.#path}-wal`].map((path) => readFileSync(path)));
  }

  /** As another program has it. */
  otherConnection(): Database.Database {
    return new Database(this.#path);
  }

  async queued(): Promise<number> {
    return (await this.database.selectFrom("notifyQueue").select("deliveryId").execute()).length;
  }
}

function databasePath(folder: string): string {
  return join(folder, "server.db");
}

export interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A program that listens on loopback. */
export class Receiver {
  readonly heard: Heard[] = [];
  answer: (response: ServerResponse, heard: Heard) => void = (response) => response.writeHead(201).end();
  url = "";

  static async open(context: TestContext): Promise<Receiver> {
    const receiver = new Receiver();
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const heard = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) };
        receiver.heard.push(heard);
        receiver.answer(response, heard);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    context.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return receiver;
  }
}

/** A browser's half of Web Push: the keys, and opening what they are for (RFC 8291 §3.4, RFC 8188 §2). */
export class Phone {
  readonly #key = createECDH("prime256v1");
  readonly #auth = randomBytes(16);
  readonly subscription: PushSubscriptionInput;

  constructor(endpoint: string) {
    this.subscription = {
      endpoint,
      keys: {
        p256dh: this.#key.generateKeys().toString("base64url"),
        auth: this.#auth.toString("base64url"),
      },
      device: "Phone",
      language: "en",
    };
  }

  open(body: Buffer): PushMessage {
    const salt = body.subarray(0, 16);
    const idLength = body.readUInt8(20);
    const sender = body.subarray(21, 21 + idLength);
    const sealed = body.subarray(21 + idLength);
    const shared = this.#key.computeSecret(sender);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#key.getPublicKey(), sender]);
    const secret = Buffer.from(hkdfSync("sha256", shared, this.#auth, info, 32));
    const derive = (name: string, length: number) =>
      Buffer.from(hkdfSync("sha256", secret, salt, `Content-Encoding: ${name}\0`, length));
    const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12), {
      authTagLength: 16,
    });
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return pushMessage.parse(JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString("utf8")));
  }
}
