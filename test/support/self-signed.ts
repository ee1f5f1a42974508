import { certificate, goesBy, newKey } from "../../packages/twin/src/tls/certificate.ts";

/** A certificate that vouches for itself, and its key, both PEM. */
export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

/** A new one for 127.0.0.1 and for `serverName`. */
export function selfSigned(serverName: string): SelfSigned {
  const { publicKey, privateKey } = newKey();
  const extension = goesBy(serverName, [127, 0, 0, 1]);
  return {
    cert: certificate({
      serial: 1,
      subject: serverName,
      issuer: serverName,
      publicKey,
      signer: privateKey,
      extension,
    }),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
