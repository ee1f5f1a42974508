import { createHash } from "node:crypto";
import type { Topology } from "@skylane/core";
import { audit } from "@skylane/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aNetwork, aSighting } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { summarize } from "../summarize.ts";
import { renderHtml } from "./html.ts";

const config = anInventory({ flows: [aFlow("orders", "aws", "dc")] });
const reportOf = (topology: Topology) => {
  const findings = audit(topology, config);
  return { topology, findings, summary: summarize(topology, findings) };
};
const gap = {
  cloud: "aws",
  regionId: "eu-west-1",
  operation: "ec2:DescribeVpcs",
  reason: "denied",
  permission: "ec2:DescribeVpcs",
  message: "m",
  todo: "allow it",
} as const;
const named = (name: string, more: Partial<Topology> = {}): Topology =>
  aTopology(
    [
      aLink({
        id: "dx",
        from: places.aws,
        to: places.dc,
        sightings: [aSighting({ key: "aws/x", at: places.aws[0], name, tags: { owner: name } })],
        evidence: [{ rule: "peer", confidence: 0.7, detail: name }],
        isDeclared: false,
      }),
    ],
    { networks: [aNetwork({ key: "aws/n", name, cidrs: ["10.1.0.0/16"] })], ...more },
  );

describe("cli/report/html", () => {
  it("tells the numbers, the findings with what to do, the links and what was not seen", async () => {
    const page = await renderHtml(reportOf(named("core", { gaps: [gap] })));

    expect(page).toContain("<b>1</b><span>connection");
    expect(page).toContain("ec2:DescribeVpcs");
    expect(page).toContain("allow it");
    expect(page).toContain("peer 70 %");
    expect(page).toContain("<svg ");
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  it("asks for nothing, runs nothing, and its policy allows its own two style sheets only", async () => {
    const page = await renderHtml(reportOf(named("core")));
    const sheets = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, sheet = ""]) => sheet);
    const hashes = sheets.map((sheet) => `'sha256-${createHash("sha256").update(sheet).digest("base64")}'`);

    expect(sheets).toHaveLength(2);
    expect(page).toContain(`default-src 'none'; style-src ${hashes.join(" ")};`);
    expect(page).not.toMatch(/<script|<iframe|<object|<link|<img|javascript:|\son\w+=|\sstyle=|src=/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, href]) => href?.startsWith("#"))).toBe(true);
    expect([...page.matchAll(/url\(|@import/g)]).toEqual([]);
  });

  it("lets no name from outside become markup, whatever it holds", async () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 80 }),
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "\u202egnp.exe",
        "\x1b[31m",
        "</title></style><b>",
        "&lt;b&gt;",
      ),
    );
    await fc.assert(
      fc.asyncProperty(nasty, async (name) => {
        const page = await renderHtml(reportOf(named(name)));

        expect(page).not.toMatch(/<script|<img|<b>(?!\d|no<|nothing<|\d+ dis)|onerror=[^&]*>/i);
        expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same for the same report, and says so where nothing was found", async () => {
    const empty = reportOf(aTopology([], { networks: [], gateways: [] }));

    expect(await renderHtml(empty)).toBe(await renderHtml(empty));
    expect(await renderHtml(empty)).toContain("Nothing to complain of.");
  });
});
