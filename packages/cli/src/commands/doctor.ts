import { hasCode, SkylaneError } from "@skylane/core";
import { type InstanceInfo, readInstance } from "@skylane/local";
import type { Command } from "commander";
import { type Finding, failed, notChecked, ok } from "../doctor/check.ts";
import { allChecks } from "../doctor/checks/index.ts";
import { explainFailure } from "../doctor/explain-failure.ts";
import { instanceEnv, openInstallation } from "../doctor/open-installation.ts";
import { renderDoctor } from "../doctor/render.ts";
import { runChecks, worstOf } from "../doctor/run-checks.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, progress } from "../output.ts";

interface DoctorOptions {
  readonly config?: string;
  readonly data: string;
  readonly json?: boolean;
}

/** `skylane doctor`: is this installation sound, and what is to be done. */
export const addDoctor = (program: Command): void => {
  program
    .command("doctor")
    .description(
      "check an installation, and say what to do: identity, clocks, quotas, permissions, what runs and what is silent",
    )
    .option("--config <file>", "configuration (default: that of the instance, else SKYLANE_CONFIG, else skylane.yaml)")
    .option("--data <folder>", "data folder; if an instance runs from it, that one is looked at", ".skylane")
    .option("--json", "print JSON")
    .action(doctor);
};

async function doctor(options: DoctorOptions): Promise<void> {
  const instance = readInstance(options.data);
  if (instance) Object.assign(process.env, instanceEnv(instance));
  const configFile = options.config ?? instance?.configFile ?? process.env.SKYLANE_CONFIG ?? "skylane.yaml";
  process.env.SKYLANE_CONFIG = configFile;
  const findings = await examine(configFile);
  progress("");
  const outcome = worstOf(findings);
  print(options.json === true, { outcome, where: whereOf(instance), findings }, () =>
    renderDoctor(`${whereOf(instance)}, configured by ${configFile}`, findings, {
      // a terminal of no width tells none
      columns: process.stdout.columns || 100,
      isColoured: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    }),
  );
  // a question that ran out of time may still wait for its answer: nobody needs it any more
  await new Promise<void>((done) => process.stdout.write("", () => done()));
  process.exit(outcome === "failed" ? exitCodes.failed : exitCodes.ok);
}

const whereOf = (instance: InstanceInfo | undefined): string =>
  instance
    ? `the instance at ${instance.url}, Region ${instance.regionId}`
    : `Region ${process.env.AWS_REGION ?? "us-east-1"} at ${process.env.AWS_ENDPOINT_URL ?? "AWS"}`;

/** Every check; without a configuration that holds there is nothing to check by, and that is the finding. @throws ERR_CONFIG_MISSING */
async function examine(configFile: string): Promise<readonly Finding[]> {
  const id = "configuration";
  try {
    const installation = await openInstallation();
    const findings = await runChecks(allChecks, installation, (doneCount) =>
      progress(`checked ${doneCount} of ${allChecks.length}`),
    );
    return [{ id, ...ok(`${configFile} holds, and the adapters take it`) }, ...findings];
  } catch (error) {
    if (!(error instanceof SkylaneError) || hasCode(error, "ERR_CONFIG_MISSING")) throw error;
    const isOfTheFile = error.kind === "invalid";
    return [
      {
        id,
        ...(isOfTheFile
          ? failed(error.message, "mend the file; docs/schemas/skylane.schema.json says what it may hold")
          : explainFailure(error)),
      },
      ...allChecks.map((check) => ({ id: check.id, ...notChecked("there is no configuration to check by") })),
    ];
  }
}
