import type { Hop } from "../../topology/index.ts";

/** A way that a flow may take: allowed by every policy it lives under. */
export interface Candidate {
  /** Ids of its connections joined by ` > `: the same at each look. */
  readonly id: string;
  readonly hops: readonly Hop[];
  /** There and back; absent where a place on it is not known. */
  readonly rttMs: number | undefined;
  /** 0..1, of its links in series; absent where nothing is promised or measured of one of them. */
  readonly availabilityRatio: number | undefined;
  /** True if today's announcements carry it; else they have to be changed at the places in between. */
  readonly isRouted: boolean;
  /** True if a part of it crosses the public internet, and if all of it is encrypted. */
  readonly isPublic: boolean;
  readonly isEncrypted: boolean;
  /** Smallest of its links; absent where one is not known. */
  readonly bandwidthMbps: number | undefined;
}

/** A way that exists and is not allowed, with the rule it breaks. */
export interface RefusedWay {
  readonly connectionIds: readonly string[];
  readonly rule: string;
}

/** Why a flow has no candidate, and the least that would have to give for it to have one. */
export interface NoCandidate {
  /** In words: which constraint, what was asked and the best there is. */
  readonly constraint: string;
  readonly relaxation: string;
}

export interface FlowCandidates {
  readonly candidates: readonly Candidate[];
  /** The best few, nearest to being allowed first. */
  readonly refused: readonly RefusedWay[];
  /** Present if and only if there is no candidate. */
  readonly none?: NoCandidate;
}
