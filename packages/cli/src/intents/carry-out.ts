import { createInterface } from "node:readline/promises";
import type { IntentView } from "@skylane/core";
import { inTerminal, previewLines } from "@skylane/engine";
import type { ApiClient } from "../api-client.ts";
import { exitCodes } from "../exit-codes.ts";
import { note, print } from "../output.ts";
import { approveAs } from "./approve-as.ts";
import { followRun } from "./follow-run.ts";
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
  if (asked.run.plan && options.json !== true) for (const line of previewLines(asked.run.plan, inTerminal)) note(line);
  const mayGo = asked.run.status !== "awaiting-approval" || options.yes === true || (await isAgreed(options));
  if (asked.run.status === "awaiting-approval" && mayGo) await approveAs(options, asked);
  const ended = mayGo ? await followRun(api, asked.run.id) : asked;
  print(options.json === true, resultOf(ended), () => sayRun(ended));
  if (ended.run.status !== "fulfilled") process.exitCode = exitCodes.failed;
}

async function isAgreed({ json }: CarryOptions): Promise<boolean> {
  if (json === true || !process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await ask.question("Carry it out? [y/N] ");
  ask.close();
  return /^y(es)?$/i.test(answer.trim());
}
