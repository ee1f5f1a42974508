import type { JoinEvidence, LinkSighting } from "@skylane/core";

/** The sightings of one link, and why they are one: the first of each end, then more of either where it has one for each tunnel. */
export interface SightedLink {
  readonly sightings: readonly [LinkSighting, ...LinkSighting[]];
  readonly evidence: readonly JoinEvidence[];
}

interface Rule {
  readonly name: JoinEvidence["rule"];
  readonly confidence: number;
  /** Two sightings whose `own` and `mirror` are equal are the two ends of one link. Absent = the fact is not known. */
  readonly own: (sighting: LinkSighting) => string | undefined;
  readonly mirror: (sighting: LinkSighting) => string | undefined;
}

const both = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? undefined : `${one} ↔ ${other}`;

/** Strongest first (clouds.md §1.2). Names and tags join nothing. */
const rules: readonly Rule[] = [
  { name: "shared-id", confidence: 1, own: ({ join }) => join.sharedId, mirror: ({ join }) => join.sharedId },
  {
    name: "public-ips",
    confidence: 0.95,
    own: ({ join }) => both(join.localPublicIp, join.peerPublicIp),
    mirror: ({ join }) => both(join.peerPublicIp, join.localPublicIp),
  },
  {
    name: "inside-addresses",
    confidence: 0.9,
    own: ({ join }) => both(join.localInsideIp, join.peerInsideIp),
    mirror: ({ join }) => both(join.peerInsideIp, join.localInsideIp),
  },
  { name: "peer", confidence: 0.7, own: ({ at, peer }) => both(at, peer), mirror: ({ at, peer }) => both(peer, at) },
];

/**
 * Finds the two ends of each link. A link seen from one side only is kept: the other may be in an account that cannot be
 * read. Where more than two sightings fit one another none of them is joined by that rule: a wrong join is worse than none.
 */
export function pairSightings(seen: readonly LinkSighting[]): readonly SightedLink[] {
  let open = [...new Map(seen.map((sighting) => [sighting.key, sighting])).values()];
  const links: SightedLink[] = [];
  for (const rule of rules) {
    const paired = new Set<string>();
    const byMirror = Map.groupBy(
      open.filter((sighting) => rule.mirror(sighting) !== undefined),
      (sighting) => rule.mirror(sighting),
    );
    const byOwn = Map.groupBy(open, (sighting) => rule.own(sighting));
    for (const one of open) {
      const own = rule.own(one);
      if (own === undefined || paired.has(one.key)) continue;
      const others = (byMirror.get(own) ?? []).filter(({ key }) => key !== one.key);
      const twins = (byOwn.get(own) ?? []).filter(({ key }) => key !== one.key && !others.some((it) => it.key === key));
      const [other] = others;
      if (!other || others.length > 1 || twins.length > 0 || paired.has(other.key)) continue;
      paired.add(one.key).add(other.key);
      links.push({
        sightings: [one, other],
        evidence: [
          { rule: rule.name, confidence: rule.confidence, detail: own },
          ...secondOpinions(one, other, rule.name),
        ],
      });
    }
    open = open.filter(({ key }) => !paired.has(key));
  }
  return withFurtherTunnels([
    ...links,
    ...open.map(
      (alone): SightedLink => ({
        sightings: [alone],
        evidence: [{ rule: "one-side", confidence: 0.5, detail: `seen from ${alone.cloud} only` }],
      }),
    ),
  ]);
}

const tunnelRules = rules.filter(({ name }) => name === "public-ips" || name === "inside-addresses");

/**
 * Where one end shows one object with several tunnels and the other an object for each, gives the lonely ones to the link
 * whose further tunnel they are the far end of. One that could be of two links stays alone.
 */
function withFurtherTunnels(links: readonly SightedLink[]): readonly SightedLink[] {
  const owners = new Map<string, SightedLink[]>();
  for (const link of links)
    for (const sighting of link.sightings)
      for (const tunnel of sighting.join.others ?? [])
        for (const rule of tunnelRules) {
          const mirror = rule.mirror({ ...sighting, join: tunnel });
          if (mirror !== undefined) owners.set(mirror, [...(owners.get(mirror) ?? []), link]);
        }
  if (owners.size === 0) return links;
  const grown = new Map<SightedLink, SightedLink>();
  const moved = new Set<SightedLink>();
  for (const link of links) {
    const [alone, other] = link.sightings;
    if (other || grown.has(link)) continue;
    for (const rule of tunnelRules) {
      const own = rule.own(alone);
      const [owner, ...rivals] = new Set(
        (own === undefined ? [] : (owners.get(own) ?? [])).filter((it) => it !== link),
      );
      if (own === undefined || !owner || rivals.length > 0 || moved.has(owner)) continue;
      const now = grown.get(owner) ?? owner;
      grown.set(owner, {
        sightings: [...now.sightings, alone],
        evidence: [
          ...now.evidence.filter((one) => one.rule !== "one-side"),
          { rule: rule.name, confidence: rule.confidence, detail: `${own}, of a further tunnel` },
        ],
      });
      moved.add(link);
      break;
    }
  }
  return links.filter((link) => !moved.has(link)).map((link) => grown.get(link) ?? link);
}

/** What the facts that did not join the two say: agreement makes it surer, disagreement is a finding of its own. */
function secondOpinions(one: LinkSighting, other: LinkSighting, joinedBy: JoinEvidence["rule"]): JoinEvidence[] {
  const opinions: JoinEvidence[] = [];
  const inside = mirrors(
    [one.join.localInsideIp, one.join.peerInsideIp],
    [other.join.localInsideIp, other.join.peerInsideIp],
  );
  if (inside !== undefined && joinedBy !== "inside-addresses") opinions.push(opinion("inside addresses", inside));
  const asns = mirrors([one.join.localAsn, one.join.peerAsn], [other.join.localAsn, other.join.peerAsn]);
  if (asns !== undefined) opinions.push(opinion("ASNs", asns));
  if (one.join.vlan !== undefined && other.join.vlan !== undefined)
    opinions.push(
      opinion("VLANs", {
        agrees: one.join.vlan === other.join.vlan,
        detail: `${one.join.vlan} and ${other.join.vlan}`,
      }),
    );
  return opinions;
}

type Ends = readonly [string | number | undefined, string | number | undefined];

/** Whether what one end calls local and peer is what the other calls peer and local; `undefined` if neither pair is known. */
function mirrors([local, peer]: Ends, [otherLocal, otherPeer]: Ends) {
  const pairs = [
    [local, otherPeer],
    [peer, otherLocal],
  ].filter((pair) => pair.every((value) => value !== undefined));
  if (pairs.length === 0) return undefined;
  return {
    agrees: pairs.every(([mine, theirs]) => mine === theirs),
    detail: `one end: ${local ?? "?"} to ${peer ?? "?"}; the other: ${otherLocal ?? "?"} to ${otherPeer ?? "?"}`,
  };
}

const opinion = (what: string, { agrees, detail }: { agrees: boolean; detail: string }): JoinEvidence => ({
  rule: "inside-addresses",
  confidence: agrees ? 1 : 0.4,
  detail: agrees ? `${what} agree: ${detail}` : `${what} disagree: ${detail}`,
});
