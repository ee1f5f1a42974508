import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseQuery } from "./parse-query.ts";
import { printQuery } from "./print-query.ts";
import { fillers, reserved } from "./words.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../../docs/query.md"), "utf8");
const examples = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|$/gm)].map(([, asked = "", meant = ""]) => [
  asked,
  meant,
]);

describe("docs/query.md", () => {
  it.each(examples)("is right about “%s”", (asked, meant) => {
    const reading = parseQuery(asked);

    expect(reading.outcome === "read" ? printQuery(reading.query) : reading.problem).toBe(meant);
  });

  it("has examples, and every word of the grammar", () => {
    const said = new Set(page.toLowerCase().match(/[a-z0-9-]+/g));

    expect(examples.length).toBeGreaterThan(10);
    expect([...reserved].filter((word) => !fillers.has(word) && !METHODS.has(word) && !said.has(word))).toEqual([]);
  });
});
const METHODS = new Set(["get", "post", "put", "patch", "delete", "head", "options"]);
