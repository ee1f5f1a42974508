import type { DiscoveryGap } from "@skylane/core";
import type * as z from "zod";
import { groupOf, regionOf, subscriptionOf } from "./arm-ids.ts";

/** Reads objects one by one: one that is not as it should be becomes a gap, and the others are read all the same. */
export interface Understanding {
  /** What the objects are mapped to, as far as it is valid. */
  each<I extends Readable, O>(schema: z.ZodType<O>, items: readonly I[], map: (item: I) => readonly O[]): O[];
  /** `undefined` after a failure. */
  attempt<T>(item: Readable, run: () => T): T | undefined;
  readonly gaps: readonly DiscoveryGap[];
}

interface Readable {
  readonly id?: string;
  readonly location?: string;
}

export function startUnderstanding(): Understanding {
  const gaps = new Map<string, DiscoveryGap>();
  const attempt = <T>(item: Readable, run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      const id = typeof item.id === "string" ? item.id : "an object without an id";
      const accountId = subscriptionOf(id);
      const regionId = regionOf(item.location);
      gaps.set(id, {
        cloud: "azure",
        ...(accountId !== "" && { accountId }),
        ...(regionId !== "" && { regionId }),
        operation: `read ${id.slice(id.lastIndexOf("/") + 1)}${groupOf(id) && ` in resource group ${groupOf(id)}`}`,
        reason: "not-understood",
        message: (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH),
        todo: "report this with the log: the Azure adapter met something it does not understand",
      });
      return undefined;
    }
  };
  return {
    attempt,
    each: (schema, items, map) =>
      items.flatMap((item) => attempt(item, () => map(item).map((mapped) => schema.parse(mapped))) ?? []),
    get gaps() {
      return [...gaps.values()];
    },
  };
}

const MESSAGE_LENGTH = 300;
