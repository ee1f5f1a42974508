import type { Deps } from "../../deps.ts";

/** Whether actuations are stopped; `undefined` if it cannot be read: then nothing may be touched. */
export async function readKillSwitch(deps: Pick<Deps, "killSwitch" | "log">): Promise<boolean | undefined> {
  try {
    return (await deps.killSwitch.read()).isStopped;
  } catch (error) {
    deps.log.error("kill switch unreadable", { error });
    return undefined;
  }
}
