import { createHash, randomUUID } from "node:crypto";
import type { Expression } from "jsonata";
import jsonata from "jsonata";
import type { Timers } from "../../time.ts";

const HASHES: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};
const MAX_RANGE_ITEMS = 10_000_000;

/**
 * Gives one compiled expression the functions Step Functions adds to JSONata, and takes `$eval` away as AWS does.
 * `$now` and `$millis` follow the injected clock.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function registerBuiltIns(expression: Expression, sources: { timers: Timers; random: () => number }): void {
  expression.registerFunction("partition", partition, "<an:a>");
  expression.registerFunction("range", range, "<nnn:a>");
  expression.registerFunction("hash", hash, "<xs:s>");
  expression.registerFunction(
    "random",
    (seed?: number) => (seed === undefined ? sources.random() : seeded(seed)),
    "<n?:n>",
  );
  expression.registerFunction("uuid", () => randomUUID(), "<:s>");
  expression.registerFunction("parse", (text: string) => JSON.parse(text) as unknown, "<s:x>");
  expression.registerFunction("millis", () => sources.timers.nowMs(), "<:n>");
  expression.registerFunction(
    "now",
    (picture?: string, timezone?: string) => formatMillis(sources.timers.nowMs(), picture, timezone),
    "<s?s?:s>",
  );
  expression.registerFunction("eval", () => {
    throw new Error("$eval is not available in Step Functions; use $parse for JSON text");
  });
}

function partition(items: readonly unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size <= 0) throw new Error("$partition: the size must be a positive integer");
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error("$range: the step must not be zero");
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MAX_RANGE_ITEMS) throw new Error(`$range: ${count} items are too many`);
  return Array.from({ length: count }, (_, i) => first + i * step);
}

function hash(data: unknown, algorithm: string): string {
  const name = HASHES[algorithm];
  if (name === undefined)
    throw new Error(`$hash: use one of ${Object.keys(HASHES).join(", ")} instead of ${algorithm}`);
  return createHash(name)
    .update(typeof data === "string" ? data : JSON.stringify(data))
    .digest("hex");
}

/** The same seed gives the same number: the first 48 bits of its SHA-256, as a fraction. */
function seeded(seed: number): number {
  return createHash("sha256").update(String(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}

const fromMillis = jsonata("$fromMillis($ms, $picture, $timezone)");
function formatMillis(ms: number, picture?: string, timezone?: string): Promise<unknown> | string {
  return picture === undefined ? new Date(ms).toISOString() : fromMillis.evaluate(undefined, { ms, picture, timezone });
}
