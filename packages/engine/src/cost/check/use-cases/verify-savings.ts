import { type BillLine, type CostRecommendation, fnv1a64, type Money, moneyNumber, ZERO } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { untilKept } from "../../until-kept.ts";
import { type DailySeries, verifySaving } from "../../verify/index.ts";
import { affectedBy } from "../affected-lines.ts";
import { billedUntil } from "../billed-until.ts";
import { lastMonths } from "../months.ts";
import { recommendationDraft } from "./advise-costs.ts";

const DAY_MS = 86_400_000;
/** Eight weeks before and eight after, and the months they begin and end in. */
const MONTH_COUNT = 6;

/** What became of savings that were carried out. */
export interface VerifiedSavings {
  readonly verifiedCount: number;
  readonly notVerifiedCount: number;
  /** Those of which too little is billed yet, or whose subjects the bill does not name. */
  readonly waitingCount: number;
}

/**
 * Looks in the bill for the savings that people said they carried out, and tells which came true. One of which too little is billed
 * yet waits. Told before it is stored; chance is drawn by the recommendation's id, so that the same bill gives the same verdict.
 */
export async function verifySavings(
  deps: Pick<Deps, "billStore" | "config" | "costFindings" | "log" | "publisher">,
  { atMs }: { readonly atMs: number },
): Promise<VerifiedSavings> {
  const { billStore, config, costFindings, log, publisher } = deps;
  const acceptedNow = async (): Promise<readonly CostRecommendation[]> =>
    (await costFindings.recommendations()).filter(
      ({ status, doneAtMs }) => status === "accepted" && doneAtMs !== undefined,
    );
  if ((await acceptedNow()).length === 0) return { verifiedCount: 0, notVerifiedCount: 0, waitingCount: 0 };
  const lines = (await Promise.all(lastMonths(atMs, MONTH_COUNT).map((month) => billStore.lines(month)))).flat();
  const untilDay = billedUntil(lines, atMs);
  const verdicts = new Map<string, CostRecommendation>();
  // who says meanwhile that it was done at another time is judged by that
  const waitingCount = await untilKept(async (triedCount) => {
    const accepted = await acceptedNow();
    const judged = accepted.flatMap((one) => judge(one, lines, untilDay, atMs, config.costs.currency) ?? []);
    if (judged.length > 0) await publisher.publish(judged.map((one) => recommendationDraft(one, triedCount)));
    let isKept = true;
    for (const one of judged)
      if (await costFindings.putRecommendation(one)) verdicts.set(one.id, one);
      else isKept = false;
    return { isKept, value: accepted.length - judged.length };
  });
  const verifiedCount = [...verdicts.values()].filter(({ status }) => status === "verified").length;
  const counts = { verifiedCount, notVerifiedCount: verdicts.size - verifiedCount, waitingCount };
  log.info("savings verified", counts);
  return counts;
}

/** The recommendation with what the bill says of it; `undefined` = too little is billed yet. */
function judge(
  one: CostRecommendation,
  lines: readonly BillLine[],
  untilDay: number | undefined,
  atMs: number,
  currency: string,
): CostRecommendation | undefined {
  const own = lines.filter(affectedBy(one));
  if (untilDay === undefined || own.length === 0) return undefined;
  const verdict = verifySaving({
    doneAtMs: one.doneAtMs ?? atMs,
    nowMs: atMs,
    promised: one,
    affected: seriesOf(own, lines, untilDay, currency),
    random: randomOf(one.id),
  });
  return verdict.verdict === "too-early" ? undefined : { ...one, status: verdict.verdict, verified: verdict.verified };
}

/** From the first day that anything is billed: days without a charge of its own are days that it cost nothing. */
function seriesOf(own: readonly BillLine[], all: readonly BillLine[], untilDay: number, currency: string): DailySeries {
  const dayOf = ({ day }: BillLine): number => Date.parse(day) / DAY_MS;
  const firstDay = all.reduce((least, line) => Math.min(least, dayOf(line)), untilDay);
  const sums: Money[] = Array.from({ length: untilDay - firstDay }, () => ZERO);
  for (const line of own) {
    const at = dayOf(line) - firstDay;
    const before = sums[at];
    if (before !== undefined && line.currency === currency) sums[at] = (before + line.effective) as Money;
  }
  return { firstDay, usd: sums.map(moneyNumber) };
}

/** mulberry32 from a hash of the id. */
function randomOf(id: string): () => number {
  let state = Number.parseInt(fnv1a64(id).slice(0, 8), 16);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
