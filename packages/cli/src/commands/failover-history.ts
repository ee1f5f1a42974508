import { IncidentList, IncidentRecord, type Overview } from "@skylane/core";
import type { Command } from "commander";
import { type ApiClient, apiClient } from "../api-client.ts";
import { CliError, unknownName } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { print, printable, span, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface HistoryOptions extends TargetOptions {
  readonly timeline?: boolean;
  readonly format?: string;
  readonly ask?: string;
}

/** `skylane failover history [incident]`: incidents, newest first, or the record of one. */
export const addFailoverHistory = (failover: Command): void => {
  withTarget(
    failover
      .command("history")
      .description("incidents, newest first; with the id of one: all that is known of it")
      .argument("[incident]", "id of an incident, for its record")
      .option("--timeline", "with every step")
      .option("--format <md|json|thread>", "form of the record: a document, JSON, or short messages for a chat thread")
      .option("--ask <question>", 'about one incident, in plain words, e.g. "why so long?"; needs ANTHROPIC_API_KEY'),
  ).action(async (wanted: string | undefined, options: HistoryOptions) => {
    const api = apiClient(options);
    if (wanted !== undefined) return showRecord(api, wanted, options);
    for (const option of ["format", "ask"] as const)
      if (options[option] !== undefined)
        throw new CliError(
          `--${option} is about one incident: name it, e.g. skylane failover history fo-use1-dc1-7 --${option} …`,
          exitCodes.badInput,
        );
    const { incidents } = await api.get("/v1/incidents", IncidentList);
    print(options.json === true, { incidents }, () => describe(incidents, options.timeline === true));
  });
};

async function showRecord(api: ApiClient, wanted: string, options: HistoryOptions): Promise<void> {
  const format = options.json === true ? "json" : (options.format ?? "md");
  if (format !== "md" && format !== "json" && format !== "thread")
    throw new CliError(`--format must be md, json or thread, not "${format}".`, exitCodes.badInput);
  const { incidents } = await api.get("/v1/incidents", IncidentList);
  const known = incidents.map(({ id }) => id as string);
  if (!known.includes(wanted)) throw unknownName("incident", wanted, known);
  const { postIncidentFacts, recordMarkdown, recordThread } = await import("@skylane/engine");
  const record = await api.get(`/v1/incidents/${encodeURIComponent(wanted)}/record`, IncidentRecord);
  if (options.ask !== undefined) {
    const { narrate } = await import("../paths/narrate.ts");
    const answer = await narrate(postIncidentFacts(record), options.ask);
    const note = answer.isNarrated ? "" : "No model answered, so here is what is known:\n";
    return print(format === "json", { ...record, ...answer }, () => printable(`${note}${answer.text}`));
  }
  const thread = recordThread(record);
  print(format === "json", { ...record, text: postIncidentFacts(record).text, thread }, () =>
    printable(
      format === "md"
        ? recordMarkdown(record).trimEnd()
        : thread.map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join("\n")).join("\n\n"),
    ),
  );
}

function describe(incidents: readonly Overview["incidents"][number][], isDetailed: boolean): string {
  if (incidents.length === 0) return "No incidents.";
  const rows = incidents.map((one) => [
    new Date(one.openedAtMs).toISOString().slice(0, 19).replace("T", " "),
    one.id,
    one.status,
    `${one.fromPathId} → ${one.toPathId ?? "nothing"}`,
    one.proof ? `${one.proof.answeredCount}/${one.proof.sentCount} answered` : (one.reason ?? "").slice(0, 60),
  ]);
  const list = table(["opened (UTC)", "incident", "status", "from → to", "proof or reason"], rows);
  if (!isDetailed) return list;
  const details = incidents.map((one) =>
    [
      one.id,
      ...one.timeline.map(({ atMs, what }) => `  +${span(Math.max(0, atMs - one.openedAtMs)).padEnd(8)} ${what}`),
    ].join("\n"),
  );
  return [list, "", ...details].join("\n");
}
