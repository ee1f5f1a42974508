import {
  type BuiltGroup,
  type BuiltRecord,
  type EventDraft,
  type IntentRun,
  type MadeResource,
  withBuiltGroups,
} from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { choosePaths } from "../../paths/index.ts";
import { type Derived, deriveGroups, ownPrefix } from "../after/derive-groups.ts";
import { recordOf } from "../after/record-of.ts";
import { connectionDocument, stands } from "../words/index.ts";
import { aboutRun, loadRun } from "./load-run.ts";

/** `config` = what is declared; what was built is read here. */
type AfterDeps = Pick<
  Deps,
  | "built"
  | "clock"
  | "config"
  | "documents"
  | "estimates"
  | "intents"
  | "log"
  | "made"
  | "plans"
  | "publisher"
  | "topologies"
>;

/** What is looked after now. */
export interface LookedAfter {
  readonly groupIds: readonly string[];
  readonly documentCount: number;
}

/**
 * Brings all that accompanies a run's connections into line with what stands of it: groups that are probed and have failover
 * plans, the record of owner and cost, documents. Of what does not stand any more nothing is left but its document, which says
 * that it was taken back. Judged by the run alone, so it may be repeated, come late, or come twice. Two at the same moment would
 * see each other half: run it one at a time.
 */
export async function lookAfter(deps: AfterDeps, runId: string): Promise<LookedAfter> {
  const looked = await lookAfterOne(deps, runId);
  // what leaned on it may have to stand by itself now, or may lean on it
  const others = (await deps.built.listRecords()).filter(({ leansOnRunIds }) =>
    leansOnRunIds.some((id) => id === runId),
  );
  for (const other of others) await lookAfterOne(deps, other.runId);
  return looked;
}

async function lookAfterOne(deps: AfterDeps, runId: string): Promise<LookedAfter> {
  const run = await loadRun(deps, runId);
  const made = await deps.made.list(run.id);
  const all = await deps.built.list();
  const before = all.filter((one) => one.runId === run.id);
  const others = all.filter((one) => one.runId !== run.id);
  const derived = await derive(deps, run, made, others);
  for (const group of derived.groups) await deps.built.putGroup(group);
  const groupIds = derived.groups.map(({ group }) => group.id);
  for (const { group } of before) if (!groupIds.includes(group.id)) await deps.built.removeGroup(group.id);
  await forgetPlans(deps, run, groupIds);
  await planFor(deps, derived.groups, others);
  const record = await keepRecord(deps, run, made, derived, others);
  const documentCount = await writeDocuments(deps, run, made, record);
  deps.log.info("connections looked after", { runId: run.id, status: run.status, groupIds, documentCount });
  return { groupIds, documentCount };
}

const isStanding = ({ status }: IntentRun): boolean => status === "fulfilled";

async function derive(
  { config, topologies }: AfterDeps,
  run: IntentRun,
  made: readonly MadeResource[],
  others: readonly BuiltGroup[],
): Promise<Derived> {
  const topology = isStanding(run) ? (await topologies.latest())?.topology : undefined;
  if (!topology) return { groups: [], watches: [] };
  return deriveGroups({ run, made, topology, declared: config, others });
}

/** Plans of groups that are no more; what was stored of their paths goes with the next snapshot of their vantage. */
async function forgetPlans({ plans }: AfterDeps, run: IntentRun, kept: readonly string[]): Promise<void> {
  for (const { groupId } of await plans.list())
    if (groupId.startsWith(ownPrefix(run.id)) && !kept.includes(groupId)) await plans.remove(groupId);
}

/** Has their failover plans made and stored, as those of any group. */
async function planFor(
  { clock, config, publisher }: AfterDeps,
  groups: readonly BuiltGroup[],
  others: readonly BuiltGroup[],
): Promise<void> {
  const whole = withBuiltGroups(config, [...others, ...groups]);
  const own = new Set<string>(groups.map(({ group }) => group.id));
  const drafts = whole.groups.flatMap((group): EventDraft<"paths.plan-updated.v1">[] => {
    const data = own.has(group.id) ? choosePaths(group, whole) : undefined;
    return data ? [{ type: "paths.plan-updated.v1", subject: group.id, epoch: clock.nowMs(), seq: 0, data }] : [];
  });
  if (drafts.length > 0) await publisher.publish(drafts);
}

async function keepRecord(
  deps: AfterDeps,
  run: IntentRun,
  made: readonly MadeResource[],
  { watches }: Derived,
  others: readonly BuiltGroup[],
): Promise<BuiltRecord | undefined> {
  if (!isStanding(run)) {
    await deps.built.removeRecord(run.id);
    return undefined;
  }
  const payers = new Map<string, string>();
  for (const { key } of made) {
    const payer = await payerOf(deps, key);
    if (payer !== undefined) payers.set(key, payer);
  }
  const watchedBy = watches.filter(({ by }) => by === "known-paths").flatMap(({ pathIds }) => pathIds);
  const record = recordOf(run, {
    made,
    watches,
    groupRunIds: others
      .filter(({ group }) => group.paths.some(({ id }) => watchedBy.includes(id)))
      .map((one) => one.runId),
    payerOf: (key) => payers.get(key),
    estimates: deps.estimates,
    nowMs: deps.clock.nowMs(),
  });
  await deps.built.putRecord(record);
  return record;
}

/** The first of the runs that made an object, of those that still claim it. */
async function payerOf({ made }: AfterDeps, key: string): Promise<string | undefined> {
  const claims = (await made.claimsOn(key)).filter(
    ({ made: { state, wasThere } }) => !wasThere && !["planned", "removing", "removed"].includes(state),
  );
  const orderedAtMs = (claim: (typeof claims)[number]): number => claim.made.orderedAtMs ?? 0;
  return claims.sort((a, b) => orderedAtMs(a) - orderedAtMs(b) || (a.runId < b.runId ? -1 : 1))[0]?.runId;
}

/** Runs that go on change what would be written; they are written about when they have ended. */
const ENDED: ReadonlySet<IntentRun["status"]> = new Set(["fulfilled", "undone", "rolled-back", "stuck"]);

/** Writes those that say something new, and tells of them; of a connection that never stood there is none. */
async function writeDocuments(
  { clock, documents, publisher }: AfterDeps,
  run: IntentRun,
  made: readonly MadeResource[],
  record: BuiltRecord | undefined,
): Promise<number> {
  if (!ENDED.has(run.status)) return 0;
  const undoneAtMs = run.phases.findLast(({ name }) => name === "undo")?.endedAtMs ?? clock.nowMs();
  const written: IntentRun["id"][] = [];
  for (const { id: intentId } of run.intents) {
    const before = await documents.find(intentId);
    const isGone = !stands(run, intentId);
    if (isGone && !before) continue;
    const takenBackAtMs = isGone ? (before?.takenBackAtMs ?? undoneAtMs) : undefined;
    const markdown = connectionDocument(run, intentId, made, record, takenBackAtMs);
    if (markdown === undefined || markdown === before?.markdown) continue;
    await documents.put({
      intentId,
      runId: run.id,
      markdown,
      atMs: clock.nowMs(),
      ...(takenBackAtMs !== undefined && { takenBackAtMs }),
    });
    written.push(intentId);
  }
  if (written.length > 0)
    await publisher.publish([
      {
        type: "intent.documented.v1",
        subject: run.id,
        epoch: run.askedAtMs,
        seq: 2_000 + run.version,
        data: { ...aboutRun(run), intentIds: written },
      },
    ]);
  return written.length;
}
