/** A passkey for tests: signs as an authenticator does, and says of its person whatever the test wants. */

import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

interface Assertion {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly clientExtensionResults: Readonly<Record<string, never>>;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
  };
}

export interface Circumstances {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  readonly isPersonVerified: boolean;
}

export class SoftPasskey {
  readonly credentialId = randomBytes(16).toString("base64url");
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #counter = 0;

  /** COSE (RFC 9053 §2.1), in base64, as better-auth keeps it. */
  get publicKey(): string {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    return Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ]).toString("base64");
  }

  sign({ challenge, origin, rpId, isPersonVerified }: Circumstances): Assertion {
    const clientData = Buffer.from(JSON.stringify({ type: "webauthn.get", challenge, origin, crossOrigin: false }));
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.#counter);
    // WebAuthn Level 3 §6.1: user present, user verified.
    const flags = Buffer.of(isPersonVerified ? 0x05 : 0x01);
    const authenticatorData = Buffer.concat([sha256(rpId), flags, counter]);
    const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), this.#keys.privateKey);
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authenticatorData.toString("base64url"),
        signature: signature.toString("base64url"),
      },
    };
  }
}

function sha256(content: string | Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}
