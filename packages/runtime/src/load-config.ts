import { readFileSync } from "node:fs";
import type { SkylaneConfig } from "@skylane/core";
import { coreError, parseConfig } from "@skylane/core";
import { parse } from "yaml";

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
    raw = parse(text);
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
