import * as z from "zod";
import { Flow } from "../model/flow.ts";
import { FlowId } from "../model/ids.ts";

/** What can be made to fail in thought, and how a person would call it: `link:dx-use1-1`, `region:aws:us-east-1`. */
export const WhatIfFailure = z.strictObject({
  id: z.string(),
  kind: z.enum(["link", "network", "region", "carrier", "account"]),
  name: z.string(),
});
export type WhatIfFailure = z.infer<typeof WhatIfFailure>;

/** A way of a flow: there and back, and what its bytes cost a month at list price; absent where a part of it is not known. */
const WhatIfWay = z.strictObject({
  connectionIds: z.array(z.string()),
  rttMs: z.number().optional(),
  transferMonthlyUsd: z.number().optional(),
});

const counts = {
  keptCount: z.int().nonnegative(),
  movedCount: z.int().nonnegative(),
  lostCount: z.int().nonnegative(),
  endedCount: z.int().nonnegative(),
};

/** `GET /v1/what-if`: every single failure of the network as it was seen last, worst first. */
export const WhatIfList = z.strictObject({
  /** When the network was seen; null = not yet. */
  seenAtMs: z.number().nullable(),
  flowCount: z.int().nonnegative(),
  /** Flows that have no allowed way even now: no failure is blamed for them. */
  alreadyLostIds: z.array(FlowId),
  failures: z.array(
    z.strictObject({
      ...WhatIfFailure.shape,
      ...counts,
      criticalLostCount: z.int().nonnegative(),
      overloadCount: z.int().nonnegative(),
    }),
  ),
});
export type WhatIfList = z.infer<typeof WhatIfList>;

/** Body of `POST /v1/what-if`: all of these are gone at once. */
export const WhatIfRequest = z.strictObject({
  kill: z
    .array(z.string().min(1).max(400))
    .min(1, "must name what is to fail; GET /v1/what-if lists what can")
    .max(20, "must name at most 20 things"),
});
export type WhatIfRequest = z.infer<typeof WhatIfRequest>;

/** `POST /v1/what-if`: what becomes of the flows; those that nothing touches are only counted. Nothing is broken by asking. */
export const WhatIfImpact = z.strictObject({
  seenAtMs: z.number(),
  flowCount: z.int().nonnegative(),
  alreadyLostIds: z.array(FlowId),
  failures: z.array(WhatIfFailure),
  flows: z.array(
    z.strictObject({
      flowId: FlowId,
      class: Flow.shape.class.unwrap(),
      /** `moved` = on another allowed way; `lost` = no allowed way is left; `ended` = its own network is gone. */
      outcome: z.enum(["moved", "lost", "ended"]),
      before: WhatIfWay,
      after: WhatIfWay.optional(),
    }),
  ),
  /** Connections that the flows that move need more of than there is, Mbps at their peaks; fullest first. */
  overloads: z.array(
    z.strictObject({
      connectionId: z.string(),
      bandwidthMbps: z.number(),
      beforeMbps: z.number(),
      neededMbps: z.number(),
    }),
  ),
  ...counts,
});
export type WhatIfImpact = z.infer<typeof WhatIfImpact>;
