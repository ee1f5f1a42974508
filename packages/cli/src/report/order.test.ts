import { DiscoveryGap, Finding } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aGateway, aNetwork, aRoute } from "../../../../test/support/sightings.ts";
import { aLink, aTopology, places } from "../../../../test/support/topologies.ts";
import { by, inOrder } from "./order.ts";
import { summarize } from "./summarize.ts";

const finding = (more: Partial<Finding> = {}) =>
  Finding.parse({
    id: "zombie:a",
    rule: "zombie",
    severity: "medium",
    title: "t",
    subjects: [],
    evidence: ["e"],
    flowIds: [],
    todo: "d",
    ...more,
  });
const gap = (more: Partial<DiscoveryGap> = {}) =>
  DiscoveryGap.parse({ cloud: "azure", operation: "list", reason: "denied", message: "no", todo: "ask", ...more });
const route = aRoute({ owner: "aws/vpc", prefix: "10.0.0.0/8", next: { kind: "link", key: "aws/vpn-1" } });

const topology = aTopology(
  ["c", "a", "B", "ä", "10", "9"].map((id) => aLink({ id, from: places.aws, to: places.dc })),
  {
    networks: ["aws/b", "aws/a", "azure/a", "gcp/ü"].map((key) => aNetwork({ key })),
    gateways: ["oci/z", "aws/z", "aws/Z"].map((key) => aGateway({ key })),
    routes: [
      route,
      { ...route, isActive: false },
      { ...route, tableId: "t2" },
      { ...route, prefix: "10.0.0.0/9" },
      { ...route, next: { kind: "none" } },
      { ...route, origin: "propagated" },
    ],
    gaps: [
      gap(),
      gap({ permission: "read" }),
      gap({ todo: "wait" }),
      gap({ regionId: "eastus" }),
      gap({ cloud: "aws" }),
      gap({ reason: "throttled" }),
    ],
  },
);
const findings = [
  finding(),
  finding({ id: "zombie:b", monthlyUsd: 54 }),
  finding({ id: "zombie:c", monthlyUsd: 720 }),
  finding({ id: "zombie:d", flowIds: ["checkout"] as Finding["flowIds"] }),
  finding({ id: "missing-bfd:a", rule: "missing-bfd" }),
  finding({ id: "overlap", rule: "overlapping-cidrs", severity: "critical" }),
  finding({ id: "zombie:e", severity: "info" }),
];

const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });

describe("cli/report/order", () => {
  it("the order in which lists come changes nothing", () => {
    const summary = summarize(topology, findings);
    const expected = inOrder({ topology, findings, summary });
    fc.assert(
      fc.property(
        fc.record({
          networks: shuffled(topology.networks),
          gateways: shuffled(topology.gateways),
          connections: shuffled(topology.connections),
          routes: shuffled(topology.routes),
          gaps: shuffled(topology.gaps),
        }),
        shuffled(findings),
        (lists, mixed) => {
          expect(inOrder({ topology: { ...topology, ...lists }, findings: mixed, summary })).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("findings stand worst first, then by rule, flows and money", () => {
    const ordered = inOrder({ topology, findings, summary: summarize(topology, findings) });

    expect(ordered.findings.map(({ id }) => id)).toEqual([
      "overlap",
      "zombie:d",
      "zombie:c",
      "zombie:b",
      "zombie:a",
      "missing-bfd:a",
      "zombie:e",
    ]);
  });

  it("compares the same in every locale, and leaves what it was given as it is", () => {
    const given = topology.connections.map(({ id }) => id);

    expect(given.toSorted(by((id) => id))).toEqual(["10", "9", "B", "a", "c", "ä"]);
    inOrder({ topology, findings, summary: summarize(topology, findings) });
    expect(topology.connections.map(({ id }) => id)).toEqual(given);
  });
});
