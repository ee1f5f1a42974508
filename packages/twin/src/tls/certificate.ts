import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { der, integer, oid, sequence, wrapped } from "./der.ts";

const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const TRUE = der(0x01, Buffer.from([0xff]));

/** What stands in a certificate besides the key's. */
export interface Certified {
  readonly serial: number;
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** Key of the issuer. */
  readonly signer: KeyObject;
  readonly extension: Buffer;
}

export const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** A certificate that holds from 2020 to 2049, PEM (RFC 5280 §4.1). */
export function certificate({ serial, subject, issuer, publicKey, signer, extension }: Certified): string {
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const body = sequence(
    der(0xa0, integer(2)), // version 3
    integer(serial),
    algorithm,
    named(issuer),
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

/** Says that the subject may vouch for others. */
export const isAuthority = (): Buffer => sequence(oid(BASIC_CONSTRAINTS), TRUE, wrapped(sequence(TRUE)));

/** The name, and the address if there is one, that the subject goes by. */
export const goesBy = (serverName: string, address?: readonly number[]): Buffer =>
  sequence(
    oid(SUBJECT_ALT_NAME),
    wrapped(
      sequence(der(0x82, Buffer.from(serverName)), ...(address === undefined ? [] : [der(0x87, Buffer.from(address))])),
    ),
  );

const named = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(commonName)))));
