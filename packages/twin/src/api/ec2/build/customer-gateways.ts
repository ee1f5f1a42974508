import { ApiError } from "../../api-error.ts";
import type { Described } from "../describe.ts";
import type { Operation } from "../operation.ts";
import type { Scope } from "../scope.ts";
import { freshId } from "./fresh-id.ts";
import { bury } from "./ghosts.ts";
import { dropTags, putTags, tagsFacts, tagsIn, tagsXml } from "./tags.ts";
import {
  builtVpnsOf,
  type CustomerGatewayRecord,
  customerGatewaysOf,
  dropCustomerGateway,
  putCustomerGateway,
} from "./vpn-records.ts";

const LARGEST_SHORT_ASN = 2_147_483_647;

/** Customer gateways. The same request twice is the same gateway, as long as the device's name is the same. */
export const customerGatewayOperations: Readonly<Record<string, Operation>> = {
  CreateCustomerGateway(scope, parameters) {
    const { world, regionId, accountId } = scope;
    if (parameters.need("Type") !== "ipsec.1")
      throw new ApiError("InvalidParameterValue", "The gateway type must be ipsec.1");
    const ip = parameters.text("IpAddress") ?? parameters.need("PublicIp");
    if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(ip))
      throw new ApiError("InvalidParameterValue", `Value (${ip}) for parameter ipAddress is invalid.`);
    const asn = Number(parameters.text("BgpAsnExtended") ?? parameters.text("BgpAsn") ?? "65000");
    const deviceName = parameters.text("DeviceName") ?? "";
    const same = customerGatewaysOf(scope).find(
      (one) => one.ip === ip && one.asn === asn && one.deviceName === deviceName,
    );
    if (same) return { customerGateway: describeCustomerGateway(scope, same).xml };
    const record = { id: freshId("cgw"), regionId, accountId, ip, asn, deviceName };
    const tags = tagsIn(parameters, "customer-gateway");
    putCustomerGateway(world, record);
    putTags(world, record.id, tags);
    return { customerGateway: describeCustomerGateway(scope, record).xml };
  },

  DeleteCustomerGateway(scope, parameters) {
    const id = parameters.need("CustomerGatewayId");
    const record = customerGatewaysOf(scope).find((one) => one.id === id);
    if (!record)
      throw new ApiError("InvalidCustomerGatewayID.NotFound", `The customerGateway ID '${id}' does not exist`);
    if (builtVpnsOf(scope).some(({ customerGatewayId }) => customerGatewayId === id))
      throw new ApiError("IncorrectState", "The customer gateway is in use.");
    bury(scope, "DescribeCustomerGateways", describeCustomerGateway(scope, record), 0);
    dropCustomerGateway(scope.world, id);
    dropTags(scope.world, id);
    return { return: true };
  },
};

export function describeCustomerGateway(
  { world }: Scope,
  { id, ip, asn, deviceName }: CustomerGatewayRecord,
): Described {
  return {
    id,
    xml: {
      customerGatewayId: id,
      state: "available",
      type: "ipsec.1",
      ipAddress: ip,
      ...(asn > LARGEST_SHORT_ASN ? { bgpAsnExtended: String(asn) } : { bgpAsn: String(asn) }),
      ...(deviceName !== "" && { deviceName }),
      ...tagsXml(world, id, id),
    },
    facts: {
      "customer-gateway-id": id,
      "bgp-asn": String(asn),
      "ip-address": ip,
      state: "available",
      type: "ipsec.1",
      ...tagsFacts(world, id, id),
    },
  };
}
