import { execFileSync } from "node:child_process";
import type { Person } from "@skylane/core";
import { makeJudge } from "@skylane/engine";
import { loadCedar } from "@skylane/runtime/rights";
import { aRun } from "../support/rights.ts";

// How long a fresh process takes to its first decision about rights, by the clock and by the processor, and what that takes of
// memory. Run: node test/bench/rights.bench.ts [processes, default 9]
const GOAL_CPU_MS = 200;

if (process.argv[2] === "once") console.log(JSON.stringify(await decideAnew()));
else {
  const runs = Array.from({ length: Number(process.argv[2] ?? 9) }, () =>
    JSON.parse(execFileSync(process.execPath, [import.meta.filename, "once"], { encoding: "utf8" })),
  ) as Awaited<ReturnType<typeof decideAnew>>[];
  const median = (key: keyof (typeof runs)[number]): number =>
    runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
  const firstDecisionCpuMs = median("firstDecisionCpuMs");
  console.log(
    JSON.stringify({
      bench: "rights",
      processCount: runs.length,
      loadMs: median("loadMs"),
      firstDecisionMs: median("firstDecisionMs"),
      firstDecisionCpuMs,
      goalCpuMs: GOAL_CPU_MS,
      nextDecisionCpuMs: median("nextDecisionCpuMs"),
      memoryMib: median("memoryMib"),
    }),
  );
  if (firstDecisionCpuMs > GOAL_CPU_MS) process.exitCode = 1;
}

async function decideAnew() {
  const person: Person = { id: "lead@globalcart.example", role: "approver" };
  const question = { person, action: "decide-intent", about: { kind: "run", run: aRun() }, isSignature: true } as const;
  const before = process.memoryUsage().rss;
  const since = stopwatch();
  const cedar = await loadCedar();
  const loaded = since();
  const judge = makeJudge(cedar, { estate: "globalcart", people: [person], rights: {} });
  judge(question);
  const first = since();
  const memoryMib = (process.memoryUsage().rss - before) / 2 ** 20;
  const COUNT = 500;
  for (let i = 0; i < COUNT; i += 1) judge(question);
  return {
    loadMs: round(loaded.wallMs),
    firstDecisionMs: round(first.wallMs),
    firstDecisionCpuMs: round(first.cpuMs),
    nextDecisionCpuMs: round((since().cpuMs - first.cpuMs) / COUNT),
    memoryMib: Math.round(memoryMib),
  };
}

function stopwatch() {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs: performance.now() - start, cpuMs: (user + system) / 1_000 };
  };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
