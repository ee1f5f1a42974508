import type { DiscoveryGap } from "@skylane/core";
import type * as z from "zod";
import type { Placed } from "./inventory.ts";

/** Reads objects one by one: one that is not as it should be becomes a gap, and the others are read all the same. */
export interface Understanding {
  /** What the objects are mapped to, as far as it is valid; `what` names them, e.g. `VPN connection`. */
  each<I, O>(
    what: string,
    schema: z.ZodType<O>,
    items: readonly Placed<I>[],
    map: (placed: Placed<I>) => readonly unknown[],
  ): O[];
  readonly gaps: readonly DiscoveryGap[];
}

const MESSAGE_LENGTH = 300;

export function startUnderstanding(): Understanding {
  const gaps = new Map<string, DiscoveryGap>();
  return {
    each(what, schema, items, map) {
      return items.flatMap((placed) => {
        try {
          return map(placed).map((mapped) => schema.parse(mapped));
        } catch (error) {
          const { accountId, regionId } = placed;
          gaps.set(`${accountId}|${regionId}|${what}`, {
            cloud: "aws",
            accountId,
            ...(regionId !== "" && { regionId }),
            operation: `read a ${what}`,
            reason: "not-understood",
            message: (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH),
            todo: "report this with the log: the AWS adapter met something it does not understand",
          });
          return [];
        }
      });
    },
    get gaps() {
      return [...gaps.values()];
    },
  };
}
