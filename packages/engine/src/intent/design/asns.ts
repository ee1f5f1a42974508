/** Azure takes none of these from a peer, nor as its own beside 65515 (Azure VPN gateway docs, BGP FAQ). */
const AZURE_RESERVED = new Set([8_074, 8_075, 12_076, 23_456, 65_517, 65_518, 65_519, 65_520]);
const isDocumentation = (asn: number): boolean => (asn >= 64_496 && asn <= 64_511) || (asn >= 65_535 && asn <= 65_551);

/** True for a number that a private network may use and every cloud takes (RFC 6996). */
export const isUsableAsn = (asn: number): boolean =>
  ((asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294)) &&
  !AZURE_RESERVED.has(asn) &&
  !isDocumentation(asn);

/** The first number from 64620 on that nobody of the estate uses: above the defaults of AWS (64512), below that of Azure (65515). */
export function freeAsn(used: ReadonlySet<number>): number {
  for (let asn = 64_620; asn < 65_515; asn += 1) if (!used.has(asn) && isUsableAsn(asn)) return asn;
  for (let asn = 4_200_000_000; ; asn += 1) if (!used.has(asn)) return asn;
}
