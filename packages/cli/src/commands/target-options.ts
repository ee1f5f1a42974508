import type { Command } from "commander";

/** Options every command has that talks to a running Skylane. */
export interface TargetOptions {
  readonly url?: string;
  readonly data: string;
  readonly as?: string;
  readonly json?: boolean;
}

/** Adds `--url`, `--data`, `--as` and `--json`. */
export const withTarget = (command: Command): Command =>
  command
    .option("--url <url>", "address of a running Skylane (default: the one started from the data folder)")
    .option("--data <folder>", "data folder", ".skylane")
    .option("--as <person>", "who orders it, one of people in skylane.yaml; only on one's own machine")
    .option("--json", "print JSON");
