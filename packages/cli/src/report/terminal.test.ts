import { DiscoveryGap, Finding } from "@skylane/core";
import { audit } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aNetwork, aSighting } from "../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../test/support/topologies.ts";
import { inOrder } from "./order.ts";
import { summarize } from "./summarize.ts";
import { renderTerminal } from "./terminal.ts";
import { columnsOf } from "./text-width.ts";

type Parts = { readonly topology?: ReturnType<typeof aTopology>; readonly findings?: readonly Finding[] };
const reportOf = ({ topology = aTopology([]), findings = [] }: Parts) =>
  inOrder({ topology, findings, summary: summarize(topology, findings) });
const shown = (parts: Parts, columns = 100, isColoured = false) =>
  renderTerminal(reportOf(parts), { columns, isColoured });
const widthOf = (text: string) => Math.max(...text.split("\n").map(columnsOf));

const finding = (more: Partial<Finding> = {}) =>
  Finding.parse({
    id: "zombie:a",
    rule: "zombie",
    severity: "medium",
    title: "vpn-a carries nothing",
    subjects: [],
    evidence: ["e"],
    flowIds: [],
    todo: "Delete it.",
    ...more,
  });
const gap = (more: Partial<DiscoveryGap> = {}) =>
  DiscoveryGap.parse({
    cloud: "azure",
    accountId: "sub-1",
    regionId: "westeurope",
    operation: "list",
    reason: "denied",
    message: "no",
    todo: "Ask for the role Reader.",
    ...more,
  });

const { aws, dc } = places;
const real = aTopology(
  [
    aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect", monthlyUsd: 1_650 }),
    aLink({
      id: "idle",
      from: aws,
      to: dc,
      reaches: [[], []],
      bytes30d: 0,
      monthlyUsd: 54,
      isDeclared: false,
      sightings: [aSighting({ key: "aws/vpn-1", at: "aws/tgw", receivedPrefixes: [], announcedPrefixes: [] })],
    }),
  ],
  { gaps: [gap()], networks: [aNetwork({ key: "aws/vpc", endpointCount: 412, cidrs: ["10.1.0.0/16"] })] },
);

describe("cli/report/terminal", () => {
  it("tells what there is, what is wrong, what was not seen and what to do next", () => {
    const findings = audit(real, anInventory({ flows: [aFlow("checkout", "aws", "dc")] }));
    const text = shown({ topology: real, findings });

    expect(text).toMatch(/^small {2}seen 1970-01-01 00:00 UTC\n/);
    expect(text).toMatch(/^ {2}412 {2}resources in 1 network, 3 gateways$/m);
    expect(text).toMatch(/^ {4}1 {2}zombie: \$54 a month for nothing$/m);
    expect(text).toMatch(/^Findings {2}/m);
    expect(text).toMatch(/1 zombie: paid for, carries nothing, \$54 a month/);
    expect(text).toMatch(/^Not seen {2}1 look failed/m);
    expect(text).toContain("○ Azure / sub-1 / westeurope: denied, 1 operation");
    expect(text).toContain("→ Ask for the role Reader.");
    expect(text).toMatch(/^Next {2}skylane discover --out report\.html$/m);
  });

  it("of each rule only the first three are shown, and how many more there are", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => finding({ id: `zombie:${index}`, title: `zombie ${index}` }));

    expect(shown({ findings: many(3) })).not.toContain("more");
    expect(shown({ findings: many(5) }).match(/^ {4}zombie \d$/gm)).toHaveLength(3);
    expect(shown({ findings: many(5) })).toMatch(/^ {4}and 2 more$/m);
    expect(shown({ findings: many(1_500) })).toMatch(/^ {4}and 1,497 more$/m);
  });

  it("of the gaps only the first six", () => {
    const gaps = Array.from({ length: 8 }, (_, index) => gap({ regionId: `r${index}` }));
    const text = shown({ topology: aTopology([], { gaps }) });

    expect(text.match(/○/g)).toHaveLength(6);
    expect(text).toMatch(/^ {2}and 2 more$/m);
    expect(text).toContain("8 looks failed");
  });

  it("an estate of nothing has nothing to complain of, unless it could not be seen", () => {
    const nothing = { networks: [], gateways: [] };

    expect(shown({ topology: aTopology([], nothing) })).toContain("Nothing to complain of.");
    expect(shown({ topology: aTopology([], { ...nothing, gaps: [gap()] }) })).toContain(
      "No findings in what could be seen.",
    );
  });

  it.each([
    [0, 40],
    [39, 40],
    [40, 40],
    [64, 64],
    [100, 100],
    [1_000, 120],
    [Number.POSITIVE_INFINITY, 120],
  ])("on a terminal of %d columns no line is wider than %i", (columns, width) => {
    const findings = (["critical", "high", "medium", "low", "info"] as const).map((severity) =>
      finding({ severity, title: "word ".repeat(60), todo: "网络".repeat(99), monthlyUsd: 1_000 }),
    );
    const topology = aTopology([], {
      estate: "estate ".repeat(12),
      gaps: [gap({ todo: "x".repeat(300), accountId: "y".repeat(300) })],
    });

    expect(widthOf(shown({ topology, findings }, columns))).toBeLessThanOrEqual(width);
    expect(widthOf(shown({}, columns))).toBeLessThanOrEqual(width);
  });

  it("colour is only where it is wanted, and only colour", () => {
    const parts = { topology: real, findings: [finding(), finding({ severity: "critical" })] };

    expect(shown(parts)).not.toContain("\u001b");
    expect(shown(parts, 100, true)).toContain("\u001b[31m");
    expect(withoutColour(shown(parts, 100, true))).toBe(shown(parts));
  });

  it("whatever the names of an estate are, they fit and command nothing", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(fc.nat(0xffff), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
      fc.constantFrom(
        "\u001b[2J\u001b]0;x\u0007",
        "\u202e\u2066",
        "网络".repeat(400),
        "e\u0301".repeat(200),
        "x".repeat(10_240),
      ),
    );
    fc.assert(
      fc.property(
        fc.record({ estate: text, title: text, todo: text, account: text, region: text }),
        fc.integer({ min: 40, max: 120 }),
        fc.boolean(),
        ({ estate, title, todo, account, region }, columns, isColoured) => {
          const parts = {
            topology: aTopology([], { estate, gaps: [gap({ accountId: account, regionId: region, todo })] }),
            findings: [finding({ title, todo })],
          };
          const written = withoutColour(shown(parts, columns, isColoured));
          expect(written).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
          expect(widthOf(written)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Bold, dim, red, yellow and their ends; anything else that a terminal obeys stays. */
const withoutColour = (text: string): string =>
  [0, 1, 2, 22, 31, 33, 39].reduce((left, code) => left.replaceAll(`\u001b[${code}m`, ""), text);
