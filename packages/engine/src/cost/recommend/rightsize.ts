import { oneLine } from "@skylane/core";
import { quantile } from "../quantile.ts";
import { type Advice, type Finder, HOURS_PER_MONTH, percent, usd } from "./inputs.ts";

const LEAST_HOURS = 14 * 24;
/** Part of those hours that must have been measured. */
const LEAST_COVER = 0.95;
const IDLE_RATIO = 0.2;
/** Of the smaller one at the busiest hours. */
const FULL_RATIO = 0.6;

/** Machines that used less than a fifth of their processor, at p95 of two weeks, and have a cheaper size that still has room. */
export const rightsize: Finder = ({ resources = [] }) =>
  resources.flatMap((resource): readonly Advice[] => {
    const { resourceId, scope, cpuRatio, memoryRatio, sizes = [], usdPerHour } = resource;
    const hours = cpuRatio.slice(-LEAST_HOURS);
    const cpu = measured(hours);
    const memory = measured(memoryRatio?.slice(-LEAST_HOURS) ?? []);
    if (hours.length < LEAST_HOURS || cpu.length < LEAST_COVER * LEAST_HOURS) return [];
    const p95 = quantile(cpu, 0.95);
    if (p95 >= IDLE_RATIO) return [];
    const [cpuMost, memoryMost] = [quantile(cpu, 0.99), memory.length === 0 ? undefined : Math.max(...memory)];
    const fitting = sizes
      .filter(
        (size) =>
          size.usdPerHour < usdPerHour &&
          cpuMost / size.cpuOfNow <= FULL_RATIO &&
          // of one that nobody measures, none may be taken away
          (memoryMost === undefined ? size.memoryOfNow >= 1 : memoryMost / size.memoryOfNow <= 0.85),
      )
      .toSorted((a, b) => a.usdPerHour - b.usdPerHour);
    const [size] = fitting;
    if (!size) return [];
    const monthly = (one: { readonly usdPerHour: number }): number => (usdPerHour - one.usdPerHour) * HOURS_PER_MONTH;
    const name = oneLine(resourceId, 80);
    return [
      {
        title: `Make ${name} a ${oneLine(size.name, 60)}`,
        scope,
        subjects: [resourceId],
        evidence: [
          `processor: ${percent(p95)} at p95, ${percent(cpuMost)} at p99 of the highest five minutes of each hour, in 14 days`,
          memoryMost === undefined
            ? "memory is not measured: only sizes with as much of it were looked at"
            : `memory: ${percent(memoryMost)} at most`,
          `${usd(usdPerHour)} an hour now, ${usd(size.usdPerHour)} as ${oneLine(size.name, 60)}, where the busiest hours use ${percent(cpuMost / size.cpuOfNow)}`,
        ],
        savingUsd: monthly(size),
        // the dearest that would do as well
        savingLowUsd: monthly(fitting.at(-1) ?? size),
        savingHighUsd: monthly(size),
        risk: memoryMost === undefined ? "medium" : "low",
        risks: ["it is restarted for it", "a busy month's end may not be in these 14 days"],
        todo: [
          {
            step: `stop ${name}, make it a ${oneLine(size.name, 60)}, start it`,
            undo: "stop it, set the size it has now, start it",
          },
        ],
      },
    ];
  });

const measured = (values: readonly (number | undefined)[]): number[] =>
  values.filter((value): value is number => value !== undefined && Number.isFinite(value));
