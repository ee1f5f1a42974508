import type { Encryption, Integrity, Proposals } from "../../../world/built/tunnel-end.ts";
import { ApiError } from "../../api-error.ts";
import type { Ec2Parameters } from "../parameters.ts";

/** What a tunnel was told, with AWS's defaults for what it was not. */
export interface TunnelOptions {
  readonly insideCidr: string | undefined;
  readonly presharedKey: string | undefined;
  readonly ikeVersions: readonly (1 | 2)[];
  readonly phase1: Proposals;
  readonly phase2: Proposals;
  /** False: AWS waits for the other side. */
  readonly isStarter: boolean;
}

const CIPHERS: Readonly<Record<string, Encryption>> = {
  AES128: "aes-128-cbc",
  AES256: "aes-256-cbc",
  "AES128-GCM-16": "aes-128-gcm",
  "AES256-GCM-16": "aes-256-gcm",
};
const HASHES: Readonly<Record<string, Integrity>> = {
  SHA1: "sha1",
  "SHA2-256": "sha2-256",
  "SHA2-384": "sha2-384",
  "SHA2-512": "sha2-512",
};
const PHASE1_GROUPS = [2, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24] as const;
const PHASE2_GROUPS = [5, ...PHASE1_GROUPS] as const;

/** AWS keeps these for itself. @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html (read 2026-11) */
const KEPT: ReadonlySet<string> = new Set([
  ...[0, 1, 2, 3, 4, 5].map((third) => `169.254.${third}.0/30`),
  "169.254.169.252/30",
]);

/** The options of the n-th tunnel. @throws ApiError InvalidParameterValue as EC2 words what it does not take */
export function tunnelOptions(parameters: Ec2Parameters, n: number): TunnelOptions {
  const at = (name: string): string => `Options.TunnelOptions.${n}.${name}`;
  const list = (name: string): readonly string[] => {
    const found: string[] = [];
    for (let i = 1; parameters.text(at(`${name}.${i}.Value`)) !== undefined; i += 1)
      found.push(parameters.need(at(`${name}.${i}.Value`)));
    return found;
  };
  const among = <T>(name: string, known: Readonly<Record<string, T>>): readonly T[] => {
    const given = list(name);
    const unknown = given.find((value) => !Object.hasOwn(known, value));
    if (unknown !== undefined) throw invalid(name, unknown);
    return (given.length === 0 ? Object.keys(known) : given).map((value) => known[value] as T);
  };
  const groups = (name: string, known: readonly number[]): readonly number[] => {
    const given = list(name).map(Number);
    const unknown = given.find((value) => !known.includes(value));
    if (unknown !== undefined) throw invalid(name, String(unknown));
    return given.length === 0 ? known : given;
  };
  const insideCidr = parameters.text(at("TunnelInsideCidr"));
  if (insideCidr !== undefined && (!isInside(insideCidr) || KEPT.has(insideCidr)))
    throw invalid("tunnelInsideCidr", insideCidr);
  const presharedKey = parameters.text(at("PreSharedKey"));
  if (presharedKey !== undefined && !/^(?!0)[A-Za-z0-9._]{8,64}$/.test(presharedKey))
    throw new ApiError(
      "InvalidParameterValue",
      "Value for parameter preSharedKey is invalid. It must be 8 to 64 letters, digits, periods or underscores, and cannot start with zero.",
    );
  const versions = among("IKEVersion", { ikev1: 1, ikev2: 2 } as const);
  return {
    insideCidr,
    presharedKey,
    ikeVersions: versions,
    phase1: {
      encryption: among("Phase1EncryptionAlgorithm", CIPHERS),
      integrity: among("Phase1IntegrityAlgorithm", HASHES),
      dhGroups: groups("Phase1DHGroupNumber", PHASE1_GROUPS),
    },
    phase2: {
      encryption: among("Phase2EncryptionAlgorithm", CIPHERS),
      integrity: among("Phase2IntegrityAlgorithm", HASHES),
      dhGroups: groups("Phase2DHGroupNumber", PHASE2_GROUPS),
    },
    isStarter: parameters.text(at("StartupAction")) === "start",
  };
}

const isInside = (cidr: string): boolean => {
  const bytes = /^169\.254\.(\d{1,3})\.(\d{1,3})\/30$/.exec(cidr)?.slice(1).map(Number);
  return bytes?.every((byte) => byte <= 255) === true && (bytes[1] ?? 1) % 4 === 0;
};

const invalid = (name: string, value: string): ApiError =>
  new ApiError("InvalidParameterValue", `Value (${value}) for parameter ${name} is invalid.`);
