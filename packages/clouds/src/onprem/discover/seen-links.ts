import type { LinkSighting } from "@skylane/core";
import { addressOf, holds, isPublic, rangeOf } from "./addresses.ts";
import type { PlacedLink, Port, Session } from "./place-links.ts";
import type { RouterAnswers } from "./read-router.ts";
import { clipped, gatewayKey, linkId, linkKey } from "./words.ts";

const MONTH_MS = 30 * 86_400_000;
const ENCRYPTED: readonly string[] = ["vti", "vti6", "xfrm", "wireguard"];
/** What the kernel says where no speed is known: -1 without its sign. */
const NO_SPEED_MBPS = 4_294_967_295;

/** The links of a router as sightings: one for each interface that leads out of its networks, with the sessions over it. */
export const seenLinks = (answers: RouterAnswers, links: readonly PlacedLink[]): LinkSighting[] =>
  links.map((link) => sightingOf(answers, link));

function sightingOf(answers: RouterAnswers, link: PlacedLink): LinkSighting {
  const { routerId, regionId } = answers;
  const { name, port, sessions } = link;
  const [main] = sessions;
  const facts = join(answers, link);
  const tunnel = port?.isTunnel === true ? port : undefined;
  const isEncrypted = ENCRYPTED.includes(tunnel?.kernel?.linkinfo?.info_kind ?? "") ? true : undefined;
  const isOverInternet = facts.peerPublicIp !== undefined;
  const names = [
    port?.name,
    port?.frr.description,
    ...sessions.flatMap((one) => [one.neighbor.nbrDesc, one.neighborId]),
  ];
  return {
    key: linkKey(routerId, name),
    cloud: "onprem",
    accountId: routerId,
    regionId,
    nativeId: linkId(routerId, name),
    name: clipped(main?.neighbor.nbrDesc ?? port?.frr.description ?? name),
    tags: {},
    ...(tunnel && (isEncrypted || isOverInternet) && { kind: "vpn" as const }),
    aliases: [...new Set(names.flatMap((one) => (one === undefined || one === "" ? [] : [clipped(one)])))],
    at: gatewayKey(routerId),
    join: facts,
    provisioning: "ready",
    control: controlOf(link),
    isBfdOn: main && sessions.some((one) => hasBfd(answers, one)),
    ...routesOf(answers, sessions),
    ...only({
      bandwidthMbps: speedOf(port),
      tunnelCount: tunnel && 1,
      tunnelUpCount: tunnel && (controlOf(link) === "up" ? 1 : 0),
      isEncrypted,
      isPublic: isOverInternet ? true : undefined,
      bytes30d: bytesOf(port, answers.nowMs),
      lastChangedAtMs: changeOf(main, answers.nowMs),
    }),
  } as LinkSighting;
}

function join({ asn, neighbors: _ }: RouterAnswers, { port, sessions }: PlacedLink): LinkSighting["join"] {
  const main = sessions[0];
  const peer = [main?.neighborId, main?.neighbor.hostForeign].find(isAddress);
  const own = [main?.neighbor.hostLocal, ...sameSubnet(port, peer)].find(isAddress) ?? firstAddress(port);
  const { local, remote } = port?.isTunnel === true ? (port.kernel?.linkinfo?.info_data ?? {}) : {};
  const vlan =
    port?.frr.vlanId ?? (port?.kernel?.linkinfo?.info_kind === "vlan" ? port.kernel.linkinfo.info_data?.id : undefined);
  return only({
    localPublicIp: local !== undefined && isPublic(local) ? local : undefined,
    peerPublicIp: remote !== undefined && isPublic(remote) ? remote : undefined,
    localInsideIp: own,
    peerInsideIp: peer ?? otherOfTwo(port),
    localAsn: positive(main?.neighbor.localAs ?? (main && asn)),
    peerAsn: positive(main?.neighbor.remoteAs),
    vlan: vlan !== undefined && Number.isSafeInteger(vlan) ? vlan : undefined,
  });
}

const isAddress = (text: string | undefined): boolean =>
  text !== undefined && rangeOf(text) !== undefined && !text.includes("/");
const positive = (asn: number | undefined): number | undefined => (asn !== undefined && asn > 0 ? asn : undefined);
const firstAddress = (port: Port | undefined): string | undefined => port?.addresses.map(addressOf)[0];
const sameSubnet = (port: Port | undefined, peer: string | undefined): string[] =>
  peer === undefined ? [] : (port?.addresses ?? []).filter((address) => holds(address, peer)).map(addressOf);

/** The other end of a subnet of two, where no session tells it. */
function otherOfTwo(port: Port | undefined): string | undefined {
  const address = port?.addresses[0];
  const range = address === undefined ? undefined : rangeOf(address);
  const own = address === undefined ? undefined : rangeOf(addressOf(address))?.first;
  if (range === undefined || own === undefined || (range.bits !== 30 && range.bits !== 31)) return undefined;
  const [low, high] = range.bits === 31 ? [range.first, range.last] : [range.first + 1, range.last - 1];
  const other = own === low ? high : own === high ? low : undefined;
  return other === undefined
    ? undefined
    : [24, 16, 8, 0].map((shift) => Math.floor(other / 2 ** shift) % 256).join(".");
}

const isUp = ({ neighbor }: Session): boolean => neighbor.bgpState === "Established";

/** By its sessions; without any, an interface that is down says so, and one that is up says nothing. */
function controlOf({ port, sessions }: PlacedLink): LinkSighting["control"] {
  const upCount = sessions.filter(isUp).length;
  if (sessions.length > 0) return upCount === sessions.length ? "up" : upCount > 0 ? "partial" : "down";
  return port?.frr.operationalStatus === "down" || port?.frr.administrativeStatus === "down" ? "down" : "unknown";
}

const hasBfd = ({ bfdPeers }: RouterAnswers, { neighborId, neighbor }: Session): boolean =>
  neighbor.peerBfdInfo !== undefined || (bfdPeers?.has(neighborId) ?? false);

/** Prefixes heard and told over its IPv4 sessions, or the number of those heard where they were too many to list. */
function routesOf(
  { table, advertised }: RouterAnswers,
  sessions: readonly Session[],
): Pick<LinkSighting, "receivedPrefixes" | "announcedPrefixes" | "receivedRouteCount"> {
  const numbered = sessions.filter(({ neighborId }) => rangeOf(neighborId) !== undefined);
  if (numbered.length === 0) return {};
  const peers = new Set(numbered.filter(isUp).map(({ neighborId }) => neighborId));
  const count = (pick: "acceptedPrefixCounter" | "sentPrefixCounter"): number | undefined =>
    numbered.filter(isUp).reduce<number | undefined>((sum, { neighbor }) => {
      const one = neighbor.addressFamilyInfo?.ipv4Unicast?.[pick];
      return sum === undefined || one === undefined || one < 0 ? undefined : sum + Math.trunc(one);
    }, 0);
  const heard = count("acceptedPrefixCounter");
  const received =
    heard === 0
      ? []
      : table &&
        [...table].flatMap(([prefix, paths]) => (paths.some(({ peerId }) => peers.has(peerId ?? "")) ? [prefix] : []));
  const told = count("sentPrefixCounter");
  const lists = [...peers].map((peer) => advertised.get(peer));
  const announced =
    told === 0 ? [] : lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
  return only({
    receivedPrefixes: received,
    receivedRouteCount: received === undefined ? heard : undefined,
    announcedPrefixes: announced as string[] | undefined,
  });
}

function speedOf(port: Port | undefined): number | undefined {
  const speed = port?.frr.speed;
  return speed === undefined || port?.isTunnel === true || speed <= 0 || speed >= NO_SPEED_MBPS ? undefined : speed;
}

/**
 * Counters begin when the interface does, which is known where FRR saw it come up and never go down. If that is longer ago than a
 * month, the mean of its life for a month stands for the last one; a counter at zero is exact in any case.
 */
function bytesOf(port: Port | undefined, nowMs: number): number | undefined {
  const { rx, tx } = port?.kernel?.stats64 ?? {};
  if (rx?.bytes === undefined || tx?.bytes === undefined) return undefined;
  const total = rx.bytes + tx.bytes;
  if (total === 0) return 0;
  if (port?.frr.linkDowns !== 0) return undefined;
  const upSinceMs = Date.parse(`${(port?.frr.lastLinkUp ?? "").replaceAll("/", "-").replace(" ", "T")}Z`);
  const ageMs = nowMs - upSinceMs;
  if (!Number.isFinite(ageMs) || ageMs <= 0 || !(total > 0)) return undefined;
  return Math.round(total * Math.min(1, MONTH_MS / ageMs));
}

function changeOf(session: Session | undefined, nowMs: number): number | undefined {
  const { bgpTimerUpEstablishedEpoch: upAtSeconds, lastResetTimerMsecs } = session?.neighbor ?? {};
  if (session && isUp(session)) return upAtSeconds === undefined ? undefined : upAtSeconds * 1_000;
  return lastResetTimerMsecs === undefined ? undefined : nowMs - lastResetTimerMsecs;
}

/** Only what is known. */
const only = <T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
