/** The port to the network of the box: what there is, what it is joined to, and how a person changes that. */

/** Something outside the program, such as the network service of the machine, is not as it must be. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

export type NetworkStatus =
  | { readonly connection: "none"; readonly isWifiKnown: boolean }
  | { readonly connection: "connecting" | "online"; readonly over: "cable" }
  | { readonly connection: "connecting" | "online"; readonly over: "wifi"; readonly ssid: string };

export interface WifiNetwork {
  readonly ssid: string;
  readonly strengthPercent: number;
  readonly isSecured: boolean;
}

export const joinErrors = ["noWifi", "notFound", "wrongSecret", "timeout", "failed"] as const;
export type JoinError = (typeof joinErrors)[number];

export type JoinOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: JoinError; readonly sentence: string };

export interface NetworkConfiguration {
  /** Calls the listener with what is now, and then with every change. */
  start(listener: (status: NetworkStatus) => void): Promise<void>;
  stop(): Promise<void>;

  /**
   * Networks in reach, the strongest first, each name once.
   * @throws NetworkError
   */
  scan(): Promise<readonly WifiNetwork[]>;

  /**
   * Joins, and remembers it in place of the Wi-Fi before. When it does not succeed, the one before is kept.
   * @param secret null: an open network.
   */
  join(ssid: string, secret: string | null): Promise<JoinOutcome>;

  /** Forgets the Wi-Fi that was joined here. */
  forgetWifi(): Promise<void>;
}

const sentences = {
  noWifi: "This box has no Wi-Fi.",
  notFound: "No Wi-Fi network of that name is in reach.",
  wrongSecret: "The Wi-Fi network refused the password.",
  timeout: "The Wi-Fi network did not answer in time.",
  failed: "The Wi-Fi network could not be joined.",
} as const satisfies Record<JoinError, string>;

export function refuseJoin(error: JoinError): JoinOutcome {
  return { ok: false, error, sentence: sentences[error] };
}
