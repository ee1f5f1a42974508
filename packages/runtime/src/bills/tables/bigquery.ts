import { coreError } from "@skylane/core";
import * as z from "zod";
import { type BearerCall, bearerCall, understood } from "../folders/bearer-call.ts";

/** A query that would read more is refused by BigQuery before it costs anything. */
const MAX_BYTES_BILLED = 100 * 2 ** 30;
/** The least that a query is billed for, each table. */
const MIN_BYTES_BILLED = 10 * 2 ** 20;
/** On demand, in the United States. @see https://cloud.google.com/bigquery/pricing (read 2026-11) */
const USD_PER_TIB = 6.25;
const ROWS_PER_PAGE = 10_000;
/** BigQuery holds a question open as long as that, and is asked again. */
const WAIT_MS = 20_000;
const MAX_WAITS = 30;

/** A value of a named parameter: what stands in a query beside the names of the configuration. */
export interface Parameter {
  readonly name: string;
  readonly type: "STRING" | "TIMESTAMP";
  readonly value: string;
}

/** A value by its column's type: text, a list, or a record; moments are ISO 8601 with microseconds. */
export type Cell = string | null | readonly Cell[] | { readonly [name: string]: Cell };

/** A page of an answer. */
export interface QueryPage {
  readonly rows: readonly (readonly Cell[])[];
  readonly readUsd: number;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode?: string | undefined;
  readonly fields?: readonly Field[] | undefined;
}
const Field: z.ZodType<Field> = z.lazy(() =>
  z.looseObject({
    name: z.string().max(300),
    type: z.string().max(40),
    mode: z.string().max(40).optional(),
    fields: z.array(Field).max(10_000).optional(),
  }),
);
const Row = z.looseObject({ f: z.array(z.looseObject({ v: z.unknown() })) });
const Answer = z.looseObject({
  jobComplete: z.boolean(),
  jobReference: z.looseObject({ jobId: z.string().max(1_100), location: z.string().max(100).optional() }),
  schema: z.looseObject({ fields: z.array(Field).max(10_000) }).optional(),
  rows: z.array(Row).default([]),
  pageToken: z.string().min(1).max(4_096).optional(),
  totalBytesProcessed: z.string().regex(/^\d+$/).default("0"),
  cacheHit: z.boolean().default(false),
});

/**
 * Asks a query of a project, and reads its answer page by page. @throws ERR_BILL_UNREADABLE
 * @see https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query (read 2026-11)
 */
export function bigQuery(project: string, request: BearerCall) {
  const { at } = request;
  const ask = async (url: URL, body?: object) => {
    const answer = await bearerCall(url, { ...request, ...(body && { body }) });
    return understood(Answer, await answer.json().catch(() => undefined), at);
  };
  return async function* query(
    sql: string,
    parameters: readonly Parameter[],
    runsIn: string | undefined,
  ): AsyncGenerator<QueryPage> {
    let answer = await ask(new URL(`${project}/queries`), {
      query: sql,
      ...(runsIn !== undefined && { location: runsIn }),
      useLegacySql: false,
      parameterMode: "NAMED",
      queryParameters: parameters.map(({ name, type, value }) => ({
        name,
        parameterType: { type },
        parameterValue: { value },
      })),
      maximumBytesBilled: String(MAX_BYTES_BILLED),
      maxResults: ROWS_PER_PAGE,
      timeoutMs: WAIT_MS,
      formatOptions: { useInt64Timestamp: true },
    });
    const { jobId, location } = answer.jobReference;
    const resultsAt = (more: Readonly<Record<string, string>>): URL => {
      const url = new URL(`${project}/queries/${encodeURIComponent(jobId)}`);
      url.search = new URLSearchParams({
        ...(location !== undefined && { location }),
        maxResults: String(ROWS_PER_PAGE),
        timeoutMs: String(WAIT_MS),
        "formatOptions.useInt64Timestamp": "true",
        ...more,
      }).toString();
      return url;
    };
    for (let waits = 0; !answer.jobComplete; waits += 1) {
      if (waits === MAX_WAITS)
        throw coreError(
          "ERR_BILL_UNREADABLE",
          `${at} has not answered after ${(MAX_WAITS * WAIT_MS) / 60_000} minutes. It is read again with the next look`,
          { at },
        );
      answer = await ask(resultsAt({}));
    }
    const fields = answer.schema?.fields ?? [];
    let readUsd = answer.cacheHit ? 0 : usdOf(Number(answer.totalBytesProcessed));
    for (;;) {
      yield { rows: answer.rows.map(({ f }) => fields.map((field, i) => cellOf(field, f[i]?.v, at))), readUsd };
      readUsd = 0;
      if (answer.pageToken === undefined) return;
      answer = await ask(resultsAt({ pageToken: answer.pageToken }));
    }
  };
}

const usdOf = (bytes: number): number => (Math.max(bytes, MIN_BYTES_BILLED) / 2 ** 40) * USD_PER_TIB;

/** Rows are lists of `f`, values are `v`, whatever they hold. */
function cellOf(field: Field, value: unknown, at: string): Cell {
  if (value === null || value === undefined) return null;
  if (field.mode === "REPEATED") {
    const each = understood(z.array(z.looseObject({ v: z.unknown() })), value, at);
    return each.map(({ v }) => cellOf({ ...field, mode: undefined }, v, at));
  }
  if (field.type === "RECORD" || field.type === "STRUCT") {
    const { f } = understood(Row, value, at);
    return Object.fromEntries((field.fields ?? []).map((one, i) => [one.name, cellOf(one, f[i]?.v, at)]));
  }
  const text = understood(z.union([z.string(), z.number(), z.boolean()]), value, at);
  return field.type === "TIMESTAMP" ? moment(String(text), at) : String(text);
}

/** Microseconds since 1970, as BigQuery counts. */
function moment(micros: string, at: string): string {
  const [, whole = "", fraction = ""] =
    understood(z.string().regex(/^\d{7,17}$/), micros, at).match(/^(\d+)(\d{6})$/) ?? [];
  return `${new Date(Number(whole) * 1_000).toISOString().slice(0, 19)}.${fraction}Z`;
}
