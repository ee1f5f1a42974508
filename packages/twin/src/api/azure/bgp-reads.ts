import type { EstateGateway } from "../../estate/estate.ts";
import { announcedPrepend } from "../../world/router-policy.ts";
import type { World } from "../../world/world.ts";
import { allEndsOf, type GatewayEnd, hubOf } from "./subscription.ts";

type BgpRead = (world: World, gateway: EstateGateway, peer: string) => unknown;

/** The slow reads of a VPN gateway, by the name of their action in lower case. */
export const bgpReads: ReadonlyMap<string, BgpRead> = new Map<string, BgpRead>([
  [
    "getbgppeerstatus",
    (world, gateway, peer) => ({
      value: sessionsOf(world, gateway)
        .filter(({ other }) => peer === "" || other.peerIp === peer)
        .map((session) => {
          const { connection, own, other, farGateway } = session;
          const isUp = isSessionUp(world, session);
          return {
            localAddress: own.peerIp,
            neighbor: other.peerIp,
            asn: farGateway?.asn,
            state: isUp ? "Connected" : "Connecting",
            connectedDuration: isUp
              ? duration(world.clock.nowMs() - world.sessionChangedAtMs(connection.id))
              : undefined,
            routesReceived: isUp ? other.announces.length : 0,
            messagesSent: 0,
            messagesReceived: 0,
          };
        }),
    }),
  ],
  [
    "getlearnedroutes",
    (world, gateway) => ({
      value: [
        ...rangesOf(world, gateway).map((network) => ({
          network,
          origin: "Network",
          sourcePeer: "",
          asPath: "",
          weight: 32_768,
        })),
        ...sessionsOf(world, gateway)
          .filter((session) => isSessionUp(world, session))
          .flatMap(({ connection, own, other, farGateway }) =>
            other.announces.map((network) => ({
              localAddress: own.peerIp,
              network,
              nextHop: other.peerIp,
              sourcePeer: other.peerIp,
              origin: "EBgp",
              asPath: pathOf(farGateway?.asn, announcedPrepend(world.routing, connection.id, other, network)),
              weight: 32_768,
            })),
          ),
      ],
    }),
  ],
  [
    "getadvertisedroutes",
    (world, gateway, peer) => ({
      value: sessionsOf(world, gateway)
        .filter((session) => session.other.peerIp === peer && isSessionUp(world, session))
        .flatMap(({ own }) =>
          own.announces.map((network) => ({
            localAddress: own.peerIp,
            network,
            nextHop: own.peerIp,
            origin: "Igp",
            asPath: pathOf(gateway.asn, own.asPathPrepend),
            weight: 0,
          })),
        ),
    }),
  ],
]);

/** Of the VNet it stands in; a gateway that was made knows those of all VNets that send to it. */
const rangesOf = (world: World, gateway: EstateGateway): readonly string[] =>
  world.built.gateways.has(gateway.id)
    ? world.viewOf(gateway.id).networks.flatMap(({ cidrs }) => cidrs)
    : (hubOf(world, gateway)?.cidrs ?? []);

/** BGP sessions of the VPN gateway: ends whose both speakers have an address. */
const sessionsOf = (world: World, gateway: EstateGateway): readonly GatewayEnd[] =>
  allEndsOf(world, gateway).filter(
    ({ type, own, other }) => type !== "ExpressRoute" && own.peerIp !== undefined && other.peerIp !== undefined,
  );
const isSessionUp = (world: World, { connection }: GatewayEnd): boolean => world.conditionOf(connection).isSessionUp;

/** `65010-65010`: an AS path as gateways write it. */
const pathOf = (asn: number | undefined, prependCount: number): string =>
  Array.from({ length: 1 + prependCount }, () => asn ?? "").join("-");

/** `05:12:09`, with days in front where there are any. */
function duration(spanMs: number): string {
  const seconds = Math.floor(spanMs / 1_000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  return `${days > 0 ? `${days}.` : ""}${two((seconds / 3_600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}
