import type { Filter, TransitGatewayAttachment } from "@aws-sdk/client-ec2";
import type { AwsPlace } from "../sdk-calls.ts";
import { isRefusedBy } from "../sdk-calls.ts";
import type { AwsBuilder } from "./aws-builder.ts";

/** Tables an attachment shall have to do with: one decides for what comes from it, some learn from it. */
export interface WantedLinks {
  readonly associatedWith: string;
  readonly propagatesInto: readonly string[];
}

/** What is missing for that. */
export interface LinkGaps {
  /** `elsewhere`: another table decides today. */
  readonly association: "there" | "under-way" | "absent" | "elsewhere";
  /** Table that decides today. */
  readonly associatedWith: string | undefined;
  readonly unpropagated: readonly string[];
}

export const areLinked = ({ association, unpropagated }: LinkGaps): boolean =>
  association === "there" && unpropagated.length === 0;

/** The attachment that these filters find. */
export const findAttachment = async (
  aws: AwsBuilder,
  place: AwsPlace,
  filters: readonly Filter[],
): Promise<TransitGatewayAttachment | undefined> => {
  const { TransitGatewayAttachments = [] } = await aws.ec2(place, "DescribeTransitGatewayAttachments", (client, sdk) =>
    client.send(new sdk.DescribeTransitGatewayAttachmentsCommand({ Filters: [...filters] })),
  );
  return TransitGatewayAttachments.find(({ State }) => State !== "deleted" && State !== "deleting");
};

/** Compares how an attachment is linked with how it shall be. */
export async function linkGaps(
  aws: AwsBuilder,
  place: AwsPlace,
  { TransitGatewayAttachmentId, Association }: TransitGatewayAttachment,
  { associatedWith, propagatesInto }: WantedLinks,
): Promise<LinkGaps> {
  const tableId = Association?.State === "disassociated" ? undefined : Association?.TransitGatewayRouteTableId;
  const gaps = {
    associatedWith: tableId,
    association: associationOf(tableId, Association?.State, associatedWith),
  };
  if (propagatesInto.length === 0) return { ...gaps, unpropagated: [] };
  const { TransitGatewayAttachmentPropagations = [] } = await aws.ec2(
    place,
    "GetTransitGatewayAttachmentPropagations",
    (client, sdk) =>
      client.send(new sdk.GetTransitGatewayAttachmentPropagationsCommand({ TransitGatewayAttachmentId })),
  );
  const enabled = TransitGatewayAttachmentPropagations.filter(
    ({ State }) => State === "enabled" || State === "enabling",
  );
  const into = new Set(enabled.map((one) => one.TransitGatewayRouteTableId));
  return { ...gaps, unpropagated: propagatesInto.filter((table) => !into.has(table)) };
}

function associationOf(
  tableId: string | undefined,
  state: string | undefined,
  wanted: string,
): LinkGaps["association"] {
  if (tableId === undefined) return "absent";
  if (state === "associating" || state === "disassociating") return "under-way";
  return tableId === wanted ? "there" : "elsewhere";
}

/** Begins what is missing. An association elsewhere is taken away first, and only of what Skylane attached itself. */
export async function closeLinkGaps(
  aws: AwsBuilder,
  place: AwsPlace,
  TransitGatewayAttachmentId: string,
  { association, associatedWith, unpropagated }: LinkGaps,
  wanted: WantedLinks,
): Promise<void> {
  const links = (TransitGatewayRouteTableId: string) => ({ TransitGatewayAttachmentId, TransitGatewayRouteTableId });
  if (association === "absent")
    await unlessSo(() =>
      aws.ec2(place, "AssociateTransitGatewayRouteTable", (client, sdk) =>
        client.send(new sdk.AssociateTransitGatewayRouteTableCommand(links(wanted.associatedWith))),
      ),
    );
  if (association === "elsewhere" && associatedWith !== undefined)
    await aws.ec2(place, "DisassociateTransitGatewayRouteTable", (client, sdk) =>
      client.send(new sdk.DisassociateTransitGatewayRouteTableCommand(links(associatedWith))),
    );
  for (const table of unpropagated)
    await unlessSo(() =>
      aws.ec2(place, "EnableTransitGatewayRouteTablePropagation", (client, sdk) =>
        client.send(new sdk.EnableTransitGatewayRouteTablePropagationCommand(links(table))),
      ),
    );
}

/** A read may lag behind our own earlier write. */
async function unlessSo(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isRefusedBy(ALREADY_SO, error)) throw error;
  }
}
const ALREADY_SO = ["Resource.AlreadyAssociated", "TransitGatewayRouteTablePropagation.Duplicate"];
