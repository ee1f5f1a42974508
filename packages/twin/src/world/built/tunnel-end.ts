/** Ciphers of IKE and ESP, as RFC 3602 and RFC 4106 have them. */
export type Encryption = `aes-${128 | 192 | 256}-${"cbc" | "gcm"}` | "3des-cbc";
/** Hashes: of IKE the pseudo-random function too; of ESP only beside a cipher that does not authenticate by itself. */
export type Integrity = "md5" | "sha1" | "sha2-256" | "sha2-384" | "sha2-512";

/** What an end accepts in one phase: any combination of these. */
export interface Proposals {
  readonly encryption: readonly Encryption[];
  readonly integrity: readonly Integrity[];
  /** Groups by IANA's numbers, e.g. 14, 20; none in phase 2 = no perfect forward secrecy. */
  readonly dhGroups: readonly number[];
}

/** The BGP speaker inside a tunnel. */
export interface TunnelBgp {
  readonly localIp: string;
  readonly peerIp: string;
  readonly localAsn: number;
  /** What it takes the other side for. */
  readonly peerAsn: number;
  /** False where it only answers: an Azure gateway with APIPA addresses. */
  readonly canInitiate: boolean;
  /** Of the two sides' the smaller holds, RFC 4271 §4.2. AWS 30, Azure 180, Google Cloud 60. */
  readonly holdTimeSeconds: number;
}

/** What an end tells the other over BGP. What it hears it does not pass on. */
export interface Announced {
  readonly prefixes: readonly string[];
  /** And the ranges of the networks that are attached to its gateway, as they are at each moment. */
  readonly isWithNetworks: boolean;
  /** And what this table of a transit gateway holds of VPCs and of static routes that lead elsewhere. */
  readonly tableId?: string;
}

/** One end of an IPsec tunnel as the API of its own side was told it. */
export interface TunnelEnd {
  readonly id: string;
  /** Gateway it belongs to, of the estate or built. */
  readonly gatewayId: string;
  readonly localPublicIp: string;
  readonly remotePublicIp: string;
  readonly presharedKey: string;
  readonly ikeVersions: readonly (1 | 2)[];
  readonly phase1: Proposals;
  readonly phase2: Proposals;
  /** Absent = routes are static: `remotePrefixes` of each side says what is behind the other. */
  readonly bgp?: TunnelBgp;
  readonly remotePrefixes?: readonly string[];
  readonly announces: Announced;
  readonly bandwidthMbps: number;
  /** Of the router that it ends at, where that has one for each tunnel. */
  readonly interfaceName?: string;
  readonly localPreference?: number;
  readonly med?: number;
  readonly asPathPrepend?: number;
  /** Attachment to a transit gateway: tunnels of one AWS connection share it. */
  readonly attachmentId?: string;
  /** Table that decides for what arrives; the gateway's first one by default. */
  readonly associatedTableId?: string;
}

/** Why two ends do not get as far as IPsec. */
export type IkeFault = "no-peer" | "version-mismatch" | "no-proposal" | "psk-mismatch";
/** Why they get that far and no further. */
export type BgpFault = "no-bgp-peer" | "address-mismatch" | "asn-mismatch" | "same-asn" | "no-initiator";

/** How a tunnel is, seen from one end. `starting`: all is well, and it takes its time; `no-answer`: it was up, and nothing comes back. */
export type TunnelStatus =
  | { readonly state: "ike-down"; readonly reason: IkeFault | "starting" | "no-answer" }
  | { readonly state: "bgp-down"; readonly reason: BgpFault | "starting"; readonly ikeUpAtMs: number }
  | { readonly state: "up"; readonly connectionId: string; readonly ikeUpAtMs: number; readonly upAtMs: number };
