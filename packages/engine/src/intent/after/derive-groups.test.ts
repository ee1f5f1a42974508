import { BuiltGroup, type TopologyConnection, withBuiltGroups } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aStandingRun, builtConfig, builtTopology, builtVpn } from "../../../../../test/support/built-runs.ts";
import { anInventory } from "../../../../../test/support/topologies.ts";
import { choosePaths } from "../../paths/index.ts";
import { type AfterFacts, deriveGroups } from "./derive-groups.ts";

const line = (more: Partial<TopologyConnection> = {}) =>
  builtVpn(9, { id: "line", kind: "express-route", isDeclared: true, isEncrypted: false, isPublic: false, ...more });
/** A line between the two networks that is declared, and one path over it with a canary of its own. */
const withLine = (more: object = {}) =>
  builtConfig({
    networks: [
      { id: "shop", cloud: "aws", regionId: "us-east-1", providerId: "vpc-1", cidrs: ["10.1.0.0/16"] },
      { id: "ops", cloud: "aws", regionId: "us-east-1", cidrs: ["10.250.0.0/16"] },
      { id: "west", cloud: "azure", regionId: "eastus", cidrs: ["10.2.0.0/16"] },
    ],
    connections: [
      {
        id: "line",
        kind: "express-route",
        ends: ["shop", "west"],
        bandwidthMbps: 10_000,
        isEncrypted: false,
        isPublic: false,
      },
    ],
    groups: [
      {
        id: "declared",
        sides: [
          { id: "a", networkId: "shop" },
          { id: "b", networkId: "west" },
        ],
        paths: [
          {
            id: "line",
            connectionId: "line",
            probe: { vantageId: "v1", sourceIp: "10.250.0.9", host: "10.2.9.9", port: 7 },
            handles: {},
          },
        ],
      },
    ],
    ...more,
  });
const derive = (more: Partial<AfterFacts> & { readonly count?: number } = {}) => {
  const { run, made } = aStandingRun(more.count);
  return deriveGroups({ run, made, topology: builtTopology(), declared: builtConfig(), others: [], ...more });
};

describe("engine/intent/after/derive-groups", () => {
  it("makes one group of all connections between two networks, probed at a destination that was proven", () => {
    const { groups, watches } = derive({ count: 3 });

    expect(groups).toHaveLength(1);
    const [built] = groups;
    expect(built?.group).toMatchObject({
      automation: "advise",
      sides: [{ networkId: "shop" }, { networkId: built?.networks[0]?.id }],
      paths: [{ probe: { vantageId: "v1", kind: "tcp", sourceIp: "10.1.1.11", host: "10.2.1.21", port: 443 } }],
    });
    expect(BuiltGroup.parse(JSON.parse(JSON.stringify(built)))).toEqual(built);
    expect(built?.group.sides.every(({ steering }) => steering === undefined)).toBe(true);
    expect(built?.connections.map(({ id, providerId }) => [id, providerId])).toEqual([
      ["vpn-seen-1", "vpn-1"],
      ["vpn-seen-2", "vpn-2"],
    ]);
    expect(built?.flows).toMatchObject([
      { id: "in-1-abc-1", class: "critical", monthlyGb: 500, destination: { ip: "10.2.1.21", port: 443 } },
      { id: "in-1-abc-2" },
      { id: "in-1-abc-3" },
    ]);
    expect(watches.map(({ by, groupId }) => [by, groupId])).toEqual(Array(3).fill(["own-group", built?.group.id]));
    expect(watches[0]?.because).toContain("by BGP");
  });

  it("is a configuration as a person could have written it", () => {
    const whole = withBuiltGroups(builtConfig(), derive({ count: 2 }).groups);

    // parsing checks every reference; defaults that it filled in are durations in milliseconds, which a person does not write
    const { networks, connections, vantages, policies, flows } = whole;
    const groups = whole.groups.map(({ failback: _, ...group }) => group);
    const probing = { allowedTargets: ["10.2.0.0/16"] };
    expect(anInventory({ networks, connections, vantages, policies, flows, groups, probing }).groups).toEqual(
      whole.groups,
    );
  });

  it("has as backup what is probed and allowed, and says which rule keeps off the rest", () => {
    const config = withLine();
    const { groups } = derive({ declared: config, topology: builtTopology([builtVpn(1), builtVpn(2), line()]) });
    const [built] = groups;
    const whole = withBuiltGroups(config, groups);
    const choice = choosePaths(whole.groups[1] as (typeof whole.groups)[number], whole);

    expect(built?.group.paths.map(({ connectionId, probe }) => [connectionId, probe.host])).toEqual([
      ["vpn-seen-1", "10.2.1.21"],
      ["line", "10.2.9.9"],
    ]);
    expect(built?.networks).toEqual([]);
    expect(choice).toMatchObject({ primaryPathId: built?.group.paths[0]?.id });
    expect(choice?.backupPathId).toBeUndefined();
    expect(choice?.ruledOut).toMatchObject([{ rule: expect.stringContaining("requires encryption") }]);
  });

  it("leaves a way to fall back on out that no probe reaches alone, and says so", () => {
    const { groups, watches } = derive({ topology: builtTopology([builtVpn(1), builtVpn(2), line()]) });

    expect(groups[0]?.group.paths).toHaveLength(1);
    expect(watches[0]?.because).toContain("no probe reaches them alone: line");
  });

  it("needs no group where every link of the way is probed already, and says whose it is", () => {
    const { run, made } = aStandingRun();
    const [way] = run.plan?.ways ?? [];
    const plan = run.plan && way && { ...run.plan, ways: [{ ...way, connectionIds: ["line"], stepIds: [] }] };
    const derived = derive({ run: { ...run, plan }, made, declared: withLine(), topology: builtTopology([line()]) });

    expect(derived).toMatchObject({
      groups: [],
      watches: [{ by: "known-paths", groupId: "declared", pathIds: ["line"] }],
    });
  });

  it("a way that another run has built is one, whichever of its links is used", () => {
    const { groups: others } = derive();
    const { run, made } = aStandingRun(1, "in-2-def");
    const [way] = run.plan?.ways ?? [];
    const plan = run.plan && way && { ...run.plan, ways: [{ ...way, connectionIds: ["vpn-seen-2"], stepIds: [] }] };

    expect(derive({ run: { ...run, plan }, made, others })).toMatchObject({
      groups: [],
      watches: [{ by: "known-paths", groupId: others[0]?.group.id }],
    });
  });

  it("says who would have to stand where, if nobody can send from the source", () => {
    const { groups, watches } = derive({ declared: builtConfig({ vantages: [] }) });

    expect(groups).toEqual([]);
    expect(watches).toMatchObject([{ by: "nobody", because: expect.stringContaining("vantages in skylane.yaml") }]);
  });

  it("says that its links were not seen, and does not take it for one that has none", () => {
    expect(derive({ topology: builtTopology([]) }).watches).toMatchObject([
      { by: "nobody", because: expect.stringContaining("did not show its links") },
    ]);
    const { run, made } = aStandingRun();
    const [way] = run.plan?.ways ?? [];
    const inside = way && { ...way, kind: "existing-path" as const, connectionIds: [], stepIds: [] };
    const plan = run.plan && inside && { ...run.plan, ways: [inside] };
    expect(derive({ run: { ...run, plan }, made, topology: builtTopology([]) }).watches).toMatchObject([
      { by: "nobody", because: expect.stringContaining("stays within") },
    ]);
  });

  it("an agent probes from the address that it has, and from no other", () => {
    const { run, made } = aStandingRun();
    const [source] = run.intents.flatMap(({ understanding }) =>
      understanding.kind === "understood" ? understanding.intent.source.addresses : [],
    );
    const vantagesOf = (addresses?: readonly (string | undefined)[]) => {
      const agent = { id: "agent-1", networkId: "ops", runsAs: "agent", addresses };
      const declared = builtConfig({ vantages: [{ id: "v1", networkId: "ops" }, agent] });
      return derive({ run, made, declared }).groups.map(({ group }) => group.paths[0]?.probe.vantageId);
    };

    expect(vantagesOf([source])).toEqual(["agent-1"]);
    expect(vantagesOf(["10.250.0.1"])).toEqual(["v1"]);
    expect(vantagesOf()).toEqual(["v1"]);
  });

  it("what was taken back is looked after no more, and the same facts give the same ids", () => {
    const { run, made } = aStandingRun(2);
    const ids = run.intents.map(({ id }) => id);

    fc.assert(
      fc.property(fc.subarray(ids), (undoneIntentIds) => {
        const left = ids.filter((id) => !undoneIntentIds.includes(id));
        const facts = { run: { ...run, undoneIntentIds }, made };
        const { groups, watches } = derive(facts);

        expect(watches.map(({ intentId }) => intentId)).toEqual(left);
        expect(groups.flatMap(({ intentIds }) => intentIds)).toEqual(left);
        expect(derive(facts)).toEqual({ groups, watches });
        for (const { group } of groups) expect(group.id).toBe(derive({ run, made }).groups[0]?.group.id);
      }),
    );
  });

  it("says that nobody looks after what goes over the internet, and of none that is gone", () => {
    const { run, made } = aStandingRun(2);
    const ways = (run.plan?.ways ?? []).map((way) => ({
      ...way,
      kind: "public-endpoint" as const,
      connectionIds: [],
      stepIds: [],
      destinationAddress: "ledger.database.windows.net",
    }));
    const [first, second] = ways.map(({ intentId }) => intentId);
    const open = { ...run, plan: run.plan && { ...run.plan, ways }, undoneIntentIds: second ? [second] : [] };
    for (const service of open.intents)
      if (service.understanding.kind === "understood") delete service.understanding.intent.destination.networkKey;

    const { groups, watches } = derive({ run: open, made });

    expect(groups).toEqual([]);
    expect(watches).toMatchObject([{ intentId: first, by: "nobody", because: expect.stringContaining("internet") }]);
  });
});
