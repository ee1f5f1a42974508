import type { IntentRequest, IntentRun, IntentSlots, Person, Topology } from "@skylane/core";
import { chargesOf, fnv1a64, IntentId } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { allowRun } from "../../people/index.ts";
import { requireActing } from "../../regions/index.ts";
import { applyFixes } from "../policy/index.ts";
import { placeRun } from "../provision/place-run.ts";
import { understand } from "../understand/index.ts";
import { type DesignDeps, designRun, inventoryOf, latestTopology } from "./design-run.ts";
import { inPhase } from "./load-run.ts";
import { readAgain } from "./read-again.ts";
import { startRun } from "./start-run.ts";
import { tellPlaced } from "./tell-placed.ts";

export type SubmitDeps = DesignDeps &
  Pick<Deps, "log" | "once" | "publisher" | "reader" | "regionId" | "regionLease" | "workflows">;

/**
 * Takes requests for connections: understood, judged and designed together, and stored whatever became of them. Nothing is built
 * before a plan has its signatures, or needs none by policy. The same key twice is one request.
 * @throws ERR_TOPOLOGY_MISSING, ERR_NOT_ALLOWED
 */
export async function submitIntents(
  deps: SubmitDeps,
  requests: readonly IntentRequest[],
  person: Pick<Person, "id">,
): Promise<IntentRun> {
  await requireActing(deps);
  const { clock, intents, log } = deps;
  const id = runIdOf(requests, person.id, clock.nowMs(), deps.ids.next());
  const known = await intents.find(id);
  if (known) return known;
  const topology = await latestTopology(deps);
  const readings = await readAgain(deps, requests, inventoryOf(topology));
  const asked = await designed(deps, askedRun(deps, id, requests, person, topology, readings), topology);
  const ready = await mended(deps, asked, topology);
  await allowRun(deps, person, "ask-intent", ready);
  const run = await intents.open(ready);
  await tellPlaced(deps, run);
  log.info("intents submitted", { runId: run.id, intentCount: run.intents.length, status: run.status });
  if (run.status === "approved") await startRun(deps, run);
  return run;
}

/** The run of a request with a key. */
export const keyedRunId = (by: string, key: string): IntentRun["id"] =>
  IntentId.parse(`in-key-${fnv1a64(`${by}#${key}`)}`);

/** The same for the same key of the same person; else one of its own. */
function runIdOf(requests: readonly IntentRequest[], by: string, nowMs: number, unique: string): IntentRun["id"] {
  const key = requests.length === 1 ? requests[0]?.idempotencyKey : undefined;
  if (key !== undefined) return keyedRunId(by, key);
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "");
  return IntentId.parse(`in-${day}-${fnv1a64(`${by}#${nowMs}#${unique}`)}`);
}

function askedRun(
  { clock }: Pick<SubmitDeps, "clock">,
  id: IntentRun["id"],
  requests: readonly IntentRequest[],
  person: Pick<Person, "id">,
  topology: Topology,
  readings: readonly (IntentSlots | undefined)[],
): IntentRun {
  const nowMs = clock.nowMs();
  const nowIso = new Date(nowMs).toISOString();
  const asked = {
    askedBy: person.id,
    intents: requests.map((request, i) => ({
      id: IntentId.parse(`${id}-${i + 1}`),
      request,
      mended: [],
      understanding: understand(request, inventoryOf(topology), { nowIso, model: readings[i] }),
    })),
  };
  const charges = chargesOf(asked);
  const owners = new Set(charges.map(({ owner }) => owner));
  const costCentres = new Set(charges.map(({ costCentre }) => costCentre));
  const [[owner = person.id], [costCentre]] = [owners, costCentres];
  return {
    ...asked,
    id,
    version: 0,
    status: "questions",
    askedAtMs: nowMs,
    owner: owners.size === 1 ? owner : person.id,
    ...(costCentres.size === 1 && costCentre !== undefined && { costCentre }),
    signatures: [],
    phases: inPhase([], "understand", nowMs),
    evidence: [],
    undoneIntentIds: [],
  };
}

async function designed(deps: SubmitDeps, run: IntentRun, topology: Topology): Promise<IntentRun> {
  const phases = inPhase(run.phases, "design", deps.clock.nowMs());
  const plan = await designRun(deps, run, topology);
  const nowMs = deps.clock.nowMs();
  const placed = placeRun({ ...run, phases }, plan, nowMs, deps.config.intents);
  return placed.status === "awaiting-approval" ? { ...placed, phases: inPhase(phases, "approve", nowMs) } : placed;
}

/** What breaks a rule, mended where its owner wants that and asking for more is enough; designed again then. */
async function mended(deps: SubmitDeps, run: IntentRun, topology: Topology): Promise<IntentRun> {
  const violations = run.plan?.violations ?? [];
  if (run.status !== "violating" || !violations.every(({ isFixable }) => isFixable)) return run;
  const fixed = run.intents.map((one) => {
    const own = violations.filter(({ intentId }) => intentId === one.id);
    const { request, understanding } = one;
    if (own.length === 0 || !request.acceptFixes || understanding.kind !== "understood") return one;
    const mends = own.map(({ rule, alternatives }) => `mended for ${rule}: ${alternatives[0]?.label ?? ""}`);
    const intent = applyFixes(understanding.intent, own);
    return {
      ...one,
      mended: own,
      understanding: { ...understanding, intent, readAs: [...understanding.readAs, ...mends] },
    };
  });
  if (fixed.every((one, i) => one === run.intents[i])) return run;
  return designed(deps, { ...run, intents: fixed }, topology);
}
