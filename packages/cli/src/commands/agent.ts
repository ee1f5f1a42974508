import { loadConfig } from "@skylane/runtime/load-config";
import { loadSettings } from "@skylane/runtime/settings";
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

interface AgentOptions {
  readonly vantage: string;
  readonly config: string;
  readonly hub?: string;
}

/** `skylane agent`: probes from this machine; connections go out only. */
export const addAgent = (program: Command): void => {
  program
    .command("agent")
    .description("probe from this machine, prove new connections from here, and tell the hub, until SIGTERM or Ctrl-C")
    .requiredOption("--vantage <id>", "the vantage this machine is")
    .option("--config <file>", "configuration", "skylane.yaml")
    .option("--hub <url>", "where EventBridge and DynamoDB are, if not at AWS")
    .action(agent);
};

async function agent(options: AgentOptions): Promise<void> {
  const hubUrl = options.hub === undefined ? undefined : checkHub(options.hub);
  const config = loadConfig(options.config);
  const settings = loadSettings();
  const { makeAgent, runAgent } = await import("@skylane/runtime");
  const deps = await makeAgent(config, options.vantage, { ...settings, hubUrl });
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const lostCount = await runAgent(deps, options.vantage, stop.signal);
  if (lostCount > 0) throw new CliError(`Stopped with ${lostCount} events that the hub did not take.`);
}

/** What leaves this machine is signed and says how the network is: not in the open, but on one machine. */
function checkHub(hub: string): string {
  const url = URL.parse(hub);
  const isLocal = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return hub;
  throw new CliError(
    `--hub must be a URL with https, or with http on this machine; "${hub}" is not.`,
    exitCodes.badInput,
  );
}
