import type { LinkSighting } from "@skylane/core";
import type { AwsAtlas } from "./atlas.ts";

/**
 * What a link over a Direct Connect gateway tells and hears: it is told what the gateway may tell, and what it says shows in
 * the tables of the gateways behind, if it is the only link there.
 */
export function prefixesOver(
  gatewayId: string | undefined,
  control: LinkSighting["control"],
  { associations, heardOver, linksOfGateway, core }: AwsAtlas,
): Pick<LinkSighting, "receivedPrefixes" | "announcedPrefixes"> {
  if (control === "down") return { receivedPrefixes: [], announcedPrefixes: [] };
  if (gatewayId === undefined) return {};
  const allowed = (associations.get(gatewayId) ?? []).flatMap((one) => one.allowedPrefixesToDirectConnectGateway ?? []);
  const heard = [gatewayId, core.attachmentOf.get(gatewayId)?.AttachmentId ?? ""].flatMap(
    (over) => heardOver.get(over) ?? [],
  );
  const isOnly = linksOfGateway.get(gatewayId)?.length === 1;
  return {
    ...(allowed.length > 0 && { announcedPrefixes: [...new Set(allowed.flatMap(({ cidr }) => cidr ?? []))] }),
    ...(heard.length > 0 && isOnly && { receivedPrefixes: [...new Set(heard)] }),
  };
}
