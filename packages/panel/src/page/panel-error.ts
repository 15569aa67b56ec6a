/** The one error of the panel: something outside it failed, such as a missing page file or a lock that cannot be reached. */

export class PanelError extends Error {
  override readonly name = "PanelError";
}
