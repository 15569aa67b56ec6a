/** Where somebody who has signed in goes on: where they wanted to go, within this app and nowhere else. */

/** @param to a path of the app, from the address: whoever sends a link can write anything there. */
export function goalOf(to: string | undefined, hash: string): string {
  const here = "http://app.invalid";
  const goal = URL.parse(to ?? "/", here);
  if (to?.startsWith("/") !== true || goal?.origin !== here || goal.pathname.startsWith("//")) return "/";
  return goal.pathname === "/sign-in" ? "/" : goal.pathname + goal.search + hash;
}
