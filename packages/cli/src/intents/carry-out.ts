import { createInterface } from "node:readline/promises";
import type { ConnectPlan, IntentView } from "@skylane/core";
import { inTerminal, previewLines } from "@skylane/engine";
import colors from "picocolors";
import * as z from "zod";
import type { ApiClient } from "../api-client.ts";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { fitted, note, print } from "../output.ts";
import { approveAs } from "./approve-as.ts";
import { followRun, viewOf } from "./follow-run.ts";
import { resultOf } from "./result-of.ts";
import type { AskTarget } from "./running-skylane.ts";
import { sayRun } from "./say-run.ts";

/** How a request is carried through. */
export interface CarryOptions extends AskTarget {
  /** Carry the plan out without asking here. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Shows the plan, has it approved, waits for the end and says it; the exit code says whether the wish is fulfilled. */
export async function carryOut(api: ApiClient, options: CarryOptions, asked: IntentView): Promise<void> {
  if (asked.run.plan && options.json !== true) sayPlan(asked.run.plan);
  const before = await cloudsBusyMs(api);
  const mayGo = asked.run.status !== "awaiting-approval" || options.yes === true || (await isAgreed(options));
  if (asked.run.status === "awaiting-approval" && mayGo)
    await signAsPlanned(asked, {
      sign: (view) => approveAs(options, view),
      look: () => viewOf(api, asked.run.id),
      // who was asked here has agreed to the plan that they saw, and to no other
      mayAgain: options.yes === true,
      say: (view) => {
        note("The estate changed meanwhile: the plan was made again.");
        if (view.run.plan && options.json !== true) sayPlan(view.run.plan);
      },
    });
  const ended = mayGo ? await followRun(api, asked.run.id) : asked;
  const after = await cloudsBusyMs(api);
  const result = {
    ...resultOf(ended),
    ...(before !== undefined && after !== undefined && ownTime(ended, after - before)),
  };
  print(options.json === true, result, () => sayRun(ended, process.stdout.columns));
  if (ended.run.status !== "fulfilled") process.exitCode = exitCodes.failed;
}

/** Times that an estate may change between a plan and its signature; an inventory that is still being read changes it. */
const MOST_PLANS = 5;

interface Signing {
  sign(view: IntentView): Promise<void>;
  look(): Promise<IntentView>;
  readonly mayAgain: boolean;
  say(view: IntentView): void;
}

/** Signs the plan; one that was made again because the estate has changed is said and signed in its place, if that may be. @throws CliError */
export async function signAsPlanned(asked: IntentView, { sign, look, mayAgain, say }: Signing): Promise<void> {
  let view = asked;
  for (let plans = 1; ; plans += 1) {
    try {
      await sign(view);
      return;
    } catch (error) {
      const isStale = error instanceof CliError && error.code === "ERR_INTENT_PLAN_STALE";
      if (!isStale || !mayAgain || plans === MOST_PLANS) throw error;
      view = await look();
      if (view.run.status !== "awaiting-approval") return;
      say(view);
    }
  }
}

/** The plan before it is agreed to: first what it comes to, then the rest below it. */
function sayPlan(plan: ConnectPlan): void {
  const [first = "", ...rest] = previewLines(plan, inTerminal);
  for (const line of fitted(first, process.stderr.columns)) process.stderr.write(`${colors.bold(line)}\n`);
  for (const line of rest) for (const one of fitted(`  ${line}`, process.stderr.columns)) note(one);
}

const Busy = z.looseObject({ busyMs: z.number() });

/** How long the clouds of a twin have been busy with orders so far; `undefined` where real ones are. */
async function cloudsBusyMs(api: ApiClient): Promise<number | undefined> {
  try {
    return (await api.get("/lab/provisioning", Busy)).busyMs;
  } catch {
    return undefined;
  }
}

/**
 * What clouds took, and what all the rest took. `cloudsMs`: time in which at least one operation of a cloud was under way, by the
 * cloud's own count, however many went on side by side. `ownMs`: of understanding, design, and all from the last signature to the
 * end, the time beside that. The latency of a call is no operation of a cloud: it counts as ours, for how many are made, and which
 * after which, is ours too. People's time is neither.
 */
export function ownTime({ run }: Pick<IntentView, "run">, cloudsMs: number) {
  const tookMs = run.phases
    .filter(({ name }) => name !== "approve")
    .reduce((sum, { startedAtMs, endedAtMs }) => sum + (endedAtMs ?? startedAtMs) - startedAtMs, 0);
  const signedAtMs = run.signatures.at(-1)?.atMs;
  const begunAtMs = run.phases.find(({ name }) => name === "provision")?.startedAtMs;
  const untilBegunMs = signedAtMs === undefined || begunAtMs === undefined ? 0 : begunAtMs - signedAtMs;
  return {
    cloudsMs: Math.round(cloudsMs),
    ownMs: Math.max(0, Math.round(tookMs + Math.max(0, untilBegunMs) - cloudsMs)),
  };
}

async function isAgreed({ json }: CarryOptions): Promise<boolean> {
  if (json === true || !process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question("Carry it out? [y/N] ");
  ask.close();
  return /^y(es)?$/i.test(answer.trim());
}
