/** The virtual lock on Matter: loaded after the lock has power, because that takes a second and a door does not wait. */

import type { LateNetwork } from "@catenaccio/lock";
import type { LabelCodes } from "@catenaccio/lock/matter";
import type { Discovery } from "@catenaccio/matter";
import type { VirtualLock } from "@catenaccio/lock/virtual";
import { UsageError } from "./usage-error.ts";

/** What a script needs to add the lock to a home; the line `{"matter":…}`. */
export interface MatterLine extends LabelCodes {
  /** UDP. */
  readonly port: number;
  readonly commissioned: boolean;
}

export interface MatterLock {
  readonly line: MatterLine;
  readonly serialNumber: string;
  homes(): number;
  close(): Promise<void>;
}

export interface PutOnMatterOptions {
  readonly folder: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Only this machine reaches the lock, and nobody finds it by mDNS. */
  readonly isLocalOnly: boolean;
  /** Called right before the port is taken. */
  readonly beforeBinding?: () => void;
}

export class PortTakenError extends UsageError {}

/** @throws PortTakenError */
export async function putOnMatter(
  lock: VirtualLock,
  network: LateNetwork,
  { folder, port, isLocalOnly, beforeBinding }: PutOnMatterOptions,
): Promise<MatterLock> {
  const { LockPort, MatterNode } = await import("@catenaccio/lock/matter");
  const { discoveryFrom } = await import("@catenaccio/matter");
  const discovery: Discovery = isLocalOnly ? { kind: "off" } : discoveryFrom(process.env);
  const onFault = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const node = new MatterNode({
    folder,
    port,
    discovery,
    isLocalOnly,
    onFault,
    ...(beforeBinding && { beforeBinding }),
  });
  try {
    await node.start(
      new LockPort({
        device: lock.device,
        secrets: lock.secrets,
        languages: lock.languages,
        onWindow: (isOpen) => lock.announce({ pairing: isOpen }),
      }),
      network.homesToLeave(),
    );
  } catch (cause) {
    await node.close();
    throw isAddressInUse(cause)
      ? new PortTakenError(`UDP port ${port} is in use; --port takes another.`, { cause })
      : cause;
  }
  network.attach(node);
  return {
    line: { ...node.codes, port: node.port, commissioned: node.homes > 0 },
    serialNumber: node.serialNumber,
    homes: () => node.homes,
    close: () => node.close(),
  };
}

function isAddressInUse(cause: unknown): boolean {
  for (let error: unknown = cause; error instanceof Error; error = error.cause)
    if (error.constructor.name === "AddressInUseError" || ("code" in error && error.code === "EADDRINUSE")) return true;
  return false;
}
