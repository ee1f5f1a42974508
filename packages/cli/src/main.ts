import { SkylaneError } from "@skylane/core";
import { StartError } from "@skylane/local";
import { Command, CommanderError } from "commander";
import colors from "picocolors";
import * as z from "zod";
import { addAsked, type CommandFiles } from "./add-asked.ts";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";
import { printable, progress } from "./output.ts";

const program = new Command("skylane")
  .description("The control plane for the network between clouds.")
  .version("0.1.0")
  .showSuggestionAfterError()
  .exitOverride();

const pathsCommands: CommandFiles = {
  optimise: async () => (await import("./commands/paths-optimise.ts")).addPathsOptimise,
  explain: async () => (await import("./commands/paths-explain.ts")).addPathsExplain,
  list: async () => (await import("./commands/paths-list.ts")).addPathsList,
  plan: async () => (await import("./commands/paths-plan.ts")).addPathsPlan,
  export: async () => (await import("./commands/paths-export.ts")).addPathsExport,
  apply: async () => (await import("./commands/paths-apply.ts")).addPathsApply,
  "break-even": async () => (await import("./commands/paths-break-even.ts")).addPathsBreakEven,
};

/** Every command and the file that adds it, in the order of the help. */
const commands: CommandFiles = {
  up: async () => (await import("./commands/up.ts")).addUp,
  agent: async () => (await import("./commands/agent.ts")).addAgent,
  address: async () => (await import("./commands/address.ts")).addAddress,
  status: async () => (await import("./commands/status.ts")).addStatus,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  slos: async () => (await import("./commands/slos.ts")).addSlos,
  query: async () => (await import("./commands/query.ts")).addQuery,
  report: async () => (await import("./commands/report.ts")).addReport,
  topology: async () => (await import("./commands/topology.ts")).addTopology,
  discover: async () => (await import("./commands/discover.ts")).addDiscover,
  whatif: async () => (await import("./commands/whatif.ts")).addWhatIf,
  paths: async () => {
    const paths = new Command("paths").description("which way each flow takes, what it costs, and why");
    await addAsked(paths, pathsCommands, process.argv[2] === "paths" ? process.argv[3] : "optimise");
    return (parent) => void parent.addCommand(paths);
  },
  prices: async () => (await import("./commands/prices.ts")).addPrices,
  costs: async () => {
    const [{ addCosts }, { addCostsReport }] = await Promise.all([
      import("./commands/costs.ts"),
      import("./commands/costs-report.ts"),
    ]);
    return (parent) => {
      addCosts(parent);
      addCostsReport(parent.commands.find((command) => command.name() === "costs") ?? parent);
    };
  },
  permissions: async () => (await import("./commands/permissions.ts")).addPermissions,
  estate: async () => {
    const [{ addEstateGenerate }, { addEstateBills }] = await Promise.all([
      import("./commands/estate-generate.ts"),
      import("./commands/estate-bills.ts"),
    ]);
    return (parent) => {
      const estate = parent.command("estate").description("worlds to try things in");
      addEstateGenerate(estate);
      addEstateBills(estate);
    };
  },
  links: async () => (await import("./commands/links.ts")).addLinks,
  faults: async () => (await import("./commands/faults.ts")).addFaults,
  failover: async () => (await import("./commands/failover.ts")).addFailover,
  incidents: async () => (await import("./commands/incidents.ts")).addIncidents,
  connect: async () => (await import("./commands/connect.ts")).addConnect,
  intents: async () => (await import("./commands/intents.ts")).addIntents,
  mcp: async () => (await import("./commands/mcp.ts")).addMcp,
  approvals: async () => (await import("./commands/approvals.ts")).addApprovals,
  drill: async () => (await import("./commands/drill.ts")).addDrill,
  drills: async () => (await import("./commands/drills.ts")).addDrills,
  events: async () => (await import("./commands/events-tail.ts")).addEvents,
  down: async () => (await import("./commands/down.ts")).addDown,
};
await addAsked(program, commands, process.argv[2]);
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
