import { readFileSync } from "node:fs";
import { join } from "node:path";
import { burnRules, metricsOf } from "@skylane/engine";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { writeExposition } from "../../packages/engine/src/metrics/write-exposition.ts";
import { metricFacts } from "../support/metric-facts.ts";
import { askedBy } from "./promql.ts";
import { promtool, whyNoPromtool } from "./promtool.ts";

const folder = join(import.meta.dirname, "../../monitoring");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");

const Rule = z.union([
  z.strictObject({ record: z.string(), expr: z.string() }),
  z.strictObject({
    alert: z.string(),
    expr: z.string(),
    for: z.string().optional(),
    labels: z.strictObject({
      severity: z.enum(["critical", "warning", "page", "ticket"]),
      slo: z.string().optional(),
      window: z.string().optional(),
    }),
    annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook: z.string() }),
  }),
]);
const Rules = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Rule) })) });
const rules = Rules.parse(parse(read("skylane.rules.yml"))).groups.flatMap((group) => group.rules);
const alerts = rules.filter((rule) => "alert" in rule);

const datasource = z.strictObject({ type: z.literal("prometheus"), uid: z.literal("$" + "{datasource}") });
const Panel = z.strictObject({
  id: z.int().positive(),
  title: z.string().min(1),
  description: z.string().min(1),
  type: z.enum(["stat", "timeseries", "state-timeline"]),
  datasource,
  gridPos: z.strictObject({ x: z.int(), y: z.int(), w: z.int().positive(), h: z.int().positive() }),
  fieldConfig: z.strictObject({ defaults: z.looseObject({ unit: z.string() }), overrides: z.array(z.never()) }),
  options: z.looseObject({}),
  targets: z
    .array(z.strictObject({ refId: z.string(), datasource, expr: z.string(), legendFormat: z.string() }))
    .min(1),
});
const Dashboard = z.strictObject({
  uid: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  schemaVersion: z.int().min(39),
  version: z.int(),
  editable: z.boolean(),
  graphTooltip: z.int(),
  refresh: z.string(),
  timezone: z.string(),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  annotations: z.strictObject({ list: z.array(z.never()) }),
  links: z.array(z.never()),
  templating: z.strictObject({
    list: z.array(z.looseObject({ name: z.string(), type: z.enum(["datasource", "query"]) })),
  }),
  panels: z.array(Panel).min(1),
});
const dashboard = Dashboard.parse(JSON.parse(read("grafana-dashboard.json")));

const families = metricsOf(metricFacts());
/** Every series that /metrics gives, and the labels it has beside those of the scrape. */
const given = new Map(
  families.flatMap(({ name, type, samples }) =>
    samples.map(({ suffix, labels }) => [
      `${name}${type === "counter" ? "_total" : (suffix ?? "")}`,
      ["job", "instance", ...Object.keys(labels)],
    ]),
  ),
);
for (const rule of rules)
  if ("record" in rule) given.set(rule.record, given.get("skylane_path_down_seconds_total") ?? []);
const knownLabels = new Set([...given.values()].flat());

/** What of an expression no scrape of Skylane gives. */
const unknownIn = (expression: string): readonly string[] => {
  const { series, grouping } = askedBy(expression);
  expect(series.length, expression).toBeGreaterThan(0);
  return [
    ...series.flatMap(({ name, labels }) => {
      const has = given.get(name);
      return has === undefined
        ? [name]
        : labels.filter((label) => !has.includes(label)).map((label) => `${name}{${label}}`);
    }),
    ...grouping.filter((label) => !knownLabels.has(label)),
  ];
};
const inMinutes = (text: string): number =>
  Number.parseInt(text, 10) * ({ m: 1, h: 60, d: 1_440 }[text.at(-1) ?? ""] ?? Number.NaN);

describe("monitoring/skylane.rules.yml", () => {
  it("asks for nothing that /metrics does not give", () => {
    expect(rules.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
    // and the check does tell a wrong one
    expect(unknownIn('max by (region) (skylane_path_up{cloud="aws"}) > skylane_nothing')).toEqual([
      "skylane_path_up{cloud}",
      "skylane_nothing",
    ]);
    expect(() => askedBy("max by (region (")).toThrow("no PromQL");
  });

  it("has the alerts that were asked for, each with a page that says what to do", () => {
    const page = readFileSync(join(folder, "../docs/operations/monitoring.md"), "utf8");
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => text.toLowerCase());

    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook).toBe(`docs/operations/monitoring.md#${alert.toLowerCase()}`);
      expect(headings, alert).toContain(alert.toLowerCase());
    }
    expect(new Set(alerts.map(({ alert }) => alert))).toEqual(
      new Set([
        "CloudProviderDown",
        "CrossCloudLatencyHigh",
        "DataSyncLagHigh",
        "MultiCloudCostAnomaly",
        "SkylaneNotScraped",
        "SkylaneErrorBudgetBurn",
      ]),
    );
  });

  it("burns as the engine does: the same windows, factors and severities, for both objectives", () => {
    const said = alerts
      .filter(({ alert }) => alert === "SkylaneErrorBudgetBurn")
      .map(({ expr, labels }) => {
        const [, long = "", factor, short = ""] =
          /rate(\w+)\s*> ignoring \(slo\) ([\d.]+)[\s\S]*and[\s\S]*rate(\w+)\s*> ignoring \(slo\) \2 /.exec(expr) ?? [];
        expect(expr.split(`slo="${labels.slo}"`)).toHaveLength(3);
        expect(expr).toContain(labels.slo === "latency" ? "path_slow" : "path_down");
        expect(labels.window).toBe(long);
        return [labels.slo, labels.severity, Number(factor), inMinutes(long), inMinutes(short)];
      });

    expect(said).toEqual(
      ["availability", "latency"].flatMap((slo) =>
        burnRules.map(({ severity, factor, longMs, shortMs }) => [
          slo,
          severity,
          factor,
          longMs / 60_000,
          shortMs / 60_000,
        ]),
      ),
    );
  });

  it("records each window by what it is called", () => {
    for (const rule of rules) {
      if (!("record" in rule)) continue;
      const [, kind, window] = /^skylane:path_(\w+):ratio_rate(\w+)$/.exec(rule.record) ?? [];
      expect(rule.expr).toBe(`max without (instance) (rate(skylane_path_${kind}_seconds_total[${window}]))`);
    }
  });
});

describe("monitoring/grafana-dashboard.json", () => {
  it("asks for nothing that /metrics does not give", () => {
    const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

    expect(asked.flatMap(unknownIn)).toEqual([]);
  });

  it("tells panels apart, none on another, and takes its data from where whoever looks wants it", () => {
    const { panels, templating } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { targets } of panels) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    expect(templating.list.map(({ name, type }) => [name, type])).toEqual([
      ["datasource", "datasource"],
      ["job", "query"],
      ["group", "query"],
    ]);
  });

  it("every label of a legend is one of its series", () => {
    for (const { targets } of dashboard.panels)
      for (const { expr, legendFormat } of targets) {
        const labels = new Set(askedBy(expr).series.flatMap(({ name }) => given.get(name) ?? []));
        for (const [, label = ""] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(labels, expr).toContain(label);
      }
  });
});

if (whyNoPromtool) console.log(`skipped: ${whyNoPromtool}`);
describe.skipIf(whyNoPromtool !== undefined)("as Prometheus sees it", () => {
  it("takes the rules", () => {
    expect(promtool(["check", "rules", join(folder, "skylane.rules.yml")])).toMatchObject({ isContent: true });
  });

  it("the rules do what they say", () => {
    const { isContent, says } = promtool([
      "test",
      "rules",
      ...["skylane.rules.test.yml", "skylane.rules.days.test.yml"].map((file) => join(folder, file)),
    ]);

    expect(isContent, says).toBe(true);
  });

  it("takes every metric, whatever its labels hold", () => {
    const config = metricFacts().config;
    const hostile = 'a "b" \\ \n{} = # \u0000\ud800 é';
    const facts = metricFacts({
      config: { ...config, groups: config.groups.map((one) => ({ ...one, id: hostile as never })) },
    });
    const { isContent, says } = promtool(["check", "metrics"], writeExposition(metricsOf(facts), "").body);

    expect(isContent, says).toBe(true);
    expect(says).toBe("");
  });
});
