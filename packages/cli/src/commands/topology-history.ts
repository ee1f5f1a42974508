import { SnapshotList } from "@skylane/core";
import type { Command } from "commander";
import colors from "picocolors";
import { apiClient } from "../api-client.ts";
import { print, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface HistoryOptions extends TargetOptions {
  readonly limit: string;
}

/** `skylane topology history`: when the estate was looked at, newest first. */
export const addTopologyHistory = (topology: Command): void => {
  withTarget(topology.command("history").description("when the estate was looked at, newest first"))
    .option("--limit <count>", "how many", "20")
    .action(async (options: HistoryOptions) => {
      const list = await apiClient(options).get(
        `/v1/topology/snapshots?limit=${encodeURIComponent(options.limit)}`,
        SnapshotList,
      );
      print(options.json === true, list, () =>
        list.snapshots.length === 0
          ? "Nothing was looked at yet."
          : [
              table(
                ["snapshot", "seen"],
                list.snapshots.map(({ key, atMs }) => [key, new Date(atMs).toLocaleString()]),
              ),
              colors.dim("Each: GET /v1/topology?snapshot=<snapshot>. Kept for 30 days."),
            ].join("\n"),
      );
    });
};
