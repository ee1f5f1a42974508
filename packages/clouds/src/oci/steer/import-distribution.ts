import type { RouteChange } from "@skylane/core";
import * as z from "zod";
import type { DrgAttachment } from "./drg-objects.ts";
import { type OracleNetwork, parseAnswer, unfit } from "./oracle-network.ts";

const BY_ID = "DRG_ATTACHMENT_ID";

const Table = z.looseObject({
  drgRouteTable: z.looseObject({ id: z.string(), importDrgRouteDistributionId: z.string().min(1).optional() }),
});
const Statements = z.array(
  z.looseObject({
    id: z.string().min(1),
    priority: z.number(),
    matchCriteria: z
      .array(
        z.looseObject({
          matchType: z.string(),
          drgAttachmentId: z.string().optional(),
          attachmentType: z.string().optional(),
        }),
      )
      .default([]),
  }),
);
type Statement = z.infer<typeof Statements>[number];

/** By what a route table of a DRG imports. */
export interface ImportDistribution {
  readonly id: string;
  readonly statements: readonly Statement[];
}

/** True where a statement accepts what is heard over the attachment: all of its criteria are met, or it has none. */
export const isAccepted = ({ statements }: ImportDistribution, { id, type }: DrgAttachment): boolean =>
  statements.some(({ matchCriteria }) =>
    matchCriteria.every(
      ({ matchType, drgAttachmentId, attachmentType }) =>
        matchType === "MATCH_ALL" ||
        (matchType === BY_ID && drgAttachmentId === id) ||
        (matchType === "DRG_ATTACHMENT_TYPE" && attachmentType === type),
    ),
  );

/** The statements that accept one attachment, and no other. */
export const ownStatements = ({ statements }: ImportDistribution, drgAttachmentId: string): readonly Statement[] =>
  statements.filter(
    ({ matchCriteria: [only, ...more] }) =>
      only?.matchType === BY_ID && only.drgAttachmentId === drgAttachmentId && more.length === 0,
  );

/** Reads and writes the import distribution of a change's route table. It has no version that a write could name. */
export function importDistribution(oracle: OracleNetwork) {
  const statementsOf = async (change: RouteChange, id: string): Promise<ImportDistribution> => {
    const operation = "ListDrgRouteDistributionStatements";
    const answer = await oracle.call(change, operation, id, (network) =>
      Array.fromAsync(network.listAllDrgRouteDistributionStatements({ drgRouteDistributionId: id, limit: 1_000 })),
    );
    return { id, statements: parseAnswer(Statements, answer, operation, id) };
  };
  /** Does a write; one that was refused is done nevertheless where a first try of it was, and its answer lost. */
  const settle = async (
    change: RouteChange,
    { id }: ImportDistribution,
    write: Promise<unknown>,
    isDone: (now: ImportDistribution) => boolean,
  ): Promise<void> => {
    try {
      await write;
    } catch (error) {
      if (!isDone(await statementsOf(change, id))) throw error;
    }
  };

  return {
    /** @throws ERR_ROUTE_TARGET_UNFIT where the table imports nothing */
    async read(change: RouteChange): Promise<ImportDistribution> {
      const { drgRouteTableId = "" } = change.target;
      const operation = "GetDrgRouteTable";
      const answer = await oracle.call(change, operation, drgRouteTableId, (network) =>
        network.getDrgRouteTable({ drgRouteTableId }),
      );
      const id = parseAnswer(Table, answer, operation, drgRouteTableId).drgRouteTable.importDrgRouteDistributionId;
      if (id === undefined) throw unfit(change, `${drgRouteTableId} has no import distribution: give it one`);
      return statementsOf(change, id);
    },
    remove: (change: RouteChange, now: ImportDistribution, statements: readonly Statement[]): Promise<void> => {
      const statementIds = statements.map(({ id }) => id);
      return settle(
        change,
        now,
        oracle.call(change, "RemoveDrgRouteDistributionStatements", now.id, (network, id) =>
          network.removeDrgRouteDistributionStatements({
            drgRouteDistributionId: id,
            removeDrgRouteDistributionStatementsDetails: { statementIds },
          }),
        ),
        (then) => !then.statements.some(({ id }) => statementIds.includes(id)),
      );
    },
    add: (
      change: RouteChange,
      now: ImportDistribution,
      drgAttachmentId: string,
      priorities: readonly number[],
    ): Promise<void> => {
      const criterion: { matchType: string; drgAttachmentId: string } = { matchType: BY_ID, drgAttachmentId };
      return settle(
        change,
        now,
        oracle.call(change, "AddDrgRouteDistributionStatements", now.id, (network, id) =>
          network.addDrgRouteDistributionStatements({
            drgRouteDistributionId: id,
            addDrgRouteDistributionStatementsDetails: {
              statements: priorities.map((priority) => ({
                action: "ACCEPT" as never,
                priority,
                matchCriteria: [criterion],
              })),
            },
          }),
        ),
        (then) => {
          const there = ownStatements(then, drgAttachmentId).map(({ priority }) => priority);
          return priorities.every((priority) => there.includes(priority));
        },
      );
    },
  };
}
