// Says whether a stage can be deployed from this machine. sst.config.ts asks the same and stops, but SST 4.17.1 shows what a
// configuration throws in its log alone. Policies in Cedar are checked here only.
import { SkylaneError } from "@skylane/core";
import { checkRights } from "@skylane/engine";
import { loadCedar } from "@skylane/runtime/rights";
import { checkedStage } from "../infra/stage.ts";

const stage = process.argv[2];
if (stage === undefined) {
  console.error("Which stage? npm run stage:check -- <stage>");
  process.exitCode = 2;
} else
  try {
    const { config, name, regions, settings } = checkedStage(stage);
    checkRights(await loadCedar(), config);
    console.log(`${name} can be deployed: account ${settings.aws.accountId}, ${regions.home} and ${regions.standby}.`);
  } catch (error) {
    if (!(error instanceof SkylaneError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
  }
