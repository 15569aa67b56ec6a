/** The address that a guest gets. The token stands after `#`: no server on the way writes it down. */

export function guestLinkOf(token: string): string {
  return `${location.origin}/guest#${token}`;
}

/** Whether somebody outside of this network, or this machine, can open it. */
export function isLocalAddress(host: string = location.hostname): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".local") ||
    /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?(?:::1|f[cd]|fe80))/i.test(host)
  );
}
