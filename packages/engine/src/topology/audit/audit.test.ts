import type { Finding, LinkSighting, SkylaneConfig, Topology } from "@skylane/core";
import { Finding as FindingSchema } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aNetwork, aRoute, aSighting } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { audit } from "./index.ts";

const { aws, azure, dc } = places;
const dx = aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" });
const vpn = aLink({ id: "vpn", from: aws, to: dc });
const told = (more: Partial<LinkSighting> = {}) =>
  aSighting({ key: "aws/vpn-1", at: aws[0], receivedPrefixes: [], announcedPrefixes: [], ...more });
const idle = (more: Partial<LinkSighting> = {}) =>
  aLink({ id: "idle", from: aws, to: dc, reaches: [[], []], bytes30d: 0, monthlyUsd: 54, sightings: [told(more)] });

const findings = (topology: Topology, rule: Finding["rule"], config: SkylaneConfig = anInventory()) =>
  audit(topology, config).filter((one) => one.rule === rule);

describe("engine/topology/audit", () => {
  describe("zombies", () => {
    it("are paid for and carry nothing; the evidence is a chain and the plan can be taken back", () => {
      const [zombie] = findings(
        aTopology([idle({ tags: { Owner: "net-team" }, createdAtMs: 0, lastChangedAtMs: 86_400_000 })]),
        "zombie",
      );

      expect(zombie).toMatchObject({ id: "zombie:idle", monthlyUsd: 54, subjects: ["idle"] });
      expect(zombie?.evidence.join("\n")).toMatch(
        /Bytes: 0.*\nBGP: .*\nRoutes: .*\nLast change: 1970-01-02.*\nMade on 1970-01-01.*\nOwner by its tags: net-team.*\nCost: 54 USD/,
      );
      expect(zombie?.todo).toContain("648 USD a year");
      expect(zombie?.plan.every(({ undo }) => undo.length > 0)).toBe(true);
    });

    it.each([
      ["a byte", aTopology([{ ...idle(), bytes30d: 1 }])],
      ["bytes that could not be read", aTopology([{ ...idle(), bytes30d: undefined }])],
      ["a prefix", aTopology([{ ...idle(), reaches: [["10.3.0.0/16"], []] }])],
      ["routes that could be counted only", aTopology([idle({ receivedRouteCount: 3 })])],
      ["prefixes nobody can read", aTopology([idle({ receivedPrefixes: undefined, announcedPrefixes: undefined })])],
      [
        "a route over it",
        aTopology([idle()], {
          routes: [aRoute({ owner: aws[0], prefix: "10.3.0.0/16", next: { kind: "link", key: "aws/vpn-1" } })],
        }),
      ],
    ])("are none with %s", (_, topology) => {
      expect(findings(topology, "zombie")).toEqual([]);
    });
  });

  describe("single points of failure", () => {
    const flows = [aFlow("orders", "aws", "dc", { class: "critical", monthlyGb: 1_200 })];

    it("are the links whose loss leaves a flow without any allowed way", () => {
      expect(findings(aTopology([dx]), "single-point-of-failure", anInventory({ flows }))).toMatchObject([
        { id: "single-point-of-failure:dx", severity: "critical", flowIds: ["orders"] },
      ]);
    });

    it("are none where another link may carry the flow, and are some where policy forbids that link", () => {
      const policies = [{ id: "private", forbidPublicInternet: true }];
      const sealed = [aFlow("orders", "aws", "dc", { policyId: "private" })];

      expect(findings(aTopology([dx, vpn]), "single-point-of-failure", anInventory({ flows }))).toEqual([]);
      expect(
        findings(
          aTopology([dx, { ...vpn, isPublic: true }]),
          "single-point-of-failure",
          anInventory({ flows: sealed, policies }),
        ),
      ).toMatchObject([{ subjects: ["dx"] }]);
    });
  });

  it("finds flows in clear over the internet, with the allowed way beside it", () => {
    const line = aLink({
      id: "line",
      from: aws,
      to: dc,
      kind: "internet",
      isEncrypted: false,
      isPublic: true,
      reaches: [["10.3.2.20/32"], ["10.1.1.10/32"]],
    });
    const config = anInventory({ flows: [aFlow("stray", "aws", "dc"), aFlow("other", "azure", "dc")] });
    const [stray, ...more] = findings(aTopology([line, vpn]), "public-internet-flow", config);

    expect(more).toEqual([]);
    expect(stray).toMatchObject({ flowIds: ["stray"], subjects: ["line"] });
    expect(stray?.evidence.join("\n")).toContain("A way its policy allows: vpn");
  });

  it("tells what is not in the inventory, and what is in it and does not exist", () => {
    const connections = ["dx", "gone"].map((id) => ({
      id,
      kind: "direct-connect",
      ends: ["vpc", "lan"],
      bandwidthMbps: 1_000,
      isEncrypted: false,
      isPublic: false,
    }));
    const topology = aTopology([dx, { ...vpn, isDeclared: false }]);
    const config = anInventory({ connections });

    expect(findings(topology, "undocumented-connection", config).map(({ subjects }) => subjects)).toEqual([["vpn"]]);
    expect(findings(topology, "missing-connection", config).map(({ subjects }) => subjects)).toEqual([["gone"]]);
  });

  it("does not call missing what could not be seen", () => {
    const gap = { cloud: "aws", operation: "x", reason: "denied", message: "m", todo: "t" } as const;
    const topology = aTopology([], { gaps: [gap, { ...gap, cloud: "onprem" }] });
    const connections = [
      { id: "dx", kind: "direct-connect", ends: ["vpc", "lan"], bandwidthMbps: 1, isEncrypted: false, isPublic: false },
    ];

    expect(findings(topology, "missing-connection", anInventory({ connections }))).toEqual([]);
  });

  it("finds networks with the same addresses, the joined ones first", () => {
    const twin = aNetwork({ key: "gcp/n", cidrs: ["10.1.128.0/17"], name: "n" });
    const alone = aTopology([dx]);
    const topology = aTopology([dx], { networks: [...alone.networks, twin] });

    expect(findings(topology, "overlapping-cidrs")).toMatchObject([
      { severity: "low", subjects: ["aws/vpc", "gcp/n"] },
    ]);
    expect(findings(alone, "overlapping-cidrs")).toEqual([]);
  });

  it("finds flows that come back another way than they go", () => {
    const over = (id: string, key: string) => ({
      ...aLink({ id, from: aws, to: dc }),
      sightings: [aSighting({ key: `aws/${key}`, at: aws[0] }), aSighting({ key: `onprem/${key}`, at: dc[0] })],
    });
    const route = (owner: string, prefix: string, key: string) =>
      aRoute({ owner, prefix, next: { kind: "link", key } });
    const routes = (back: string) => [
      route(aws[0], "10.3.0.0/16", "aws/a"),
      route(dc[0], "10.1.0.0/16", `onprem/${back}`),
    ];
    const config = anInventory({ flows: [aFlow("f", "aws", "dc")] });
    const found = (back: string) =>
      findings(aTopology([over("la", "a"), over("lb", "b")], { routes: routes(back) }), "asymmetric-route", config);

    expect(found("b")).toMatchObject([{ subjects: ["la", "lb"], flowIds: ["f"] }]);
    expect(found("a")).toEqual([]);
  });

  it("finds routes that lead to nowhere, and does not call gone what could not be read", () => {
    const gone = aRoute({ owner: aws[1], prefix: "10.9.0.0/16", next: { kind: "link", key: "aws/pcx-gone" } });
    const hole = aRoute({ owner: aws[1], prefix: "10.8.0.0/16", next: { kind: "none" } });
    const gap = { cloud: "aws", operation: "x", reason: "denied", message: "m", todo: "t" } as const;

    expect(findings(aTopology([], { routes: [gone, hole] }), "route-to-nowhere")).toHaveLength(2);
    expect(findings(aTopology([], { routes: [gone], gaps: [gap] }), "route-to-nowhere")).toEqual([]);
  });

  it("finds VPNs on one tunnel, circuits without BFD, and ends that disagree", () => {
    const oneTunnel = { ...vpn, sightings: [told({ tunnelCount: 2, tunnelUpCount: 1 })] };
    const noBfd = { ...dx, sightings: [told({ key: "onprem/eth1", isBfdOn: false })] };
    const torn = {
      ...aLink({ id: "torn", from: azure, to: dc }),
      evidence: [{ rule: "public-ips", confidence: 0.95, detail: "ASNs disagree: 64512, 65000" }] as never,
    };
    const rules = audit(aTopology([oneTunnel, noBfd, torn]), anInventory()).map(({ rule }) => rule);

    expect(rules).toEqual(expect.arrayContaining(["single-tunnel-vpn", "missing-bfd", "join-conflict"]));
  });

  it("finds nothing that needs an inventory or flows where there are none, and nothing in an empty estate", () => {
    expect(audit(aTopology([dx, vpn]), undefined)).toEqual([]);
    expect(audit(aTopology([], { networks: [], gateways: [] }), undefined)).toEqual([]);
  });

  it("answers what its schema says, the same each time, for whatever names come from outside", () => {
    const nasty = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(nasty, nasty, (name, value) => {
        const key = `aws/${name}x`;
        const topology = aTopology([{ ...idle({ key, name, tags: { owner: value } }), isDeclared: false }], {
          networks: [aNetwork({ key: "aws/n", name, cidrs: ["10.1.0.0/16", value] })],
        });
        const connections = [
          { id: "dx", kind: "vpn", ends: ["vpc", "lan"], bandwidthMbps: 1, isEncrypted: true, isPublic: false },
        ];
        const once = audit(topology, anInventory({ connections }));

        expect(once.length).toBeGreaterThan(0);
        for (const finding of once) FindingSchema.parse(finding);
        expect(audit(topology, anInventory({ connections }))).toEqual(once);
      }),
    );
  });
});
