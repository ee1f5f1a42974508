import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SkylaneConfig } from "@skylane/core";
import { loadConfig } from "@skylane/runtime/load-config";

const EXAMPLES = resolve(import.meta.dirname, "../../../../examples");

/**
 * The inventory to compare with: the file that is named, else that of a shipped estate, else the one beside an estate's file, else
 * `skylane.yaml` here, else none. @throws ERR_CONFIG_INVALID, ERR_CONFIG_MISSING for a named one
 */
export function findConfig(named: string | undefined, estate: string | undefined): SkylaneConfig | undefined {
  if (named !== undefined) return loadConfig(named);
  const candidates =
    estate === undefined
      ? ["skylane.yaml"]
      : [join(EXAMPLES, estate, "skylane.yaml"), estate.replace(/(\.estate)?\.ya?ml$/, ".skylane.yaml")];
  const found = candidates.find((file) => existsSync(file) && file !== estate);
  return found === undefined ? undefined : loadConfig(found);
}
