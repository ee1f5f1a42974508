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
  standingUse,
  usdOf,
} from "@skylane/engine";
import { loadConfig } from "@skylane/runtime/load-config";
import { readStage } from "../infra/stage.ts";

// What a stage will cost a month, from its configuration, the manifest and what each function was measured to use, and what stands in
// its Regions; beside what `skylane costs self --json` measured, if that is given. Ends with 1 over the stage's budget, or where what was
// used differs by more than a tenth, and with 2 if it cannot be said. Run:
// npm run cost:estimate -- [--stage prod | --config skylane.yaml] [--measured file] [--json]
const ALLOWED_RATIO = 0.1;

interface Asked {
  readonly stack: ForeseenStack;
  readonly budgetUsd?: number;
  readonly hasDashboard?: boolean;
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
    hasDashboard: settings.dashboard === "on",
  };
}

function stackOfConfig(file: string, regionId: string): Asked {
  const config = loadConfig(file);
  return { stack: foreseenStack(config, config.regions ? Object.values(config.regions) : [regionId]) };
}

/** Both sides, what is not known, and what is wrong with it. */
function estimate({ stack, budgetUsd, hasDashboard = false }: Asked, measured: SelfCost | undefined) {
  const used = foreseeUse(stack);
  const lines = priceUse(used, estimatesOf().price);
  const regionIds = stack.regions.map(({ regionId }) => regionId);
  const standing = priceUse(standingUse(stack.config, regionIds, used, { hasDashboard }), estimatesOf().price);
  const usageUsd = usdOf(lines);
  const standingUsd = usdOf(standing);
  const monthlyUsd = usageUsd + standingUsd;
  const apartRatio = measured && deviationRatio(usageUsd, measured.usageUsd);
  return {
    monthlyUsd,
    usageUsd,
    standingUsd,
    ...(measured && { measuredUsageUsd: measured.usageUsd, apartRatio }),
    ...(budgetUsd !== undefined && { budgetUsd }),
    items: compareCost(lines, measured?.lines ?? []).toSorted((a, b) => b.foreseenUsd - a.foreseenUsd),
    lines,
    unknown: unknownOf([...lines, ...standing]),
    complaints: [
      ...(apartRatio !== undefined && apartRatio > ALLOWED_RATIO
        ? [`foreseen and measured are ${(apartRatio * 100).toFixed(1)} % apart, more than ${ALLOWED_RATIO * 100} %`]
        : []),
      ...(budgetUsd !== undefined && monthlyUsd > budgetUsd
        ? [`the stage's budget is ${usd(budgetUsd)} a month, and ${usd(monthlyUsd)} are foreseen`]
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

function tell(found: ReturnType<typeof estimate>): string {
  const { monthlyUsd, usageUsd, standingUsd, measuredUsageUsd, items, unknown } = found;
  const isMeasured = measuredUsageUsd !== undefined;
  return [
    `${usd(monthlyUsd)} a month at list prices, in a quiet month`,
    `${usd(standingUsd)} of it stand; ${usd(usageUsd)} are used${isMeasured ? `; measured ${usd(measuredUsageUsd)}` : ""}:`,
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
