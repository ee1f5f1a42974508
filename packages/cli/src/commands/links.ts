import { Overview } from "@skylane/core";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { unknownName } from "../cli-error.ts";
import { print, stateMark, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

/** `skylane links [connection]`: every declared connection, or one. */
export const addLinks = (program: Command): void => {
  withTarget(
    program
      .command("links")
      .description("declared connections and their state")
      .argument("[connection]", "only this one"),
  ).action(async (wanted: string | undefined, options: TargetOptions) => {
    const { connections } = await apiClient(options).get("/v1/overview", Overview);
    const shown = wanted === undefined ? connections : connections.filter((connection) => connection.id === wanted);
    if (wanted !== undefined && shown.length === 0)
      throw unknownName(
        "connection",
        wanted,
        connections.map(({ id }) => id),
      );
    print(options.json === true, { connections: shown }, () => describe(shown));
  });
};

const describe = (connections: Overview["connections"]): string =>
  table(
    ["connection", "kind", "state", "between", "bandwidth", "$ / month"],
    connections.map((one) => [
      one.id,
      one.kind,
      stateMark(one.state),
      one.ends.join(" ↔ "),
      one.bandwidthMbps >= 1000 ? `${one.bandwidthMbps / 1000} Gbps` : `${one.bandwidthMbps} Mbps`,
      one.monthlyUsd === undefined ? "unknown" : one.monthlyUsd.toFixed(0),
    ]),
  );
