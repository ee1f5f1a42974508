import { canaryOf } from "./globalcart-estate.ts";
import { groups, sites } from "./plan.ts";

/** The two vantages of the example with 127 paths, and how many are probed from each. */
const PROBED = [
  { siteId: "aws-use1", pathCount: 64 },
  { siteId: "aws-usw2", pathCount: 63 },
] as const;
const FIRST_PORT = 1_000;

/** A path of the example with 127: a link, and the port at its canary that stands for the path. */
export interface ManyPath {
  readonly id: string;
  readonly linkId: string;
  readonly address: string;
  readonly port: number;
  readonly gatewayId: string;
}

/** Further paths over the links that are probed anyway, each to a port of its own at the link's canary: 127 with those. */
export const furtherPaths: readonly ManyPath[] = PROBED.flatMap(({ siteId, pathCount }) => {
  const own = groups.filter(({ a }) => a === siteId).flatMap(({ b, links }) => links.map((linkId) => ({ b, linkId })));
  return Array.from({ length: pathCount - own.length }, (_, i): ManyPath => {
    const { b, linkId } = own[i % own.length] as (typeof own)[number];
    const canary = canaryOf(linkId);
    const gateway = sites.find(({ id }) => id === b)?.gatewayId;
    if (!canary || gateway === undefined) throw new Error(`no canary for ${linkId}`);
    return {
      id: `${linkId}-${i + 1}`,
      linkId,
      address: canary.address,
      port: FIRST_PORT + i,
      gatewayId: gateway,
    };
  });
});

const probedSites: readonly string[] = PROBED.map(({ siteId }) => siteId);

/** The example's groups that are probed from the two vantages. */
export const manyPathsGroups: readonly string[] = groups.filter(({ a }) => probedSites.includes(a)).map(({ id }) => id);
export const manyPathsVantages: readonly string[] = sites
  .filter(({ id }) => probedSites.includes(id))
  .map(({ regionId }) => regionId);
