import * as z from "zod";
import { NetworkId } from "../model/ids.ts";
import { IpAddress } from "../model/network.ts";
import { ServiceKind } from "../model/service.ts";

/** A service that no API tells of: a host in a data centre, or what a cloud is not asked for. */
export const DeclaredService = z.strictObject({
  name: z.string().min(1).max(256),
  networkId: NetworkId,
  kind: ServiceKind.default("host"),
  /** Address in that network. */
  address: IpAddress,
  /** Port it is usually asked at. */
  port: z.int().min(1).max(65_535).optional(),
  dnsName: z.hostname("must be a host name such as erp.corp.example").max(253).optional(),
});
export type DeclaredService = z.infer<typeof DeclaredService>;

/** Adds an issue for each service whose network is not declared, or that bears the name of another in the same one. */
export function checkServices(
  {
    networks,
    services,
  }: { readonly networks: readonly { readonly id: string }[]; readonly services: readonly DeclaredService[] },
  context: z.RefinementCtx,
): void {
  const known = new Set(networks.map(({ id }) => id));
  const named = new Set<string>();
  services.forEach(({ name, networkId }, i) => {
    const complain = (field: string, message: string): void =>
      context.addIssue({ code: "custom", path: ["services", i, field], message });
    if (!known.has(networkId))
      complain("networkId", `names network "${networkId}", which is not declared; declare it or correct the name`);
    if (named.has(`${networkId}/${name}`))
      complain("name", `"${name}" is used twice in ${networkId}; one service is one entry`);
    named.add(`${networkId}/${name}`);
  });
}
