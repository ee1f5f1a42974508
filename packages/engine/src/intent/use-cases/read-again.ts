import type { IntentRequest, IntentSlots, SeenService } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { isReadInPart } from "../understand/index.ts";
import { inParallel } from "./in-parallel.ts";

/** API Gateway waits for 30 s: so much is for reading, and the rest for the plan. */
const WITHIN_MS = 12_000;
const MAX_COUNT = 20;
const AT_ONCE = 4;

/**
 * What the second reader makes of each request, in their order: of those only that the parser reads in part, of the first so many,
 * and as far as the time goes. Who is not read again is read by the parser alone.
 */
export async function readAgain(
  { reader, clock, log }: Pick<Deps, "reader" | "clock" | "log">,
  requests: readonly IntentRequest[],
  services: readonly SeenService[],
): Promise<readonly (IntentSlots | undefined)[]> {
  const nowIso = new Date(clock.nowMs()).toISOString();
  const inPart = requests.filter((request) => isReadInPart(request, services, nowIso));
  const chosen = new Set(inPart.slice(0, MAX_COUNT));
  const untilMs = clock.monotonicMs() + WITHIN_MS;
  const readings = await inParallel(requests, AT_ONCE, async (request) => {
    const leftMs = untilMs - clock.monotonicMs();
    if (!chosen.has(request) || request.text === undefined || leftMs <= 0) return undefined;
    return reader.read(request.text, leftMs);
  });
  if (inPart.length > 0)
    log.info("requests read again", {
      inPartCount: inPart.length,
      readCount: readings.filter((reading) => reading !== undefined).length,
    });
  return readings;
}
