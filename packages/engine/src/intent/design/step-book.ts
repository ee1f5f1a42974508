import type { CloudId, IntentId, Json, ProvisionStep } from "@skylane/core";
import { outputOf, prerequisitesOf } from "../references.ts";
import { stepIdOf } from "./naming.ts";

/** Where a step's object is made. */
export interface StepPlace {
  readonly cloud: CloudId;
  readonly accountId: string;
  readonly regionId: string;
}

/** An object that is wanted. Lists in `desired` may grow until the book is closed: several intents may need more of one object. */
export interface WantedStep {
  readonly resource: string;
  readonly at: StepPlace;
  readonly key: string;
  readonly desired: Readonly<Record<string, unknown>>;
  readonly summary: string;
  /** Steps it waits for without referring to them. */
  readonly needs?: readonly string[];
  readonly lock?: string;
}

/** What other steps say of it. */
export interface StepHandle {
  readonly id: string;
  output(name: string): string;
}

/** Gathers the steps of a plan, each object once however many intents need it. */
export interface StepBook {
  want(step: WantedStep, intentIds: readonly IntentId[]): StepHandle;
  /** True if that object stands already, made by another run. */
  isMade(key: string): boolean;
  /** What that object shall be already, for this plan or as another run made it; `undefined` = nobody wants it yet. */
  desiredOf(key: string): Readonly<Record<string, unknown>> | undefined;
  /** Leaves out an intent that cannot be met, and what only it wanted. */
  forget(intentId: IntentId): void;
  /** Steps in an order in which each comes after what it needs; the same order for the same steps. */
  close(): readonly ProvisionStep[];
}

interface Draft extends WantedStep {
  readonly id: string;
  readonly intentIds: Set<IntentId>;
}

/** An empty book. What is in `made` keeps the desired state it was made with. */
export function stepBook(made: readonly ProvisionStep[]): StepBook {
  const drafts = new Map<string, Draft>();
  const madeByKey = new Map(made.map((step) => [step.key, step]));
  return {
    want(step, intentIds) {
      const id = stepIdOf(step.resource, step.key);
      const draft = drafts.get(step.key) ?? { ...step, id, intentIds: new Set() };
      drafts.set(step.key, draft);
      for (const one of intentIds) draft.intentIds.add(one);
      return { id, output: (name) => outputOf(id, name) };
    },
    isMade: (key) => madeByKey.has(key),
    desiredOf: (key) => (madeByKey.get(key) ?? drafts.get(key))?.desired,
    forget(intentId) {
      for (const [key, { intentIds }] of drafts)
        if (intentIds.delete(intentId) && intentIds.size === 0) drafts.delete(key);
    },
    close: () =>
      inOrder(
        [...drafts.values()].map(({ id, intentIds, at, needs = [], lock, ...draft }): ProvisionStep => {
          const before = madeByKey.get(draft.key);
          const desired = before ? grown(before.desired, settled(draft.desired)) : settled(draft.desired);
          return {
            id,
            resource: draft.resource,
            ...at,
            key: draft.key,
            desired,
            needs: [...needs].sort(),
            ...(lock !== undefined && { lock }),
            summary: draft.summary,
            intentIds: [...intentIds].sort(),
          };
        }),
      ),
  };
}

/** A copy that nobody changes any more, without keys that have no value. */
const settled = (desired: WantedStep["desired"]): ProvisionStep["desired"] =>
  JSON.parse(JSON.stringify(desired)) as ProvisionStep["desired"];

/** What was made, with what its lists (addresses, networks) need besides. */
const grown = (before: ProvisionStep["desired"], now: ProvisionStep["desired"]): ProvisionStep["desired"] =>
  Object.fromEntries(Object.entries(before).map(([name, value]) => [name, union(value, now[name] ?? null)]));

function union(before: Json, now: Json): Json {
  if (!Array.isArray(before) || !Array.isArray(now)) return before;
  if (before.some(Array.isArray)) return before.map((one, i) => union(one, now[i] ?? null));
  return before.every((one) => typeof one === "string") ? [...new Set([...before, ...now])] : before;
}

/** Kahn's order; of those that are ready the one that was wanted first goes first. What waits for itself is left out. */
function inOrder(steps: readonly ProvisionStep[]): readonly ProvisionStep[] {
  const waiting = new Map(steps.map((step) => [step.id, new Set(prerequisitesOf(step))]));
  const done = new Set<string>();
  const ordered: ProvisionStep[] = [];
  for (;;) {
    const next = steps.find(({ id }) => !done.has(id) && [...(waiting.get(id) ?? [])].every((one) => done.has(one)));
    if (!next) return ordered;
    done.add(next.id);
    ordered.push(next);
  }
}
