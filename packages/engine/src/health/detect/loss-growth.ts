import type { LossGrowthState } from "@skylane/core";
import { nextTrend } from "./trend.ts";

/** A path whose loss was not watched yet. */
export const unseenLossGrowth: LossGrowthState = { count: 0, usualLossRatio: 0.002, evidence: 0 };

/** Half an hour of rounds a minute apart, from which the usual loss is learnt before anything is held against it. */
const warmUpCount = 30;
/** What is usual is learnt over a day. */
const usualSpan = 1440;
const leastUsualRatio = 0.0005;
const mostUsualRatio = 0.1;
/** Loss that grows is first looked for at five times the usual, or at 1 %. */
const grownTimes = 5;
const leastGrownRatio = 0.01;
/** One round alone proves little, however much it lost; and what was proven is forgotten in half an hour. */
const mostOfOneRound = 8;
const mostEvidence = 24;
/** The evidence at which it is as likely as not. */
const evenEvidence = 10;
const lineHalfLifeMs = 6 * 3_600_000;

/**
 * What is known after one more round, `lost` of `sent`: a cumulative sum (Page 1954) of how much likelier the losses are
 * if the path loses several times its usual share. The line begins with the last round in which the sum was 0, which is
 * where the growth began.
 */
export function nextLossGrowth(
  state: LossGrowthState,
  round: Readonly<{ atMs: number; sent: number; lost: number }>,
): LossGrowthState {
  const { atMs, sent, lost } = round;
  if (sent === 0) return state;
  const count = state.count + 1;
  const usual = state.usualLossRatio;
  const share = Math.max(1 / (count + 10), 1 / usualSpan);
  const learnt = usual + share * (lost / sent - usual);
  const usualLossRatio = Math.min(Math.max(learnt, leastUsualRatio), mostUsualRatio);
  if (count <= warmUpCount) return { count, usualLossRatio, evidence: 0 };
  const grown = Math.max(grownTimes * usual, leastGrownRatio);
  const step = lost * Math.log(grown / usual) + (sent - lost) * Math.log((1 - grown) / (1 - usual));
  const evidence = Math.min(Math.max(state.evidence + Math.min(step, mostOfOneRound), 0), mostEvidence);
  // the last calm round stays: it is where the line rises from
  const line = evidence === 0 ? undefined : state.trend;
  return { count, usualLossRatio, evidence, trend: nextTrend(line, atMs, lost / sent, lineHalfLifeMs) };
}

/** That the path loses more than it usually does, 0..1. */
export const lossGrowthProbability = ({ evidence }: LossGrowthState): number =>
  1 / (1 + Math.exp(evenEvidence - evidence));
