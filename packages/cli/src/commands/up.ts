import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { actuatorRoles, type SkylaneConfig } from "@skylane/core";
import {
  type InstanceInfo,
  type InstanceOptions,
  pageAddress,
  readInstance,
  startInstance,
  startRegions,
} from "@skylane/local";
import { loadConfig } from "@skylane/runtime/load-config";
import type { Command } from "commander";
import colors from "picocolors";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { progress, span } from "../output.ts";
import { portOption } from "./port-option.ts";

interface UpOptions {
  readonly data: string;
  readonly config: string;
  readonly estate: string;
  readonly port: number;
  readonly seed: string;
  readonly json?: boolean;
}

const ROOT = resolve(import.meta.dirname, "../../../..");

/** `skylane up`: the whole system on this machine, against a twin of an estate. */
export const addUp = (program: Command): void => {
  program
    .command("up")
    .description("run all of Skylane on this machine, against a twin of an estate")
    .option("--data <folder>", "data folder", ".skylane")
    .option("--config <file>", "configuration", join(ROOT, "examples/globalcart/skylane.yaml"))
    .option("--estate <name-or-file>", "the world to run against", "globalcart")
    .option("--port <port>", "port of the page and the API; 0 = any free one", portOption, 4620)
    .option("--seed <number>", "seed of the twin's chance", "1")
    .option("--json", "print JSON")
    .action(up);
};

async function up(options: UpOptions): Promise<void> {
  const running = readInstance(options.data);
  if (running)
    throw new CliError(
      `Skylane runs already from ${options.data} at ${running.url}. Stop it with "skylane down", or name another folder with --data.`,
      exitCodes.badInput,
    );
  if (!existsSync(join(ROOT, "packages/dashboard/dist/index.html")))
    throw new CliError(
      `The page is not built. Run "npm run build --workspace @skylane/dashboard" once.`,
      exitCodes.failed,
    );
  progress("starting the twin and the controller");
  const startMs = performance.now();
  const instance = await start({
    dataFolder: options.data,
    configFile: options.config,
    estate: options.estate,
    port: options.port,
    awsPort: 0,
    twinPort: 0,
    socksPort: 0,
    seed: Number(options.seed) || 1,
  });
  progress("");
  const readyMs = Math.round(performance.now() - startMs);
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ ...instance.info, ...(instance.standby && { standby: instance.standby }), readyMs })}\n`,
    );
  else
    process.stdout.write(
      [
        `${colors.green("Skylane is up")} after ${span(readyMs)}: ${colors.bold(pageAddress(instance.info))}`,
        colors.dim(
          `  estate ${options.estate} · data ${resolve(options.data)} · log ${resolve(options.data, "skylane.log")}`,
        ),
        ...(instance.standby ? [`  Standby Region: ${colors.bold(pageAddress(instance.standby))}`] : []),
        `  Break a link:  ${colors.cyan("npx skylane faults inject dx-use1-1 blackhole")}`,
        `  See what happens:  ${colors.cyan("npx skylane status")}   ${colors.cyan("npx skylane events tail")}`,
        colors.dim("  Stop with Ctrl-C or npx skylane down."),
        "",
      ].join("\n"),
    );
  await new Promise<void>((done) => {
    process.once("SIGINT", done);
    process.once("SIGTERM", done);
  });
  progress("stopping");
  await instance.stop();
  progress("");
}

interface Started {
  readonly info: InstanceInfo;
  /** The other Region's, where the configuration names two. */
  readonly standby?: InstanceInfo;
  stop(): Promise<void>;
}

/** One Region, or the two of the configuration. */
async function start(options: InstanceOptions): Promise<Started> {
  const config = loadConfig(options.configFile);
  await checkAdapters(config);
  await checkPolicies(config);
  const { regions } = config;
  if (!regions) return startInstance(options);
  const pair = await startRegions(options, regions);
  return { info: pair.home.info, standby: pair.standby.info, stop: pair.stop };
}

/** What only Cedar understands, before anything is started with it; what is shipped needs no check. @throws ERR_RIGHTS_INVALID */
async function checkPolicies(config: SkylaneConfig): Promise<void> {
  if (config.rights.policies === undefined && config.intents.exceptions.length === 0) return;
  const [{ checkRights }, { loadCedar }] = await Promise.all([
    import("@skylane/engine"),
    import("@skylane/runtime/rights"),
  ]);
  checkRights(await loadCedar(), config);
}

/** What only the adapters understand, before anything is started with it. @throws ERR_ACTUATOR_UNKNOWN, ERR_FAULT_TEST_UNKNOWN */
async function checkAdapters(config: SkylaneConfig): Promise<void> {
  const { checkFaultTests, checkSteering, makeFaultTests, makeSteering } = await import("@skylane/clouds");
  const context = { routerGatewayUrl: undefined, actuatorRoles: actuatorRoles(config.clouds.aws) };
  checkSteering(config, makeSteering(context));
  checkFaultTests(config, makeFaultTests(context));
}
