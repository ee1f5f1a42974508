import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { estimatesOf } from "@skylane/clouds";
import { type CloudId, type SkylaneConfig, wantedSchedules } from "@skylane/core";
import {
  type CostLine,
  compareCost,
  deviationRatio,
  type ForeseenStack,
  foreseeUse,
  priceUse,
  SelfCost,
  usdOf,
} from "@skylane/engine";
import { loadConfig } from "@skylane/runtime";
import { readStage } from "../infra/stage.ts";

// What a stage will cost a month, from its configuration, the manifest and what each function was measured to use; beside what
// `skylane costs self --json` measured, if that is given. Ends with 1 over the stage's budget, or where the two differ by
// more than a tenth. Run: npm run cost:estimate -- [--stage prod | --config skylane.yaml] [--measured file] [--json]
const { values } = parseArgs({
  options: {
    stage: { type: "string" },
    config: { type: "string", default: "examples/globalcart/skylane.yaml" },
    region: { type: "string", default: "us-east-1" },
    measured: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const ALLOWED_RATIO = 0.1;

interface Asked {
  readonly stack: ForeseenStack;
  readonly budgetUsd?: number;
}

function stackOfStage(name: string): Asked {
  const { config, regions, settings } = readStage(name);
  const probedByThemselves: CloudId[] = [
    ...(settings.azure ? (["azure"] as const) : []),
    ...(settings.gcp ? (["gcp"] as const) : []),
  ];
  return {
    stack: stackOf(config, [regions.home, regions.standby], probedByThemselves),
    budgetUsd: settings.budgetUsdPerMonth,
  };
}

const stackOf = (
  config: SkylaneConfig,
  regionIds: readonly string[],
  probedByThemselves: readonly CloudId[],
): ForeseenStack => ({
  config,
  probedByThemselves,
  regions: regionIds.map((regionId) => ({
    regionId,
    schedules: wantedSchedules(config, regionId, probedByThemselves),
  })),
});

function stackOfConfig(file: string): Asked {
  const config = loadConfig(file);
  const regionIds = config.regions ? [config.regions.home, config.regions.standby] : [values.region];
  return { stack: stackOf(config, regionIds, []) };
}

const usd = (amount: number): string => `$${amount.toFixed(2)}`.padStart(10);
const unknownOf = (lines: readonly CostLine[]): readonly string[] => [
  ...new Set(
    lines.flatMap(({ usd: known, item, cloud, regionId }) =>
      known === undefined ? [`${item} in ${cloud} ${regionId}`] : [],
    ),
  ),
];

const { stack, budgetUsd } = values.stage === undefined ? stackOfConfig(values.config) : stackOfStage(values.stage);
const lines = priceUse(foreseeUse(stack), estimatesOf().price);
const foreseenUsd = usdOf(lines);
const measured =
  values.measured === undefined ? undefined : SelfCost.parse(JSON.parse(readFileSync(values.measured, "utf8")));
const items = compareCost(lines, measured?.lines ?? []);
const apartRatio = measured && deviationRatio(foreseenUsd, measured.usdPerMonth);
const complaints = [
  ...(apartRatio !== undefined && apartRatio > ALLOWED_RATIO
    ? [`foreseen and measured are ${(apartRatio * 100).toFixed(1)} % apart, more than ${ALLOWED_RATIO * 100} %`]
    : []),
  ...(budgetUsd !== undefined && foreseenUsd > budgetUsd
    ? [`the stage's budget is ${usd(budgetUsd).trim()} a month, and ${usd(foreseenUsd).trim()} are foreseen`]
    : []),
];
if (values.json)
  console.log(
    JSON.stringify({
      usdPerMonth: foreseenUsd,
      items,
      lines,
      unknown: unknownOf(lines),
      apartRatio,
      budgetUsd,
      complaints,
    }),
  );
else {
  console.log(
    `${usd(foreseenUsd).trim()} a month at list prices, in a quiet month${measured ? `; measured ${usd(measured.usdPerMonth).trim()}` : ""}`,
  );
  for (const one of items.toSorted((a, b) => b.foreseenUsd - a.foreseenUsd))
    console.log(`${usd(one.foreseenUsd)}${measured ? usd(one.measuredUsd) : ""}  ${one.item}`);
  for (const one of unknownOf(lines)) console.log(`no price is known for ${one}: it is not in the sum`);
  for (const one of complaints) console.error(`✕ ${one}`);
}
if (complaints.length > 0) process.exitCode = 1;
