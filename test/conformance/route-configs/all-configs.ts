import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RouteConfig } from "@skylane/core";
import { RouteIntent } from "@skylane/core";
import { routeConfigsFor } from "../../../packages/clouds/src/route-configs.ts";

const folder = join(import.meta.dirname, "../../golden/routes/cases");

/** The configuration of each golden case that has one, by the case's name. */
export const allConfigs: readonly (readonly [name: string, config: RouteConfig])[] = routeConfigsFor(
  globSync("*/input.json", { cwd: folder })
    .toSorted()
    .map((file) => RouteIntent.parse(JSON.parse(readFileSync(join(folder, file), "utf8")))),
).configs.map((config) => [config.intentId, config] as const);
