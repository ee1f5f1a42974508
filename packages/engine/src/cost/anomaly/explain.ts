import type { CostCause, CostScope } from "@skylane/core";
import type { CostHistory, CostTrack, FlowTrack } from "./cost-history.ts";
import { type CostFinding, cents, fine, gbText, inert } from "./finding.ts";
import type { SeriesFinding } from "./judge-series.ts";
import { median } from "./series.ts";

const BYTES_PER_GB = 1e9;
const MAX_NAMED = 5;
/** Bytes explain a cost if they grew by this part of what it grew by, in ln; below the other they do not. */
const BYTES_EXPLAIN = 0.6;
const BYTES_DO_NOT = 0.3;
/** The day before was already so high, a part of what is now: it did not jump, it grew. */
const GREW_BEFORE = 0.3;
const RUNAWAY_SHARE = 0.5;
/** The largest flow of a link makes most of any growth; one that runs away grows more than the others do. */
const RUNAWAY_AHEAD = 1.3;
const LEAST_DAYS = 7;

/** Why a series costs more: by what its bytes did, its price did, and which flows grew. Says `unknown` where nothing of it shows. */
export function explain(history: CostHistory, scope: CostScope, track: CostTrack, found: SeriesFinding): CostFinding {
  const perDay = Math.round(86_400_000 / history.slotMs);
  const end = history.slotCount;
  const began = Math.round((found.beganAtMs - history.startMs) / history.slotMs);
  const isCreep = found.detectors.includes("creep");
  // of a jump that is younger than an hour only what came after it
  const windowSlots = isCreep ? perDay : Math.max(1, Math.min(Math.round(perDay / 24), end - began));
  const window = { end, count: windowSlots, began, perDay };
  const flows = flowsIn(history, scope, end - windowSlots, end);
  const grown = grownFlows(flows, window);
  const own = compare(track, window);
  const { cause, says } = causeOf(track, own, grown, isCreep, window);
  const minutes = (windowSlots * history.slotMs) / 60_000;
  // what is told adds up: the rest follows from these two
  const expectedUsdPerHour = fine(found.expectedUsdPerHour);
  const usdPerDay = cents(found.usdPerDay);
  const observedUsdPerHour = fine(expectedUsdPerHour + usdPerDay / 24);
  return {
    scope,
    beganAtMs: found.beganAtMs,
    detectors: [...found.detectors],
    observedUsdPerHour,
    expectedUsdPerHour,
    usdPerDay,
    usdSoFar: cents(Math.max(0, found.usdSoFar)),
    cause,
    evidence: [
      `$${observedUsdPerHour} an hour where $${expectedUsdPerHour} is expected of these hours and this weekday: $${usdPerDay.toFixed(2)} a day more.`,
      ...says,
      ...grown.named.map(
        ({ flowId, now, usual }) =>
          `${inert(flowId)}, ${minutes} min: ${gbText(now.gb)} where ${gbText(usual.gb)} is usual, $${fine(now.usd)} where $${fine(usual.usd)} is.`,
      ),
    ],
    flowIds: scope.kind === "flow" ? [scope.id] : grown.named.length > 0 ? grown.ids : [],
    connectionIds:
      scope.kind === "link"
        ? [scope.id]
        : [
            ...new Set(
              grown.tracks.flatMap((one) => one.partsAt(end - 1).flatMap(({ connectionIds }) => connectionIds)),
            ),
          ],
    fix:
      cause === "price-change"
        ? { kind: "check-price", says: "Compare the price list and the contract with what was paid before." }
        : { kind: "talk-to-owner", says: `Ask who owns ${subject(scope, grown.ids)} whether this is meant.` },
  };
}

const subject = ({ kind, id }: CostScope, flowIds: readonly string[]): string =>
  kind === "flow" || flowIds.length !== 1 ? `${kind} ${inert(id)}` : `flow ${inert(flowIds[0] ?? "")}`;

interface Window {
  readonly end: number;
  readonly count: number;
  /** First slot of what is wrong: what is usual is taken from before. */
  readonly began: number;
  readonly perDay: number;
}

interface Amount {
  readonly gb: number;
  readonly usd: number;
}

interface Compared {
  readonly now: Amount;
  readonly usual: Amount;
  /** Days before it began that were looked at. */
  readonly dayCount: number;
}

/** A window against the same hours before it began: the same weekday of up to four weeks, or the last days where there are not two. */
function compare(track: CostTrack, { end, count, began, perDay }: Window): Compared {
  const amount = (to: number): Amount => {
    let [bytes, usd] = [0, 0];
    for (let i = Math.max(0, to - count); i < to; i += 1) {
      bytes += track.bytes[i] ?? 0;
      usd += track.usd[i] ?? 0;
    }
    return { gb: bytes / BYTES_PER_GB, usd };
  };
  const isBefore = (days: number): boolean => end - days * perDay <= began && end - days * perDay - count >= 0;
  const weeks = [7, 14, 21, 28].filter(isBefore);
  const days = Array.from({ length: 28 }, (_, i) => i + 1).filter(isBefore);
  const samples = (weeks.length >= 2 ? weeks : days.slice(0, 7)).map((back) => amount(end - back * perDay));
  return {
    now: amount(end),
    usual: { gb: median(samples.map(({ gb }) => gb)), usd: median(samples.map(({ usd }) => usd)) },
    dayCount: days.length,
  };
}

function flowsIn(history: CostHistory, scope: CostScope, from: number, end: number): readonly FlowTrack[] {
  if (scope.kind === "flow") return [history.flows.get(scope.id)].filter((one) => one !== undefined);
  const all = [...history.flows.values()];
  if (scope.kind !== "link") return all;
  return all.filter((track) => {
    for (let slot = from; slot < end; slot += 1)
      if (track.partsAt(slot).some(({ connectionIds }) => connectionIds.includes(scope.id))) return true;
    return false;
  });
}

/** The flows that make most of what is more, the largest first. */
function grownFlows(tracks: readonly FlowTrack[], window: Window) {
  const grown = tracks
    .map((track) => ({ track, flowId: track.flowId, ...compare(track, window) }))
    .map((one) => ({ ...one, moreUsd: one.now.usd - one.usual.usd }))
    .filter(({ moreUsd }) => moreUsd > 0)
    .sort((a, b) => b.moreUsd - a.moreUsd);
  const all = grown.reduce((sum, { moreUsd }) => sum + moreUsd, 0);
  const most: typeof grown = [];
  let told = 0;
  for (const one of grown) {
    if (told >= 0.8 * all) break;
    most.push(one);
    told += one.moreUsd;
  }
  return {
    named: most.slice(0, MAX_NAMED),
    ids: most.map(({ flowId }) => flowId),
    tracks: most.map(({ track }) => track),
    /** Part of what is more that the first of them makes. */
    topShare: all > 0 ? (grown[0]?.moreUsd ?? 0) / all : 0,
    /** How much more the first of them has grown than the others together, times. */
    topAhead: growthOf(grown.slice(0, 1)) / growthOf(grown.slice(1)),
  };
}

/** What they cost now of what they usually do, times; of none 1. */
function growthOf(flows: readonly Compared[]): number {
  const sum = (of: (one: Compared) => number): number => flows.reduce((total, one) => total + of(one), 0);
  return flows.length === 0 ? 1 : (sum(({ now }) => now.usd) + 1e-9) / (sum(({ usual }) => usual.usd) + 1e-9);
}

function causeOf(
  track: CostTrack,
  { now, usual, dayCount }: Compared,
  grown: ReturnType<typeof grownFlows>,
  isCreep: boolean,
  window: Window,
): { readonly cause: CostCause; readonly says: readonly string[] } {
  const amounts = `${gbText(now.gb)} where ${gbText(usual.gb)} is usual`;
  if (dayCount >= LEAST_DAYS && !hasCost(track, window.began))
    return { cause: "new-resource", says: [`It cost nothing before; now ${gbText(now.gb)} and $${fine(now.usd)}.`] };
  const logUsd = Math.log((now.usd + 1e-9) / (usual.usd + 1e-9));
  const logGb = Math.log((now.gb + 1e-9) / (usual.gb + 1e-9));
  const [price, before] = [fine(now.usd / now.gb), fine(usual.usd / usual.gb)];
  if (!(logUsd > 0)) return { cause: isCreep ? "creep" : "unknown", says: [`Bytes of the window: ${amounts}.`] };
  const moved = grown.tracks.filter((one) => hasMoved(one, window));
  if (logGb < BYTES_DO_NOT * logUsd) {
    if (moved.length === 0)
      return {
        cause: "price-change",
        says: [`Bytes are as they were (${amounts}); a GB costs $${price} where it cost $${before}.`],
      };
    return {
      cause: "unknown",
      says: [
        `${moved.length} of its flows take another way than before; a GB costs $${price} where it cost $${before}.`,
      ],
    };
  }
  if (isCreep || grewBefore(track, window)) return { cause: "creep", says: [`It grew from day to day: ${amounts}.`] };
  if (logGb >= BYTES_EXPLAIN * logUsd && moved.length === 0) {
    const share = Math.round(grown.topShare * 100);
    if (grown.topShare >= RUNAWAY_SHARE && grown.topAhead >= RUNAWAY_AHEAD)
      return {
        cause: "runaway",
        says: [
          `Bytes jumped, on the same way and at the same price: ${amounts}. ${inert(grown.ids[0] ?? "")} makes ${share} % of what is more.`,
        ],
      };
    return {
      cause: "unknown",
      says: [`Bytes of many flows grew at once: ${amounts}; the first of them makes ${share} % of it.`],
    };
  }
  return {
    cause: "unknown",
    says: [`Bytes and price both changed: ${amounts}, $${price} a GB where it was $${before}.`],
  };
}

function hasCost(track: CostTrack, before: number): boolean {
  for (let i = 0; i < before; i += 1) if ((track.usd[i] ?? 0) > 0) return true;
  return false;
}

/** Whether a flow crosses other links than before it began. */
function hasMoved(track: FlowTrack, { end, began }: Window): boolean {
  const wayAt = (slot: number): string => track.partsAt(slot)[0]?.connectionIds.join(" ") ?? "";
  const now = wayAt(end - 1);
  let before = began - 2;
  while (before > 0 && wayAt(before) === "") before -= 1;
  return before >= 0 && now !== "" && wayAt(before) !== "" && wayAt(before) !== now;
}

/** Whether the day that ended a day ago was already above the same weekday before, by a good part of what the last hours are. */
function grewBefore({ usd }: CostTrack, { end, perDay }: Window): boolean {
  const sum = (to: number, count: number): number => {
    let total = 0;
    for (let i = Math.max(0, to - count); i < to; i += 1) total += usd[i] ?? 0;
    return total;
  };
  if (end < perDay * 9) return false;
  const excess = (to: number, count: number): number =>
    Math.log((sum(to, count) + 1e-9) / (sum(to - 7 * perDay, count) + 1e-9));
  const hours = Math.round(perDay / 8);
  const now = excess(end, hours);
  return now > 0 && excess(end - perDay, perDay) >= GREW_BEFORE * now;
}
