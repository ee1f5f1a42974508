import { SkylaneError } from "@skylane/core";
import { StartError } from "@skylane/local";
import { Command, CommanderError } from "commander";
import colors from "picocolors";
import * as z from "zod";
import { CliError } from "./cli-error.ts";
import { addDiscover } from "./commands/discover.ts";
import { addDown } from "./commands/down.ts";
import { addDrill } from "./commands/drill.ts";
import { addEstateGenerate } from "./commands/estate-generate.ts";
import { addEventsTail } from "./commands/events-tail.ts";
import { addFailover } from "./commands/failover.ts";
import { addFaults } from "./commands/faults.ts";
import { addLinks } from "./commands/links.ts";
import { addPermissions } from "./commands/permissions.ts";
import { addStatus } from "./commands/status.ts";
import { addTopologyHistory } from "./commands/topology-history.ts";
import { addTopologyShow } from "./commands/topology-show.ts";
import { addUp } from "./commands/up.ts";
import { addWhatIf } from "./commands/whatif.ts";
import { exitCodes } from "./exit-codes.ts";
import { printable, progress } from "./output.ts";

const program = new Command("skylane")
  .description("The control plane for the network between clouds.")
  .version("0.1.0")
  .showSuggestionAfterError()
  .exitOverride();

addUp(program);
addStatus(program);
const topology = program.command("topology").description("the estate");
addTopologyShow(topology);
addTopologyHistory(topology);
addDiscover(program);
addWhatIf(program);
addPermissions(program);
addEstateGenerate(program.command("estate").description("worlds to try things in"));
addLinks(program);
addFaults(program);
addFailover(program);
addDrill(program);
addEventsTail(program.command("events").description("the event bus"));
addDown(program);
for (const command of program.commands) command.exitOverride();

/** Says what went wrong, why, and what to do; answers the exit code. */
function explain(error: unknown): number {
  progress("");
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput;
  const say = (text: string): void => void process.stderr.write(`${colors.red("✕")} ${printable(text)}\n`);
  if (error instanceof CliError) {
    say(error.message);
    return error.exitCode;
  }
  if (error instanceof SkylaneError) {
    say(error.message);
    return error.kind === "invalid" || error.kind === "not-found" ? exitCodes.badInput : exitCodes.failed;
  }
  if (error instanceof StartError) {
    say(error.message);
    return error.isBadInput ? exitCodes.badInput : exitCodes.failed;
  }
  if (error instanceof z.ZodError) {
    say(
      `The other side answered in a form this version does not understand: ${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`,
    );
    return exitCodes.failed;
  }
  say(error instanceof Error ? error.message : String(error));
  return exitCodes.failed;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
