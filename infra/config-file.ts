import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployedStage } from "./stage.ts";

/** Name of the configuration beside a function's code: JSON, so that no cold start loads a parser of YAML. */
export const CONFIG_FILE = "skylane.json";

/** Writes a stage's configuration as its functions carry it; answers where, from the project's root. */
export function writeConfig(
  { stage, configJson }: Pick<DeployedStage, "stage" | "configJson">,
  root = process.cwd(),
): string {
  const file = join(".artefacts", stage, CONFIG_FILE);
  mkdirSync(join(root, ".artefacts", stage), { recursive: true });
  writeFileSync(join(root, file), configJson);
  return file;
}
