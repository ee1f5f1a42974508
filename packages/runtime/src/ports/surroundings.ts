import type { Clock, Ids, Log, SkylaneConfig } from "@skylane/core";
import { log } from "../log.ts";
import { isJson, readConfig } from "../read-config.ts";
import type { RuntimeSettings } from "../settings.ts";
import { loadSettings } from "../settings.ts";
import { randomIds, systemClock } from "../time.ts";

/** Something that is made once in a process, however many ask for it. */
export interface Part<Value> {
  readonly make: (from: Surroundings) => Value;
}

/** What ports are made from. */
export interface Surroundings {
  readonly settings: RuntimeSettings;
  readonly config: SkylaneConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The one of its kind: made at the first call, and made again if it could not be. */
  readonly the: <Value>(part: Part<Value>) => Value;
}

/** The surroundings of these settings. @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID */
async function surroundingsOf(settings: RuntimeSettings): Promise<Surroundings> {
  const made = new Map<unknown, unknown>();
  const surroundings: Surroundings = {
    settings,
    config: await configIn(settings.configFile),
    clock: systemClock,
    ids: randomIds,
    log,
    the<Value>(part: Part<Value>): Value {
      if (!made.has(part)) made.set(part, part.make(surroundings));
      const value = made.get(part) as Value;
      if (value instanceof Promise) value.catch(() => made.delete(part));
      return value;
    },
  };
  return surroundings;
}

/** Where the configuration is JSON, no parser of YAML is loaded for it. */
const configIn = async (file: string): Promise<SkylaneConfig> =>
  isJson(file) ? readConfig(file, JSON.parse) : (await import("../load-config.ts")).loadConfig(file);

let surroundings: Promise<Surroundings> | undefined;

/** Those of the process, made at the first invocation, and again if they could not be. @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID */
export async function theSurroundings(): Promise<Surroundings> {
  surroundings ??= surroundingsOf(loadSettings());
  try {
    return await surroundings;
  } catch (error) {
    surroundings = undefined;
    throw error;
  }
}
