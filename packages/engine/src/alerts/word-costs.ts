import { type Alert, type CostScope, type EventOf, oneLine } from "@skylane/core";
import { budgetLine } from "../cost/index.ts";

export type CostEvent = EventOf<
  | "cost.rows-ingested.v1"
  | "cost.anomaly-found.v1"
  | "cost.recommendation-raised.v1"
  | "cost.budget-exceeded.v1"
  | "cost.residual-found.v1"
  | "cost.check-failed.v1"
>;

/** More than this part of a bill set aside, and its total is not what was paid. */
const SET_ASIDE_RATIO = 0.01;
/** Of the evidence, in the order that convinces. */
const EVIDENCE_LINES = 6;

/** What is told of costs; `undefined` = a bill that was taken as it should be. */
export function wordCosts(event: CostEvent): Alert | undefined {
  switch (event.type) {
    case "cost.rows-ingested.v1":
      return wordIngested(event);
    case "cost.anomaly-found.v1":
      return wordAnomaly(event);
    case "cost.recommendation-raised.v1":
      return wordAdvice(event);
    case "cost.budget-exceeded.v1":
      return wordBudget(event);
    case "cost.residual-found.v1":
      return wordResidual(event);
    case "cost.check-failed.v1":
      return wordFailure(event);
  }
}

function wordResidual({ id, time, data }: EventOf<"cost.residual-found.v1">): Alert {
  const { billingMonth, linkCount, residualUsd, links } = data;
  const lines = links.map(({ connectionId, meteredUsd, billedUsd, reason }) =>
    oneLine(
      `${connectionId}: billed ${usd(billedUsd)}, metered ${usd(meteredUsd)}${reason === undefined ? "" : `; ${reason}`}`,
      500,
    ),
  );
  return {
    id,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:cost-residual:${billingMonth}`,
    title: `the bill of ${billingMonth} and the meter differ by ${usd(residualUsd)} on ${linkCount === 1 ? "one link" : `${linkCount} links`}`,
    lines: [...lines, "all of them: skylane costs links"],
    atMs: Date.parse(time),
  };
}

const LOOKED_AT = { meter: "what links carry", bills: "the bills" } as const;

function wordFailure({ id, time, data }: EventOf<"cost.check-failed.v1">): Alert {
  const { kind, reason } = data;
  return {
    id,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:cost-check:${kind}:${time.slice(0, 10)}`,
    title: `costs: ${LOOKED_AT[kind]} could not all be looked at`,
    lines: [oneLine(reason, 1_000), "what costs too much may go unnoticed until this is put right"],
    atMs: Date.parse(time),
  };
}

function wordIngested({ id, time, data }: EventOf<"cost.rows-ingested.v1">): Alert | undefined {
  const { sourceId, billingMonth, takenCount, setAsideCount } = data;
  if (setAsideCount <= SET_ASIDE_RATIO * (takenCount + setAsideCount)) return undefined;
  return {
    id,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:bill:${sourceId}:${billingMonth}`,
    title: `bill ${oneLine(sourceId, 64)} of ${billingMonth}: ${setAsideCount} of ${takenCount + setAsideCount} rows were set aside`,
    lines: ["their amounts are in no total; why, row by row: skylane costs validate"],
    atMs: Date.parse(time),
  };
}

/** A page if it is critical; the end of it resolves what its beginning raised. */
function wordAnomaly({ id, time, data }: EventOf<"cost.anomaly-found.v1">): Alert {
  const { scope, status, severity, usdPerDay, usdSoFar, cause, evidence, beganAtMs, endedAtMs, fix } = data;
  const base = { id, dedupKey: `skylane:cost:${data.id}`, atMs: Date.parse(time) };
  if (status === "ended")
    return {
      ...base,
      urgency: "notice",
      action: "resolve",
      title: `${nameOf(scope)} costs what it should again`,
      lines: [
        `it cost ${usd(usdSoFar)} too much, from ${minute(beganAtMs)}${endedAtMs === undefined ? "" : ` to ${minute(endedAtMs)}`} UTC`,
      ],
    };
  return {
    ...base,
    urgency: severity === "critical" ? "page" : "notice",
    action: "trigger",
    title: `${nameOf(scope)} costs ${usd(usdPerDay)} a day too much: ${CAUSES[cause]}`,
    lines: [
      ...evidence.slice(0, EVIDENCE_LINES).map((line) => oneLine(line, 500)),
      `${usd(usdSoFar)} so far, since ${minute(beganAtMs)} UTC`,
      ...(fix ? [`${oneLine(fix.says, 300)} Nothing was changed.`] : []),
    ],
  };
}

const CAUSES: Readonly<Record<EventOf<"cost.anomaly-found.v1">["data"]["cause"], string>> = {
  misrouting: "traffic leaves by the wrong way",
  runaway: "something runs that should not",
  creep: "it has grown a little each day",
  "price-change": "the same costs more",
  "new-resource": "something new runs",
  unknown: "why is not known",
};

function wordAdvice({ id, time, data }: EventOf<"cost.recommendation-raised.v1">): Alert {
  const { title, savingUsd, savingLowUsd, savingHighUsd, evidence, risk, status, verified } = data;
  const base = {
    id,
    urgency: "notice",
    dedupKey: `skylane:saving:${data.id}`,
    atMs: Date.parse(time),
  } as const;
  if (verified)
    return {
      ...base,
      action: "resolve",
      title: `${status === "verified" ? "saved, by the bill" : "not saved"}: ${oneLine(title, 200)}`,
      lines: [oneLine(verified.says, 500)],
    };
  return {
    ...base,
    action: "trigger",
    title: `${usd(savingUsd)} a month could be saved: ${oneLine(title, 200)}`,
    lines: [
      `${usd(savingLowUsd)} to ${usd(savingHighUsd)} in four of five cases; risk ${risk}`,
      ...evidence.slice(0, EVIDENCE_LINES).map((line) => oneLine(line, 500)),
    ],
  };
}

function wordBudget({ id, time, data }: EventOf<"cost.budget-exceeded.v1">): Alert {
  const { budgetId, threshold, period } = data;
  return {
    id,
    urgency: threshold === "emergency" ? "page" : "notice",
    action: "trigger",
    dedupKey: `skylane:budget:${budgetId}:${period}:${threshold}`,
    title: budgetLine(data),
    lines: threshold === "emergency" ? ["by the rate of the last hour; the bill will show it in a day or two"] : [],
    atMs: Date.parse(time),
  };
}

const nameOf = ({ kind, id }: CostScope): string => (kind === "all" ? "all together" : `${kind} ${oneLine(id, 100)}`);
const minute = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const usd = (amount: number): string =>
  `${amount < 0 ? "-" : ""}$${Math.abs(amount).toLocaleString("en-US", { maximumFractionDigits: Math.abs(amount) < 10 ? 2 : 0 })}`;
