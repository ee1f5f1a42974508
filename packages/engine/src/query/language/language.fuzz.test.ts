import { IncidentStatus, Query } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery } from "./parse-query.ts";
import { printQuery } from "./print-query.ts";
import { problemOf } from "./problem-of.ts";
import { readable } from "./tokens.ts";
import { reserved } from "./words.ts";

const name = fc
  .oneof(
    fc.constantFrom("web-app", "aws", "yesterday", "p95", 'a "b" \\c', "Ünïcode", "2fa", "x.", "--", ...reserved),
    fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }),
  )
  .filter((text) => text === readable(text) && text.length <= 128);
const cloud = fc.constantFrom("aws", "azure", "alibaba_cloud", "from", "p95");
const day = fc.constantFrom("today", "yesterday", "2026-11-20", "2024-02-29");
const minuteOfDay = fc.nat(1_439);
const moment = fc.oneof(fc.record({ day }), fc.record({ minuteOfDay }), fc.record({ day, minuteOfDay }));
const range = fc.oneof(
  fc.record({
    kind: fc.constant("last"),
    count: fc.integer({ min: 1, max: 10_000 }),
    unit: fc.constantFrom("minute", "hour", "day", "week"),
  }),
  fc.record({ kind: fc.constant("on"), day }),
  fc.record({ kind: fc.constant("week"), week: fc.constantFrom("this", "last") }),
  fc.record({ kind: fc.constant("since"), from: moment }),
  fc
    .record({ kind: fc.constant("between"), from: moment, until: moment })
    // 10:00 and 11:30 yesterday are both of yesterday
    .filter(({ from, until }) => "day" in from || !("day" in until) || !("minuteOfDay" in until)),
);
const ms = fc.oneof(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0.001, max: 1e9, noNaN: true }));
const percent = fc.double({ min: 0.001, max: 100, noNaN: true });
const by = (dimensions: readonly string[]) => fc.uniqueArray(fc.constantFrom(...dimensions), { maxLength: 2 });
const common = { range };
const optional = {
  every: fc.constantFrom("minute", "hour", "day"),
  order: fc.constantFrom("newest", "oldest", "highest", "lowest"),
  limit: fc.integer({ min: 1, max: 500 }),
};
const end = fc.oneof(fc.record({ service: name }), fc.record({ cloud }));

const question = fc
  .oneof(
    fc.record(
      {
        source: fc.constant("requests"),
        measure: fc.constantFrom("rows", "count", "errors", "average", "p50", "p95", "p99", "max"),
        from: end,
        to: end,
        route: fc.oneof(name, fc.constant("GET /api/sales/{id}")),
        slowerThanMs: ms,
        fasterThanMs: ms,
        isFailed: fc.constant(true),
        by: by(["caller", "service", "route", "caller-cloud", "cloud"]),
        ...common,
        ...optional,
      },
      { requiredKeys: ["source", "measure", "by", "range"] },
    ),
    fc.record(
      {
        source: fc.constant("samples"),
        metric: fc.constantFrom("rtt", "loss", "jitter"),
        measure: fc.constantFrom("rows", "count", "average", "p95", "max"),
        of: fc.oneof(fc.record({ path: name }), fc.record({ group: name }), fc.record({ cloud })),
        aboveMs: ms,
        belowMs: ms,
        abovePercent: percent,
        belowPercent: percent,
        by: by(["path", "group", "cloud", "vantage"]),
        ...common,
        ...optional,
      },
      { requiredKeys: ["source", "metric", "measure", "by", "range"] },
    ),
    fc.record(
      {
        source: fc.constant("events"),
        measure: fc.constantFrom("rows", "count"),
        type: fc.constantFrom("failover.*", "health.path-state-changed.v1", "error", "4a", "*.v1"),
        of: name,
        by: by(["type", "subject"]),
        ...common,
        ...optional,
      },
      { requiredKeys: ["source", "measure", "by", "range"] },
    ),
    fc.record(
      {
        source: fc.constant("incidents"),
        measure: fc.constantFrom("rows", "count", "average", "max"),
        of: fc.oneof(fc.record({ path: name }), fc.record({ group: name })),
        status: fc.constantFrom(...IncidentStatus.options),
        by: by(["group", "status", "path"]),
        ...common,
        ...optional,
      },
      { requiredKeys: ["source", "measure", "by", "range"] },
    ),
  )
  .map((made) => Query.parse(made))
  .filter((made) => problemOf(made) === undefined);

describe("engine/query/language", () => {
  it("prints every question as words that are read as the same question", () => {
    fc.assert(
      fc.property(question, (query) => {
        const words = printQuery(query);

        expect(parseQuery(words), words).toMatchObject({ outcome: "read", query });
        expect(printQuery((parseQuery(words) as { query: Query }).query)).toBe(words);
      }),
      { numRuns: 2_000 },
    );
  });

  it("answers any text, and points at a place in it where it does not understand", () => {
    const word = fc.constantFrom(
      ...reserved,
      "1",
      "s",
      "14:00",
      "99:99",
      "2026-02-30",
      '"',
      "'",
      "<",
      ">=",
      "%",
      ",",
      "x",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(word, { maxLength: 14 }).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, (asked) => {
        const reading = parseQuery(asked);

        if (reading.outcome === "read") {
          expect(parseQuery(printQuery(reading.query))).toMatchObject({ outcome: "read", query: reading.query });
          expect(problemOf(reading.query)).toBeUndefined();
        } else {
          expect(reading.problem).not.toBe("");
          expect(reading.at).toBeGreaterThanOrEqual(0);
          expect(reading.at + reading.length).toBeLessThanOrEqual(Math.max(1, reading.text.length));
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
