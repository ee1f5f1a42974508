import { readInstance } from "@skylane/local";
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { within } from "../drill/until.ts";
import { exitCodes } from "../exit-codes.ts";
import { print } from "../output.ts";

const STOP_TIMEOUT_MS = 15_000;

/** `skylane down`: stops what `skylane up` started from this data folder. */
export const addDown = (program: Command): void => {
  program
    .command("down")
    .description("stop the Skylane that was started from the data folder")
    .option("--data <folder>", "data folder", ".skylane")
    .option("--json", "print JSON")
    .action(async (options: { readonly data: string; readonly json?: boolean }) => {
      const instance = readInstance(options.data);
      if (!instance) throw new CliError(`Skylane does not run from ${options.data}.`, exitCodes.notRunning);
      process.kill(instance.pid, "SIGTERM");
      const isGone = await within(STOP_TIMEOUT_MS, async () => readInstance(options.data) === undefined);
      if (!isGone) throw new CliError(`Process ${instance.pid} did not stop within ${STOP_TIMEOUT_MS / 1000} s.`);
      print(options.json === true, { stopped: instance.pid }, () => "Skylane is stopped.");
    });
};
