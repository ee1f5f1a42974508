import type { LabCase } from "./cases.ts";
import type { LabRun } from "./run-case.ts";

/** Smallest, middle and largest of a figure over the runs, in whole ms; `null` where no run has it. */
export type Spread = { readonly min: number; readonly p50: number; readonly max: number } | null;

/** A case over all its runs, as `--json` prints it. */
export interface CaseReport extends LabCase {
  readonly runs: number;
  readonly recoveredRuns: number;
  /** Of the application's request stream, both ways together, then each. */
  readonly outageMs: Spread;
  readonly forwardOutageMs: Spread;
  readonly returnOutageMs: Spread;
  /** From the fault to the verdict of health. */
  readonly detectMs: Spread;
  /** From the verdict to the new best route on the router; `null` where routing had repaired it before. */
  readonly controllerMs: Spread;
  /** Until the router had taken the change. */
  readonly commandMs: Spread;
  readonly movedRuns: number;
  /** Over all runs together. */
  readonly lostDuringFailback: number;
  /** What the verdicts were, and what held the controller back; each once. */
  readonly because: readonly string[];
}

/** Puts the runs of a case together; pure. */
export function reportOf(labCase: LabCase, runs: readonly LabRun[]): CaseReport {
  const moves = runs.flatMap(({ reaction }) => (reaction?.decision === "switch" ? [reaction] : []));
  return {
    ...labCase,
    runs: runs.length,
    recoveredRuns: runs.filter(({ outage }) => outage !== undefined).length,
    outageMs: spreadOf(runs.flatMap(({ outage }) => outage?.outageMs ?? [])),
    forwardOutageMs: spreadOf(runs.flatMap(({ outage }) => outage?.forwardMs ?? [])),
    returnOutageMs: spreadOf(runs.flatMap(({ outage }) => outage?.returnMs ?? [])),
    detectMs: spreadOf(runs.flatMap(({ detectMs }) => detectMs ?? [])),
    controllerMs: spreadOf(moves.map(({ changedMs, verdictMs }) => changedMs - verdictMs)),
    commandMs: spreadOf(moves.map(({ commandedMs, verdictMs }) => commandedMs - verdictMs)),
    movedRuns: moves.length,
    lostDuringFailback: runs.reduce((sum, { lostDuringFailbackCount }) => sum + lostDuringFailbackCount, 0),
    because: [...new Set(runs.flatMap(({ reaction, holds }) => [...(reaction ? [reaction.because] : []), ...holds]))],
  };
}

function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle =
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
  return { min: Math.round(sorted[0] ?? 0), p50: Math.round(middle), max: Math.round(sorted.at(-1) ?? 0) };
}

/** The reports as a table for people, a line each. */
export function tableOf(reports: readonly CaseReport[]): string {
  const text = (spread: Spread): string => (spread ? `${spread.min} / ${spread.p50} / ${spread.max}` : "–");
  const rows = reports.map((one) => [
    one.fault,
    `${one.probeIntervalMs} ms`,
    one.bfd ?? "–",
    `${one.recoveredRuns} of ${one.runs}`,
    text(one.outageMs),
    text(one.detectMs),
    text(one.controllerMs),
    String(one.lostDuringFailback),
  ]);
  const head = [
    "fault",
    "probes",
    "BFD",
    "recovered",
    "outage ms",
    "detect ms",
    "controller ms",
    "lost on the way back",
  ];
  const widths = head.map((title, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? title.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [...[head, ...rows].map(line), "", "min / median / max of a stream of one request each 10 ms"].join("\n");
}
