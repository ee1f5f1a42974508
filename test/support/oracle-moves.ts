import type { MoveRequest } from "@skylane/core";
import type { OracleTwin } from "./oracle-twin.ts";

/** A move, whose packets it moves, and over what. */
export interface OracleMove {
  readonly request: MoveRequest;
  readonly way: readonly [from: string, to: string];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const FROM_ORACLE = ["10.20.0.5", "10.9.0.5"] as const;
const common = { groupId: "g", sideId: "cloud", prefixes: ["10.9.0.0/16"] } as const;
const regionId = "us-ashburn-1";

/** The moves of each knob, by its actuator's id, in the OCIDs of that twin. */
export function oracleMoves({ ids: { table, ipsec, circuits, attachments } }: OracleTwin) {
  const idOf = (all: Readonly<Record<string, string>>, name: string): string => {
    const id = all[name];
    if (id === undefined) throw new Error(`the estate has no ${name}`);
    return id;
  };
  const circuit = (name: string) => ({ virtualCircuitId: idOf(circuits, name) });
  const attachment = (name: string) => ({ drgAttachmentId: idOf(attachments, name) });
  return {
    "oci.circuit-traffic-mode": {
      request: { ...common, settings: { regionId }, from: circuit("fc-1"), to: { ipsecConnectionId: ipsec } },
      way: FROM_ORACLE,
      before: ["fc-1"],
      after: ["vpn"],
    },
    "oci.import-statements": {
      request: {
        ...common,
        settings: { regionId, drgRouteTableId: table },
        from: attachment("fc-1"),
        to: attachment("vpn"),
      },
      way: FROM_ORACLE,
      before: ["fc-1"],
      after: ["vpn"],
    },
    "oci.drg-route": {
      request: {
        ...common,
        settings: { regionId, drgRouteTableId: table },
        from: { nextHop: "dynamic" },
        to: { nextHop: idOf(attachments, "remote") },
      },
      way: FROM_ORACLE,
      before: ["fc-1"],
      after: ["vpn-far", "remote"],
    },
  } as const satisfies Readonly<Record<string, OracleMove>>;
}

/** Statements of the import distribution, as somebody else sees them. */
export async function statementsOf(oracle: OracleTwin): Promise<readonly Statement[]> {
  const { body } = await oracle.stranger(
    "GET",
    `drgRouteDistributions/${oracle.ids.distribution}/drgRouteDistributionStatements`,
  );
  return body as readonly Statement[];
}
interface Statement {
  readonly id: string;
  readonly priority: number;
  readonly matchCriteria: readonly Readonly<Record<string, string>>[];
}

/** Somebody else's writes of the import distribution. */
export const addStatements = (oracle: OracleTwin, ...statements: readonly object[]) =>
  oracle.stranger(
    "POST",
    `drgRouteDistributions/${oracle.ids.distribution}/actions/addDrgRouteDistributionStatements`,
    { statements: statements.map((one) => ({ action: "ACCEPT", ...one })) },
  );
export const removeStatements = (oracle: OracleTwin, ...statementIds: readonly string[]) =>
  oracle.stranger(
    "POST",
    `drgRouteDistributions/${oracle.ids.distribution}/actions/removeDrgRouteDistributionStatements`,
    { statementIds },
  );
export const forAttachment = (oracle: OracleTwin, name: string, priority: number) => ({
  priority,
  matchCriteria: [{ matchType: "DRG_ATTACHMENT_ID", drgAttachmentId: oracle.ids.attachments[name] }],
});

/** Writes the distribution as its owner must before single attachments can be steered: the circuit and the tunnel each by its own statement. */
export async function writeOneForEach(oracle: OracleTwin): Promise<void> {
  const all = await statementsOf(oracle);
  await addStatements(oracle, forAttachment(oracle, "fc-1", 10), forAttachment(oracle, "vpn", 20), {
    priority: 30,
    matchCriteria: [{ matchType: "DRG_ATTACHMENT_TYPE", attachmentType: "VCN" }],
  });
  await removeStatements(oracle, ...all.map(({ id }) => id));
}
