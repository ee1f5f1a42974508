import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";

/** A part of a CPU, as Lambda hands it out: so much of each 20 ms, and then the process stands still until the next. */
export interface CpuQuota {
  /** Whoever writes its process id there is held by it, and goes before others of this machine. */
  readonly procsFile: string;
  /** How often and for how long it stood still. */
  stalls(): { readonly count: number; readonly ms: number };
  remove(): void;
}

/** Lambda gives one CPU at 1769 MB, and less in proportion. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (read 2026-11) */
const MB_PER_CPU = 1_769;
/** Of the kernel's scheduler, as it is set on Lambda: measured by those who looked, said by nobody. */
const PERIOD_MICROS = 20_000;
const ROOTS = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"];

/** The CPU of a function with so much memory, by a control group of Linux; `undefined` where this process may make none. */
export function cpuQuota(memoryMb: number): CpuQuota | undefined {
  for (const root of ROOTS) {
    const folder = `${root}/skylane-bench-${process.pid}-${memoryMb}`;
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    const quotaMicros = Math.round((PERIOD_MICROS * memoryMb) / MB_PER_CPU);
    try {
      if (existsSync(`${folder}/cpu.max`)) {
        writeFileSync(`${folder}/cpu.max`, `${quotaMicros} ${PERIOD_MICROS}`);
        writeFileSync(`${folder}/cpu.weight`, "10000");
      } else {
        writeFileSync(`${folder}/cpu.shares`, "262144");
        writeFileSync(`${folder}/cpu.cfs_period_us`, String(PERIOD_MICROS));
        writeFileSync(`${folder}/cpu.cfs_quota_us`, String(quotaMicros));
      }
    } catch {
      rmdirSync(folder);
      continue;
    }
    return {
      procsFile: `${folder}/cgroup.procs`,
      stalls() {
        const said = new Map(
          readFileSync(`${folder}/cpu.stat`, "utf8")
            .split("\n")
            .map((line) => line.split(" ") as [string, string]),
        );
        const micros = said.get("throttled_usec") ?? Number(said.get("throttled_time") ?? 0) / 1_000;
        return { count: Number(said.get("nr_throttled") ?? 0), ms: Math.round(Number(micros) / 1_000) };
      },
      remove: () => rmdirSync(folder),
    };
  }
  return undefined;
}
