/**
 * The address that a guest gets. The token stands after `#`, and goes to the server in the body of a request: no server on
 * the way writes it down.
 */

/**
 * The server's own link; or, where the app was reached under an address that more people can open, that one.
 *
 * @param link as the server gave it.
 * @param here the origin of the app.
 */
export function guestLinkOf({ link, token }: { readonly link: string; readonly token: string }, here: string): string {
  const own = new URL(link).hostname;
  return reachOf(new URL(here).hostname) > reachOf(own) ? `${here}/guest#${token}` : link;
}

/** Whether nobody outside of this network, or this machine, can open it. */
export function isLocalAddress(address: string): boolean {
  return reachOf(new URL(address).hostname) < 2;
}

/** 0: from this machine; 1: from this network; 2: from anywhere. */
function reachOf(host: string): 0 | 1 | 2 {
  if (host === "localhost" || /^(?:127\.|\[::1\])/.test(host)) return 0;
  const isOfNetwork =
    host.endsWith(".local") || /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:f[cd]|fe80))/i.test(host);
  return isOfNetwork ? 1 : 2;
}
