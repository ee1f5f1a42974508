import { KillSwitchView } from "@skylane/core";
import type { Command } from "commander";
import { Argument } from "commander";
import { apiClient } from "../api-client.ts";
import { print } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface SwitchOptions extends TargetOptions {
  readonly reason: string;
}

/** `skylane failover kill-switch on|off`: stops every move, or lets them go on. */
export const addKillSwitch = (failover: Command): void => {
  withTarget(
    failover
      .command("kill-switch")
      .description("stop every move at once, or let them go on; clean-ups of the watchdog go on either way")
      .addArgument(new Argument("<state>").choices(["on", "off"])),
  )
    .requiredOption("--reason <text>", "why")
    .action(async (state: "on" | "off", { reason, ...options }: SwitchOptions) => {
      const body = { isStopped: state === "on", reason };
      const set = await apiClient(options).send("PUT", "/v1/kill-switch", body, KillSwitchView);
      print(options.json === true, set, () =>
        set.isStopped
          ? "The kill switch is on: nothing is moved."
          : "The kill switch is off: Skylane may move traffic.",
      );
    });
};
