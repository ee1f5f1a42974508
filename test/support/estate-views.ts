import { Finding, Topology, type TopologyView } from "@skylane/core";
import fc from "fast-check";
import { aGateway, aNetwork } from "./sightings.ts";
import { aLink } from "./topologies.ts";

/** A view of an estate drawn by chance: some Regions of some clouds, networks and gateways in them, links between any of them. */
export const anyView: fc.Arbitrary<TopologyView & { readonly topology: Topology }> = fc
  .record({
    places: fc.uniqueArray(
      fc.record({
        cloud: fc.constantFrom("aws", "azure", "gcp", "oci", "onprem"),
        region: fc.nat(3),
        networkCount: fc.nat(7),
        gatewayCount: fc.nat(3),
      }),
      { selector: ({ cloud, region }) => `${cloud}${region}`, minLength: 1, maxLength: 8 },
    ),
    links: fc.array(
      fc.record({
        from: fc.nat(40),
        to: fc.nat(40),
        kind: fc.constantFrom("vpn", "peering", "direct-connect", "internet"),
        isDeclared: fc.boolean(),
        status: fc.constantFrom("up", "down", "degraded", "unknown"),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ places, links }) => {
    const networks = places.flatMap(({ cloud, region, networkCount }) =>
      Array.from({ length: networkCount }, (_, i) =>
        aNetwork({ key: `${cloud}/r${region}/net-${i}`, regionId: `r${region}`, cidrs: [`10.${region}.${i}.0/24`] }),
      ),
    );
    const gateways = places.flatMap(({ cloud, region, gatewayCount }) =>
      Array.from({ length: gatewayCount }, (_, i) =>
        aGateway({
          key: `${cloud}/r${region}/gw-${i}`,
          regionId: `r${region}`,
          networkKeys: networks
            .filter((one) => one.cloud === cloud && one.regionId === `r${region}`)
            .map(({ key }) => key),
        }),
      ),
    );
    const keys = [...networks.map(({ key }) => key), ...gateways.map(({ key }) => key), "address/198.51.100.1"];
    const keyAt = (i: number): string => keys[i % keys.length] ?? "address/198.51.100.1";
    const connections = links.map(({ from, to, kind, isDeclared, status }, i) =>
      aLink({
        id: `link-${i}`,
        from: [keyAt(from), keyAt(from)],
        to: [keyAt(to), keyAt(to)],
        kind: kind as "vpn",
        isDeclared,
        status: status as "up",
      }),
    );
    return {
      topology: Topology.parse({ estate: "drawn", atMs: 0, networks, gateways, connections, routes: [], gaps: [] }),
      findings: connections.slice(0, 2).map(({ id }) =>
        Finding.parse({
          id: `zombie:${id}`,
          rule: "zombie",
          severity: "medium",
          title: `Zombie ${id}`,
          subjects: [id],
          evidence: ["seen"],
          flowIds: [],
          todo: "retire it",
        }),
      ),
      places: [],
    };
  });
