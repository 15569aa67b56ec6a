/**
 * The gateway as its server reaches it: through the box's network. While the box has none, orders are refused at once and
 * records wait in the outbox; what the box itself shows can be seen all the same.
 */

import type { GatewayLink, GatewayListener, GatewayOrder, OrderAnswer } from "@catenaccio/protocol";
import type { HomeBox } from "./box.ts";

export interface LockAddress {
  readonly ip: string;
  readonly port: number;
}

export interface BoxLinkOptions {
  readonly gateway: GatewayLink;
  readonly box: HomeBox;
  /** Where the lock with this code is, if that is known without looking for it. */
  readonly addressOf: (code: string) => LockAddress | null;
}

const noNetwork = {
  ok: false,
  error: "unreachable",
  sentence: "The gateway has no network: look at its ring.",
} as const;

export class BoxLink implements GatewayLink {
  readonly #options: BoxLinkOptions;

  constructor(options: BoxLinkOptions) {
    this.#options = options;
  }

  get publicKey(): string {
    return this.#options.gateway.publicKey;
  }

  async order(order: GatewayOrder): Promise<OrderAnswer> {
    const { gateway, box } = this.#options;
    if (!box.isOnline) return noNetwork;
    if (order.order !== "addLock") return await gateway.order(order);
    box.setAddingLock(true);
    try {
      return await gateway.order({ ...order, address: order.address ?? this.#options.addressOf(order.code) });
    } finally {
      box.setAddingLock(false);
    }
  }

  attach(listener: GatewayListener): () => void {
    const { gateway, box } = this.#options;
    let detach: (() => void) | null = null;
    const follow = (): void => {
      listener.report(box.report);
      if (box.isOnline) detach ??= gateway.attach(listener);
      else {
        detach?.();
        detach = null;
      }
    };
    const unwatch = box.watch(follow);
    follow();
    return () => {
      unwatch();
      detach?.();
    };
  }
}
