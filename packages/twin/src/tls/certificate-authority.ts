import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { der, integer, oid, sequence, wrapped } from "./der.ts";

/** Vouches for the names of a world's services; who trusts `pem` can check them. */
export interface CertificateAuthority {
  readonly pem: string;
  /** What a server with that name shows, always the same. */
  contextFor(serverName: string): SecureContext;
}

const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const TRUE = der(0x01, Buffer.from([0xff]));
const AUTHORITY = "Twin certificate authority";
const MAX_COMMON_NAME = 64; // RFC 5280 appendix A.1

/** A new authority; its key is made when it is first needed, and its certificates hold from 2020 to 2049. */
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

interface Root {
  readonly pem: string;
  readonly key: KeyObject;
}
const FIRST_SERIAL = 2; // the authority's own is 1

function newRoot(): Root {
  const { publicKey, privateKey } = newKey();
  const isAuthority = sequence(oid(BASIC_CONSTRAINTS), TRUE, wrapped(sequence(TRUE)));
  const pem = certificate({ serial: 1, subject: AUTHORITY, publicKey, extension: isAuthority, signer: privateKey });
  return { pem, key: privateKey };
}

function issue(root: Root, serverName: string, serial: number): SecureContext {
  const { publicKey, privateKey } = newKey();
  const extension = sequence(oid(SUBJECT_ALT_NAME), wrapped(sequence(der(0x82, Buffer.from(serverName)))));
  const subject = serverName.slice(0, MAX_COMMON_NAME);
  const cert = certificate({ serial, subject, publicKey, extension, signer: root.key });
  return createSecureContext({ cert, key: privateKey.export({ type: "pkcs8", format: "pem" }) });
}

const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** A certificate of the authority's, PEM (RFC 5280 §4.1). */
function certificate({
  serial,
  subject,
  publicKey,
  extension,
  signer,
}: {
  readonly serial: number;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
  readonly signer: KeyObject;
}): string {
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const body = sequence(
    der(0xa0, integer(2)), // version 3
    integer(serial),
    algorithm,
    named(AUTHORITY),
    sequence(der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("490101000000Z"))),
    named(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, signer));
  const lines =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

const named = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(commonName)))));
