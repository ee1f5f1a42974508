import * as z from "zod";
import { type ArmClient, listArm } from "./list-arm.ts";

const Subscription = z.looseObject({ subscriptionId: z.string().min(1), state: z.string().optional() });
/** Others are disabled or deleted and answer nothing. */
const LIVE = ["Enabled", "Warned", "PastDue"];

/** Ids of the subscriptions that these credentials see; needs no permission of its own. @throws RestError */
export async function listSubscriptions(client: ArmClient, signal?: AbortSignal): Promise<readonly string[]> {
  return z
    .array(Subscription)
    .parse(await listArm(client, "/subscriptions", "2022-12-01", signal))
    .filter(({ state }) => LIVE.includes(state ?? "Enabled"))
    .map(({ subscriptionId }) => subscriptionId);
}
