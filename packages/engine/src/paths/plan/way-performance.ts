import type { Estimates, Network, Topology, TopologyConnection } from "@skylane/core";
import { type Hop, wayRttPrior } from "../../topology/index.ts";
import { availabilityOf, inSeries } from "../performance/availability.ts";
import { type Ageing, type Measured, type PathPerformance, pathPerformance } from "../performance/path-performance.ts";
import type { WayPerformance } from "./estate-facts.ts";

/** What our probes have seen of single connections, by id, and when it is asked. */
export interface MeasuredLinks {
  readonly byConnection: ReadonlyMap<string, Measured & { readonly days: Parameters<typeof availabilityOf>[1] }>;
  readonly ageing: Ageing;
}

/**
 * How ways perform: the prior of their places, moved by what was measured of each link, and what the vendors promise of each link
 * in series, moved by what was seen up and down. Without measurements the prior and the promises alone.
 */
export function wayPerformance(
  topology: Topology,
  networks: readonly Network[],
  estimates: Estimates,
  measured?: MeasuredLinks,
): WayPerformance {
  const prior = wayRttPrior(topology, networks, estimates);
  const known = new Map<
    string,
    { readonly expectedMs: number | undefined; readonly posterior: PathPerformance | undefined }
  >();
  const learntOf = (hop: Hop) => {
    const seen = measured?.byConnection.get(hop.connection.id);
    if (!measured || !seen) return undefined;
    const before = known.get(hop.connection.id);
    if (before) return before;
    const expected = prior(undefined, [hop]);
    const learnt = { expectedMs: expected?.p50Ms, posterior: pathPerformance(expected, seen, measured.ageing) };
    known.set(hop.connection.id, learnt);
    return learnt;
  };
  /** What measuring a link says it takes longer (or shorter) than its places do. */
  const correctionMs = (hop: Hop): number => {
    const { expectedMs, posterior } = learntOf(hop) ?? {};
    return expectedMs === undefined || posterior === undefined ? 0 : posterior.rttP50Ms - expectedMs;
  };
  const promised = new Map<string, number | undefined>();
  const availabilityRatio = ({ connection }: Hop): number | undefined => {
    if (!promised.has(connection.id))
      promised.set(
        connection.id,
        availabilityOf(promiseOf(connection, estimates), measured?.byConnection.get(connection.id)?.days ?? [])
          ?.availabilityRatio,
      );
    return promised.get(connection.id);
  };
  return {
    rttMsOf(sourceKey, hops) {
      const expected = prior(sourceKey, hops);
      return expected && Math.max(0, expected.p50Ms + hops.reduce((sum, hop) => sum + correctionMs(hop), 0));
    },
    availabilityOf: (hops) => inSeries(hops.map(availabilityRatio)),
    measuredOf(hops) {
      const seen = hops.map((hop) => learntOf(hop)?.posterior);
      const probed = seen.flatMap((one) => one ?? []);
      if (probed.length === 0) return undefined;
      return {
        confidenceRatio: round(Math.min(...seen.map((one) => one?.confidence ?? 0)), 3),
        rttP99Ms: round(
          probed.reduce((sum, { rttP99Ms }) => sum + rttP99Ms, 0),
          1,
        ),
        lossRatio: round(1 - probed.reduce((kept, { lossRatio }) => kept * (1 - lossRatio), 1), 6),
        sampleCount: Math.round(Math.min(...probed.map(({ sampleCount }) => sampleCount))),
      };
    },
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** What the clouds at its ends promise, in series; an own site promises nothing, and asks for nothing to be promised. */
function promiseOf({ ends, kind, sightings }: TopologyConnection, estimates: Estimates): number | undefined {
  const build = sightings.some(({ tunnelCount = 1 }) => tunnelCount > 1) ? "redundant" : "single";
  const promises = ends.flatMap(({ cloud }) =>
    cloud === undefined ? [] : (estimates.availabilityRatio(cloud, kind, build) ?? []),
  );
  return promises.length === 0 ? undefined : inSeries(promises);
}
