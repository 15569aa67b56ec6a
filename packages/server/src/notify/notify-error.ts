/** Something outside the notifications' own doing failed. */

export class NotifyError extends Error {
  readonly code: "keysUnreadable" | "keysUnwritable";

  constructor(code: NotifyError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NotifyError";
    this.code = code;
  }
}
