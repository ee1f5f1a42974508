import type { Command } from "commander";
import colors from "picocolors";
import { unknownName } from "../cli-error.ts";
import { print, table } from "../output.ts";
import { type ChooseOptions, choose, withChooseOptions } from "../paths/choose.ts";
import { wayText } from "../paths/tell-plan.ts";
import { plain } from "../report/plain.ts";
import { count, counted } from "../report/words.ts";

/** `skylane paths list [flow]`: every way a flow could take, and those it may not, with the rule. */
export const addPathsList = (paths: Command): void => {
  withChooseOptions(
    paths
      .command("list")
      .argument("[flow]", "id of a flow; all if none is named")
      .description("every way that each flow may take, and why others are refused"),
  ).action(async (flowId: string | undefined, options: ChooseOptions) => {
    const { session } = await choose(options);
    if (flowId !== undefined && !session.found.has(flowId))
      throw unknownName("flow", flowId, [...session.found.keys()]);
    const listed = [...session.found]
      .filter(([id]) => flowId === undefined || id === flowId)
      .map(([id, { candidates, refused, none }]) => ({
        flowId: id,
        candidates: candidates.map(({ hops, id: _, ...facts }) => ({
          connectionIds: hops.map(({ connection }) => connection.id),
          ...facts,
        })),
        refused,
        ...(none && { none }),
      }));
    print(options.json === true, { flows: listed }, () => (flowId === undefined ? tellAll(listed) : tellOne(listed)));
  });
};

interface Listed {
  readonly flowId: string;
  readonly candidates: readonly {
    readonly connectionIds: readonly string[];
    readonly rttMs?: number | undefined;
    readonly availabilityRatio?: number | undefined;
    readonly isRouted: boolean;
    readonly isPublic: boolean;
    readonly isEncrypted: boolean;
  }[];
  readonly refused: readonly { readonly connectionIds: readonly string[]; readonly rule: string }[];
  readonly none?: { readonly constraint: string; readonly relaxation: string };
}

const tellAll = (flows: readonly Listed[]): string =>
  [
    `${counted(flows.length, "flow")}, ${count(flows.reduce((sum, { candidates }) => sum + candidates.length, 0))} ways.`,
    "",
    table(
      ["flow", "ways", "shortest", "refused"],
      flows.map(({ flowId, candidates, refused, none }) => [
        plain(flowId, 40),
        none ? colors.red("✕ none") : String(candidates.length),
        none ? plain(none.constraint, 70) : wayText(candidates[0]?.connectionIds),
        refused.length === 0 ? "" : String(refused.length),
      ]),
    ),
  ].join("\n");

const tellOne = (flows: readonly Listed[]): string =>
  flows
    .flatMap(({ candidates, refused, none }) => [
      table(
        ["way", "latency", "available", "", ""],
        candidates.map(({ connectionIds, rttMs, availabilityRatio, isRouted, isPublic, isEncrypted }) => [
          wayText(connectionIds),
          rttMs === undefined ? "?" : `${Math.round(rttMs * 10) / 10} ms`,
          availabilityRatio === undefined ? "?" : `${(availabilityRatio * 100).toFixed(3)} %`,
          isPublic ? (isEncrypted ? "internet, encrypted" : colors.yellow("internet, in clear")) : "private",
          isRouted ? "" : colors.dim("needs new announcements"),
        ]),
      ),
      ...(none ? [colors.red(`✕ ${plain(none.constraint, 200)} ${plain(none.relaxation, 200)}`)] : []),
      ...refused.map(({ connectionIds, rule }) =>
        colors.dim(`refused  ${wayText(connectionIds)}: ${plain(rule, 120)}`),
      ),
    ])
    .join("\n");
