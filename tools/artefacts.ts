// Makes the packages that a stage deploys to Azure and Google Cloud: `npm run artefacts -- --stage prod`. JSON lines: what each weighs.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { outpostClouds, outpostNames } from "../infra/outposts.ts";
import { readStage } from "../infra/stage.ts";
import { makeArtefact } from "./artefacts/make-artefact.ts";

const { values } = parseArgs({ options: { stage: { type: "string" } } });
if (values.stage === undefined) {
  console.error("Say for which stage: npm run artefacts -- --stage prod");
  process.exit(2);
}
const { stage, configJson, settings } = readStage(values.stage);
const folder = join(process.cwd(), ".artefacts", stage);
mkdirSync(folder, { recursive: true });
for (const cloud of outpostClouds.filter((one) => settings[one] !== undefined))
  for (const outpost of outpostNames) {
    const { zip, files } = await makeArtefact(cloud, outpost, configJson);
    const file = join(folder, `${cloud}-${outpost}.zip`);
    writeFileSync(file, zip);
    console.log(
      JSON.stringify({
        artefact: `${cloud}/${outpost}`,
        zippedBytes: zip.length,
        fileCount: Object.keys(files).length,
      }),
    );
  }
