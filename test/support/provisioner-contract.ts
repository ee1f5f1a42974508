import type { ObservedResource, Provisioner, Provisioning, ProvisionStep, ResolvedStep } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import type { LosingWire } from "./losing-wire.ts";

/** A step as a case writes it; `{{id.output}}` stands for what another put out. */
export type StepDraft = Pick<ProvisionStep, "id" | "resource" | "cloud" | "accountId" | "regionId" | "desired">;

/** One object to be made, in a world in which its needs are made before. */
export interface ProvisionerCase {
  readonly step: StepDraft;
  readonly needs?: readonly StepDraft[];
  /** Looks at the world once it is ready: did it do anything? */
  readonly proof?: (outputs: Readonly<Record<string, string>>) => void;
}

/** A world to make things in. */
export interface ProvisioningLab {
  readonly provisioning: Provisioning;
  readonly wire: LosingWire;
  /** Digest of all that calls can change. */
  stateHash(): string;
}

const TAGS = { "skylane:run": "run-1", "skylane:owner": "dana@globalcart.example" };

/** What every provisioner of every cloud promises, for each of these objects. */
export const itKeepsTheProvisionerContract = (lab: () => ProvisioningLab, cases: readonly ProvisionerCase[]): void =>
  describe.each(cases.map((one) => ({ ...one, title: one.step.resource })))("$title", ({ step, needs = [], proof }) => {
    const begun = async () => {
      const { provisioning, wire, stateHash } = lab();
      const outputs = await makeAll(provisioning, needs);
      const provisioner = provisioning.provisioner(step.resource);
      return { provisioner, wanted: resolve(step, outputs), wire, stateHash };
    };

    it("makes what is absent, says so when it is ready, and makes it once", async () => {
      const { provisioner, wanted, wire, stateHash } = await begun();
      expect(await provisioner.observe(wanted)).toBeUndefined();
      expect(provisioner.typicalMs).toBeGreaterThan(0);

      const ready = await untilReady(provisioner, wanted);
      expect(ready).toMatchObject({ isOurs: true, differs: [] });
      for (const [name, value] of Object.entries(ready.outputs)) expect([name, value]).not.toEqual([name, ""]);
      proof?.(ready.outputs);

      const [hash, writeCount] = [stateHash(), wire.writes.length];
      expect(await provisioner.ensure(wanted)).toEqual(ready);
      expect(await provisioner.observe(wanted)).toEqual(ready);
      expect(stateHash()).toBe(hash);
      // tags may be written again, objects not
      expect(wire.writes.slice(writeCount).filter((write) => !/tags/i.test(write))).toEqual([]);
    });

    it("told that nothing is there, makes it as if it had looked itself", async () => {
      const { provisioner, wanted, stateHash } = await begun();
      const hash = stateHash();
      const before = (await provisioner.snapshot?.(wanted)) ?? null;

      await provisioner.ensure(wanted, { isAbsent: true });
      const { ids, ...ready } = await untilReady(provisioner, wanted);
      expect(ready).toMatchObject({ isOurs: true, differs: [] });

      await untilRemoved(provisioner, wanted, ids, before);
      expect(stateHash()).toBe(hash);
    });

    it("takes away exactly what it made, and finds nothing to do the second time", async () => {
      const { provisioner, wanted, stateHash } = await begun();
      const hash = stateHash();
      const before = (await provisioner.snapshot?.(wanted)) ?? null;
      const { ids } = await untilReady(provisioner, wanted);
      expect(stateHash()).not.toBe(hash);

      await untilRemoved(provisioner, wanted, ids, before);
      expect(await provisioner.observe(wanted)).toBeUndefined();
      expect(stateHash()).toBe(hash);
      expect(await provisioner.remove(wanted, { ids, before })).toBe("removed");
    });

    it("finds its own after a call whose answer was lost, and makes no second one", async () => {
      const { provisioner, wanted, wire, stateHash } = await begun();
      const hash = stateHash();
      const before = (await provisioner.snapshot?.(wanted)) ?? null;

      wire.loseNextWrite();
      await provisioner.ensure(wanted).catch((error: unknown) => {
        expect(error).toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
      });
      expect(stateHash()).not.toBe(hash);
      await untilReady(provisioner, wanted);

      // the ledger may know no ids yet, for nobody heard of them
      await untilRemoved(provisioner, wanted, {}, before);
      expect(stateHash()).toBe(hash);
    });

    it("comes again after it was turned away, with nothing half made", async () => {
      const { provisioner, wanted, wire, stateHash } = await begun();
      const hash = stateHash();
      const before = (await provisioner.snapshot?.(wanted)) ?? null;

      wire.refuseNextWrite();
      await provisioner.ensure(wanted).catch((error: unknown) => {
        expect(error).toMatchObject({ kind: "unavailable" });
      });
      const { ids } = await untilReady(provisioner, wanted);

      wire.refuseNextWrite();
      await provisioner.remove(wanted, { ids, before }).catch((error: unknown) => {
        expect(error).toMatchObject({ kind: "unavailable" });
      });
      await untilRemoved(provisioner, wanted, ids, before);
      expect(stateHash()).toBe(hash);
    });

    it("leaves what another has made as it was, used or not", async () => {
      const { provisioner, wanted, stateHash } = await begun();
      await untilReady(provisioner, wanted);
      const hash = stateHash();
      const other = { ...wanted, tags: { ...wanted.tags, "skylane:run": "run-2" } };

      const there = await provisioner.observe(other);
      if (there?.isOurs === false) {
        expect(there).toMatchObject({ state: "ready", differs: [] });
        // a process that died before it wrote anything down has nothing to take away
        await untilRemoved(provisioner, other, {}, null);
      } else {
        const before = there ? ((await provisioner.snapshot?.(other)) ?? null) : null;
        const ids = await idsMade(provisioner, other);
        await untilRemoved(provisioner, other, ids, before);
      }
      expect(stateHash()).toBe(hash);
      expect(await provisioner.observe(wanted)).toMatchObject({ state: "ready", isOurs: true, differs: [] });
    });

    it("refuses what it does not understand before it calls anybody", async () => {
      const { provisioner, wanted, stateHash } = await begun();
      const hash = stateHash();
      const strange = { ...wanted, desired: { ...wanted.desired, surprise: 1 } };

      await expect(provisioner.ensure(strange)).rejects.toMatchObject({ name: "ERR_STEP_INVALID" });
      expect(stateHash()).toBe(hash);
    });
  });

/** A second one beside the first, or none where the cloud refuses two. */
async function idsMade(provisioner: Provisioner, step: ResolvedStep): Promise<ObservedResource["ids"]> {
  try {
    await provisioner.ensure(step);
  } catch (error) {
    expect(error).toMatchObject({ kind: expect.stringMatching(/^(conflict|invalid)$/) });
    return {};
  }
  return (await untilReady(provisioner, step)).ids;
}

/** Makes steps one after the other: what each put out, by id. */
export async function makeAll(
  provisioning: Provisioning,
  steps: readonly StepDraft[],
): Promise<Readonly<Record<string, ObservedResource["outputs"]>>> {
  const outputs: Record<string, ObservedResource["outputs"]> = {};
  for (const step of steps) {
    const ready = await untilReady(provisioning.provisioner(step.resource), resolve(step, outputs));
    outputs[step.id] = ready.outputs;
  }
  return outputs;
}

/** With references replaced by what other steps put out. */
export function resolve(
  step: StepDraft,
  outputs: Readonly<Record<string, Readonly<Record<string, string>>>>,
): ResolvedStep {
  const text = JSON.stringify(step.desired).replaceAll(/\{\{([\w-]+)\.(\w+)\}\}/g, (_, id: string, output: string) => {
    const value = outputs[id]?.[output];
    if (value === undefined) throw new Error(`${step.id} refers to ${id}.${output}, which is not there`);
    return value;
  });
  return {
    ...step,
    desired: JSON.parse(text),
    key: `${step.cloud}/${step.id}`,
    needs: [],
    summary: step.id,
    intentIds: [],
    tags: { ...TAGS, "skylane:step": step.id },
  };
}

/** Asks for it again and again, as the loop does. */
export const untilReady = (provisioner: Provisioner, step: ResolvedStep): Promise<ObservedResource> =>
  vi.waitFor(
    async () => {
      const seen = await provisioner.ensure(step);
      expect(seen.state).toBe("ready");
      return seen;
    },
    { timeout: 20_000, interval: 20 },
  );

/** The same until it is gone. */
export const untilRemoved = (
  provisioner: Provisioner,
  step: ResolvedStep,
  ids: ObservedResource["ids"],
  before: Readonly<Record<string, string>> | null,
): Promise<void> =>
  vi.waitFor(async () => expect(await provisioner.remove(step, { ids, before })).toBe("removed"), {
    timeout: 20_000,
    interval: 20,
  });
