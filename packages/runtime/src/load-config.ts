import { readFileSync } from "node:fs";
import type { SkylaneConfig } from "@skylane/core";
import { coreError, parseConfig } from "@skylane/core";
import { load } from "js-yaml";

/** References one part of the file may have to another: enough for people, too few to blow it up. */
const MAX_ALIASES = 100;

/** The configuration in a YAML file, complete and consistent. @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID */
export function loadConfig(file: string): SkylaneConfig {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw coreError(
      "ERR_CONFIG_MISSING",
      `cannot read ${file}; say where it is with SKYLANE_CONFIG or --config`,
      { file },
      error,
    );
  }
  let raw: unknown;
  try {
    raw = load(text, { filename: file, maxAliases: MAX_ALIASES });
  } catch (error) {
    throw coreError(
      "ERR_CONFIG_INVALID",
      `${file} is no valid YAML: ${error instanceof Error ? error.message : String(error)}`,
      { file },
      error,
    );
  }
  return parseConfig(raw, file);
}
