import * as z from "zod";
import { Query } from "../model/query.ts";
import { TraceSpanView } from "./traces.ts";

/** `GET /v1/query?q=`: a question in words. */
export const AskQuery = z.looseObject({ q: z.string().min(1).max(1_000) });

/** What a column holds: how its cells are shown, and where they lead. */
export const QueryColumn = z.strictObject({
  label: z.string(),
  kind: z.enum(["text", "time", "ms", "count", "ratio", "request", "path", "incident"]),
});
export type QueryColumn = z.infer<typeof QueryColumn>;

/** A text, a number, a number that is only known to lie between two, or nothing. A time is in ms since 1970. */
export const QueryCell = z.union([
  z.string(),
  z.number(),
  z.strictObject({ low: z.number(), high: z.number() }),
  z.null(),
]);
export type QueryCell = z.infer<typeof QueryCell>;

const ChartUnit = z.enum(["ms", "count", "ratio"]);
/** The same as a picture: over time, or one bar for each. Of what lies between two values it shows the higher one. */
export const QueryChart = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("lines"),
    label: z.string(),
    unit: ChartUnit,
    fromMs: z.number(),
    untilMs: z.number(),
    /** Where each step begins. */
    timesMs: z.array(z.number()),
    lines: z.array(z.strictObject({ label: z.string(), values: z.array(z.number().nullable()) })),
  }),
  z.strictObject({
    kind: z.literal("bars"),
    label: z.string(),
    unit: ChartUnit,
    bars: z.array(z.strictObject({ label: z.string(), value: z.number() })),
  }),
]);
export type QueryChart = z.infer<typeof QueryChart>;

/** Something that follows from the requests that were looked at, with its numbers. */
export const QueryInsight = z.strictObject({
  kind: z.enum(["bottleneck", "network", "repeated-calls", "cache", "move"]),
  /** One sentence with its numbers. */
  says: z.string(),
  /** What it rests on. */
  basis: z.string(),
  /** What it would take to be sure, or what cannot be known from spans. */
  unknown: z.string().optional(),
  /** What a request takes now and would take, ms; absent = it advises nothing. */
  gain: z
    .strictObject({
      beforeMs: z.number().nonnegative(),
      afterMs: z.number().nonnegative(),
      savedRatio: z.number().min(0).max(1),
      /** What it is the gain of: `on a hit`. */
      when: z.string(),
    })
    .optional(),
  /** Where time goes, what most of it goes to first; the shares of what is shown. */
  parts: z.array(
    z.strictObject({ label: z.string(), ms: z.number().nonnegative(), shareRatio: z.number().min(0).max(1) }),
  ),
});
export type QueryInsight = z.infer<typeof QueryInsight>;

/** `GET /v1/query`: the answer, or where the question is not understood. */
export const QueryAnswer = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("answered"),
    atMs: z.number(),
    /** The question in the words of the grammar: they mean the same when they are asked. */
    understoodAs: z.string(),
    readBy: z.enum(["grammar", "model"]),
    query: Query,
    /** From the first on, before the second. */
    range: z.strictObject({ fromMs: z.number(), untilMs: z.number() }),
    columns: z.array(QueryColumn),
    rows: z.array(z.array(QueryCell)),
    /** Rows there are; more than are shown where a limit was reached. */
    rowCount: z.int().nonnegative(),
    chart: QueryChart.optional(),
    insights: z.array(QueryInsight),
    /** What limits the answer: what is not kept, what is known only between bounds, names that nobody has. */
    notes: z.array(z.string()),
  }),
  z.strictObject({
    outcome: z.literal("not-understood"),
    /** The question as it was read. */
    text: z.string(),
    /** Where in `text`, in characters, and how many. */
    at: z.int().nonnegative(),
    length: z.int().nonnegative(),
    problem: z.string(),
    suggestions: z.array(z.string()),
  }),
]);
export type QueryAnswer = z.infer<typeof QueryAnswer>;
export type AnsweredQuery = Extract<QueryAnswer, { outcome: "answered" }>;

/** `GET /v1/requests/{traceId}`: one request through its services, as it is drawn. */
export const RequestView = z.strictObject({
  traceId: z.string(),
  startMs: z.number(),
  durationMs: z.number().nonnegative(),
  spans: z
    .array(
      z.strictObject({
        ...TraceSpanView.shape,
        service: z.string(),
        region: z.string().optional(),
        /** Without what is below it. */
        selfMs: z.number().nonnegative(),
        /** Of a call to a service that sent a span too: what was spent on the way. */
        networkMs: z.number().nonnegative().optional(),
      }),
    )
    .min(1),
  droppedSpanCount: z.int().nonnegative(),
  insights: z.array(QueryInsight),
});
export type RequestView = z.infer<typeof RequestView>;
export const RequestTraceId = z.string().regex(/^[0-9a-f]{32}$/, "must be a trace id: 32 hex digits");
