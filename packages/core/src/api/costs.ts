import * as z from "zod";
import { CostAnomaly, CostAnomalyId } from "../model/cost/anomaly.ts";
import { BillFormat } from "../model/cost/bill-format.ts";
import { Budget, CostForecast } from "../model/cost/budget.ts";
import { BillingMonth, TransferKind, TransferPlace } from "../model/cost/charge.ts";
import { IngestReport } from "../model/cost/ingest.ts";
import { Reconciliation, UnplacedTransfer } from "../model/cost/metering.ts";
import { CostRecommendation, CostRecommendationId } from "../model/cost/recommendation.ts";
import { ScopeKind } from "../model/cost/scope.ts";
import { GroupId, IncidentId, PathId } from "../model/ids.ts";
import { CloudId } from "../model/network.ts";

const Count = z.int().nonnegative();
/** Exact, e.g. `-0.0000008`: amounts that must add up are no numbers. */
const Amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** ISO 4217. */
const Currency = z.string();
const DAY_MS = 86_400_000;

/** `?month=2026-11`; absent = the month that it is. */
export const CostMonthQuery = z.looseObject({ month: BillingMonth.optional() });

/** `?by=team&month=2026-11` */
export const CostScopeQuery = z.looseObject({
  by: ScopeKind.default("capability"),
  month: BillingMonth.optional(),
});

/** `?since=2026-09`; absent = the month before last. */
export const CostBillsQuery = z.looseObject({ since: BillingMonth.optional() });

/** `GET /v1/costs/summary`: where the month stands, and what needs somebody. */
export const CostSummary = z.strictObject({
  atMs: z.number(),
  month: BillingMonth,
  /** Of the configuration; what is billed in others is exchanged where the configuration has a rate, and else apart. */
  currency: Currency,
  /** What bills of the month say so far, by currency. */
  billed: z.record(Currency, Amount),
  /** When the newest of these bills was taken; absent = there is none. */
  takenAtMs: z.number().optional(),
  setAsideCount: Count,
  /** Of all scopes together. */
  forecast: CostForecast.optional(),
  anomalies: z.strictObject({ openCount: Count, usdPerDay: z.number() }),
  /** A month: what could be saved, and what was, by the bill. */
  recommendations: z.strictObject({
    openCount: Count,
    savingUsd: z.number(),
    verifiedCount: Count,
    verifiedUsd: z.number(),
  }),
  /** Budgets that are passed, or foreseen to be by the end of the month. */
  budgets: z.strictObject({ count: Count, passedCount: Count, foreseenCount: Count }),
});
export type CostSummary = z.infer<typeof CostSummary>;

/** What one of a kind cost, day by day; `between-clouds`: data from one cloud to another, `others`: all that are smaller. */
export const SpendSeries = z.strictObject({
  what: z.enum(["scope", "between-clouds", "others"]),
  id: z.string(),
  /** One number for each of `days`. */
  usd: z.array(z.number()),
});
export type SpendSeries = z.infer<typeof SpendSeries>;

/** `GET /v1/costs/spend?by=team&month=2026-11`: days of a month and what each of a kind cost, the largest first. */
export const CostSpend = z.strictObject({
  atMs: z.number(),
  month: BillingMonth,
  by: ScopeKind,
  /** Links and flows are on no bill: where no rule names them, they are metered, at list prices. */
  from: z.enum(["bill", "meter"]),
  currency: Currency,
  /** From the first that has a charge to the last, e.g. 2026-11-21. */
  days: z.array(z.iso.date()),
  series: z.array(SpendSeries),
  /** All together, by day. */
  totalUsd: z.array(z.number()),
});
export type CostSpend = z.infer<typeof CostSpend>;

/** Data from one place to another, as the bill has it. */
export const TransferView = z.strictObject({
  kind: TransferKind,
  from: TransferPlace,
  to: TransferPlace,
  billed: Amount,
  /** Corrections may be below nothing. */
  gb: z.number(),
});
export type TransferView = z.infer<typeof TransferView>;

/** `GET /v1/costs/allocations?by=team&month=2026-11`: who pays what; shares and data between clouds add up to `total` exactly. */
export const CostAllocations = z.strictObject({
  atMs: z.number(),
  month: BillingMonth,
  by: ScopeKind,
  /** One for each currency without a rate, and one for all the rest. */
  allocations: z.array(
    z.strictObject({
      currency: Currency,
      total: Amount,
      shares: z.array(
        z.strictObject({
          id: z.string(),
          billed: Amount,
          effective: Amount,
          /** Of all of it; all shares and what is between clouds are 100 exactly. Absent where credits make it mislead. */
          percent: z.number().optional(),
          /** By service category; adds up to `billed`. */
          parts: z.array(z.strictObject({ id: z.string(), billed: Amount })),
        }),
      ),
      betweenClouds: z.array(TransferView),
      betweenCloudsPercent: z.number().optional(),
      /** What could not be split as the configuration says, and why. */
      notes: z.array(z.string()),
    }),
  ),
});
export type CostAllocations = z.infer<typeof CostAllocations>;

/** `GET /v1/costs/transfers?month=2026-11`: what data on its way cost, from where to where, the dearest first. */
export const CostTransfers = z.strictObject({
  atMs: z.number(),
  month: BillingMonth,
  transfers: z.array(TransferView.extend({ currency: Currency })),
});
export type CostTransfers = z.infer<typeof CostTransfers>;

/** `GET /v1/costs/anomalies`: open ones first, the dearest first; then what is over, newest first. */
export const CostAnomalyList = z.strictObject({ atMs: z.number(), anomalies: z.array(CostAnomaly) });
export type CostAnomalyList = z.infer<typeof CostAnomalyList>;

const Text = z.string().max(1_000);

/** One order of a person that carries a plan out, by the route and the rights that it always has. */
export const PlannedOrder = z.discriminatedUnion("kind", [
  /** `POST /v1/incidents/{incidentId}/fail-back` */
  z.strictObject({ kind: z.literal("fail-back"), incidentId: IncidentId }),
  /** `PUT /v1/paths/{pathId}/override`: or it would be moved back by itself. */
  z.strictObject({ kind: z.literal("prefer-path"), pathId: PathId, forMs: z.int().positive(), reason: Text }),
  /** `POST /v1/failovers` */
  z.strictObject({ kind: z.literal("failover"), groupId: GroupId }),
]);
export type PlannedOrder = z.infer<typeof PlannedOrder>;

/** `GET /v1/costs/anomalies/{id}/plan`: how misrouted flows come back to their dedicated link. Nothing is changed by asking. */
export const CostFixPlan = z.strictObject({
  atMs: z.number(),
  anomalyId: CostAnomalyId,
  toConnectionId: z.string(),
  /** Of the anomaly's flows, a day at the rate of the last hour that was looked at: on the way they take, and on the dedicated one. */
  cost: z.strictObject({ nowUsdPerDay: z.number(), thenUsdPerDay: z.number() }),
  /** One for each group: its flows move together. */
  moves: z.array(
    z.strictObject({
      groupId: GroupId,
      fromPathId: PathId,
      toPathId: PathId,
      /** The anomaly's, and all that move. */
      flowIds: z.array(z.string()),
      movedFlowCount: Count,
      /** Each change of routes, in one sentence. */
      changes: z.array(Text),
      /** What the guards would say of it now: `ready`, to be approved by another person first, or held. They are asked again when it is ordered. */
      guards: z.strictObject({ verdict: z.enum(["ready", "needs-approval", "held"]), says: Text }),
      /** In this order; empty where it is held. */
      orders: z.array(PlannedOrder),
    }),
  ),
  /** Flows that no order of Skylane brings back, and why. */
  left: z.array(z.strictObject({ flowIds: z.array(z.string()), why: Text })),
});
export type CostFixPlan = z.infer<typeof CostFixPlan>;

/** `GET /v1/costs/recommendations`: open ones first, what saves most first. */
export const CostRecommendationList = z.strictObject({
  atMs: z.number(),
  recommendations: z.array(CostRecommendation),
});
export type CostRecommendationList = z.infer<typeof CostRecommendationList>;

/** `GET /v1/costs/forecasts`: where scopes will be at the end of the month, and how budgets stand. */
export const CostForecastList = z.strictObject({
  atMs: z.number(),
  month: BillingMonth,
  currency: Currency,
  forecasts: z.array(CostForecast),
  budgets: z.array(
    z.strictObject({
      budget: Budget,
      /** Of the month, by the bill. */
      spentUsd: z.number(),
      /** Absent = less than two weeks of history. */
      forecast: CostForecast.optional(),
      /** `foreseen`: its middle passes the budget. */
      status: z.enum(["within", "foreseen", "passed"]),
    }),
  ),
});
export type CostForecastList = z.infer<typeof CostForecastList>;

/** `GET /v1/costs/bills?since=2026-09`: what was taken of each bill, and what was set aside and why; newest month first. */
export const CostBills = z.strictObject({
  atMs: z.number(),
  since: BillingMonth,
  /** As the configuration names them. */
  sources: z.array(
    z.strictObject({
      id: z.string(),
      cloud: CloudId.optional(),
      format: BillFormat,
      /** Of its newest bill; absent = none has been taken since. */
      takenAtMs: z.number().optional(),
    }),
  ),
  /** Of rows that were set aside, the first twenty. */
  reports: z.array(IngestReport),
});
export type CostBills = z.infer<typeof CostBills>;

/** `GET /v1/costs/meter`: the last day of each link by what clouds count, at list prices. */
export const CostMeter = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  /** The dearest first. */
  links: z.array(
    z.strictObject({
      connectionId: z.string(),
      bytes: z.number().nonnegative(),
      /** Absent = a price of it is not known. */
      usd: z.number().nonnegative().optional(),
      /** Part of the day that was counted. */
      coverageRatio: z.number().min(0).max(1),
      /** One for each hour; `null` = nothing was counted, or has no price. */
      hourlyUsd: z.array(z.number().nonnegative().nullable()),
    }),
  ),
  /** Of links with prices. */
  usd: z.number().nonnegative(),
  unpricedLinkCount: Count,
});
export type CostMeter = z.infer<typeof CostMeter>;

/** `GET /v1/costs/reconciliation?month=2026-11`: meter against bill, by link as far as the bill names links. */
export const CostReconciliation = z.strictObject({
  atMs: z.number(),
  month: BillingMonth,
  /** The largest difference first. */
  rows: z.array(Reconciliation),
  /** Data that the bill charges for without naming a link; it is not spread over links. */
  unplaced: z.array(UnplacedTransfer),
  /** What was left out, each reason once. */
  notes: z.array(z.string()),
});
export type CostReconciliation = z.infer<typeof CostReconciliation>;

/** What somebody may say of an anomaly: not now; nothing is wrong; it is as it says. */
export const CostAnomalyVerb = z.enum(["snooze", "dismiss", "confirm"]);
export type CostAnomalyVerb = z.infer<typeof CostAnomalyVerb>;
/** What somebody may say of a recommendation: it will be done; it will not; it is. */
export const CostRecommendationVerb = z.enum(["accept", "dismiss", "done"]);
export type CostRecommendationVerb = z.infer<typeof CostRecommendationVerb>;

/** `{id}:{verb}`, as the last part of a path. */
const orderPath = <Id extends z.ZodType, Verb extends z.ZodType>(
  pattern: RegExp,
  example: string,
  id: Id,
  verb: Verb,
) =>
  z
    .string()
    .max(120)
    .regex(pattern, `must be what is meant and what to do, such as ${example}`)
    .transform((text) => {
      const at = text.lastIndexOf(":");
      return { id: id.parse(text.slice(0, at)), verb: verb.parse(text.slice(at + 1)) };
    });

/** `ca-flow-1k2-abc:snooze` */
export const CostAnomalyOrderPath = orderPath(
  /^ca-[a-z0-9-]{6,80}:(snooze|dismiss|confirm)$/,
  "ca-flow-k3x9-th2a-th2c:snooze",
  CostAnomalyId,
  CostAnomalyVerb,
);
/** `cr-zombie-vpn-1:accept` */
export const CostRecommendationOrderPath = orderPath(
  /^cr-[a-z0-9-]{6,80}:(accept|dismiss|done)$/,
  "cr-zombie-vpn-k3x9:accept",
  CostRecommendationId,
  CostRecommendationVerb,
);

const Note = z.string().max(500).default("");

/** Body of `POST /v1/costs/anomalies/{id}:snooze`, `:dismiss` and `:confirm`. */
export const CostAnomalyOrder = z.strictObject({
  /** To snooze; absent = a day. */
  forMs: z
    .int()
    .min(900_000, "must be a quarter of an hour or more: 900000")
    .max(30 * DAY_MS, "must be thirty days or less: 2592000000")
    .optional(),
  /**
   * To dismiss: `expected`, it costs what it should, and is told again when it costs a quarter more; `wrong`, nothing was there, and
   * twice as much is asked of that scope from now on. Absent = expected.
   */
  verdict: z.enum(["expected", "wrong"]).optional(),
  note: Note,
});
export type CostAnomalyOrder = z.infer<typeof CostAnomalyOrder>;

/** Body of `POST /v1/costs/recommendations/{id}:accept`, `:dismiss` and `:done`. */
export const CostRecommendationOrder = z.strictObject({
  /** When it was done; absent = now. Whole days before and after are compared by the bill. */
  doneAtMs: z.int().nonnegative().optional(),
  note: Note,
});
export type CostRecommendationOrder = z.infer<typeof CostRecommendationOrder>;
