// Failover on real routers: `npm run lab [-- --json] [--quick] [--runs 5] [--case silent-cut-200]`. See README.md.
import { parseArgs } from "node:util";
import { whyItCannotRun } from "./can-run.ts";
import { LAB_CASES, type LabCase, nameOf } from "./cases.ts";
import { type CaseReport, reportOf, tableOf } from "./report.ts";
import { controller } from "./roles/controller.ts";
import { probeTarget } from "./roles/probe-target.ts";
import { streamClient } from "./roles/stream-client.ts";
import { streamServer } from "./roles/stream-server.ts";
import { type LabRun, runCase } from "./run-case.ts";
import { type Lab, labGround } from "./start-lab.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    runs: { type: "string" },
    case: { type: "string", multiple: true },
    role: { type: "string" },
  },
});

const roles: Readonly<Record<string, () => unknown>> = {
  controller: () => controller(positionals[0] ?? ""),
  "probe-target": probeTarget,
  "stream-client": streamClient,
  "stream-server": streamServer,
};
if (values.role === undefined) await main();
else await roles[values.role]?.();

async function main(): Promise<void> {
  const runCount = Number(values.runs ?? (values.quick ? 1 : 5));
  const cases = LAB_CASES.filter((one) => values.case === undefined || values.case.includes(nameOf(one)));
  if (!Number.isInteger(runCount) || runCount < 1) return refuse("--runs must be a whole number from 1 on");
  if (cases.length === 0) return refuse(`there is no such case; there are ${LAB_CASES.map(nameOf).join(", ")}`);
  const skipped = whyItCannotRun();
  if (skipped !== undefined) {
    process.stdout.write(values.json ? `${JSON.stringify({ skipped, cases: [] })}\n` : `skipped: ${skipped}\n`);
    return;
  }

  const ground = labGround();
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)
    process.on(signal, () => {
      ground.close();
      process.exit(code);
    });
  try {
    say("starting two routers, two links and two hosts");
    const reports = await runAll(await ground.start(), cases, runCount);
    process.stdout.write(`${values.json ? JSON.stringify({ cases: reports }) : tableOf(reports)}\n`);
    process.exitCode = reports.every(({ runs, recoveredRuns }) => runs === recoveredRuns) ? 0 : 1;
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  } finally {
    ground.close();
  }
}

async function runAll(lab: Lab, cases: readonly LabCase[], runCount: number): Promise<readonly CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const one of cases) {
    const runs: LabRun[] = [];
    if (one.bfd !== null) await lab.routers.setBfd(true);
    for (let i = 1; i <= runCount; i += 1) {
      const run = await runCase(lab, one);
      runs.push(run);
      const outage = run.outage ? `${Math.round(run.outage.outageMs)} ms` : `not over: ${run.holds.join("; ")}`;
      say(`${nameOf(one)} ${i} of ${runCount}: outage ${outage}, ${run.lostDuringFailbackCount} lost on the way back`);
    }
    if (one.bfd !== null) await lab.routers.setBfd(false);
    reports.push(reportOf(one, runs));
  }
  return reports;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(reason: string): void {
  say(reason);
  process.exitCode = 2;
}
