import { DiscoveryGap, Finding, type Topology } from "@skylane/core";
import { audit } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aGateway, aNetwork, aSighting } from "../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../test/support/topologies.ts";
import { renderMarkdown } from "./markdown.ts";
import { inOrder } from "./order.ts";
import { summarize } from "./summarize.ts";

const { aws, azure, dc } = places;
const written = (topology: Topology, findings: readonly Finding[] = []) =>
  renderMarkdown(inOrder({ topology, findings, summary: summarize(topology, findings) }));
const finding = (more: Partial<Finding> = {}) =>
  Finding.parse({
    id: "zombie:a",
    rule: "zombie",
    severity: "medium",
    title: "vpn-a carries nothing",
    subjects: [],
    evidence: ["Bytes: 0"],
    flowIds: [],
    todo: "Delete it.",
    ...more,
  });
const gap = (more: Partial<DiscoveryGap> = {}) =>
  DiscoveryGap.parse({ cloud: "azure", operation: "list", reason: "denied", message: "no", todo: "Ask.", ...more });

/** Cells of each row of each table, as the specification parts them: a pipe after a backslash parts nothing. */
const tablesOf = (text: string): string[][][] =>
  text
    .split("\n\n")
    .filter((block) => block.startsWith("|"))
    .map((block) =>
      block
        .trim()
        .split("\n")
        .map((row) => row.slice(2, -2).split(/(?<!\\)\|/)),
    );

describe("cli/report/markdown", () => {
  it("tells summary, findings with evidence and plan, connections, and what was not seen", () => {
    const topology = aTopology(
      [
        aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect", bandwidthMbps: 10_000, monthlyUsd: 1_650 }),
        aLink({
          id: "idle",
          from: aws,
          to: dc,
          reaches: [[], []],
          bytes30d: 0,
          monthlyUsd: 54,
          isDeclared: false,
          sightings: [aSighting({ key: "aws/vpn-1", at: "aws/tgw", receivedPrefixes: [], announcedPrefixes: [] })],
          evidence: [{ rule: "public-ips", confidence: 0.95, detail: "" }],
        }),
      ],
      { gaps: [gap({ permission: "Reader" })] },
    );
    const text = written(topology, audit(topology, anInventory({ flows: [aFlow("checkout", "aws", "dc")] })));

    expect(text).toMatch(/^# Network of small\n\nSeen 1970-01-01 00:00 UTC\. Read only: nothing was changed\.\n/);
    expect(text).toContain("| **2** | connections |");
    expect(text).toMatch(/^### \w+: 1 zombie: paid for, carries nothing \(\$54 a month\)$/m);
    expect(text).toMatch(/^- Bytes\\: 0/m);
    expect(text).toMatch(/^1\. .* \*Back:\* ./m);
    expect(text).toContain("| tgw (AWS us\\-east\\-1)".replace(/[()]/g, "\\$&"));
    expect(text).toContain("| VPN | ● up | – | 0 B | $54 | **no** | public-ips 95 % |");
    expect(text).toContain("| Direct Connect | ● up | 10 Gb/s | – | $1,650 | yes | – |");
    expect(text).toContain("| Azure | denied | list | Reader | Ask. |");
    expect(text.endsWith("|\n")).toBe(true);
  });

  it("an estate of nothing is told as such, and one that could not be seen as that", () => {
    const nothing = aTopology([], { networks: [], gateways: [] });

    expect(written(nothing)).toContain(
      "## Findings\n\nNone.\n\n## Connections\n\nNone seen.\n\n## Not seen\n\nEvery look succeeded.\n",
    );
    expect(written({ ...nothing, gaps: [gap()] })).toContain("None in what could be seen.");
  });

  it("long evidence and many operations are cut, and it says by how much", () => {
    const evidence = Array.from({ length: 15 }, (_, index) => `fact ${index}`);
    const gaps = Array.from({ length: 8 }, (_, index) => gap({ operation: `look${index}` }));

    const text = written(aTopology([], { gaps }), [finding({ evidence })]);

    expect(text.match(/^- fact \d+$/gm)).toHaveLength(12);
    expect(text).toMatch(/^- and 3 more$/m);
    expect(text).toContain("look0, look1, look2, look3, look4, look5 and 2 more");
  });

  it("the same estate gives the same text, in whatever order it comes", () => {
    const all = ["a", "b", "c", "d"].map((id) => aLink({ id, from: aws, to: azure }));
    const found = all.map(({ id }) => finding({ id: `zombie:${id}`, title: id }));
    const expected = written(aTopology(all), found);

    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 4 }),
        fc.shuffledSubarray(found, { minLength: 4 }),
        (links, findings) => {
          expect(written(aTopology(links), findings)).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("whatever the names are, tables keep their columns and the page its headings", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
      fc.constantFrom(
        "|",
        "\\|",
        "\\",
        "a\n# b",
        "\n\n---\n\n",
        "| - |",
        "<!--",
        "```",
        "    code",
        "[x](y)",
        "![x](y)",
      ),
    );
    fc.assert(
      fc.property(fc.record({ a: text, b: text, c: text, d: text, e: text }), ({ a, b, c, d, e }) => {
        const topology = aTopology(
          [
            aLink({
              id: a,
              from: aws,
              to: dc,
              isDeclared: false,
              sightings: [aSighting({ key: "aws/vpn-1", at: "aws/tgw", name: b })],
            }),
          ],
          {
            estate: c,
            networks: [aNetwork({ key: "aws/vpc", name: a })],
            gateways: [aGateway({ key: "aws/tgw", name: d, regionId: e })],
            gaps: [gap({ accountId: a, regionId: b, operation: c, permission: d, message: e, todo: a })],
          },
        );
        const page = written(topology, [
          finding({ title: a, evidence: [b, c], todo: d, plan: [{ step: e, undo: a }] }),
        ]);

        expect(tablesOf(page).map((rows) => rows.map((cells) => cells.length))).toEqual([
          Array.from({ length: 8 }, () => 2),
          Array.from({ length: 3 }, () => 10),
          Array.from({ length: 3 }, () => 5),
        ]);
        expect(page.match(/^#+ /gm)).toEqual(["# ", "## ", "### ", "#### ", "## ", "## "]);
        expect(page).not.toMatch(/[<>]|[^\n\P{Cc}]|\p{Cf}|\p{Cs}|^(?:---|===|```| {4}|\t)/mu);
      }),
      { numRuns: 500 },
    );
  });
});
