import { setTimeout as sleep } from "node:timers/promises";
import { EventPage } from "@skylane/core";
import type { Command } from "commander";
import colors from "picocolors";
import { apiClient } from "../api-client.ts";
import { printable } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface TailOptions extends TargetOptions {
  readonly follow: boolean;
  readonly limit: string;
}

/** `skylane events tail`: what crossed the bus, and what crosses it from now on. */
export const addEvents = (program: Command): void => {
  const events = program.command("events").description("the event bus");
  withTarget(events.command("tail").description("what crosses the bus"))
    .option("--no-follow", "print what there is and end")
    .option("--limit <count>", "how many of the past", "20")
    .action(async (options: TailOptions) => {
      const api = apiClient(options);
      let after: string | undefined;
      do {
        const query =
          after === undefined
            ? `limit=${encodeURIComponent(options.limit)}`
            : `limit=500&after=${encodeURIComponent(after)}`;
        const page = await api.get(`/v1/events?${query}`, EventPage);
        for (const { key, event } of page.events) {
          process.stdout.write(`${options.json ? JSON.stringify(event) : describe(event)}\n`);
          after = key;
        }
        if (options.follow) await sleep(500);
      } while (options.follow);
    });
};

const describe = (event: EventPage["events"][number]["event"]): string =>
  `${colors.dim(event.time.slice(11, 23))}  ${event.type.padEnd(32)} ${colors.cyan(printable(event.subject))}  ${colors.dim(summary(event.data))}`;

function summary(data: unknown): string {
  const text = JSON.stringify(data) ?? "";
  return printable(text.length > 160 ? `${text.slice(0, 157)}…` : text);
}
