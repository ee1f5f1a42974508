import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import {
  canonicalJson,
  coreError,
  type DrillReport,
  type DrillRun,
  type ReportSeal,
  type ReportSealer,
} from "@skylane/core";

/** What a seal says of a report. `altered`: these parts are not what was sealed. `other-key`: sealed, but by another key. */
export type SealVerdict =
  | { readonly kind: "intact"; readonly keyId: string }
  | { readonly kind: "altered"; readonly parts: readonly string[] }
  | { readonly kind: "seal-altered" }
  | { readonly kind: "other-key"; readonly keyId: string; readonly wantedKeyId: string }
  | { readonly kind: "not-sealed" };

/** Seals reports with an Ed25519 key in PEM form (PKCS #8). The key is asked for at each use and kept nowhere. @throws ERR_REPORT_KEY_INVALID */
export function reportSealer(keyPem: () => Promise<string | undefined>): ReportSealer {
  const load = async (): Promise<KeyObject | undefined> => {
    const pem = (await keyPem())?.trim();
    return pem ? privateKeyOf(pem) : undefined;
  };
  return {
    async seal(run) {
      const key = await load();
      if (!key) return undefined;
      const body = { digests: digestsOf(run), keyId: keyIdOf(createPublicKey(key)) };
      const signature = sign(null, Buffer.from(canonicalJson(body)), key).toString("base64");
      return { algorithm: "Ed25519", ...body, signature };
    },
    async publicKey() {
      const key = await load();
      if (!key) return undefined;
      const own = createPublicKey(key);
      return { keyId: keyIdOf(own), pem: own.export({ type: "spki", format: "pem" }).toString() };
    },
  };
}

/** Checks a report against a public key (PEM): whether it is what was sealed, and if not, which parts are not. @throws ERR_REPORT_KEY_INVALID */
export function checkSeal({ run, seal }: DrillReport, publicKeyPem: string): SealVerdict {
  if (!seal) return { kind: "not-sealed" };
  const key = publicKeyOf(publicKeyPem);
  const wantedKeyId = keyIdOf(key);
  if (seal.keyId !== wantedKeyId) return { kind: "other-key", keyId: seal.keyId, wantedKeyId };
  if (!isSigned(seal, key)) return { kind: "seal-altered" };
  const now = digestsOf(run);
  const names = [...new Set([...Object.keys(now), ...Object.keys(seal.digests)])];
  const parts = names.filter((name) => now[name] !== seal.digests[name]).sort();
  return parts.length === 0 ? { kind: "intact", keyId: seal.keyId } : { kind: "altered", parts };
}

const isSigned = ({ digests, keyId, signature }: ReportSeal, key: KeyObject): boolean =>
  verify(null, Buffer.from(canonicalJson({ digests, keyId })), key, Buffer.from(signature, "base64"));

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");
const digestsOf = (run: DrillRun): Record<string, string> =>
  Object.fromEntries(Object.entries(run).map(([name, part]) => [name, sha256(canonicalJson(part))]));
const keyIdOf = (key: KeyObject): string => sha256(key.export({ type: "spki", format: "der" })).slice(0, 16);

const privateKeyOf = (pem: string): KeyObject => ed25519(() => createPrivateKey(pem), "the key that seals reports");
const publicKeyOf = (pem: string): KeyObject => ed25519(() => createPublicKey(pem), "the public key");

/** Its own words are not repeated: they may quote the key. */
function ed25519(load: () => KeyObject, what: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = load();
  } catch {
    key = undefined;
  }
  if (key?.asymmetricKeyType === "ed25519") return key;
  throw coreError(
    "ERR_REPORT_KEY_INVALID",
    `${what} is no Ed25519 key in PEM form; make one with "openssl genpkey -algorithm ed25519"`,
  );
}
