import type { BgpFault, IkeFault, Proposals, TunnelEnd } from "./tunnel-end.ts";

/** What keeps two ends that look at one another from an IPsec tunnel; `undefined` = nothing. In the order IKE finds it. */
export function ikeFault(one: TunnelEnd, other: TunnelEnd): IkeFault | undefined {
  if (!meets(one.ikeVersions, other.ikeVersions)) return "version-mismatch";
  if (!agrees(one.phase1, other.phase1, { isPhase2: false })) return "no-proposal";
  if (one.presharedKey !== other.presharedKey) return "psk-mismatch";
  return agrees(one.phase2, other.phase2, { isPhase2: true }) ? undefined : "no-proposal";
}

/** What keeps a BGP session from coming up inside a tunnel that is; `undefined` = nothing, or no BGP on either side. */
export function bgpFault({ bgp: one }: TunnelEnd, { bgp: other }: TunnelEnd): BgpFault | undefined {
  if (!one && !other) return undefined;
  if (!one || !other) return "no-bgp-peer";
  if (one.localIp !== other.peerIp || one.peerIp !== other.localIp) return "address-mismatch";
  if (one.localAsn === other.localAsn) return "same-asn";
  if (one.localAsn !== other.peerAsn || one.peerAsn !== other.localAsn) return "asn-mismatch";
  return one.canInitiate || other.canInitiate ? undefined : "no-initiator";
}

function agrees(one: Proposals, other: Proposals, { isPhase2 }: { readonly isPhase2: boolean }): boolean {
  const areKeysAgreed =
    meets(one.dhGroups, other.dhGroups) || (isPhase2 && one.dhGroups.length === 0 && other.dhGroups.length === 0);
  const isHashAgreed = meets(one.integrity, other.integrity);
  return (
    areKeysAgreed &&
    one.encryption.some(
      (cipher) => other.encryption.includes(cipher) && (isHashAgreed || (isPhase2 && cipher.endsWith("gcm"))),
    )
  );
}

const meets = <T>(one: readonly T[], other: readonly T[]): boolean => one.some((value) => other.includes(value));
