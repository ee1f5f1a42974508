import { audit } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aNetwork, aRoute, aSighting } from "../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../test/support/topologies.ts";
import { renderReport } from "./index.ts";
import { summarize } from "./summarize.ts";

const { aws, azure, dc } = places;
const idle = (id: string, at: "aws/tgw" | "azure/gw") =>
  aLink({
    id,
    from: at === "aws/tgw" ? aws : azure,
    to: dc,
    reaches: [[], []],
    bytes30d: 0,
    monthlyUsd: 54,
    isDeclared: false,
    sightings: [aSighting({ key: `${at}/${id}`, at, name: id, receivedPrefixes: [], announcedPrefixes: [] })],
  });
const topology = aTopology(
  [aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" }), idle("a", "aws/tgw"), idle("b", "azure/gw")],
  {
    networks: [
      aNetwork({ key: "aws/vpc", endpointCount: 412, cidrs: ["10.1.0.0/16"] }),
      aNetwork({ key: "azure/vnet", endpointCount: 298, cidrs: ["10.1.0.0/17"] }),
      aNetwork({ key: "onprem/lan", cidrs: ["10.3.0.0/16"] }),
    ],
    routes: ["10.1.0.0/16", "10.2.0.0/16"].map((prefix) =>
      aRoute({ owner: "aws/vpc", prefix, next: { kind: "gateway", key: "aws/tgw" } }),
    ),
    gaps: (["us-east-1", "us-west-2"] as const).map((regionId) => ({
      cloud: "aws",
      regionId,
      operation: "ec2:DescribeVpcs",
      reason: "denied",
      message: "no",
      todo: "allow it",
    })),
  },
);
const findings = audit(topology, anInventory({ flows: [aFlow("checkout", "aws", "dc")] }));
const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length });

describe("cli/report", () => {
  it.each(["terminal", "html", "md", "svg", "json"] as const)(
    "as %s the same estate gives the same text, in whatever order it comes",
    async (format) => {
      const expected = await renderReport(format, { topology, findings, summary: summarize(topology, findings) });
      expect(findings.length).toBeGreaterThan(2);
      expect(expected.length).toBeGreaterThan(500);
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            networks: shuffled(topology.networks),
            gateways: shuffled(topology.gateways),
            connections: shuffled(topology.connections),
            routes: shuffled(topology.routes),
            gaps: shuffled(topology.gaps),
          }),
          shuffled(findings),
          async (lists, found) => {
            const mixed = { ...topology, ...lists };
            const summary = summarize(mixed, found);
            expect(await renderReport(format, { topology: mixed, findings: found, summary })).toBe(expected);
          },
        ),
        { numRuns: 30 },
      );
    },
  );

  it("shows what is not known as unknown, never as the word of a program", async () => {
    const report = { topology, findings, summary: summarize(topology, findings) };

    for (const format of ["terminal", "html", "md", "svg"] as const)
      expect(await renderReport(format, report)).not.toMatch(/undefined|NaN|null|\[object|Infinity/);
  });
});
