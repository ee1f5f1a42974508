import type { KeyObject } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { certificate, goesBy, isAuthority, newKey } from "./certificate.ts";

/** Vouches for the names of a world's services; who trusts `pem` can check them. */
export interface CertificateAuthority {
  readonly pem: string;
  /** What a server with that name shows, always the same. */
  contextFor(serverName: string): SecureContext;
}

const AUTHORITY = "Twin certificate authority";
const MAX_COMMON_NAME = 64; // RFC 5280 appendix A.1
const FIRST_SERIAL = 2; // the authority's own is 1

interface Root {
  readonly pem: string;
  readonly key: KeyObject;
}

/** A new authority; its key is made when it is first needed. */
export function createCertificateAuthority(): CertificateAuthority {
  let root: Root | undefined;
  const rootNow = (): Root => {
    root ??= newRoot();
    return root;
  };
  const contexts = new Map<string, SecureContext>();
  return {
    get pem() {
      return rootNow().pem;
    },
    contextFor(serverName) {
      const context = contexts.get(serverName) ?? issue(rootNow(), serverName, contexts.size + FIRST_SERIAL);
      contexts.set(serverName, context);
      return context;
    },
  };
}

function newRoot(): Root {
  const { publicKey, privateKey: signer } = newKey();
  const names = { subject: AUTHORITY, issuer: AUTHORITY };
  return { pem: certificate({ serial: 1, ...names, publicKey, signer, extension: isAuthority() }), key: signer };
}

function issue({ key: signer }: Root, serverName: string, serial: number): SecureContext {
  const { publicKey, privateKey } = newKey();
  const names = { subject: serverName.slice(0, MAX_COMMON_NAME), issuer: AUTHORITY };
  const cert = certificate({ serial, ...names, publicKey, signer, extension: goesBy(serverName) });
  return createSecureContext({ cert, key: privateKey.export({ type: "pkcs8", format: "pem" }) });
}
