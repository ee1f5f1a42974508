import * as z from "zod";
import type { World } from "../../../world/world.ts";
import type { Realism } from "../../realism.ts";
import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { denied, googleError, invalid, notFound } from "../google-error.ts";
import { projectOf } from "../project.ts";
import { lacking } from "../writes.ts";
import { EXPORT_TABLE, exportedRows, exportSchema, type Field, type Value } from "./billing-export.ts";
import { parseQuery, QueryError } from "./parse-query.ts";
import { type Parameters, type Result, runQuery } from "./run-query.ts";

const DATASET = "billing";
const LOCATION = "US";
const MAX_KEPT = 20;
const MAX_ROWS = 10_000;

const Parameter = z.strictObject({
  name: z.string(),
  parameterType: z.strictObject({ type: z.enum(["STRING", "TIMESTAMP"]) }),
  parameterValue: z.strictObject({ value: z.string() }),
});
const Input = z.strictObject({
  query: z.string().min(1).max(100_000),
  location: z.string().optional(),
  useLegacySql: z.literal(false),
  parameterMode: z.literal("NAMED").optional(),
  queryParameters: z.array(Parameter).default([]),
  maximumBytesBilled: z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
  maxResults: z.int().min(1).default(MAX_ROWS),
  timeoutMs: z.int().min(0).optional(),
  formatOptions: z.strictObject({ useInt64Timestamp: z.boolean().optional() }).default({}),
});

const kept = new WeakMap<World, Map<string, Result>>();

/** BigQuery: one table in each project of the estate, the detailed export of the billing account, and queries of it. */
export function bigQueryApi(
  world: World,
  path: string,
  { method, query, body }: Pick<RestRequest, "method" | "query" | "body">,
  realism: Realism,
): RestAnswer {
  const [, projectId = "", rest = ""] = /^projects\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (!projectOf(world, projectId)) return notFound(`projects/${projectId}`);
  const refused = (permission: string): RestAnswer | undefined => {
    const missing = lacking([permission], realism);
    return missing === undefined ? undefined : denied(missing, `projects/${projectId}`);
  };
  if (method === "GET" && rest.startsWith("datasets/")) {
    if (rest !== `datasets/${DATASET}/tables/${EXPORT_TABLE}`) return notFound(rest);
    return refused("bigquery.tables.get") ?? { statusCode: 200, body: aboutTable(projectId) };
  }
  if (method === "POST" && rest === "queries")
    return refused("bigquery.jobs.create") ?? refused("bigquery.tables.getData") ?? started(world, projectId, body);
  const jobId = /^queries\/([\w-]+)$/.exec(rest)?.[1];
  if (method !== "GET" || jobId === undefined) return notFound(rest);
  const result = kept.get(world)?.get(jobId);
  if (!result) return notFound(`Job ${projectId}:${LOCATION}.${jobId}`);
  const maxResults = Number(query.get("maxResults") ?? MAX_ROWS);
  const from = Number(/^r(\d{1,9})$/.exec(query.get("pageToken") ?? "r0")?.[1] ?? Number.NaN);
  if (!Number.isInteger(maxResults) || maxResults < 1 || Number.isNaN(from)) return invalid("Invalid page token");
  return pageOf(projectId, jobId, result, { from, maxResults });
}

const aboutTable = (projectId: string) => ({
  kind: "bigquery#table",
  tableReference: { projectId, datasetId: DATASET, tableId: EXPORT_TABLE },
  schema: { fields: exportSchema },
  timePartitioning: { type: "DAY" },
  location: LOCATION,
  type: "TABLE",
});

function started(world: World, projectId: string, body: unknown): RestAnswer {
  const input = Input.safeParse(body);
  if (!input.success)
    return invalid(`Invalid value at '${input.error.issues[0]?.path.join(".")}': ${input.error.issues[0]?.message}`);
  const { query: sql, location, queryParameters, maximumBytesBilled, maxResults, formatOptions } = input.data;
  if (formatOptions.useInt64Timestamp !== true)
    return googleError(501, "UNIMPLEMENTED", "notImplemented", "Moments are told as whole microseconds here");
  try {
    const query = parseQuery(sql);
    const table = `${projectId}.${DATASET}.${EXPORT_TABLE}`;
    if (query.table !== table || (location !== undefined && location !== LOCATION))
      return notFound(`Table ${query.table} in location ${location ?? LOCATION}`);
    const result = runQuery(query, exportSchema, exportedRows(world), parametersOf(queryParameters));
    if (maximumBytesBilled !== undefined && result.bytes > Number(maximumBytesBilled))
      return googleError(
        400,
        "INVALID_ARGUMENT",
        "bytesBilledLimitExceeded",
        `Query exceeded limit for bytes billed: ${maximumBytesBilled}. ${result.bytes} or higher required.`,
      );
    const jobs = kept.get(world) ?? new Map<string, Result>();
    kept.set(world, jobs);
    const jobId = `job_${world.clock.nowMs()}_${jobs.size}_${sql.length}`;
    jobs.set(jobId, result);
    const [oldest] = jobs.keys();
    if (jobs.size > MAX_KEPT && oldest !== undefined) jobs.delete(oldest);
    return pageOf(projectId, jobId, result, { from: 0, maxResults });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return googleError(400, "INVALID_ARGUMENT", "invalidQuery", error.message);
  }
}

function parametersOf(all: readonly z.infer<typeof Parameter>[]): Parameters {
  return Object.fromEntries(
    all.map(({ name, parameterType: { type }, parameterValue: { value } }) => {
      if (type === "STRING") return [name, value];
      const micros = /\.\d{3}(\d{3})Z$/.exec(value)?.[1] ?? "0";
      const ms = Date.parse(value);
      if (Number.isNaN(ms)) throw new QueryError(`Invalid TIMESTAMP string "${value}"`);
      return [name, ms * 1_000 + Number(micros)];
    }),
  );
}

function pageOf(
  projectId: string,
  jobId: string,
  { fields, rows, bytes }: Result,
  { from, maxResults }: { readonly from: number; readonly maxResults: number },
): RestAnswer {
  const to = from + Math.min(maxResults, MAX_ROWS);
  return {
    statusCode: 200,
    body: {
      kind: "bigquery#queryResponse",
      jobComplete: true,
      jobReference: { projectId, jobId, location: LOCATION },
      schema: { fields },
      totalRows: String(rows.length),
      totalBytesProcessed: String(bytes),
      cacheHit: false,
      rows: rows.slice(from, to).map((row) => ({ f: fields.map((field, i) => ({ v: told(field, row[i] ?? null) })) })),
      ...(to < rows.length && { pageToken: `r${to}` }),
    },
  };
}

/** Records are lists of `f`, repeated values lists of `v`, everything else is text. */
function told(field: Field, value: Value): unknown {
  if (value === null) return null;
  if (field.mode === "REPEATED")
    return (value as readonly Value[]).map((one) => ({ v: told({ ...field, mode: "NULLABLE" }, one) }));
  if (field.type !== "RECORD") return String(value);
  const record = value as Readonly<Record<string, Value>>;
  return { f: (field.fields ?? []).map((one) => ({ v: told(one, record[one.name] ?? null) })) };
}
