import { Overview, type PredictionView } from "@skylane/core";
import type { Command } from "commander";
import colors from "picocolors";
import { apiClient } from "../api-client.ts";
import { print, span, stateMark, table } from "../output.ts";
import { writeOut } from "../report/write-out.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

/** `skylane status`: is anything wrong, and what carries what. */
export const addStatus = (program: Command): void => {
  withTarget(
    program
      .command("status")
      .description("is anything wrong? paths, what they carry, open incidents")
      .option("--html <file>", "write the public status page, which `status` of skylane.yaml configures"),
  ).action(async ({ html, ...options }: TargetOptions & { readonly html?: string }) => {
    const api = apiClient(options);
    if (html !== undefined) return writeOut(html, await api.getText("/v1/status", "text/html"));
    const overview = await api.get("/v1/overview", Overview);
    print(options.json === true, overview, () => describe(overview));
  });
};

function describe(overview: Overview): string {
  const active = overview.incidents.filter((incident) => ["open", "moved", "needs-human"].includes(incident.status));
  const bad = overview.paths.filter((path) => path.state === "down" || path.state === "degraded");
  const predicted = overview.predictions.filter(({ cameAtMs }) => cameAtMs === undefined);
  const isWell = bad.length === 0 && active.length === 0;
  const head =
    isWell && predicted.length > 0
      ? colors.yellow(
          `Nothing is wrong yet; ${predicted.length} of ${overview.paths.length} probed paths are likely to get worse.`,
        )
      : isWell
        ? colors.green(`Nothing is wrong: ${overview.paths.length} probed paths in ${overview.groups.length} groups.`)
        : colors.yellow(
            `${bad.length} of ${overview.paths.length} probed paths are bad, ${active.length} groups are off their primary path.`,
          );
  const rows = overview.paths.map((path) => [
    path.groupId,
    path.id,
    stateMark(path.state),
    path.role,
    path.isCarrying ? colors.cyan("carries traffic") : "",
    path.rttP50Ms === undefined ? "" : `${path.rttP50Ms.toFixed(1)} ms`,
    path.lossRatio === undefined ? "" : `${(path.lossRatio * 100).toFixed(0)} % loss`,
    path.sinceMs === undefined ? "" : `for ${span(overview.atMs - path.sinceMs)}`,
  ]);
  const lines = [
    head,
    overview.isStopped ? colors.red("The kill switch is on: nothing will be moved.") : "",
    table(["group", "path", "state", "role", "", "p50", "loss", ""], rows),
  ];
  for (const prediction of overview.predictions) lines.push(tellPrediction(prediction, overview.atMs));
  for (const incident of active)
    lines.push(
      `${colors.bold(incident.id)}: ${incident.status}, ${incident.fromPathId} → ${incident.toPathId ?? "nothing"}`,
    );
  return lines.filter((line) => line !== "").join("\n");
}

function tellPrediction(prediction: PredictionView, nowMs: number): string {
  const { pathId, vantageId, about, probability, dueMs, signs, cameAtMs } = prediction;
  const who = about === "path" ? pathId : `${pathId} (as most paths of vantage ${vantageId})`;
  const likely = `likely to get worse, ${(probability * 100).toFixed(0)} %: ${signs.join(", ")}`;
  if (cameAtMs !== undefined) return `${colors.bold(who)}: was ${likely}; it came ${span(nowMs - cameAtMs)} ago`;
  const when = dueMs === undefined ? "" : dueMs > nowMs ? `; in about ${span(dueMs - nowMs)}` : "; any moment";
  return colors.yellow(`${colors.bold(who)}: ${likely}${when}`);
}
