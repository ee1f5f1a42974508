import type { IntentRun, RunPhase } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { intentError } from "../errors.ts";

/** The run an id is of: its own, or that of one of its intents (`<run>-<number>`). @throws ERR_INTENT_MISSING */
export async function loadRun({ intents }: Pick<Deps, "intents">, id: string): Promise<IntentRun> {
  const run = (await intents.find(id)) ?? (await intents.find(runIdOf(id)));
  if (run && (run.id === id || run.intents.some((one) => one.id === id))) return run;
  throw intentError("ERR_INTENT_MISSING", `there is no intent ${id}; list them with "skylane intents list"`, {
    intentId: id,
  });
}

/** `in-<time>-<random>-<number>` → `in-<time>-<random>`. */
const runIdOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf("-")));

/** Writes what `change` makes of the run; made again on what another has written meanwhile. @throws ERR_INTENT_BUSY */
export async function saveRun(
  { intents }: Pick<Deps, "intents">,
  runId: string,
  change: (run: IntentRun) => IntentRun,
): Promise<IntentRun> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = await loadRun({ intents }, runId);
    const next = change(seen);
    if (next === seen) return seen;
    const saved = await intents.save(next, seen);
    if (saved) return saved;
  }
  throw intentError("ERR_INTENT_BUSY", `intent ${runId} is being written by somebody else; try again`, { runId });
}

const ATTEMPTS = 5;

/** The phases with this one begun, and all before it ended; as they were if it has begun already. */
export function inPhase(phases: readonly RunPhase[], name: RunPhase["name"], nowMs: number): RunPhase[] {
  const last = phases.at(-1);
  if (last?.name === name && last.endedAtMs === undefined) return [...phases];
  return [...phasesEnded(phases, nowMs), { name, startedAtMs: nowMs }];
}

/** The phases, all of them ended. */
export const phasesEnded = (phases: readonly RunPhase[], nowMs: number): RunPhase[] =>
  phases.map((phase) => (phase.endedAtMs === undefined ? { ...phase, endedAtMs: nowMs } : phase));

/** What a run is called in events and messages. */
export const aboutRun = (run: IntentRun) => ({
  runId: run.id,
  title: titleOf(run),
  intentCount: run.intents.length,
});

/** One line; names in it are text from outside. */
export function titleOf({ intents }: Pick<IntentRun, "intents">): string {
  const [first] = intents;
  const understood = first?.understanding.kind === "understood" ? first.understanding.intent : undefined;
  const one = understood
    ? `${understood.source.name} → ${understood.destination.name}:${understood.port}`
    : (first?.request.text ?? "a connection");
  const more = intents.length > 1 ? ` and ${intents.length - 1} more` : "";
  return `${one.replaceAll(/[^\x20-\x7e→]/g, "?").slice(0, 200)}${more}`;
}
