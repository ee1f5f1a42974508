import { estimatesOf } from "@skylane/clouds";
import { CostSettings } from "@skylane/core";
import { type Command, InvalidArgumentError } from "commander";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, progress } from "../output.ts";

interface DemoOptions {
  readonly estate: string;
  readonly config?: string;
  readonly days: number;
  readonly seed: number;
  readonly minUsdPerDay: number;
  readonly json?: boolean;
}

/** `skylane costs demo`: an estate's traffic of some weeks with three incidents in it, watched as costs are watched, and scored. */
export const addCostsDemo = (costs: Command): void => {
  costs
    .command("demo")
    .description(
      "plays weeks of an estate's traffic with incidents in it, watches its costs, and says what was found and when",
    )
    .option("--estate <name-or-file>", "whose traffic is played", "globalcart")
    .option("--config <file>", "inventory and flows (default: the estate's)")
    .option("--days <count>", "days to play", whole("days", 40, 180), 60)
    .option("--seed <number>", "the same seed gives the same play", whole("a seed", 0, 2 ** 31), 1)
    .option("--min-usd-per-day <usd>", "what is less a day is not told", dollars, 5)
    .option("--json", "print JSON")
    .action(demo);
};

async function demo(options: DemoOptions): Promise<void> {
  const [{ loadEstate }, { lookAt }, { runCostDemo }, { tellCostDemo }] = await Promise.all([
    import("@skylane/local/traffic"),
    import("../discover/look-at.ts"),
    import("../cost-demo/run-cost-demo.ts"),
    import("../cost-demo/tell-cost-demo.ts"),
  ]);
  const estate = load(() => loadEstate(options.estate));
  progress("looking at the estate");
  const { topology, config } = await lookAt({ ...options, twinLatency: 0, deny: [] });
  if (config === undefined || config.flows.length === 0)
    throw new CliError(
      "No flows are known, so nobody can be named for what costs too much. Name a file that has them with --config.",
      exitCodes.badInput,
    );
  const startMs = performance.now();
  const demoed = load(() =>
    runCostDemo(
      { topology, config, estimates: estimatesOf() },
      estate,
      {
        seed: options.seed,
        days: options.days,
        minUsdPerDay: options.minUsdPerDay,
        sameHourFactor: CostSettings.parse({}).anomalies.sameHourFactor,
      },
      (day) => progress(`day ${day} of ${options.days}`),
    ),
  );
  progress("");
  const answer = { ...demoed, tookMs: Math.round(performance.now() - startMs) };
  print(options.json === true, answer, () => tellCostDemo(answer));
  if (!answer.isGoalMet) process.exitCode = exitCodes.failed;
}

/** What is wrong with an estate is for whoever wrote it. */
function load<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && (error.name === "EstateError" || error instanceof RangeError))
      throw new CliError(error.message, exitCodes.badInput);
    throw error;
  }
}

const whole =
  (what: string, low: number, high: number) =>
  (text: string): number => {
    const parsed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (parsed >= low && parsed <= high) return parsed;
    throw new InvalidArgumentError(`must be ${what} from ${low} to ${high}`);
  };

function dollars(text: string): number {
  const parsed = text.trim() === "" ? Number.NaN : Number(text);
  if (parsed >= 0 && parsed <= 1e6) return parsed;
  throw new InvalidArgumentError("must be an amount in USD such as 5");
}
