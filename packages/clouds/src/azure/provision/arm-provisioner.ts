import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import type * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";

/** What every object of Resource Manager tells of itself. */
interface Shown {
  readonly provisioningState?: string;
}

/** How an object stands to what is wanted. */
type Described = Pick<ObservedResource, "isOurs" | "outputs" | "differs"> & {
  /** True where Azure has made it and something is still missing, e.g. an address. */
  readonly isUnfinished?: boolean;
  /** Why it cannot be used, although Azure has made it. */
  readonly fault?: string | undefined;
};

/** One type of object as its file describes it. */
export interface ArmObject<D extends Readonly<Record<string, unknown>>, T extends Shown> {
  readonly resource: string;
  readonly typicalMs: number;
  readonly desired: z.ZodType<D>;
  /** The id that the object of this step has, or will have. */
  idOf(desired: D, step: ResolvedStep): string;
  read(id: string): Promise<T | undefined>;
  describe(shown: T, desired: D, step: ResolvedStep): Described;
  /** Begins to make it, to make it again where Azure failed, or to add what it lacks. */
  write(id: string, desired: D, step: ResolvedStep, shown: T | undefined): Promise<void>;
  /** True if something is missing that may be added even to an object that is not ours; absent = nothing is ever added. */
  lacks?(shown: T, desired: D, step: ResolvedStep): boolean;
  /** Begins to remove it. */
  remove(id: string, shown: T): Promise<void>;
}

/**
 * A provisioner from the description of a type. It writes what is absent, failed or lacking, and never over what somebody else
 * has set: that is told by `differs`. An object that others made since under the same name is not removed.
 */
export function armProvisioner<D extends Readonly<Record<string, unknown>>, T extends Shown>(
  object: ArmObject<D, T>,
): Provisioner {
  const look = async (step: ResolvedStep, isAbsent = false) => {
    const desired = readDesired(object.desired, step);
    const id = object.idOf(desired, step);
    const shown = isAbsent ? undefined : await object.read(id);
    if (!shown) return { desired, id, shown, seen: undefined, isLacking: false };
    const isLacking = object.lacks?.(shown, desired, step) === true;
    const described = object.describe(shown, desired, step);
    return { desired, id, shown, seen: observed(id, shown, described, isLacking), isLacking };
  };
  return {
    resource: object.resource,
    typicalMs: object.typicalMs,
    desired: object.desired,
    observe: async (step) => (await look(step)).seen,
    async ensure(step, known) {
      const { desired, id, shown, seen, isLacking } = await look(step, known?.isAbsent);
      if (shown && seen && isBusy(shown)) return seen;
      if (seen && !isLacking && !(seen.state === "failed" && seen.isOurs)) return seen;
      await object.write(id, desired, step, shown);
      // a read may still show what was before the write
      return (await look(step)).seen ?? { state: "pending", isOurs: true, ids: { id }, outputs: {}, differs: [] };
    },
    async remove(step, { ids }) {
      const desired = readDesired(object.desired, step);
      const id = ids.id ?? object.idOf(desired, step);
      const shown = await object.read(id);
      if (!shown || !object.describe(shown, desired, step).isOurs) return "removed";
      if (isBusy(shown)) return "pending";
      await object.remove(id, shown);
      return (await object.read(id)) === undefined ? "removed" : "pending";
    },
  };
}

function observed(id: string, shown: Shown, described: Described, isLacking: boolean): ObservedResource {
  const { isOurs, outputs, differs, isUnfinished, fault } = described;
  const common = { isOurs, ids: { id }, outputs, differs };
  if (shown.provisioningState === "Failed")
    return { ...common, state: "failed", reason: "Azure says that the last write of it failed" };
  if (isBusy(shown)) return { ...common, state: "pending" };
  if (fault !== undefined) return { ...common, state: "failed", reason: fault };
  return { ...common, state: isUnfinished || isLacking ? "pending" : "ready" };
}

/** Some types have no such state: what is shown of them is done. */
const isBusy = ({ provisioningState = "Succeeded" }: Shown): boolean =>
  !["Succeeded", "Failed", "Canceled"].includes(provisioningState);
