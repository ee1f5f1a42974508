import { Finding, Topology } from "@skylane/core";
import { audit } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aNetwork, aSighting } from "../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../test/support/topologies.ts";
import { renderJson } from "./json.ts";
import { summarize } from "./summarize.ts";

const hostile = "</script><!--\u2028\u202e\u0000\u001b[2J😀\u{e0041}&\"'\\\n\ud800";
const topology = aTopology(
  [
    aLink({
      id: "idle",
      from: places.aws,
      to: places.dc,
      reaches: [[], []],
      bytes30d: 0,
      monthlyUsd: 54,
      isDeclared: false,
      sightings: [
        aSighting({
          key: "aws/vpn-1",
          at: "aws/tgw",
          receivedPrefixes: [],
          announcedPrefixes: [],
          name: hostile,
          tags: { [hostile]: hostile, 10: "a", 9: "b" },
        }),
      ],
    }),
  ],
  { estate: hostile },
);
const config = anInventory({ flows: [aFlow("checkout", "aws", "dc")] });
const findings = audit(topology, config);
const report = { topology, findings, summary: summarize(topology, findings) };

const Written = (text: string) => {
  const { summary, findings: told, topology: seen } = JSON.parse(text);
  return { summary, findings: Finding.array().parse(told), topology: Topology.parse(seen) };
};

describe("cli/report/json", () => {
  it("reads back as what was found, nothing shortened", () => {
    expect(findings.length).toBeGreaterThan(0);
    expect(Written(renderJson(report))).toEqual(report);
  });

  it("holds nothing that a terminal or a page could obey", () => {
    expect(renderJson(report)).not.toMatch(/[<>&]|[^\n\P{Cc}]|\p{Cf}|\p{Cs}|\u2028/u);
  });

  it("stays the same in whatever order the keys of a thing come", () => {
    const turned = <T>(value: T): T =>
      (Array.isArray(value)
        ? value.map(turned)
        : value !== null && typeof value === "object"
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, one]) => [key, turned(one)]),
            )
          : value) as T;

    expect(renderJson({ ...report, topology: turned(topology), findings: turned(findings) })).toBe(renderJson(report));
  });

  it("tells the summary first and in its own order", () => {
    const text = renderJson(report);

    expect(Object.keys(JSON.parse(text))).toEqual(["summary", "findings", "topology"]);
    expect(Object.keys(JSON.parse(text).summary)).toEqual(Object.keys(report.summary));
    expect(text).toMatch(/^\{\n {2}"summary"/);
    expect(text).toMatch(/\}\n$/);
  });

  it("reads back with any text in names and tags", () => {
    const any = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(any, any, any, (name, tag, value) => {
        const seen = aTopology([], {
          networks: [aNetwork({ key: "aws/a", name, tags: Object.fromEntries([[tag, value]]) })],
        });
        const text = renderJson({ topology: seen, findings: [], summary: summarize(seen, []) });
        expect(text).not.toMatch(/[<>&]|[^\n\P{Cc}]|\p{Cf}|\p{Cs}/u);
        expect(Written(text).topology).toEqual(seen);
      }),
      { numRuns: 300 },
    );
  });
});
