import type { Connection, TopologyConnection } from "@skylane/core";
import type { JudgedLink, JudgedPlace, JudgedWay } from "../../policy/index.ts";
import type { Constraint } from "./constraints.ts";
import type { PhysicalWay } from "./physical-ways.ts";

/** A way with what is known of all of it. */
export interface MeasuredWay extends PhysicalWay {
  readonly rttMs: number | undefined;
  readonly availabilityRatio: number | undefined;
}

export interface Judging {
  readonly constraints: readonly Constraint[];
  readonly inventory: ReadonlyMap<string, Connection>;
  /** Of the two networks. */
  readonly places: readonly JudgedPlace[];
}

/** Ways held against constraints. */
export interface Verdict {
  /** By index of the ways: the constraints each breaks, bit by bit; 0 = it is allowed. */
  readonly broken: readonly number[];
  /** True for a link that no allowed way has. */
  readonly isOut: (connection: TopologyConnection) => boolean;
  /** All there is to say about one of the ways. */
  readonly judged: (way: MeasuredWay) => JudgedWay;
}

/** Links are judged once, however many ways they are on. At most 31 constraints. */
export function judgeWays(ways: readonly MeasuredWay[], { constraints, inventory, places }: Judging): Verdict {
  const bits = constraints.map((constraint, i) => ({ ...constraint, bit: 2 ** i }));
  const [ofLinks, ofWays] = [bits.filter(({ isOfLinks }) => isOfLinks), bits.filter(({ isOfLinks }) => !isOfLinks)];
  const maskOf = (of: typeof bits, way: JudgedWay): number =>
    of.reduce((mask, { bit, broken }) => (broken(way).length > 0 ? mask | bit : mask), 0);
  const ofEnds = maskOf(ofLinks, { links: [], places, rttMs: undefined, availabilityRatio: undefined });
  const known = new Map<TopologyConnection, { readonly link: JudgedLink; readonly mask: number }>();
  const judgeLink = (connection: TopologyConnection) => {
    const before = known.get(connection);
    if (before) return before;
    const declared = inventory.get(connection.id);
    const { id, kind, isEncrypted, isPublic, bandwidthMbps, ends } = connection;
    const link: JudgedLink = {
      id,
      kind,
      isEncrypted,
      isPublic,
      bandwidthMbps,
      compliance: declared?.compliance,
      mtuBytes: declared?.mtuBytes,
    };
    const alone = { links: [link], places: ends, rttMs: undefined, availabilityRatio: undefined };
    const judged = { link, mask: maskOf(ofLinks, alone) };
    known.set(connection, judged);
    return judged;
  };
  const judged = ({ hops, rttMs, availabilityRatio }: MeasuredWay): JudgedWay => ({
    links: hops.map(({ connection }) => judgeLink(connection).link),
    places: [...places, ...hops.flatMap(({ connection }) => connection.ends)],
    rttMs,
    availabilityRatio,
  });
  return {
    broken: ways.map((way) => {
      let mask = ofEnds;
      for (const { connection } of way.hops) mask |= judgeLink(connection).mask;
      return ofWays.length === 0 ? mask : mask | maskOf(ofWays, judged(way));
    }),
    isOut: (connection) => judgeLink(connection).mask !== 0,
    judged,
  };
}

/** Numbers of the bits that are set, lowest first. */
export function indexesOf(mask: number): readonly number[] {
  const all: number[] = [];
  for (let i = 0; 2 ** i <= mask; i += 1) if ((mask & (2 ** i)) !== 0) all.push(i);
  return all;
}
