import * as z from "zod";
import type { Encryption, Integrity, Proposals } from "../../../world/built/tunnel-end.ts";

/** IPsec policies by Azure's names; a policy is complete or refused. @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-compliance-crypto (read 2026-11) */
const CIPHERS: Readonly<Record<string, Encryption>> = {
  AES128: "aes-128-cbc",
  AES192: "aes-192-cbc",
  AES256: "aes-256-cbc",
  DES3: "3des-cbc",
  GCMAES128: "aes-128-gcm",
  GCMAES192: "aes-192-gcm",
  GCMAES256: "aes-256-gcm",
};
const HASHES: Readonly<Record<string, Integrity>> = {
  MD5: "md5",
  SHA1: "sha1",
  SHA256: "sha2-256",
  SHA384: "sha2-384",
};
const GROUPS: Readonly<Record<string, number>> = {
  DHGroup1: 1,
  DHGroup2: 2,
  DHGroup14: 14,
  DHGroup2048: 14,
  DHGroup24: 24,
  ECP256: 19,
  ECP384: 20,
};
const PFS_GROUPS: Readonly<Record<string, number>> = {
  PFS1: 1,
  PFS2: 2,
  PFS14: 14,
  PFS2048: 14,
  PFS24: 24,
  ECP256: 19,
  ECP384: 20,
};

const oneOf = (table: Readonly<Record<string, unknown>>, ...more: readonly string[]) =>
  z.string().refine((name) => name in table || more.includes(name), "is no name that Azure knows");

export const IpsecPolicy = z.looseObject({
  saLifeTimeSeconds: z.int().min(300),
  saDataSizeKilobytes: z.int().min(1_024),
  ipsecEncryption: oneOf(CIPHERS, "None", "DES"),
  ipsecIntegrity: oneOf({ ...HASHES, GCMAES128: 1, GCMAES192: 1, GCMAES256: 1 }),
  ikeEncryption: oneOf(CIPHERS, "DES"),
  ikeIntegrity: oneOf({ ...HASHES, GCMAES128: 1, GCMAES256: 1 }),
  dhGroup: oneOf(GROUPS, "None"),
  pfsGroup: oneOf(PFS_GROUPS, "None", "PFSMM"),
});
type IpsecPolicy = z.infer<typeof IpsecPolicy>;

/** What a gateway offers without a policy of its owner's: the strongest of its defaults and what older peers need. */
const DEFAULTS: { readonly phase1: Proposals; readonly phase2: Proposals } = {
  phase1: { encryption: ["aes-256-cbc", "aes-128-cbc"], integrity: ["sha2-256", "sha1"], dhGroups: [2] },
  phase2: { encryption: ["aes-256-gcm", "aes-256-cbc"], integrity: ["sha2-256", "sha1"], dhGroups: [] },
};

const known = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** What an end accepts by its policy. GCM with a hash of its own name has none of its own. */
export function proposalsOf([policy]: readonly IpsecPolicy[]): typeof DEFAULTS {
  if (!policy) return DEFAULTS;
  return {
    phase1: {
      encryption: known(CIPHERS[policy.ikeEncryption]),
      integrity: known(HASHES[policy.ikeIntegrity]),
      dhGroups: known(GROUPS[policy.dhGroup]),
    },
    phase2: {
      encryption: known(CIPHERS[policy.ipsecEncryption]),
      integrity: known(HASHES[policy.ipsecIntegrity]),
      dhGroups: known(policy.pfsGroup === "PFSMM" ? GROUPS[policy.dhGroup] : PFS_GROUPS[policy.pfsGroup]),
    },
  };
}

/** Ciphers that authenticate by themselves need the hash of the same name. */
export const isConsistent = ({ ipsecEncryption, ipsecIntegrity }: IpsecPolicy): boolean =>
  ipsecEncryption.startsWith("GCM") ? ipsecEncryption === ipsecIntegrity : !ipsecIntegrity.startsWith("GCM");
