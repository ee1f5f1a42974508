import type {
  BuiltGroup,
  BuiltRecord,
  ConnectionDocument,
  IntentRun,
  MadeResource,
  ObservedResource,
  ResolvedStep,
  RunSummary,
  SkylaneError,
} from "@skylane/core";
import { type Deps, neededSignatures } from "@skylane/engine";
import * as z from "zod";

/** An object in a cloud of the tests. */
export interface MemoryObject {
  readonly key: string;
  readonly runTag: string | undefined;
  readonly stepTag: string | undefined;
  desired: string;
  /** Looks it still takes until it is ready. */
  pendingCount: number;
  readonly id: string;
}

/** What provisioning works on in tests, in plain sight. */
export interface MemoryBuilding {
  /** Objects by id: two with one key are a duplicate. */
  readonly objects: Map<string, MemoryObject>;
  readonly keys: Map<string, string>;
  readonly runs: Map<string, IntentRun>;
  /** `run#step` → what was made. */
  readonly made: Map<string, MadeResource>;
  /** Every write to the cloud, in order. */
  readonly writes: string[];
  /** Looks an object takes until it is ready. */
  slowness: (key: string) => number;
  /** What the cloud says instead of doing it. */
  failOn: (verb: "ensure" | "remove", key: string) => SkylaneError | undefined;
  /** Address a name has. */
  readonly addressOf: Map<string, string>;
  /** What stands: groups by id, records by run, documents by intent. */
  readonly groups: Map<string, BuiltGroup>;
  readonly builtRecords: Map<string, BuiltRecord>;
  readonly documentOf: Map<string, ConnectionDocument>;
  /** Files of the repository by name, and how many commits made them. */
  readonly repository: { readonly files: Map<string, string>; commitCount: number };
}

/** Ports that build, in memory. Objects carry tags, and creating one twice makes two: as clouds do. */
export function memoryBuilding(newId: () => string) {
  const building: MemoryBuilding = {
    objects: new Map(),
    keys: new Map(),
    runs: new Map(),
    made: new Map(),
    writes: [],
    slowness: () => 1,
    failOn: () => undefined,
    addressOf: new Map(),
    groups: new Map(),
    builtRecords: new Map(),
    documentOf: new Map(),
    repository: { files: new Map(), commitCount: 0 },
  };
  const { groups, builtRecords, documentOf } = building;
  const { objects, runs, made, keys } = building;
  const find = ({ key, tags }: Pick<ResolvedStep, "key" | "tags">) => {
    const all = [...objects.values()].filter((one) => one.key === key);
    return all.find((one) => one.runTag === tags["skylane:run"] && one.stepTag === tags["skylane:step"]) ?? all[0];
  };
  const show = (step: ResolvedStep, one: MemoryObject): ObservedResource => ({
    state: one.pendingCount > 0 ? "pending" : "ready",
    isOurs: one.runTag === step.tags["skylane:run"] && one.stepTag === step.tags["skylane:step"],
    ids: { id: one.id },
    outputs: one.pendingCount > 0 ? {} : { id: one.id, ip: `192.0.2.${objects.size}` },
    differs: one.desired === JSON.stringify(step.desired) ? [] : ["desired"],
  });
  const provisioner: ReturnType<Deps["provisioning"]["provisioner"]> = {
    resource: "test.object",
    desired: z.record(z.string(), z.unknown()),
    typicalMs: 1_000,
    async observe(step) {
      const there = find(step);
      if (!there) return undefined;
      const shown = show(step, there);
      if (there.pendingCount > 0) there.pendingCount -= 1;
      return shown;
    },
    async snapshot(step) {
      const there = find(step);
      return there ? { desired: there.desired } : null;
    },
    async ensure(step, known) {
      const failure = building.failOn("ensure", step.key);
      if (failure) throw failure;
      // as an adapter does: what is said to be absent is not looked for, and would be made twice
      const there = known?.isAbsent ? undefined : find(step);
      if (there) {
        if (there.desired !== JSON.stringify(step.desired)) {
          building.writes.push(`change ${step.key}`);
          there.desired = JSON.stringify(step.desired);
        }
        return show(step, there);
      }
      const one: MemoryObject = {
        key: step.key,
        runTag: step.tags["skylane:run"],
        stepTag: step.tags["skylane:step"],
        desired: JSON.stringify(step.desired),
        pendingCount: building.slowness(step.key),
        id: `obj-${newId()}`,
      };
      building.writes.push(`make ${step.key}`);
      objects.set(one.id, one);
      return show(step, one);
    },
    async remove(step, { ids, before }) {
      const failure = building.failOn("remove", step.key);
      if (failure) throw failure;
      const there = before ? find(step) : objects.get(ids.id ?? "");
      if (!there) return "removed";
      building.writes.push(before ? `restore ${step.key}` : `remove ${step.key}`);
      if (before) there.desired = before.desired ?? "";
      else objects.delete(there.id);
      return "removed";
    },
  };
  const summaryOf = ({ id, version, status, askedBy, askedAtMs, owner, intents, plan }: IntentRun): RunSummary => ({
    id,
    version,
    status,
    askedBy,
    askedAtMs,
    owner,
    intentCount: intents.length,
    title: "",
    ...(plan && { planHash: plan.hash, neededSignatureCount: neededSignatures(plan) }),
  });
  const ports: Pick<
    Deps,
    "built" | "builtGroups" | "documents" | "intents" | "made" | "names" | "provisioning" | "repository" | "vault"
  > = {
    built: {
      list: async () => [...groups.values()],
      putGroup: async (built) => void groups.set(built.group.id, built),
      removeGroup: async (groupId) => void groups.delete(groupId),
      putRecord: async (record) => void builtRecords.set(record.runId, record),
      findRecord: async (runId) => builtRecords.get(runId),
      removeRecord: async (runId) => void builtRecords.delete(runId),
      listRecords: async () => [...builtRecords.values()],
    },
    builtGroups: { list: async () => [...groups.values()] },
    documents: {
      put: async (document) => void documentOf.set(document.intentId, document),
      find: async (intentId) => documentOf.get(intentId),
    },
    intents: {
      async open(run) {
        const present = runs.get(run.id);
        if (!present) runs.set(run.id, run);
        return present ?? run;
      },
      find: async (id) => runs.get(id),
      list: async (limitCount) =>
        [...runs.values()]
          .sort((a, b) => b.askedAtMs - a.askedAtMs)
          .slice(0, limitCount)
          .map(summaryOf),
      async save(next, seen) {
        if (runs.get(next.id)?.version !== seen.version) return undefined;
        const run = { ...next, version: seen.version + 1 };
        runs.set(run.id, run);
        return run;
      },
    },
    made: {
      list: async (runId) => [...made].filter(([key]) => key.startsWith(`${runId}#`)).map(([, one]) => one),
      put: async (runId, one) => void made.set(`${runId}#${one.stepId}`, one),
      claimsOn: async (key) =>
        [...made]
          .filter(([, one]) => one.key === key && one.state !== "removed")
          .map(([name, one]) => ({ runId: name.slice(0, name.indexOf("#")), made: one })),
    },
    names: {
      async lookUp({ name }) {
        const address = building.addressOf.get(name);
        return address === undefined ? { outcome: "no-such-name" } : { outcome: "ok", addresses: [address], rttMs: 1 };
      },
    },
    repository: {
      async push(_, files) {
        const { repository } = building;
        const isNew = files.some(({ name, text }) => repository.files.get(name) !== text);
        for (const { name, text } of files) repository.files.set(name, text);
        if (isNew) repository.commitCount += 1;
        return isNew;
      },
    },
    provisioning: { provisioner: () => provisioner },
    vault: {
      ensurePresharedKey: async (name) => {
        if (!keys.has(name)) keys.set(name, newId());
      },
      remove: async (name) => void keys.delete(name),
    },
  };
  return { building, ...ports };
}
