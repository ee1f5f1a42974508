import * as z from "zod";
import { CostScope } from "./scope.ts";

export const CostAnomalyId = z.string().regex(/^ca-[a-z0-9-]{6,80}$/);

/** Why it costs more, where that can be shown; `unknown` is said rather than guessed. */
export const CostCause = z.enum([
  /** Traffic that should be on a dedicated link leaves by the internet or a VPN. */
  "misrouting",
  /** Something runs that did not run, or much more of it: a loop, a job that does not end. */
  "runaway",
  /** It has grown a little each day. */
  "creep",
  /** The same amount of the same thing costs more. */
  "price-change",
  /** A resource that was not there. */
  "new-resource",
  "unknown",
]);
export type CostCause = z.infer<typeof CostCause>;

export const CostAnomaly = z.strictObject({
  id: CostAnomalyId,
  scope: CostScope,
  /** From when on, as far as can be told, and when it was found; ms since 1970. */
  beganAtMs: z.number(),
  foundAtMs: z.number(),
  endedAtMs: z.number().optional(),
  /** When a look last found it; it ends when none has for a while. */
  lastSeenAtMs: z.number().optional(),
  /** Which detectors said so, e.g. `same-hour-yesterday`, `seasonal`, `creep`, `misrouting`. */
  detectors: z.array(z.string().min(1)).min(1),
  severity: z.enum(["critical", "high", "medium", "low"]),
  /** Per hour, of the last hour that was looked at. */
  observedUsdPerHour: z.number(),
  expectedUsdPerHour: z.number(),
  /** What it costs beyond what was expected if it goes on. */
  usdPerDay: z.number(),
  usdSoFar: z.number(),
  /** What a day of it cost when it was last told; it is told again if that has grown much. */
  toldUsdPerDay: z.number().optional(),
  cause: CostCause,
  /** One fact a line, in the order that convinces. */
  evidence: z.array(z.string().max(500)).min(1).max(50),
  /** The change of routes that went before it, where there is one. */
  routeChange: z
    .strictObject({ atMs: z.number(), what: z.string().max(500), by: z.string().max(300).optional() })
    .optional(),
  flowIds: z.array(z.string()),
  connectionIds: z.array(z.string()),
  /** What would end it; carried out by the plans of paths, never by the finder. */
  fix: z
    .strictObject({
      kind: z.enum(["move-flow", "talk-to-owner", "check-price"]),
      says: z.string().max(500),
      flowId: z.string().optional(),
      toConnectionId: z.string().optional(),
    })
    .optional(),
  status: z.enum(["open", "snoozed", "ended", "dismissed"]),
  snoozedUntilMs: z.number().optional(),
  /** What a person said of it; teaches the detectors of that scope. */
  feedback: z
    .strictObject({
      verdict: z.enum(["real", "expected", "wrong"]),
      by: z.string(),
      atMs: z.number(),
      note: z.string().max(500),
    })
    .optional(),
  /** How often it was written: each write is in place of the version that was read. Absent = not yet. */
  version: z.int().nonnegative().optional(),
});
export type CostAnomaly = z.infer<typeof CostAnomaly>;
