import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { estimatesOf } from "@skylane/clouds";
import type { CloudId } from "@skylane/core";
import {
  type CostLine,
  compareCost,
  deviationRatio,
  type ForeseenStack,
  foreseenStack,
  foreseeUse,
  priceUse,
  SelfCost,
  usdOf,
} from "@skylane/engine";
import { loadConfig } from "@skylane/runtime/load-config";
import { readStage } from "../infra/stage.ts";

// What a stage will cost a month, from its configuration, the manifest and what each function was measured to use; beside what
// `skylane costs self --json` measured, if that is given. Ends with 1 over the stage's budget, or where the two differ by
// more than a tenth, and with 2 if it cannot be said. Run:
// npm run cost:estimate -- [--stage prod | --config skylane.yaml] [--measured file] [--json]
const ALLOWED_RATIO = 0.1;

interface Asked {
  readonly stack: ForeseenStack;
  readonly budgetUsd?: number;
}

function stackOfStage(name: string): Asked {
  const { config, regions, settings } = readStage(name);
  const elsewhere: CloudId[] = [
    ...(settings.azure ? (["azure"] as const) : []),
    ...(settings.gcp ? (["gcp"] as const) : []),
  ];
  return {
    stack: foreseenStack(config, [regions.home, regions.standby], elsewhere),
    budgetUsd: settings.budgetUsdPerMonth,
  };
}

function stackOfConfig(file: string, regionId: string): Asked {
  const config = loadConfig(file);
  return { stack: foreseenStack(config, config.regions ? Object.values(config.regions) : [regionId]) };
}

/** Both sides, what is not known, and what is wrong with it. */
function estimate({ stack, budgetUsd }: Asked, measured: SelfCost | undefined) {
  const lines = priceUse(foreseeUse(stack), estimatesOf().price);
  const usdPerMonth = usdOf(lines);
  const apartRatio = measured && deviationRatio(usdPerMonth, measured.usageUsd);
  return {
    usdPerMonth,
    ...(measured && { measuredUsdPerMonth: measured.usageUsd, apartRatio }),
    ...(budgetUsd !== undefined && { budgetUsd }),
    items: compareCost(lines, measured?.lines ?? []).toSorted((a, b) => b.foreseenUsd - a.foreseenUsd),
    lines,
    unknown: unknownOf(lines),
    complaints: [
      ...(apartRatio !== undefined && apartRatio > ALLOWED_RATIO
        ? [`foreseen and measured are ${(apartRatio * 100).toFixed(1)} % apart, more than ${ALLOWED_RATIO * 100} %`]
        : []),
      ...(budgetUsd !== undefined && usdPerMonth > budgetUsd
        ? [`the stage's budget is ${usd(budgetUsd)} a month, and ${usd(usdPerMonth)} are foreseen`]
        : []),
    ],
  };
}

const unknownOf = (lines: readonly CostLine[]): readonly string[] => [
  ...new Set(
    lines
      .filter((line) => line.usd === undefined)
      .map(({ item, cloud, regionId }) => `${item} in ${cloud} ${regionId}`),
  ),
];

const usd = (amount: number): string => `$${amount.toFixed(2)}`;
const cell = (amount: number): string => usd(amount).padStart(10);

function tell({ usdPerMonth, measuredUsdPerMonth, items, unknown }: ReturnType<typeof estimate>): string {
  const isMeasured = measuredUsdPerMonth !== undefined;
  return [
    `${usd(usdPerMonth)} a month at list prices, in a quiet month${isMeasured ? `; measured ${usd(measuredUsdPerMonth)}` : ""}`,
    ...items.map((one) => `${cell(one.foreseenUsd)}${isMeasured ? cell(one.measuredUsd) : ""}  ${one.item}`),
    ...unknown.map((what) => `no price is known for ${what}: it is not in the sum`),
  ].join("\n");
}

try {
  const { values } = parseArgs({
    options: {
      stage: { type: "string" },
      config: { type: "string", default: "examples/globalcart/skylane.yaml" },
      region: { type: "string", default: "us-east-1" },
      measured: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const asked = values.stage === undefined ? stackOfConfig(values.config, values.region) : stackOfStage(values.stage);
  const { measured: file } = values;
  const measured = file === undefined ? undefined : SelfCost.parse(JSON.parse(readFileSync(file, "utf8")));
  const found = estimate(asked, measured);
  console.log(values.json ? JSON.stringify(found) : tell(found));
  for (const one of found.complaints) console.error(`✕ ${one}`);
  if (found.complaints.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(`✕ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
