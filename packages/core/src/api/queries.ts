import * as z from "zod";
import { IsoWeek } from "../units/iso-week.ts";

/** `GET /v1/events?after=KEY&limit=N` */
export const EventQuery = z.looseObject({
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d\|.+$/, "must be the key of an event you were given")
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** `GET /v1/topology/snapshots?limit=N` */
export const SnapshotQuery = z.looseObject({ limit: z.coerce.number().int().min(1).max(500).default(50) });

/** `GET /v1/topology?snapshot=KEY` */
export const TopologyQuery = z.looseObject({
  snapshot: z.iso.datetime("must be the key of a snapshot you were given").optional(),
});

/** `GET /v1/drills/summary?month=2026-11` */
export const DrillSummaryQuery = z.looseObject({
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month such as 2026-11"),
});

/** `GET /v1/reports/week?week=2026-W47`; absent = the last week that is over. */
export const WeekReportQuery = z.looseObject({ week: IsoWeek.optional() });
