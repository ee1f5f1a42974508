import type { MadeResource } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { planConnections } from "../preview/index.ts";
import { connectionMarkdown, inMarkdown, inSlack, inTerminal, previewLines, previewMarkdown } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const world = connectWorld(placesTopology([use1, eastus]));
const named = (name: string) =>
  anIntent("one", aService(use1, 10, { name, kind: "lambda" }), orderDb(eastus), {
    maxRttMs: 20,
    compliance: ["pci-dss"], // how much it sends nobody said: that part of the cost is not known
  });
const plan = planConnections([named("OrderProcessor")], world);
const recordOf = (name: string) => {
  const one = named(name);
  const made: MadeResource[] = plan.steps.map(({ id, resource, key }) => ({
    stepId: id,
    resource,
    key,
    state: "ready",
    wasThere: false,
    ids: { id: `made-${id}` },
    outputs: {},
    before: null,
    attemptCount: 1,
  }));
  return {
    intentId: one.id,
    runId: one.id,
    intent: one.intent,
    owner: "ops@globalcart.example",
    askedBy: "dev@globalcart.example",
    signatures: [{ by: "network-lead@globalcart.example", atMs: 1, planHash: plan.hash, reason: name }],
    plan,
    made,
    evidence: [
      {
        intentId: one.id,
        check: "latency" as const,
        isProven: true,
        wanted: "20 ms",
        seen: "7 ms",
        measuredMs: [7],
        atMs: 0,
      },
    ],
    provenAt: "2026-11-21T21:00:00Z",
  };
};
const HOSTILE = [
  "<script>alert(1)</script>",
  "[click](https://evil.example)",
  "<!channel>",
  "a|b\n# c",
  "\u001b[2J",
  "\u202egnp.exe",
  "`code`",
  "![x](http://a)",
  "@here www.evil.example",
];

describe("engine/intent/words", () => {
  it("shows an approver everything a plan changes", () => {
    const markdown = previewMarkdown(plan);

    for (const title of ["Ways", "Rules", "Routes", "Objects", "Cost a month"])
      expect(markdown).toContain(`## ${title}\n`);
    expect(markdown).toContain("## Who can reach whom, that could not\n");
    expect(markdown).toContain("## Undo, in this order\n");
    for (const { resource } of plan.steps) expect(markdown).toContain(resource);
    expect(markdown).toContain("not known");
    expect(plan.cost.unverified?.length).toBeGreaterThan(0);
    expect(markdown).toContain("Prices that nobody has confirmed:");
    expect(previewLines(plan, inTerminal).filter((line) => line.startsWith("price not confirmed: "))).toHaveLength(
      plan.cost.unverified?.length ?? 0,
    );
    expect(markdown).not.toMatch(/\{\{|psk-/);
  });

  it("tells it in a few lines, each harmless where it is shown", () => {
    const lines = previewLines(plan, inTerminal);

    expect(lines[0]).toMatch(
      /^1 connection: \d+ objects to make, about \d+ minutes, \$[\d.]+ a month and what is not known$/,
    );
    expect(lines.join("\n")).toContain("in-one: a new VPN, about 9.3 ms, estimated, encrypted, over the internet");
    expect(lines.at(-1)).toBe(`plan ${plan.hash.slice(0, 12)}`);
    expect(lines.length).toBeLessThan(40);
    expect(previewLines(plan, (text) => text.toUpperCase()).join("\n")).not.toContain("in-one");
  });

  it("documents a connection with owner, way, objects, evidence, runbook and a diagram", () => {
    const markdown = connectionMarkdown(recordOf("OrderProcessor"));

    expect(markdown).toContain("# OrderProcessor to orderdb");
    expect(markdown).toContain("| Owner | ops&#64;globalcart.example |");
    expect(markdown).toContain("```mermaid\nflowchart LR");
    for (const title of ["Way", "Objects", "Evidence", "Cost", "Runbook"]) expect(markdown).toContain(`## ${title}\n`);
    expect(markdown).toContain("| latency | 20 ms | 7 ms | yes |");
    expect(markdown).toContain("skylane intents undo in-one");
    for (const { id } of plan.steps) expect(markdown).toContain(`made\\-${id.replaceAll("-", "\\-")}`);
  });

  it.each(HOSTILE)("shows %j as text and nothing else", (name) => {
    const markdown = connectionMarkdown(recordOf(name));

    expect(markdown).not.toMatch(/<script|<!channel|[^\\]\]\(http|!\[x|[^\\]:\/\/|www\.|[\p{Cf}\p{Zl}]/u);
    expect(markdown.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
    expect(inSlack(name)).not.toMatch(/[<>]/);
    expect(inTerminal(name)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("keeps a table's columns whatever is in a cell", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (name) => {
        expect(inMarkdown(name).replaceAll(/\\./gu, "")).not.toMatch(/[\n\r<>|`[\]]/);
      }),
    );
  });
});
