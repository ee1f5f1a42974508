import type { EstateGateway } from "../../estate/estate.ts";
import { type Attached, attachmentTypeOf } from "../../world/select-oci.ts";
import type { NextHop } from "../../world/select-route.ts";
import { attachmentId, circuitId, drgId, drgRouteTableId, remotePeeringId, tunnelId, vcnId } from "./ids.ts";
import { common, endsAt, type Locality, type OciEnd } from "./tenancy.ts";

/** What is attached to a DRG, and by which object of Oracle's. */
interface DrgAttached extends Attached {
  readonly networkId: string;
  readonly attachmentId: string;
}

/** VCNs, tunnels, circuits and remote peerings of a DRG. */
export function attachedTo({ world }: Locality, gateway: EstateGateway): readonly DrgAttached[] {
  const attach = (attached: Attached, networkId: string): DrgAttached => ({
    ...attached,
    networkId,
    attachmentId: attachmentId(gateway, networkId),
  });
  return [
    ...world.viewOf(gateway.id).networks.map((network) => attach({ type: "VCN", placeId: network.id }, vcnId(network))),
    ...endsAt(world, gateway.id).flatMap((end) => {
      const type = attachmentTypeOf(end.connection);
      return type ? [attach({ type, placeId: end.connection.id }, networkIdOf(type, gateway, end))] : [];
    }),
  ];
}

function networkIdOf(type: Attached["type"], gateway: EstateGateway, end: OciEnd): string {
  switch (type) {
    case "IPSEC_TUNNEL":
      return tunnelId(gateway, end);
    case "REMOTE_PEERING_CONNECTION":
      return remotePeeringId(gateway, end);
    default:
      return circuitId(gateway, end);
  }
}

/** Everything attached to the DRGs of a Region. */
export const drgAttachments = (here: Locality) =>
  here.gateways.flatMap((gateway) =>
    attachedTo(here, gateway).map(({ type, networkId, attachmentId: id }) => ({
      ...common(here, `attachment-${type.toLowerCase()}`, {}),
      id,
      drgId: drgId(gateway),
      drgRouteTableId: drgRouteTableId(gateway),
      networkDetails: { type, id: networkId },
      ...(type === "VCN" && { vcnId: networkId }),
      isCrossTenancy: false,
      lifecycleState: "ATTACHED",
    })),
  );

/** What the action of a DRG answers: also of other tenancies, but ids only. */
export const attachmentInfos = (here: Locality, gateway: EstateGateway, type: string) =>
  attachedTo(here, gateway)
    .filter((attached) => type === "ALL" || attached.type === type)
    .map(({ attachmentId: id }) => ({ id }));

/** The attachment that a hop of the DRG's table leads to. */
export const attachedAt = (here: Locality, gateway: EstateGateway, hop: NextHop): DrgAttached | undefined =>
  attachedTo(here, gateway).find(
    ({ placeId }) => placeId === (hop.kind === "network" ? hop.networkId : hop.connectionId),
  );

/** A place as a hop of the DRG's table. */
export const hopTo = ({ type, placeId }: Attached): NextHop =>
  type === "VCN"
    ? { kind: "network", networkId: placeId, attachmentId: "" }
    : { kind: "connection", connectionId: placeId, attachmentId: "" };
