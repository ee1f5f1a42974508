import { QueryAnswer, RequestTraceId, RequestView } from "@skylane/core";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { tellOne } from "../incidents/tell-trace.ts";
import { print } from "../output.ts";
import { insightOf, tellAnswer, tellMisread } from "../query/tell-answer.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface QueryOptions extends TargetOptions {
  readonly request?: string;
}

const EXAMPLES = `
Examples:
  skylane query "requests from web-app to data-service slower than 1 s yesterday"
  skylane query "p95 of requests to data-service by hour since 14:00"
  skylane query "errors of data-service today by route"
  skylane query "round trip of dx-use1-1 above 20 ms last 3 h"
  skylane query "loss of paths in aws by path today"
  skylane query "incidents last week by group"
  skylane query "events failover.* since yesterday"
  skylane query --request 4bf92f3577b34da6a3ce929d0e0e4736

Times are UTC. docs/query.md has the whole grammar.`;

/** `skylane query "…"`: a question over requests, paths, events and incidents. */
export const addQuery = (program: Command): void => {
  withTarget(
    program
      .command("query")
      .description("a question in words over requests, samples of paths, events and incidents")
      .argument("[question...]", "in the words of the grammar, as one text or several")
      .option("--request <trace-id>", "show one request through its services instead")
      .addHelpText("after", EXAMPLES),
  ).action(async (words: readonly string[], options: QueryOptions) => {
    if (options.request !== undefined) return showOne(options.request, options);
    const question = words.join(" ").trim();
    if (question === "")
      throw new CliError(
        `what shall be asked? For example:\n  skylane query "requests slower than 1 s today"`,
        exitCodes.badInput,
      );
    const asked = `/v1/query?q=${encodeURIComponent(question)}`;
    const answer = await apiClient(options).get(asked, QueryAnswer);
    if (answer.outcome === "answered")
      return print(options.json === true, answer, () => tellAnswer(answer, process.stdout.columns));
    if (options.json !== true)
      throw new CliError(`the question is not understood\n\n${tellMisread(answer)}`, exitCodes.badInput);
    print(true, answer, () => "");
    process.exitCode = exitCodes.badInput;
  });
};

async function showOne(traceId: string, options: QueryOptions): Promise<void> {
  const id = RequestTraceId.safeParse(traceId.trim());
  if (!id.success)
    throw new CliError("--request takes a trace id: 32 hex digits, as an answer shows them", exitCodes.badInput);
  const view = await apiClient(options).get(`/v1/requests/${id.data}`, RequestView);
  print(options.json === true, view, () => {
    const spans = view.spans.map(({ service, selfMs: _, networkMs: __, region: ___, name, ...rest }) => ({
      ...rest,
      name: `${service}: ${name}`,
    }));
    return [
      tellOne({ ...view, spans }, false),
      ...(view.droppedSpanCount > 0 ? [`${view.droppedSpanCount} more spans were not kept.`] : []),
      ...view.insights.map((insight) => insightOf(insight, process.stdout.columns)),
    ].join("\n\n");
  });
}
