import type { Finding } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aNetwork } from "../../../../test/support/sightings.ts";
import { aLink, aTopology, places } from "../../../../test/support/topologies.ts";
import { summarize } from "./summarize.ts";
import { severityText, summaryFacts } from "./summary-text.ts";

const { aws, azure, dc } = places;
const finding = (rule: Finding["rule"], more: Partial<Finding> = {}): Finding => ({
  id: rule,
  rule,
  severity: "medium",
  title: "",
  subjects: [],
  evidence: ["seen"],
  flowIds: [],
  todo: "",
  plan: [],
  ...more,
});
const flows = (...ids: string[]) => ids as Finding["flowIds"];

describe("cli/report/summarize", () => {
  it("adds resources up, and counts links by state", () => {
    const topology = aTopology(
      (["up", "down", "down", "degraded", "unknown"] as const).map((status, index) =>
        aLink({ id: `l${index}`, from: aws, to: dc, status }),
      ),
      {
        networks: [
          aNetwork({ key: "aws/a", endpointCount: 412 }),
          aNetwork({ key: "azure/b", endpointCount: 298 }),
          aNetwork({ key: "gcp/c" }),
        ],
      },
    );

    expect(summarize(topology, [])).toMatchObject({
      resources: 710,
      networks: 3,
      gateways: 3,
      connections: 5,
      down: 2,
      degraded: 1,
      unknownStatus: 1,
      gaps: 0,
    });
  });

  it("what has no known price is counted apart, never as nothing", () => {
    const topology = aTopology([
      aLink({ id: "a", from: aws, to: dc, monthlyUsd: 0.1 }),
      aLink({ id: "b", from: aws, to: azure, monthlyUsd: 0.2 }),
      aLink({ id: "c", from: azure, to: dc }),
      aLink({ id: "free", from: azure, to: dc, monthlyUsd: 0 }),
    ]);

    const summary = summarize(topology, [finding("zombie", { monthlyUsd: 54 }), finding("zombie")]);

    expect(summary).toMatchObject({ connectionsMonthlyUsd: 0.3, connectionsWithoutPrice: 1 });
    expect(summary).toMatchObject({ zombies: 2, zombieMonthlyUsd: 54, zombiesWithoutPrice: 1 });
  });

  it("a flow that crosses the internet twice is one flow", () => {
    const summary = summarize(aTopology([]), [
      finding("public-internet-flow", { flowIds: flows("checkout", "search") }),
      finding("public-internet-flow", { flowIds: flows("checkout") }),
      finding("asymmetric-route", { flowIds: flows("mail") }),
    ]);

    expect(summary.publicInternetFlows).toBe(2);
  });

  it("findings by severity add up to all of them, each rule to its own number", () => {
    const all = [
      finding("undocumented-connection", { severity: "high" }),
      finding("single-point-of-failure", { severity: "critical", monthlyUsd: 10.005 }),
      finding("single-point-of-failure", { severity: "critical", monthlyUsd: 1 }),
      finding("missing-bfd", { severity: "low" }),
      finding("join-conflict", { severity: "info" }),
    ];

    const summary = summarize(aTopology([]), all);

    expect(summary.findings).toEqual({ critical: 2, high: 1, medium: 0, low: 1, info: 1 });
    expect(summary).toMatchObject({ undocumented: 1, singlePointsOfFailure: 2, zombies: 0 });
  });

  it("of nothing is all zero", () => {
    const summary = summarize(aTopology([], { networks: [], gateways: [] }), []);

    expect(Object.values(summary).filter((value) => typeof value === "number" && value !== 0)).toEqual([]);
    expect(Object.values(summary.findings)).toEqual([0, 0, 0, 0, 0]);
  });

  it("is told in words: troubled states and zombies without a price only where there are some", () => {
    const quiet = aTopology([aLink({ id: "a", from: aws, to: dc })]);
    const troubled = aTopology([aLink({ id: "a", from: aws, to: dc, status: "down" })]);
    const zombies = [finding("zombie", { monthlyUsd: 1_250 }), finding("zombie")];
    const facts = (topology: typeof quiet, findings: readonly Finding[]) =>
      summaryFacts({ topology, findings, summary: summarize(topology, findings) }).map((fact) => fact.join(" "));

    expect(facts(quiet, [])).toEqual([
      "0 resources in 3 networks, 3 gateways",
      "1 connection",
      "0 undocumented: not in the inventory",
      "0 zombies",
      "0 single points of failure",
      "0 flows over the public internet that should not be",
    ]);
    expect(facts(troubled, zombies)).toContain("1 connection: 1 down");
    expect(facts(troubled, zombies)).toContain("2 zombies: $1,250 a month for nothing (1 without a known price)");
    expect(severityText(summarize(quiet, zombies).findings)).toBe("2 medium");
  });
});
