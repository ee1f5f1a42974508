/** One test or effect of a rule; its text is as nft lists it. */
export interface NftPart {
  readonly text: string;
  readonly test: NftTest;
}

/** What a packet must be. */
export type NftTest =
  | {
      readonly kind: "address";
      readonly field: "saddr" | "daddr";
      readonly ranges: readonly string[];
      readonly isNot: boolean;
    }
  | { readonly kind: "protocol"; readonly protocols: readonly string[]; readonly isNot: boolean }
  /** Of the destination; each range with both ends. */
  | {
      readonly kind: "port";
      /** `th` = of any protocol that has ports. */
      readonly protocol: "tcp" | "udp" | "th";
      readonly ranges: readonly (readonly [number, number])[];
      readonly isNot: boolean;
    }
  | { readonly kind: "state"; readonly states: readonly string[]; readonly isNot: boolean }
  /** Names, of which the last character may be `*`. */
  | {
      readonly kind: "interface";
      readonly side: "in" | "out";
      readonly names: readonly string[];
      readonly isNot: boolean;
    }
  /** Counters, clamps and notes: every packet passes. */
  | { readonly kind: "any" };

export type NftVerdict =
  | { readonly kind: "accept" | "drop" | "reject" | "return" }
  | { readonly kind: "jump" | "goto"; readonly chain: string };

/** A rule without its place. */
export interface NftRuleBody {
  readonly parts: readonly NftPart[];
  readonly verdict?: NftVerdict;
  readonly comment?: string;
}

export interface NftRule extends NftRuleBody {
  readonly handle: number;
}

/** A chain of a table; one with a hook meets packets, the others are jumped to. */
export interface NftChain {
  readonly hook?: { readonly name: string; readonly priority: number };
  readonly policy: "accept" | "drop";
  readonly rules: readonly NftRule[];
}

/** Chains by table and name, e.g. `inet filter forward`. */
export type NftChains = ReadonlyMap<string, NftChain>;

/** What nft says of what it cannot take; without `Error: `. */
export class NftRefusal extends Error {}

/** The chain that owners let Skylane write to, with which every router here begins. */
export const SKYLANE_CHAIN = "inet filter skylane";

/** Of a router whose estate says nothing of its firewall: prepared for Skylane, and open. */
export const OPEN_RULESET = `
table inet filter {
  chain skylane {
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    oifname "sky-*" tcp flags syn tcp option maxseg size set 1350
    ct state established,related accept
    jump skylane
  }
}
`;
