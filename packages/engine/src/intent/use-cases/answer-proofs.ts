import type { Deps } from "../../deps.ts";
import { measureTasks } from "./measure-tasks.ts";

type AnswerDeps = Pick<Deps, "clock" | "log" | "names" | "prober" | "proofInbox">;

/** After the first request others follow: routes and rules take their time, and are asked about again. */
const STAY_MS = 50_000;
const LOOK_MS = 2_000;

/**
 * Measures what waits for the prover of a place, and answers; says how many requests that were. What nobody waits for any more, or is in
 * `answered`, is left.
 */
export async function answerProofs(
  { clock, log, proofInbox, ...deps }: AnswerDeps,
  place: string,
  answered: Set<string>,
): Promise<number> {
  const waiting = (await proofInbox.waiting(place)).filter(
    ({ id, expiresAtMs }) => !answered.has(id) && expiresAtMs > clock.nowMs(),
  );
  for (const { id, tasks } of waiting) {
    const measured = await measureTasks({ clock, ...deps }, tasks);
    await proofInbox.answer(place, id, measured);
    answered.add(id);
    log.info("connections measured", { place, requestId: id, taskCount: tasks.length });
  }
  return waiting.length;
}

/** A function's minute: it goes at once where nothing waits, and stays for what comes next where something did. */
export async function answerForAMinute(deps: AnswerDeps, place: string): Promise<{ readonly answeredCount: number }> {
  const untilMs = deps.clock.monotonicMs() + STAY_MS;
  const answered = new Set<string>();
  if ((await answerProofs(deps, place, answered)) === 0) return { answeredCount: 0 };
  while (deps.clock.monotonicMs() < untilMs) {
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + LOOK_MS);
    await answerProofs(deps, place, answered);
  }
  return { answeredCount: answered.size };
}
