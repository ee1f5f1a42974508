import type { PathStateName, SkylaneConfig } from "@skylane/core";
import type { Sighting } from "./sighting.ts";

/** What a vantage shares its fate with, widest first: its cloud, the Region, the network. */
export type SharedFate = readonly string[];

/** What the vantages of a path come to. `split` = some call it bad, but too few. */
export interface Vote {
  readonly state: PathStateName | "split";
  /** True if somebody calls it down, believed or not. */
  readonly isDownForSome: boolean;
  /** Who sees what, in words. */
  readonly says: string;
}

/** The shared fate of every vantage of a configuration, by its id. */
export const fateOfVantages = ({
  vantages,
  networks,
}: Pick<SkylaneConfig, "vantages" | "networks">): ReadonlyMap<string, SharedFate> =>
  new Map(
    vantages.map(({ id, networkId }) => {
      const network = networks.find((one) => one.id === networkId);
      return [id, network ? [network.cloud, network.regionId, network.id] : [networkId]];
    }),
  );

/**
 * State of a path by a vote of the vantages that know it: `down` (or bad at all: `degraded`) if more than `quorumRatio` of
 * the weight says so, `up` if nobody objects, `unknown` if nobody knows. What shares its fate votes as one: each cloud has
 * the same weight, split evenly over its Regions, theirs over their networks, and theirs over their vantages. So ten
 * vantages in one Region are one voice, and a single vantage decides alone where no other sees the path.
 */
export function voteOn(
  pathId: string,
  seen: readonly Sighting[],
  fates: ReadonlyMap<string, SharedFate>,
  quorumRatio: number,
): Vote {
  const voters = seen.filter((view) => view.pathId === pathId && view.state !== "unknown");
  if (voters.length === 0) return { state: "unknown", isDownForSome: false, says: "no vantage knows it" };
  const weights = weigh(voters.map(({ vantageId }) => [...(fates.get(vantageId) ?? []), vantageId]));
  const share = (...states: readonly PathStateName[]): number =>
    voters.reduce((sum, { state }, i) => sum + (states.includes(state) ? (weights[i] ?? 0) : 0), 0);
  const says = voters.map(({ vantageId, state }) => `${vantageId}: ${state}`).join(", ");
  const [down, bad] = [share("down"), share("down", "degraded")];
  const told = { isDownForSome: down > 0, says };
  if (bad === 0) return { state: "up", ...told };
  if (isMore(down, quorumRatio)) return { state: "down", ...told };
  return { state: isMore(bad, quorumRatio) ? "degraded" : "split", ...told };
}

/** Three thirds of a half are a hair more than a half. */
const ROUNDING = 1e-9;
const isMore = (share: number, ratio: number): boolean => share > ratio + ROUNDING;

/** Weight of each leaf of a tree that shares evenly at every fork; they add up to 1. */
const weigh = (leaves: readonly SharedFate[]): number[] =>
  leaves.map((leaf) =>
    leaf.reduce((weight, _, depth) => {
      const siblings = leaves.filter((other) => leaf.slice(0, depth).every((part, i) => part === other[i]));
      return weight / new Set(siblings.map((other) => other[depth])).size;
    }, 1),
  );
