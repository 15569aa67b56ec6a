/** One lever handle and the hand on it. */

export type HandleSide = "outside" | "inside";
/** `down` and `up` hold the handle there; `stuck` leaves it out of rest, turning nothing; `release` ends all three. */
export type HandleMove = "down" | "up" | "release" | "stuck";
export type HandlePosition = "rest" | "down" | "up" | "stuck";

export class Handle {
  #hand: "rest" | "down" | "up" = "rest";
  /** Something hangs on the handle, or its spring is broken: left alone, it does not come back to rest. */
  #isStuck: boolean;

  constructor(isStuck: boolean) {
    this.#isStuck = isStuck;
  }

  get isStuck(): boolean {
    return this.#isStuck;
  }

  get isDown(): boolean {
    return this.#hand === "down";
  }

  get isUp(): boolean {
    return this.#hand === "up";
  }

  get position(): HandlePosition {
    return this.#hand === "rest" && this.#isStuck ? "stuck" : this.#hand;
  }

  move(move: HandleMove): void {
    this.#hand = move === "down" || move === "up" ? move : "rest";
    if (move === "stuck") this.#isStuck = true;
    if (move === "release") this.#isStuck = false;
  }

  /** The hand goes elsewhere; a stuck handle stays out of rest. */
  letGo(): void {
    this.#hand = "rest";
  }
}
