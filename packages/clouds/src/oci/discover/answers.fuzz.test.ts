import { LinkSighting, SeenGateway, SeenNetwork, SeenRoute, SeenService } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as answers from "./answers.ts";
import { mapOci } from "./discover-oci.ts";

const id = fc.constantFrom("ocid1.vcn.oc1..a", "ocid1.drg.oc1..b", "ocid1.ipsectunnel.oc1..c", "\u202e<script>", "x");
const odd = fc.oneof(
  fc.jsonValue(),
  id,
  fc.constantFrom("10.0.0.0/8", "UP", "AVAILABLE", "1 Gbps", "IPSEC_TUNNEL", "VCN", "x".repeat(700), "\ud800"),
);
const names = [
  ...new Set(
    [answers.Vcn, answers.RouteTable, answers.DrgAttachment, answers.DrgRouteRule, answers.IpsecConnection]
      .concat([answers.Tunnel, answers.VirtualCircuit, answers.RemotePeering, answers.LocalPeering] as never[])
      .flatMap(({ shape }) => Object.keys(shape)),
  ),
];
const row = fc
  .record({ id: fc.option(id), drgId: id, vcnId: id }, { requiredKeys: [] })
  .chain((known) => fc.dictionary(fc.constantFrom(...names), odd).map((more) => ({ ...more, ...known })));
const rows = fc.array(row, { maxLength: 4 });

describe("clouds/oci/answers", () => {
  it("become something that fits the model, or are left out, whatever they hold", () => {
    fc.assert(
      fc.property(rows, rows, (some, others) => {
        const of = answers.rowsOf;
        const all = [...some, ...others];
        const seen = mapOci([
          {
            tenancyId: "t",
            regionId: "r",
            vcns: of(answers.Vcn, all),
            subnets: of(answers.Subnet, all),
            routeTables: of(answers.RouteTable, all),
            vnicAttachments: of(answers.VnicAttachment, all),
            instances: of(answers.Instance, all),
            privateIps: of(answers.PrivateIp, all),
            drgs: of(answers.Drg, all),
            drgAttachments: of(answers.DrgAttachment, all),
            drgRoutes: of(answers.DrgRouteRule, all).map((rule) => ({ drgId: "d", tableId: "t", rule })),
            cpes: of(answers.Cpe, all),
            ipsecConnections: of(answers.IpsecConnection, some),
            tunnels: new Map(
              some.map((one) => [
                String(one.id),
                of(answers.Tunnel, others).map((tunnel) => ({ tunnel, routes: of(answers.TunnelRoute, all) })),
              ]),
            ),
            virtualCircuits: of(answers.VirtualCircuit, all),
            remotePeerings: of(answers.RemotePeering, all),
            localPeerings: of(answers.LocalPeering, all),
            oddities: [],
          },
        ]);

        for (const network of seen.networks) SeenNetwork.parse(network);
        for (const gateway of seen.gateways) SeenGateway.parse(gateway);
        for (const link of seen.links) LinkSighting.parse(link);
        for (const route of seen.routes) SeenRoute.parse(route);
        for (const service of seen.services ?? []) SeenService.parse(service);
        expect(seen.networks.length).toBeLessThanOrEqual(all.length);
      }),
      { numRuns: 500 },
    );
  });
});
