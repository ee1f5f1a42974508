import type { EventDraft, KillSwitchRequest, KillSwitchView } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** Stops every actuation, or lets them go on; told after it counts. */
export async function setKillSwitch(
  deps: Pick<Deps, "clock" | "killSwitch" | "publisher" | "log">,
  { isStopped, by, reason }: KillSwitchRequest & { readonly by: string },
): Promise<KillSwitchView> {
  const data = { isStopped, by, reason };
  await deps.killSwitch.set(isStopped, by, reason);
  await deps.publisher.publish([
    {
      type: "failover.kill-switch-set.v1",
      subject: "kill-switch",
      epoch: 0,
      seq: deps.clock.nowMs(),
      data,
    } satisfies EventDraft,
  ]);
  deps.log.info("kill switch set", data);
  return data;
}

/** The switch as it stands, who set it and why. */
export const showKillSwitch = async ({ killSwitch }: Pick<Deps, "killSwitch">): Promise<KillSwitchView> => {
  const { isStopped, by, reason } = await killSwitch.read();
  return { isStopped, ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) };
};
