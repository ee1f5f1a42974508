import type { Actuator, PreImage, RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import type { AzureWriter } from "./azure-writer.ts";

/** One property of one object of Azure that holds for far more than a group: what it is now, and how it is written. */
interface PlannedSwitch<T> extends Pick<Actuator, "id" | "settings" | "handle" | "plan"> {
  /** Name of the property, in a change and in its pre-image. */
  readonly property: string;
  readonly read: (change: RouteChange) => Promise<T>;
  /** In words for people, e.g. `virtual hub hub-east`. */
  readonly nameOf: (seen: T) => string;
  readonly valueIn: (seen: T) => string;
  /** States of the object and of what follows from it; all are `Succeeded` or `Provisioned` once it is done. */
  readonly statesOf: (seen: T) => readonly (string | undefined)[];
  /** Refuses, by an error, what may not be switched now. */
  readonly check?: (change: RouteChange, seen: T) => Promise<void>;
  /** Writes the object as it was seen, with another value, over the version that was seen. */
  readonly write: (change: RouteChange, seen: T, value: string) => Promise<void>;
}

/** The actuator of such a property. Its changes are planned only: a person orders them, nothing else does. */
export function plannedSwitch<T>(azure: AzureWriter, knob: PlannedSwitch<T>): Actuator {
  const { id, settings, handle, property, read, nameOf, valueIn, statesOf } = knob;
  const desiredOf = ({ desired }: RouteChange): string => desired[property] ?? "";
  const valueBefore = ({ state }: PreImage): string => state?.[property] ?? "";
  const isAt = (seen: T, value: string): boolean => valueIn(seen) === value && !statesOf(seen).includes("Failed");
  const isSettled = (seen: T, value: string): boolean =>
    valueIn(seen) === value && statesOf(seen).every((state) => /^(Succeeded|Provisioned)$/.test(state ?? ""));
  const isUnderWay = (seen: T): boolean => statesOf(seen).some((state) => /ing$/.test(state ?? ""));
  return {
    id,
    settings,
    handle,
    plan: (request) => knob.plan(request).map((change) => ({ ...change, isPlannedOnly: true })),
    async snapshot(change) {
      const seen = await read(change);
      await knob.check?.(change, seen);
      return { changeId: change.id, state: { [property]: valueIn(seen) } };
    },
    async apply(change) {
      const seen = await read(change);
      if (isAt(seen, desiredOf(change))) return "already";
      await knob.check?.(change, seen);
      await knob.write(change, seen, desiredOf(change));
      return "applied";
    },
    isApplied: async (change) => isSettled(await read(change), desiredOf(change)),
    async restore(change, before) {
      const wanted = valueBefore(before);
      // what is undone may still be under way, and the object takes nothing else until it is done
      const seen = await azure.look(
        () => read(change),
        (one) => isAt(one, wanted) || !isUnderWay(one),
      );
      if (isAt(seen, wanted)) return "already";
      const details = { changeId: change.id };
      if (isUnderWay(seen))
        throw cloudError(
          "ERR_CLOUD_UNAVAILABLE",
          `${change.id}: ${nameOf(seen)} is still ${statesOf(seen).join(", ")}, and takes no other ${property} until that is done`,
          details,
        );
      // a failed write may show either of the two
      if (![wanted, desiredOf(change)].includes(valueIn(seen)))
        throw cloudError(
          "ERR_CLOUD_CONFLICT",
          `${change.id}: ${nameOf(seen)} now has ${property} ${valueIn(seen)}, which Skylane did not set; look at it by hand`,
          details,
        );
      await knob.write(change, seen, wanted);
      return "restored";
    },
    isRestored: async (change, before) => isSettled(await read(change), valueBefore(before)),
  };
}
