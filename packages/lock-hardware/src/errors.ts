/** Whose fault it is: the caller's, or something outside of the program. */

/** The caller asked for what cannot be: an unknown key, a negative time, a part started twice. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A part, or the file behind a simulated one, is not as it must be. */
export class HardwareError extends Error {
  override readonly name = "HardwareError";
}
