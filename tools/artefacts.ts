// Makes the packages that a stage deploys to Azure and Google Cloud: `npm run artefacts -- --stage prod`. JSON lines: what each weighs.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { outpostClouds, postedIn } from "../infra/outposts.ts";
import { readStage } from "../infra/stage.ts";
import { makeArtefact } from "./artefacts/make-artefact.ts";

const { values } = parseArgs({ options: { stage: { type: "string" } } });
if (values.stage === undefined) {
  console.error("Say for which stage: npm run artefacts -- --stage prod");
  process.exit(2);
}
const deployed = readStage(values.stage);
const { stage, configJson, settings } = deployed;
const folder = join(process.cwd(), ".artefacts", stage);
mkdirSync(folder, { recursive: true });
for (const cloud of outpostClouds.filter((one) => settings[one] !== undefined))
  for (const outpost of new Set(postedIn(deployed, cloud).map((posted) => posted.outpost))) {
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
