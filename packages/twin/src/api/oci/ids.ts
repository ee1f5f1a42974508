import type { EstateConnection, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import { ocid } from "./ocid.ts";

/** OCIDs of what the estate's parts are in Oracle's cloud. */
export const vcnId = ({ regionId, id }: EstateNetwork): string => ocid("vcn", regionId, id);
export const routeTableId = ({ regionId, id }: EstateNetwork): string => ocid("routetable", regionId, id);
export const subnetId = ({ regionId, id }: EstateNetwork, i: number): string => ocid("subnet", regionId, id, String(i));
export const internetGatewayId = ({ regionId, id }: EstateNetwork): string => ocid("internetgateway", regionId, id);
export const drgId = ({ regionId, id }: EstateGateway): string => ocid("drg", regionId, id);
export const drgRouteTableId = ({ regionId, id }: EstateGateway): string => ocid("drgroutetable", regionId, id);
export const drgRouteDistributionId = ({ regionId, id }: EstateGateway): string =>
  ocid("drgroutedistribution", regionId, id);
export const attachmentId = ({ regionId, id }: EstateGateway, networkId: string): string =>
  ocid("drgattachment", regionId, id, networkId);

/** An object that a connection has at one of its ends. */
type EndId = (
  place: { readonly regionId: string; readonly id: string },
  end: { readonly connection: EstateConnection },
) => string;
const endId =
  (kind: string): EndId =>
  ({ regionId, id }, { connection }) =>
    ocid(kind, regionId, connection.id, id);
export const ipsecId = endId("ipsecconnection");
export const tunnelId = endId("ipsectunnel");
export const cpeId = endId("cpe");
export const circuitId = endId("virtualcircuit");
export const remotePeeringId = endId("remotepeeringconnection");
export const localPeeringId = endId("localpeeringgateway");
