import type { Policy } from "@skylane/core";
import {
  brokenAvailability,
  brokenCompliance,
  brokenLinkRules,
  brokenMtu,
  brokenPlaces,
  brokenRelay,
  brokenRtt,
  inMs,
  type JudgedLink,
  type JudgedWay,
} from "../../policy/index.ts";

/** One thing a way has to keep. */
export interface Constraint {
  /** True if a way keeps it exactly if each of its links does, with both its ends. */
  readonly isOfLinks: boolean;
  /** What of it the way breaks, in words; empty = it is kept. */
  readonly broken: (way: JudgedWay) => readonly string[];
  /** How far the way is from keeping it, to compare ways that break it. */
  readonly excess: (way: JudgedWay) => number;
  /** What the way is called that has the least excess. */
  readonly superlative?: string;
  /** The least change that would let this way pass. */
  readonly relaxation: (way: JudgedWay) => string;
}

/** Farther than anything that is known. */
const UNKNOWN = 1e6;

/**
 * Each rule of these policies, and that a flow's packets fit and are not laid bare, as a list: what a way breaks is a set of its
 * indexes. `mbps` = what each link has to carry alone; `undefined` = the flow may be split.
 */
export const constraintsOf = (policies: readonly Policy[], mbps: number | undefined): readonly Constraint[] => [
  bareInternet,
  ...(mbps === undefined ? [] : [capacity(mbps)]),
  ...policies.flatMap(policyConstraints),
];

const isBare = ({ kind, isEncrypted }: JudgedLink): boolean => kind === "internet" && !isEncrypted;
const bareInternet: Constraint = {
  isOfLinks: true,
  broken: ({ links }) => links.filter(isBare).map(({ id }) => `${id} crosses the internet and nobody encrypts it`),
  excess: ({ links }) => links.filter(isBare).length,
  relaxation: ({ links }) => `put a tunnel in place of ${list(links.filter(isBare).map(({ id }) => id))}`,
};

/** Says nothing of how much the flow needs: the answer is the same for every flow that fits the same links. */
function capacity(mbps: number): Constraint {
  const tooSmall = ({ links }: JudgedWay) => links.filter(({ bandwidthMbps = mbps }) => bandwidthMbps < mbps);
  const least = ({ links }: JudgedWay): number =>
    links.reduce((min, { bandwidthMbps = min }) => Math.min(min, bandwidthMbps), Number.POSITIVE_INFINITY);
  return {
    isOfLinks: true,
    broken: (way) =>
      tooSmall(way).map(
        ({ id, bandwidthMbps }) => `capacity: ${id} has ${bandwidthMbps} Mbps, the flow's peak needs more`,
      ),
    excess: (way) => mbps / least(way),
    relaxation: (way) =>
      `keep the flow's peakMbps within ${least(way)} Mbps, let it be split, or widen ${list(tooSmall(way).map(({ id }) => id))}`,
  };
}

function policyConstraints(policy: Policy): readonly Constraint[] {
  const { id } = policy;
  const none: Policy = {
    id,
    requireEncryption: false,
    forbidPublicInternet: false,
    minBandwidthMbps: 0,
    forbidRelay: false,
    requiredCompliance: [],
  };
  const all: Constraint[] = [];
  const add = (
    only: Partial<Policy>,
    isOfLinks: boolean,
    rule: (way: JudgedWay, policy: Policy) => readonly string[],
    more: Omit<Constraint, "isOfLinks" | "broken">,
  ): void => {
    const alone = { ...none, ...only };
    all.push({ isOfLinks, broken: (way) => rule(way, alone), ...more });
  };
  if (policy.requireEncryption)
    add({ requireEncryption: true }, true, brokenLinkRules, {
      excess: ({ links }) => links.filter(({ isEncrypted }) => !isEncrypted).length,
      relaxation: () => `set requireEncryption of policy ${id} to false`,
    });
  if (policy.forbidPublicInternet)
    add({ forbidPublicInternet: true }, true, brokenLinkRules, {
      excess: ({ links }) => links.filter(({ isPublic }) => isPublic).length,
      relaxation: () => `set forbidPublicInternet of policy ${id} to false`,
    });
  const { minBandwidthMbps, allowedPlaces, requiredCompliance, minMtuBytes, maxRttMs, minAvailabilityRatio } = policy;
  if (minBandwidthMbps > 0)
    add({ minBandwidthMbps }, true, brokenLinkRules, {
      excess: ({ links }) => ratioOf(minBandwidthMbps, links, ({ bandwidthMbps }) => bandwidthMbps),
      relaxation: ({ links }) =>
        lowered("minBandwidthMbps", id, links, ({ bandwidthMbps }) => bandwidthMbps, "the bandwidth"),
    });
  if (policy.forbidRelay)
    add({ forbidRelay: true }, false, brokenRelay, {
      superlative: "the shortest way",
      excess: ({ links }) => links.length,
      relaxation: () => `set forbidRelay of policy ${id} to false`,
    });
  if (allowedPlaces)
    add({ allowedPlaces }, true, brokenPlaces, {
      excess: (way) => brokenPlaces(way, policy).length,
      relaxation: ({ places }) => {
        const outside = new Set(
          places
            .filter((place) => brokenPlaces({ places: [place] }, policy).length > 0)
            .map(({ cloud, regionId }) =>
              cloud === undefined || regionId === undefined ? "" : `${cloud}:${regionId}`,
            ),
        );
        return outside.has("")
          ? `drop allowedPlaces from policy ${id}, or let the place be discovered that is not known`
          : `add ${list([...outside])} to allowedPlaces of policy ${id}`;
      },
    });
  if (requiredCompliance.length > 0)
    add({ requiredCompliance }, true, brokenCompliance, {
      excess: ({ links }) => brokenCompliance({ links }, policy).length,
      relaxation: ({ links }) => {
        const unapproved = links.filter((link) => brokenCompliance({ links: [link] }, policy).length > 0);
        return `have ${list(unapproved.map((link) => link.id))} approved for ${list(requiredCompliance)} and say so in compliance of its connection, or drop that from requiredCompliance of policy ${id}`;
      },
    });
  if (minMtuBytes !== undefined)
    add({ minMtuBytes }, true, brokenMtu, {
      excess: ({ links }) => ratioOf(minMtuBytes, links, ({ mtuBytes }) => mtuBytes),
      relaxation: ({ links }) => lowered("minMtuBytes", id, links, ({ mtuBytes }) => mtuBytes, "mtuBytes"),
    });
  if (maxRttMs !== undefined)
    add({ maxRttMs }, false, brokenRtt, {
      superlative: "the fastest way",
      excess: ({ rttMs }) => (rttMs === undefined ? UNKNOWN : rttMs / maxRttMs),
      relaxation: ({ rttMs }) =>
        rttMs === undefined
          ? `drop maxRttMs from policy ${id}, or let the way be measured`
          : `raise maxRttMs of policy ${id} to ${inMs(rttMs).replace(" ms", "")}`,
    });
  if (minAvailabilityRatio !== undefined)
    add({ minAvailabilityRatio }, false, brokenAvailability, {
      superlative: "the most available way",
      excess: ({ availabilityRatio: has }) =>
        has === undefined ? UNKNOWN : (1 - has) / Math.max(1 - minAvailabilityRatio, 1e-9),
      relaxation: ({ availabilityRatio: has }) =>
        has === undefined
          ? `drop minAvailabilityRatio from policy ${id}, or let the way be measured`
          : `lower minAvailabilityRatio of policy ${id} to ${Math.floor(has * 1e6 + 1e-6) / 1e6}`,
    });
  return all;
}

type Quantity = (link: JudgedLink) => number | undefined;

const ratioOf = (asked: number, links: readonly JudgedLink[], quantity: Quantity): number =>
  links.reduce((most, link) => Math.max(most, asked / (quantity(link) ?? asked / UNKNOWN)), 0);

/** To what the smallest link of the way has; where that is not known, what would have to be known first. */
function lowered(
  field: string,
  policyId: string,
  links: readonly JudgedLink[],
  quantity: Quantity,
  what: string,
): string {
  const unknown = links.filter((link) => quantity(link) === undefined);
  return unknown.length > 0
    ? `drop ${field} from policy ${policyId}, or write ${what} of ${list(unknown.map(({ id }) => id))} into the inventory`
    : `lower ${field} of policy ${policyId} to ${Math.min(...links.map((link) => quantity(link) as number))}`;
}

const list = (all: readonly string[]): string => all.join(", ");
