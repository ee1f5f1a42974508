import { ConnectionKind, Policy, SeenGateway } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aGateway, aNetwork } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, aTopology } from "../../../../../test/support/topologies.ts";
import { brokenWayRules } from "../../policy/index.ts";
import { wayGraph } from "../../topology/index.ts";
import { candidateFinder } from "./enumerate-candidates.ts";
import { brokenRelayRule } from "./relay-rules.ts";

const SITES = ["aws", "azure", "gcp", "onprem"] as const;
const site = (i: number): readonly [string, string] => [`${SITES[i]}/gw`, `${SITES[i]}/net`];
const prefix = (i: number): string => `10.${i + 1}.0.0/16`;
const all = SITES.map((_, i) => prefix(i));
const region = (i: number): string => `region-${i}`;

const estates = fc.record({
  kinds: fc.array(fc.constantFrom(...SeenGateway.shape.kind.options), { minLength: 4, maxLength: 4 }),
  links: fc.array(
    fc.record({
      pair: fc.uniqueArray(fc.nat({ max: 3 }), { minLength: 2, maxLength: 2 }),
      kind: fc.constantFrom(...ConnectionKind.options),
      status: fc.constantFrom("up", "up", "up", "down", "unknown"),
      isEncrypted: fc.boolean(),
      isPublic: fc.boolean(),
      bandwidthMbps: fc.constantFrom(100, 1_000),
      announces: fc.boolean(),
    }),
    { maxLength: 8 },
  ),
  rules: fc.record(
    {
      requireEncryption: fc.boolean(),
      forbidPublicInternet: fc.boolean(),
      forbidRelay: fc.boolean(),
      minBandwidthMbps: fc.constantFrom(0, 500),
      maxRttMs: fc.constantFrom(10, 25, 100),
      minAvailabilityRatio: fc.constantFrom(0.9, 0.9985),
      allowedPlaces: fc.constantFrom(["aws:*", "azure:*", "gcp:*"], ["aws:region-0", "onprem:*"]),
    },
    { requiredKeys: [] },
  ),
  peakMbps: fc.constantFrom(50, 500),
  unitMs: fc.double({ min: 0.1, max: 30, noNaN: true }),
});
type Estate = typeof estates extends fc.Arbitrary<infer T> ? T : never;

/** One gateway and one network for each of four places, with links of all kinds between them. */
const ask = ({ kinds, links, peakMbps, unitMs }: Estate, policy: Policy) => {
  const connections = links.map(({ pair: [a = 0, b = 1], announces, ...more }, i) => {
    const reaches = announces ? [all, all] : [[], []];
    const link = aLink({ id: `l${i}`, from: site(a), to: site(b), ...more, reaches: reaches as [string[], string[]] });
    const [one, other] = link.ends;
    return {
      ...link,
      ends: [
        { ...one, regionId: region(a) },
        { ...other, regionId: region(b) },
      ] as typeof link.ends,
    };
  });
  const topology = aTopology(connections, {
    networks: SITES.map((_, i) => aNetwork({ key: site(i)[1], regionId: region(i), cidrs: [prefix(i)] })),
    gateways: SITES.map((_, i) => aGateway({ key: site(i)[0], networkKeys: [site(i)[1]], kind: kinds[i] ?? "router" })),
  });
  const flow = aFlow("f", "aws", "dc", { policyId: "p", peakMbps, destination: { ip: "10.4.2.20", port: 443 } });
  const graph = wayGraph(topology, { flows: [flow], groups: [], policies: [policy] });
  const [placed] = graph.flows;
  if (!placed) throw new Error("there is one flow");
  const { gateways, networks } = topology;
  const found = candidateFinder(graph, {
    ...{ policies: [policy], groups: [], connections: [], gateways, networks },
    rttMsOf: (_, hops) => hops.length * unitMs,
    availabilityOf: (hops) => 0.999 ** hops.length,
  })(placed);
  return { ...found, placed, topology };
};

describe("engine/paths/candidates (any estate)", () => {
  it("offers only ways that are ways and are allowed, the same each time, or says why there is none", () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const policy = Policy.parse({ id: "p", ...estate.rules });
        const { placed, topology, ...found } = ask(estate, policy);
        const { candidates, refused, none } = found;
        const { placed: _, topology: __, ...again } = ask(estate, policy);

        expect(again).toEqual(found);
        expect(none === undefined).toBe(candidates.length > 0);
        expect(new Set(candidates.map(({ id }) => id)).size).toBe(candidates.length);
        for (const { hops, rttMs, availabilityRatio, isRouted } of candidates) {
          expect(hops[0]?.entryKeys).toContain(placed.sourceKey);
          expect(hops.at(-1)?.exitKeys).toContain(placed.destinationKey);
          const passed = [hops[0]?.from, ...hops.map(({ to }) => to)];
          expect(new Set(passed).size).toBe(hops.length + 1);
          const side = (i: number) => ({
            kind: hops[i]?.connection.kind ?? "vpn",
            isRouted: (hops[i]?.reaches.length ?? 0) > 0,
          });
          hops.slice(1).forEach((hop, i) => {
            expect(hop.from).toBe(hops[i]?.to);
            const kind = topology.gateways.find(({ key }) => key === hop.from)?.kind;
            expect(brokenRelayRule(kind, side(i), side(i + 1))).toBeUndefined();
          });
          expect(isRouted).toBe(hops.every(({ reaches }) => reaches.length > 0));
          for (const { connection } of hops) {
            expect(connection.status).not.toBe("down");
            expect(connection.kind === "internet" && !connection.isEncrypted).toBe(false);
            expect(connection.bandwidthMbps).toBeGreaterThanOrEqual(estate.peakMbps);
          }
          const ways = hops.map(({ connection }) => connection);
          expect(
            brokenWayRules(
              {
                links: ways,
                places: [...ways.flatMap(({ ends }) => ends), ...topology.networks.slice(0, 1)],
                rttMs,
                availabilityRatio,
              },
              policy,
            ),
          ).toEqual([]);
        }
        for (const { rule } of refused) expect(rule).not.toBe("");
        if (none) expect([none.constraint, none.relaxation]).not.toContain("");
      }),
      { numRuns: 400 },
    );
  });

  it("asks for the least: no single rule is enough where it asks for two, and what it names is enough", () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const { none } = ask(estate, Policy.parse({ id: "p", ...estate.rules }));
        if (!none) return;
        const isSingle = !none.relaxation.split("; or ").some((one) => one.includes(", and "));
        const without = (Object.keys(estate.rules) as (keyof typeof estate.rules)[]).some((field) => {
          const { [field]: _, ...others } = estate.rules;
          return ask(estate, Policy.parse({ id: "p", ...others })).candidates.length > 0;
        });
        if (without) expect(isSingle).toBe(true);
        for (const one of none.relaxation.split("; or ")) {
          const [, field = "", value = ""] = one.match(/^(?:raise|lower) (\w+) of policy p to ([\d.]+)$/) ?? [];
          if (field === "") continue;
          const relaxed = Policy.parse({ id: "p", ...estate.rules, [field]: Number(value) });
          expect(ask(estate, relaxed).candidates).not.toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });
});
