/** What the behaviors of the node know of the lock: the device and what it takes to speak to it. Nothing of it is copied. */

import type { Command, CommandBody, CommandResult, LockState, Moment } from "@catenaccio/lock-core";
import type { ActionContext } from "@matter/main";
import { hasRemoteActor } from "@matter/main/protocol";
import type { LockDevice } from "../device.ts";
import type { DeviceSecrets } from "../secrets/device-secrets.ts";

export interface LockPortOptions {
  readonly device: LockDevice;
  readonly secrets: DeviceSecrets;
  /** Codes of the languages that the voice speaks. */
  readonly languages: readonly string[];
  /** A pairing window is open now, or closed, whoever did it. */
  readonly onWindow?: (isOpen: boolean) => void;
}

export class LockPort {
  readonly #options: LockPortOptions;
  #isLeaving = false;
  #afterWrite: () => void = () => undefined;

  constructor(options: LockPortOptions) {
    this.#options = options;
  }

  get device(): LockDevice {
    return this.#options.device;
  }

  get secrets(): DeviceSecrets {
    return this.#options.secrets;
  }

  get languages(): readonly string[] {
    return this.#options.languages;
  }

  get state(): LockState {
    return this.device.state;
  }

  windowMoved(isOpen: boolean): void {
    this.device.report({ type: "pairingWindowMoved", isOpen });
    this.#options.onWindow?.(isOpen);
  }

  now(): Moment {
    return this.device.now();
  }

  /** The lock is about to leave its homes: until then they order nothing more. */
  leaving(isLeaving: boolean): void {
    this.#isLeaving = isLeaving;
  }

  /** Orders something in the name of whoever the context is; the answer comes when the lock has done or refused it. */
  async command(body: CommandBody, context: ActionContext): Promise<CommandResult> {
    if (this.#isLeaving) return { ok: false, error: "busy" };
    return await this.device.command(commandOf(body, context));
  }

  /**
   * A home writes an attribute: matter.js takes the value with the return of this, so it cannot wait. null: the motor is
   * still at it, and the attributes will tell what came of it.
   */
  write(body: CommandBody, context: ActionContext): CommandResult | null {
    if (this.#isLeaving) return { ok: false, error: "busy" };
    const result = this.device.commandNow(commandOf(body, context));
    // Whatever matter.js believes after the write, the attributes are what the lock is.
    queueMicrotask(() => this.#afterWrite());
    return result;
  }

  /** Who makes the attributes anew. */
  onWritten(listener: () => void): void {
    this.#afterWrite = listener;
  }
}

function commandOf(body: CommandBody, context: ActionContext): Command {
  return { ...body, source: "remote", ...originOf(context) };
}

/** The fabric and the node that ask; a context without a home (the lock itself) has neither. */
function originOf(context: ActionContext): { readonly fabric: number | null; readonly node?: string } {
  if (!hasRemoteActor(context) || context.fabric === undefined) return { fabric: null };
  const { subject } = context;
  return { fabric: context.fabric, node: subject.kind === "node" ? String(subject.id) : "0" };
}
