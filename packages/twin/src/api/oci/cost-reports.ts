import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { billedIn, billedMonths, DAY_MS, HOUR_MS } from "../../bills/billed-so-far.ts";
import { csvLine } from "../../bills/csv.ts";
import { focusColumns, focusFields } from "../../bills/focus-rows.ts";
import type { World } from "../../world/world.ts";
import type { Realism } from "../realism.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { invalid, ociError, ociOk } from "./oci-answer.ts";
import { regionsOf, tenanciesOf } from "./tenancy.ts";

const NAMESPACE = "bling";
const MAX_LIMIT = 1_000;
/** Reports of a day are written some hours after it. */
const LATE_MS = 4 * HOUR_MS;

interface Report {
  readonly name: string;
  readonly writtenAtMs: number;
  readonly content: Buffer;
}

/**
 * Object Storage with the FOCUS reports of a tenancy: Oracle's own namespace, a bucket named after the tenancy, in its home Region,
 * a file each day.
 */
export function costReports(
  world: World,
  regionId: string,
  [namespace = "", b, bucket = "", o, name]: readonly string[],
  { method, query }: RestRequest,
  { deniedActions }: Realism,
): RestAnswer {
  const tenancyId = tenanciesOf(world).find((one) => one === bucket && regionsOf(world, one)[0] === regionId);
  const isThere = b === "b" && o === "o" && namespace === NAMESPACE && tenancyId !== undefined;
  const permission = name === undefined ? "oci:OBJECT_INSPECT" : "oci:OBJECT_READ";
  // Oracle does not tell whether a bucket is absent or may not be seen
  if (!isThere || deniedActions.includes(permission))
    return ociError(
      404,
      "BucketNotFound",
      `Either the bucket named '${bucket}' does not exist in the namespace '${namespace}' or you are not authorized to access it`,
    );
  if (method !== "GET") return ociError(405, "MethodNotAllowed", "This bucket is read only.");
  const reports = reportsOf(world, tenancyId);
  if (name !== undefined) {
    const found = reports.find((one) => one.name === name);
    return found
      ? { ...ociOk(found.content), headers: { "content-type": "application/octet-stream", etag: etagOf(found) } }
      : ociError(404, "ObjectNotFound", `The object '${name}' was not found in the bucket '${bucket}'`);
  }
  const limit = Number(query.get("limit") ?? MAX_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    return invalid(`limit must be between 1 and ${MAX_LIMIT}`);
  const [prefix, start] = [query.get("prefix") ?? "", query.get("start") ?? ""];
  const wanted = reports.filter((one) => one.name.startsWith(prefix) && one.name >= start);
  const next = wanted[limit]?.name;
  const fields = new Set((query.get("fields") ?? "name").split(","));
  return ociOk({
    objects: wanted.slice(0, limit).map((one) => ({
      name: one.name,
      ...(fields.has("size") && { size: one.content.length }),
      ...(fields.has("etag") && { etag: etagOf(one) }),
      ...(fields.has("timeModified") && { timeModified: new Date(one.writtenAtMs).toISOString() }),
    })),
    prefixes: [],
    ...(next !== undefined && { nextStartWith: next }),
  });
}

const known = new WeakMap<World, Map<string, Report>>();

/** Reports that are written by now, by name. What has passed does not change: each is made once. */
function reportsOf(world: World, tenancyId: string): readonly Report[] {
  const made = known.get(world) ?? new Map<string, Report>();
  known.set(world, made);
  const columns = csvLine(focusColumns("oci"));
  const names: string[] = [];
  for (const monthMs of billedMonths(world)) {
    const charges = billedIn(world, "oci", monthMs, DAY_MS).filter(({ meter }) => meter.accountId === tenancyId);
    for (const [startMs, ofDay] of Map.groupBy(charges, (one) => one.startMs)) {
      const writtenAtMs = startMs + DAY_MS + LATE_MS;
      if (writtenAtMs > world.clock.nowMs()) continue;
      const name = `FOCUS Reports/${new Date(startMs).toISOString().slice(0, 10).replaceAll("-", "/")}/${String(startMs / DAY_MS).padStart(10, "0")}-00001.csv.gz`;
      const key = `${tenancyId}|${name}`;
      names.push(key);
      if (made.has(key)) continue;
      const lines = ofDay.map((charge) =>
        csvLine(
          focusFields(
            "oci",
            { ...charge, kind: "usage" },
            `${charge.meter.resource.id}|${charge.meter.sku.meter}|${charge.startMs}|${charge.nanoUsdPerUnit}`,
          ),
        ),
      );
      made.set(key, { name, writtenAtMs, content: gzipSync([columns, ...lines].join("")) });
    }
  }
  return names.flatMap((key) => made.get(key) ?? []);
}

const etagOf = ({ content }: Report): string => createHash("sha256").update(content).digest("hex").slice(0, 32);
