/**
 * The door and all that moves in it by hand: handles, latch, bolts, key. It obeys the metal alone: whether the door opens
 * follows from where the clutch physically is, never from what the lock's software believes.
 */

import type { LockBodyReading } from "../lock-body.ts";
import type { ClutchMechanism } from "./clutch-mechanism.ts";
import { Handle, type HandleMove, type HandlePosition, type HandleSide } from "./handle.ts";
import type { Observe } from "./observation.ts";
import type { Wiring } from "./wiring.ts";

/** `right`: the right key, fully in and turned. `half`: not fully in. */
export const keyPositions = ["right", "wrong", "half", "out"] as const;
export type KeyPosition = (typeof keyPositions)[number];

/** What stays when all hands are gone. */
export interface DoorSnapshot {
  readonly isOpen: boolean;
  readonly isLatchJammed: boolean;
  readonly isDeadBoltThrown: boolean;
  readonly isSafetyBoltThrown: boolean;
  readonly isOutsideHandleStuck: boolean;
  readonly isInsideHandleStuck: boolean;
  readonly key: KeyPosition;
}

/** Shut, on its latch. */
export const shutDoor: DoorSnapshot = {
  isOpen: false,
  isLatchJammed: false,
  isDeadBoltThrown: false,
  isSafetyBoltThrown: false,
  isOutsideHandleStuck: false,
  isInsideHandleStuck: false,
  key: "out",
};

export interface DoorOptions {
  readonly snapshot: DoorSnapshot;
  readonly clutch: Readonly<ClutchMechanism>;
  readonly wiring: Pick<Wiring, "has">;
  /** L2: the inner handle works only while the peephole button is held. */
  readonly isPeepholeFunctionOn: boolean;
  readonly observe: Observe;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #outside: Handle;
  readonly #inside: Handle;
  /** Whether the outer handle took the spindle along when it was pressed: a clutch that moves later changes nothing. */
  #isSpindleTaken = false;
  #isPeepholeHeld = false;
  #key: KeyPosition;
  #isOpen: boolean;
  #isDeadBoltThrown: boolean;
  #isSafetyBoltThrown: boolean;
  #isLatchRetracted = false;
  /** In a warped door the latch rests on the strike instead of springing into it. */
  #isLatchJammed: boolean;

  constructor(options: DoorOptions) {
    const { snapshot } = options;
    this.#options = options;
    this.#outside = new Handle(snapshot.isOutsideHandleStuck);
    this.#inside = new Handle(snapshot.isInsideHandleStuck);
    this.#key = snapshot.key;
    this.#isOpen = snapshot.isOpen;
    this.#isDeadBoltThrown = snapshot.isDeadBoltThrown;
    this.#isSafetyBoltThrown = snapshot.isSafetyBoltThrown;
    this.#isLatchJammed = snapshot.isLatchJammed;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get latch(): "out" | "in" {
    return this.#isLatchRetracted || this.#isLatchJammed ? "in" : "out";
  }

  get key(): KeyPosition {
    return this.#key;
  }

  get isPeepholeHeld(): boolean {
    return this.#isPeepholeHeld;
  }

  get handles(): Readonly<Record<HandleSide, HandlePosition>> {
    return { outside: this.#outside.position, inside: this.#inside.position };
  }

  /** What the sensors of the lock body see. */
  reading(): LockBodyReading {
    return {
      isHandleAtRest: this.#outside.position === "rest",
      isSafetyBoltThrown: this.#isSafetyBoltThrown,
      isDeadBoltThrown: this.#isDeadBoltThrown,
    };
  }

  save(): DoorSnapshot {
    return {
      isOpen: this.#isOpen,
      isLatchJammed: this.#isLatchJammed,
      isDeadBoltThrown: this.#isDeadBoltThrown,
      isSafetyBoltThrown: this.#isSafetyBoltThrown,
      isOutsideHandleStuck: this.#outside.isStuck,
      isInsideHandleStuck: this.#inside.isStuck,
      key: this.#key,
    };
  }

  /** The hand that moves one handle was on no other. */
  moveHandle(side: HandleSide, move: HandleMove): void {
    const [handle, other] = side === "outside" ? [this.#outside, this.#inside] : [this.#inside, this.#outside];
    other.letGo();
    handle.move(move);
    if (side === "outside")
      this.#isSpindleTaken = this.#options.clutch.position === "engaged" && !this.#options.wiring.has("installation");
    this.#settle();
  }

  /** The hand goes to the reader, the keypad, or elsewhere. */
  letGo(): void {
    this.#outside.letGo();
    this.#inside.letGo();
    this.#settle();
  }

  turnKey(position: KeyPosition): void {
    this.#key = position;
    this.#settle();
  }

  holdPeephole(isHeld: boolean): void {
    this.#isPeepholeHeld = isHeld;
    this.#settle();
  }

  moveSafetyBolt(isThrown: boolean): void {
    this.#isSafetyBoltThrown = isThrown;
    this.#settle();
  }

  /** A bolt that is out strikes the frame; the sprung latch rides over the strike. */
  pushShut(): void {
    this.letGo();
    if (!this.#isOpen || this.#isDeadBoltThrown || this.#isSafetyBoltThrown) return;
    this.#isOpen = false;
    this.#isLatchJammed = this.#options.wiring.has("warped-door");
    this.#options.observe({ door: "closed" });
  }

  /** The metal has been broken or mended. */
  faultsChanged(): void {
    this.#settle();
  }

  /** Brings latch, bolts and door where the hands and the metal now leave them. */
  #settle(): void {
    const isWarped = this.#options.wiring.has("warped-door");
    const wasRetracted = this.#isLatchRetracted;
    const doesKeyOpen = this.#doesKeyOpen();
    this.#isLatchRetracted = doesKeyOpen || this.#doHandlesRetract();

    if (doesKeyOpen) this.#isSafetyBoltThrown = false;
    if (this.#isLatchRetracted) this.#isDeadBoltThrown = false;
    else {
      if (wasRetracted && isWarped) this.#isLatchJammed = true;
      if (this.#doHandlesLift()) this.#throwDeadBolt(isWarped);
    }
    if (this.#isOpen || !isWarped) this.#isLatchJammed = false;
    if (this.#isLatchRetracted && !this.#isSafetyBoltThrown) this.#openDoor();
  }

  #throwDeadBolt(isWarped: boolean): void {
    if (this.#isDeadBoltThrown) return;
    if (isWarped && !this.#isOpen) this.#isLatchJammed = true;
    else this.#isDeadBoltThrown = true;
  }

  #openDoor(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#isLatchJammed = false;
    this.#options.observe({ door: "open" });
  }

  /** L4. The key's cam takes the handle's spindle and the safety bolt along, wherever the clutch is. */
  #doesKeyOpen(): boolean {
    const { wiring } = this.#options;
    return this.#key === "right" && this.#outside.isDown && !wiring.has("cylinder") && !wiring.has("lock-body");
  }

  #doHandlesRetract(): boolean {
    return (this.#outside.isDown && this.#isSpindleTaken) || (this.#inside.isDown && this.#isInsideWorking);
  }

  #doHandlesLift(): boolean {
    const isOutsideLifting = this.#outside.isUp && !this.#options.wiring.has("installation");
    return isOutsideLifting || (this.#inside.isUp && this.#isInsideWorking);
  }

  /** Somebody with a hook through the peephole reaches the inner handle, but not the button at the same time. */
  get #isInsideWorking(): boolean {
    return !this.#options.isPeepholeFunctionOn || this.#isPeepholeHeld;
  }
}
