import * as z from "zod";
import { IncidentStatus } from "./incident.ts";

/** What a person calls a service, path, group or cloud in a question. */
export const QueryName = z.string().min(1).max(128);
/** A cloud as spans and the configuration name it: `aws`. */
export const QueryCloud = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, "must be a cloud such as aws");

/** A day in UTC. */
export const QueryDay = z.union([z.enum(["today", "yesterday"]), z.iso.date()]);
export type QueryDay = z.infer<typeof QueryDay>;

/** A moment in UTC. A time without a day is the last one that has passed; a day without a time is all of it. */
export const QueryMoment = z
  .strictObject({ day: QueryDay.optional(), minuteOfDay: z.int().min(0).max(1_439).optional() })
  .refine(({ day, minuteOfDay }) => day !== undefined || minuteOfDay !== undefined, "must have a day or a time");
export type QueryMoment = z.infer<typeof QueryMoment>;

export const QueryUnit = z.enum(["minute", "hour", "day", "week"]);
export type QueryUnit = z.infer<typeof QueryUnit>;
/** Of which time; weeks begin on Monday. */
export const QueryRange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("last"), count: z.int().min(1).max(10_000), unit: QueryUnit }),
  z.strictObject({ kind: z.literal("on"), day: QueryDay }),
  z.strictObject({ kind: z.literal("week"), week: z.enum(["this", "last"]) }),
  z.strictObject({ kind: z.literal("since"), from: QueryMoment }),
  z.strictObject({ kind: z.literal("between"), from: QueryMoment, until: QueryMoment }),
]);
export type QueryRange = z.infer<typeof QueryRange>;

/** One service, or all of a cloud. */
export const QueryEnd = z.union([z.strictObject({ service: QueryName }), z.strictObject({ cloud: QueryCloud })]);
export type QueryEnd = z.infer<typeof QueryEnd>;

/** Paths: one, those of a group, those that touch a cloud. */
export const QueryPaths = z.union([
  z.strictObject({ path: QueryName }),
  z.strictObject({ group: QueryName }),
  z.strictObject({ cloud: QueryCloud }),
]);
export type QueryPaths = z.infer<typeof QueryPaths>;

export const QueryStep = z.enum(["minute", "hour", "day"]);
export type QueryStep = z.infer<typeof QueryStep>;
export const QueryOrder = z.enum(["newest", "oldest", "highest", "lowest"]);
export type QueryOrder = z.infer<typeof QueryOrder>;

const Ms = z.number().min(0.001).max(1e9);
const Percent = z.number().min(0.001).max(100);
/** What every question has. */
const common = {
  range: QueryRange,
  /** One value for each of these times; absent = one for all. */
  every: QueryStep.optional(),
  /** Absent = as fits what is asked. */
  order: QueryOrder.optional(),
  /** Rows at most; absent = 50. */
  limit: z.int().min(1).max(500).optional(),
};
const by = <const Dimensions extends readonly [string, ...string[]]>(dimensions: Dimensions) =>
  z
    .array(z.enum(dimensions))
    .max(2)
    .refine((list) => new Set(list).size === list.length, "must name each only once");

/** `rows` shows single ones; the others are one value. */
export const RequestMeasure = z.enum(["rows", "count", "errors", "average", "p50", "p95", "p99", "max"]);
/** Requests between services. */
const RequestQuery = z.strictObject({
  source: z.literal("requests"),
  measure: RequestMeasure,
  from: QueryEnd.optional(),
  to: QueryEnd.optional(),
  /** `GET /api/sales` */
  route: QueryName.optional(),
  slowerThanMs: Ms.optional(),
  fasterThanMs: Ms.optional(),
  isFailed: z.literal(true).optional(),
  by: by(["caller", "service", "route", "caller-cloud", "cloud"]),
  ...common,
});

export const SampleMetric = z.enum(["rtt", "loss", "jitter"]);
export type SampleMetric = z.infer<typeof SampleMetric>;
/** What probes measured of paths, minute by minute. */
const SampleQuery = z.strictObject({
  source: z.literal("samples"),
  metric: SampleMetric,
  measure: z.enum(["rows", "count", "average", "p95", "max"]),
  /** Absent = all paths. */
  of: QueryPaths.optional(),
  aboveMs: Ms.optional(),
  belowMs: Ms.optional(),
  abovePercent: Percent.optional(),
  belowPercent: Percent.optional(),
  by: by(["path", "group", "cloud", "vantage"]),
  ...common,
});

/** The event log. */
const EventQuery = z.strictObject({
  source: z.literal("events"),
  measure: z.enum(["rows", "count"]),
  /** `failover.*` */
  type: z
    .string()
    .max(128)
    .regex(/^[a-z0-9*][a-z0-9.*-]*[a-z0-9*]$/, "must be a type of event such as failover.*")
    .optional(),
  /** What they are about. */
  of: QueryName.optional(),
  by: by(["type", "subject"]),
  ...common,
});

/** Failures of paths. A duration is from when it was opened until it was closed. */
const IncidentQuery = z.strictObject({
  source: z.literal("incidents"),
  measure: z.enum(["rows", "count", "average", "max"]),
  of: z.union([z.strictObject({ path: QueryName }), z.strictObject({ group: QueryName })]).optional(),
  status: IncidentStatus.optional(),
  by: by(["group", "status", "path"]),
  ...common,
});

/** A question that can be answered from what is stored. Its words are `printQuery`'s; what it may combine, `problemOf`'s. */
export const Query = z.discriminatedUnion("source", [RequestQuery, SampleQuery, EventQuery, IncidentQuery]);
export type Query = z.infer<typeof Query>;
export type RequestQuery = z.infer<typeof RequestQuery>;
export type SampleQuery = z.infer<typeof SampleQuery>;
export type EventQuestion = z.infer<typeof EventQuery>;
export type IncidentQuery = z.infer<typeof IncidentQuery>;
