import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aStatusView, aWeekReport } from "../../../../test/support/week-reports.ts";
import { statusPage } from "./status-page.ts";
import { weekPage } from "./week-page.ts";

const SEED = 20_261_123;
const hostile = fc.oneof(
  fc.constantFrom(
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style><svg onload=alert(1)>",
    "' onmouseover='x",
    "&lt;script&gt;",
    "\u202egnp.exe",
    "javascript:alert(1)",
    "<!--",
    "]]>",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
);
/** The same value with every text that is free, but for those that the schema closes, replaced. */
const withText = <T>(value: T, name: string): T =>
  JSON.parse(JSON.stringify(value), (key, one) =>
    typeof one === "string" &&
    /^(estate|groupId|fromPathId|toPathId|pathId|vantageId|cause|reason|what|detail|title|name|component|id|drillId)$/.test(
      key,
    )
      ? name
      : one,
  ) as T;
const pages = [
  ["status", (name: string) => statusPage(withText(aStatusView(), name))],
  ["week", (name: string) => weekPage(withText(aWeekReport(), name))],
] as const;
/** Names of elements and attributes in the order in which they stand: what a name can change if it is markup. */
const skeleton = (html: string): string =>
  [...html.replaceAll(/="[^"]*"/g, "=").matchAll(/<(\/?[a-z0-9]+|!)([^<>]*)>/gi)].map(([tag]) => tag).join("");

describe.each(pages)("runtime/pages, the page of a %s", (kind, render) => {
  it("runs nothing, asks for nothing, and its policy allows its own style sheet only", () => {
    const page = kind === "status" ? statusPage(aStatusView()) : weekPage(aWeekReport());
    const sheets = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, sheet = ""]) => sheet);
    const hash = createHash("sha256")
      .update(sheets[0] ?? "")
      .digest("base64");

    expect(sheets).toHaveLength(1);
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    expect(page).not.toMatch(/<script|<iframe|<object|<link|<img|javascript:|\son\w+=|\sstyle=|src=|href=/i);
    expect(sheets[0]).not.toMatch(/url\(|@import/);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
  });

  it("lets no name from outside become markup, or turn the text around it, whatever it holds", () => {
    console.log(`seed ${SEED}`);
    const plain = skeleton(render("name"));
    fc.assert(
      fc.property(hostile, (name) => {
        const page = render(name);

        expect(skeleton(page)).toBe(plain);
        expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe("runtime/pages", () => {
  it("a status page says how each component is, by a mark and in words, and is asked for again", () => {
    const page = statusPage(aStatusView());

    expect(page).toContain("✕ Partial outage");
    expect(page).toContain("Shop to Azure: interrupted for 12 min so far");
    expect(page).toContain("Shop to data centre, US east: interrupted for 6.5 s");
    expect(page).toContain('<meta http-equiv="refresh" content="300">');
    expect([...page.matchAll(/<g><title>/g)]).toHaveLength(270);
    expect(page).toContain("<title>17 Nov 2026: interrupted for 6.5 s</title>");
  });

  it("a quiet one says so", () => {
    const page = statusPage(aStatusView({ level: "operational", components: [], incidents: [] }));

    expect(page).toContain("All components are operational");
    expect(page).toContain("<p>None.</p>");
  });

  it("a week shows what is short of a promise as such, and what is not known as not known", () => {
    const page = weekPage(aWeekReport());

    expect(page).toContain('<b class="bad">✕ 99.69 %</b>');
    expect(page).toContain("not seen");
    expect(page).toContain("at least 1.0 s");
    expect(page).toContain(
      "18 of 22 probes of the failed paths were not answered in 2 recoveries, and 1 are not in the record",
    );
    expect(page).toContain("usc1-dc2 (never), use1-azure (121 days ago)");
  });

  it("a week in which nothing happened has no empty table", () => {
    const report = aWeekReport();
    const page = weekPage({
      ...report,
      recovery: { ...report.recovery, moves: [], rto: undefined, phases: {}, judgedCount: 0, withinCount: 0 },
      availability: { groups: [], paths: [] },
      incidents: [],
      drills: { runs: [], overdue: [] },
      savings: { ...report.savings, shown: [] },
      costs: undefined,
      needs: [],
    });

    expect(page).not.toContain("<tbody></tbody>");
    expect(page).toContain("Nothing was moved this week");
    expect(page).toContain("No bill of this week is there.");
  });
});
