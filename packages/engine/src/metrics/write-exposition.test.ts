import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MetricFamily } from "./family.ts";
import { writeExposition } from "./write-exposition.ts";

const families: readonly MetricFamily[] = [
  {
    name: "skylane_moves",
    type: "counter",
    help: "Moves; a \\ and\na second line.",
    samples: [{ labels: { outcome: 'a "b" \\ \n c' }, value: 3 }],
  },
  {
    name: "skylane_took_seconds",
    type: "histogram",
    help: "How long.",
    samples: [
      { suffix: "_bucket", labels: { le: "+Inf" }, value: 1 },
      { suffix: "_sum", labels: {}, value: 0.5 },
      { suffix: "_count", labels: {}, value: 1 },
    ],
  },
  { name: "skylane_nothing", type: "gauge", help: "No value.", samples: [] },
];
const PROMETHEUS =
  "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

/** Label values of a line, read back by the rules of the format. */
const valuesIn = (line: string): readonly string[] =>
  [...line.matchAll(/="((?:[^"\\\n]|\\["\\n])*)"/g)].map(([, text = ""]) =>
    text.replaceAll(/\\(["\\n])/g, (_, one: string) => (one === "n" ? "\n" : one)),
  );

describe("engine/metrics/write-exposition", () => {
  it("writes the older text format where nothing else is asked for", () => {
    const { contentType, body } = writeExposition(families, "");

    expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(body).toBe(
      [
        "# HELP skylane_moves_total Moves; a \\\\ and\\na second line.",
        "# TYPE skylane_moves_total counter",
        'skylane_moves_total{outcome="a \\"b\\" \\\\ \\n c"} 3',
        "# HELP skylane_took_seconds How long.",
        "# TYPE skylane_took_seconds histogram",
        'skylane_took_seconds_bucket{le="+Inf"} 1',
        "skylane_took_seconds_sum 0.5",
        "skylane_took_seconds_count 1",
        "",
      ].join("\n"),
    );
  });

  it("writes OpenMetrics where that is asked for, with its end", () => {
    const { contentType, body } = writeExposition(families, PROMETHEUS);

    expect(contentType).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect(body).toContain("# TYPE skylane_moves counter\nskylane_moves_total{");
    expect(body.endsWith("\n# EOF\n")).toBe(true);
  });

  it.each([
    ["", "text/plain"],
    ["*/*", "text/plain"],
    ["text/html, text/plain", "text/plain"],
    ["application/openmetrics-text", "application/openmetrics-text"],
    ["application/openmetrics-text; version=0.0.1", "text/plain"],
    ["application/openmetrics-text;q=0.1, text/plain;q=0.9", "text/plain"],
    ["application/openmetrics-text;q=x", "text/plain"],
    ["APPLICATION/OpenMetrics-Text; Q=0.9, */*; q=0.1", "application/openmetrics-text"],
    [";;,,=,", "text/plain"],
  ])("accept %j: %s", (accept, type) => {
    expect(writeExposition([], accept).contentType.split(";")[0]).toBe(type);
  });

  it("whatever a name holds, it stays one value on one line and reads back as it was", () => {
    const seed = 20_261_124;
    console.log(`seed ${seed}`);
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("", "application/openmetrics-text"),
        (name, accept) => {
          const family = { name: "skylane_x", type: "gauge", help: name, samples: [{ labels: { a: name }, value: 1 }] };
          const lines = writeExposition([family as MetricFamily], accept).body.split("\n");

          expect(lines.filter((line) => line !== "" && line !== "# EOF")).toHaveLength(3);
          // a return is written as the end of a line, which it is
          expect(valuesIn(lines[2] ?? "")).toEqual([name.toWellFormed().replaceAll(/\r\n|\r/g, "\n")]);
        },
      ),
      { seed },
    );
  });

  it.each([
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [1e21, "1e+21"],
    [-0.5, "-0.5"],
  ])("spells %d as %s", (value, spelt) => {
    const { body } = writeExposition([{ name: "x", type: "gauge", help: "", samples: [{ labels: {}, value }] }], "");

    expect(body).toContain(`\nx ${spelt}\n`);
  });
});
