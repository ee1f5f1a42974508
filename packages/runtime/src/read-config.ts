import { readFileSync } from "node:fs";
import type { SkylaneConfig } from "@skylane/core";
import { coreError, parseConfig } from "@skylane/core";

/** The configuration in a file that `parse` understands, complete and consistent. @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID */
export function readConfig(file: string, parse: (text: string) => unknown): SkylaneConfig {
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
      `${file} is no valid ${isJson(file) ? "JSON" : "YAML"}: ${error instanceof Error ? error.message : String(error)}`,
      { file },
      error,
    );
  }
  return parseConfig(raw, file);
}

/** True for a file that needs no parser beside Node's own. */
export const isJson = (file: string): boolean => file.endsWith(".json");
