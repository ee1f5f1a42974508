import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "../cli-error.ts";

const PAUSE_MS = 50;

/** The first answer of `ask` that is not `undefined` or false, asked again and again; failures of asking are waited out too. @throws CliError at the deadline */
export async function until<T>(what: string, timeoutMs: number, ask: () => Promise<T | undefined | false>): Promise<T> {
  const found = await within(timeoutMs, ask);
  if (found === undefined) throw new CliError(`Waited ${Math.round(timeoutMs / 1000)} s in vain until ${what}.`);
  return found;
}

/** The same, but `undefined` at the deadline. */
export async function within<T>(timeoutMs: number, ask: () => Promise<T | undefined | false>): Promise<T | undefined> {
  const deadlineMs = performance.now() + timeoutMs;
  while (performance.now() < deadlineMs) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch {
      // the controller may just have been killed: ask again
    }
    await sleep(PAUSE_MS);
  }
  return undefined;
}
