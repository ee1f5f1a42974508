import type { Log, Narrator } from "@skylane/core";
import type { RuntimeSettings } from "../settings.ts";
import { loadSettings } from "../settings.ts";
import { systemClock } from "../time.ts";
import { narratorFrom } from "./narrator-from.ts";
import { memorySpendStore } from "./spend-stores.ts";

/** Warnings and errors as JSON lines on the error output: what a command prints stays what it says. */
const errorOutput = (write: (line: string) => void): Log => {
  const line =
    (level: string) =>
    (message: string, values: Readonly<Record<string, unknown>> = {}): void =>
      write(`${JSON.stringify({ level, message, ...values })}\n`);
  const nothing = (): void => undefined;
  return { debug: nothing, info: nothing, warn: line("WARN"), error: line("ERROR") };
};

/**
 * The narrator of a command: settings of the environment, a budget that lasts as long as the process, warnings on the error
 * output. @throws ERR_CONFIG_INVALID as `loadSettings` and `narratorFrom` do
 */
export const narratorOfEnvironment = (
  settings: Pick<RuntimeSettings, "model" | "modelKey"> = loadSettings(),
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Narrator => narratorFrom(settings, { spend: memorySpendStore(), clock: systemClock, log: errorOutput(write) });
