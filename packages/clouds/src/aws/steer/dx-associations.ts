import type { RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import type { AwsCalls } from "./aws-calls.ts";

/** A Direct Connect gateway's association with what lies behind it. */
export interface Association {
  readonly id: string;
  /** False while an update is under way. */
  readonly isSettled: boolean;
  /** What it may announce to the routers outside. */
  readonly allowedPrefixes: readonly string[];
}

/** What is taken from an association's list, or added to it; the rest of the list stays, whoever wrote it. */
type ListUpdate = { readonly removed: readonly string[] } | { readonly added: readonly string[] };

/** The associations of Direct Connect gateways. */
export interface DxAssociations {
  /** @throws ERR_CLOUD_NOT_FOUND */
  read(change: RouteChange, id: string): Promise<Association>;
  /** Begins an update; it takes minutes. */
  update(change: RouteChange, id: string, update: ListUpdate): Promise<void>;
}

export const dxAssociations = (aws: AwsCalls): DxAssociations => ({
  async read(change, id) {
    const answer = await aws.directConnect(change, "DescribeDirectConnectGatewayAssociations", (client, sdk) =>
      client.send(new sdk.DescribeDirectConnectGatewayAssociationsCommand({ associationId: id })),
    );
    const found = answer.directConnectGatewayAssociations?.find(({ associationId }) => associationId === id);
    if (!found || found.associationState === "disassociated")
      throw cloudError(
        "ERR_CLOUD_NOT_FOUND",
        `there is no Direct Connect gateway association ${id}. Check associationId in skylane.yaml`,
        { cloud: "aws", associationId: id },
      );
    return {
      id,
      isSettled: found.associationState === "associated",
      allowedPrefixes: (found.allowedPrefixesToDirectConnectGateway ?? []).flatMap(({ cidr }) => cidr ?? []),
    };
  },
  async update(change, id, update) {
    const asFilters = (prefixes: readonly string[]) => prefixes.map((cidr) => ({ cidr }));
    await aws.directConnect(change, "UpdateDirectConnectGatewayAssociation", (client, sdk) =>
      client.send(
        new sdk.UpdateDirectConnectGatewayAssociationCommand({
          associationId: id,
          ...("added" in update
            ? { addAllowedPrefixesToDirectConnectGateway: asFilters(update.added) }
            : { removeAllowedPrefixesToDirectConnectGateway: asFilters(update.removed) }),
        }),
      ),
    );
  },
});
