/**
 * Counts everything that changes the disk, each just before it happens, so that a test can cut the power there.
 * Without a listener it costs one addition.
 */

export type OperationListener = (operation: number) => void;

export class Operations {
  readonly #listener: OperationListener | undefined;
  #count = 0;

  constructor(listener?: OperationListener) {
    this.#listener = listener;
  }

  next(): void {
    this.#count++;
    this.#listener?.(this.#count);
  }
}
