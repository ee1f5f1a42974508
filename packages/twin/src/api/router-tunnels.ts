import type { EstateGateway } from "../estate/estate.ts";
import type { Encryption, Integrity, Proposals } from "../world/built/tunnel-end.ts";
import { mapByWorld } from "../world/kept-by-world.ts";
import { canonical, contains } from "../world/prefix.ts";
import type { World } from "../world/world.ts";
import { neighborConfig } from "./router-config.ts";
import { filesIn } from "./router-files.ts";

/** A connection that charon was told of. */
interface Connection {
  readonly name: string;
  readonly local: string;
  readonly remote: string;
  readonly version: 1 | 2;
  readonly phase1: Proposals;
  readonly phase2: Proposals;
  readonly mark: string;
  readonly secret: string;
}

/** A tunnel interface that networkd made. */
export interface Vti {
  readonly name: string;
  readonly local: string;
  readonly remote: string;
  readonly key: string;
  readonly address: string;
}

/** What the running daemons know, which is what their files said when they were last told to look. */
const connectionsOf = mapByWorld<readonly Connection[]>();
const devicesOf = mapByWorld<readonly Vti[]>();

export const loadedConnections = (world: World, routerId: string): readonly Connection[] =>
  connectionsOf(world).get(routerId) ?? [];
export const devices = (world: World, routerId: string): readonly Vti[] => devicesOf(world).get(routerId) ?? [];

const SWANCTL = "/etc/swanctl/conf.d";
const NETWORKD = "/etc/systemd/network";
const MBPS = 1_000; // of a router's own uplink
const HOLD_SECONDS = 30; // what its neighbor lines say: timers 10 30

/** `swanctl --load-all`: connections without a secret, or in a form that is not understood, are left out. */
export function loadConnections(world: World, router: EstateGateway): void {
  const files = filesIn(world, router.id, SWANCTL).filter(([path]) => path.endsWith(".conf"));
  const secrets = files.flatMap(([, text]) => {
    const [, local, remote, secret] =
      /secrets \{[\s\S]*?id-1 = (\S+)\s+id-2 = (\S+)\s+secret = "([^"]*)"/.exec(text) ?? [];
    return secret === undefined ? [] : [{ local, remote, secret }];
  });
  const found = files.flatMap(([, text]): Connection[] => {
    const name = /^connections \{\s+(\S+) \{/m.exec(text)?.[1];
    const value = (field: string): string => new RegExp(`^\\s+${field} = (\\S+)$`, "m").exec(text)?.[1] ?? "";
    const [local, remote] = [value("local_addrs"), value("remote_addrs")];
    const secret = secrets.find((one) => one.local === local && one.remote === remote)?.secret;
    if (name === undefined || secret === undefined) return [];
    return [
      {
        name,
        local,
        remote,
        version: value("version") === "1" ? 1 : 2,
        phase1: proposals(value("proposals")),
        phase2: proposals(value("esp_proposals")),
        mark: value("mark_in"),
        secret,
      },
    ];
  });
  connectionsOf(world).set(router.id, found);
  tellRouterEnds(world, router);
}

/** `networkctl reload`: makes the devices that files name. Those whose files are gone stay until they are deleted. */
export function reloadDevices(world: World, router: EstateGateway): void {
  const files = new Map(filesIn(world, router.id, NETWORKD));
  const found = [...files].flatMap(([path, text]): Vti[] => {
    const value = (field: string, within = text): string =>
      new RegExp(`^${field}=(\\S+)$`, "m").exec(within)?.[1] ?? "";
    if (!path.endsWith(".netdev") || value("Kind") !== "vti") return [];
    const network = files.get(path.replace(/\.netdev$/, ".network")) ?? "";
    return [
      {
        name: value("Name"),
        local: value("Local"),
        remote: value("Remote"),
        key: value("Key"),
        address: value("Address", network),
      },
    ];
  });
  const kept = devices(world, router.id).filter(({ name }) => !found.some((one) => one.name === name));
  devicesOf(world).set(router.id, [...kept, ...found]);
  tellRouterEnds(world, router);
}

/** `networkctl delete`: false if there is no such device. */
export function deleteDevice(world: World, router: EstateGateway, name: string): boolean {
  const kept = devices(world, router.id).filter((one) => one.name !== name);
  const wasThere = kept.length < devices(world, router.id).length;
  devicesOf(world).set(router.id, kept);
  tellRouterEnds(world, router);
  return wasThere;
}

const endIdOf = (routerId: string, name: string): string => `onprem:${routerId}:${name}`;

/** The device whose mark its connection bears; a built tunnel's interface by the id of its end. */
export const deviceOf = (world: World, router: EstateGateway, endId: string): Vti | undefined => {
  const connection = loadedConnections(world, router.id).find(({ name }) => endIdOf(router.id, name) === endId);
  return connection && devices(world, router.id).find(({ key }) => key === connection.mark);
};

/** Has the world know the ends that a router's daemons make now. */
export function tellRouterEnds(world: World, router: EstateGateway): void {
  world.change("router", () => {
    const ends = loadedConnections(world, router.id).map((connection) => {
      const id = endIdOf(router.id, connection.name);
      const device = deviceOf(world, router, id);
      const subnet = device?.address === undefined || device.address === "" ? undefined : canonical(device.address);
      const neighbor = subnet === undefined ? undefined : neighborConfig(world, router, (ip) => contains(subnet, ip));
      return {
        id,
        gatewayId: router.id,
        localPublicIp: connection.local,
        remotePublicIp: connection.remote,
        presharedKey: connection.secret,
        ikeVersions: [connection.version],
        phase1: connection.phase1,
        phase2: connection.phase2,
        announces: { prefixes: neighbor?.announces ?? [], isWithNetworks: false },
        bandwidthMbps: MBPS,
        ...(device && { interfaceName: device.name }),
        ...(neighbor && {
          localPreference: neighbor.localPreference,
          bgp: {
            localIp: device?.address.split("/")[0] ?? "",
            peerIp: neighbor.peerIp,
            localAsn: router.asn,
            peerAsn: neighbor.peerAsn,
            canInitiate: true,
            holdTimeSeconds: HOLD_SECONDS,
          },
        }),
      };
    });
    const ids = new Set(ends.map(({ id }) => id));
    for (const id of world.built.tunnelEnds.ids())
      if (id.startsWith(`onprem:${router.id}:`) && !ids.has(id)) world.built.tunnelEnds.remove(id);
    for (const end of ends) world.built.tunnelEnds.put(end.id, end);
  });
}

const CIPHERS: Readonly<Record<string, Encryption>> = {
  aes256gcm16: "aes-256-gcm",
  aes128gcm16: "aes-128-gcm",
  aes256: "aes-256-cbc",
  aes128: "aes-128-cbc",
};
const HASHES: Readonly<Record<string, Integrity>> = {
  sha256: "sha2-256",
  sha384: "sha2-384",
  sha512: "sha2-512",
  sha1: "sha1",
};
const GROUPS: Readonly<Record<string, number>> = { modp2048: 14, ecp256: 19, ecp384: 20, ecp521: 21 };

/** strongSwan's way to write a proposal: `aes256gcm16-prfsha384-ecp384`. */
function proposals(text: string): Proposals {
  const words = text.split("-").map((word) => word.replace(/^prf/, ""));
  const from = <T>(table: Readonly<Record<string, T>>): T[] => words.flatMap((word) => table[word] ?? []);
  return { encryption: from(CIPHERS), integrity: from(HASHES), dhGroups: from(GROUPS) };
}
