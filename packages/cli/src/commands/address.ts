import { pageAddress, readInstance } from "@skylane/local";
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print } from "../output.ts";

/** `skylane address`: the address of the page that signs in whoever opens it. */
export const addAddress = (program: Command): void => {
  program
    .command("address")
    .description("print the address of the page, with the token of this start")
    .option("--data <folder>", "data folder", ".skylane")
    .option("--json", "print JSON")
    .action((options: { readonly data: string; readonly json?: boolean }) => {
      const instance = readInstance(options.data);
      if (!instance)
        throw new CliError(
          `Skylane does not run from ${options.data}. Start it with "skylane up", or name its folder with --data.`,
          exitCodes.notRunning,
        );
      const address = pageAddress(instance);
      print(options.json === true, { address }, () => address);
    });
};
