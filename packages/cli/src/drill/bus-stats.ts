import * as z from "zod";
import { within } from "./until.ts";

/** What the embedded bus says of itself; it counts over the life of its file, so a restart forgets nothing. */
const BusStats = z.looseObject({
  pending: z.number(),
  deadLettered: z.number(),
  dropped: z.number(),
});
type BusStats = z.infer<typeof BusStats>;

const DRAIN_TIMEOUT_MS = 20_000;

/** Asks the bus at `awsUrl`. @throws Error while the controller is away */
export async function readBus(awsUrl: string): Promise<BusStats> {
  const response = await fetch(new URL("/_local/bus", awsUrl));
  return BusStats.parse(await response.json());
}

/** Accepted events that since `before` went to no target, once the bus has nothing more to deliver or the time is up. */
export async function countUndelivered(awsUrl: string, before: BusStats): Promise<number> {
  await within(DRAIN_TIMEOUT_MS, async () => (await readBus(awsUrl)).pending === 0);
  const after = await readBus(awsUrl);
  return after.pending + after.deadLettered - before.deadLettered + after.dropped - before.dropped;
}
