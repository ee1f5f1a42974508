import type { SkylaneConfig } from "@skylane/core";
import { load } from "js-yaml";
import { readConfig } from "./read-config.ts";

/** References one part of the file may have to another: enough for people, too few to blow it up. */
const MAX_ALIASES = 100;

/** The configuration in a YAML file, complete and consistent; JSON is YAML. @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID */
export const loadConfig = (file: string): SkylaneConfig =>
  readConfig(file, (text) => load(text, { filename: file, maxAliases: MAX_ALIASES }));
