import type { RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { before, read } from "../../_shared/routes/markers.ts";
import { quote, scriptOf } from "../../_shared/routes/shell.ts";
import { terraformDocument } from "../../_shared/routes/terraform.ts";
import type { RankedPeer, RouterId } from "./ids.ts";
import { findPeer, peerImport, peerResource, peerVariables, placeOf, readPeer, updatePeer } from "./peers.ts";

/** G1: the MED that a Cloud Router announces to each peer; the other side answers over the lowest. */
export function advertisedPriority(intent: RouteIntent, at: RouterId, peers: readonly RankedPeer[]): RouteConfig {
  const get = { operation: "compute:routers.get", input: placeOf(at) };
  const patch = (edit: readonly object[]) => ({
    ...placeOf(at),
    requestBody: { bgpPeers: read({ ...get, path: "bgpPeers", edit: edit as never }) },
  });
  const find = ({ neighborIp }: RankedPeer) => ({ peerIpAddress: neighborIp });
  const keys = peers.map((peer, i) => ({ peer, key: `peer_${i + 1}` }));
  const steps = peers.map((peer) => stepOf(shortName(intent.id), at, peer));
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "cloud-router-priority",
    summary: `On ${at.router} (${at.region}) announce with priority ${peers.map(({ neighborIp, priority }) => `${priority} to ${neighborIp}`).join(", ")}, so that the other side answers over ${forPeople(intent.links[0]?.connectionId ?? "")}.`,
    terraform: terraformDocument({
      provider: "google",
      settings: { project: at.project, region: at.region },
      variables: Object.assign({}, ...keys.map(({ peer, key }) => peerVariables(peer, key))),
      resources: {
        google_compute_router_peer: Object.fromEntries(
          keys.map(({ peer, key }) => [key, peerResource(at, peer, key, { advertised_route_priority: peer.priority })]),
        ),
      },
      imports: Object.fromEntries(keys.map(({ key }) => peerImport(at, key))),
    }),
    scripts: [scriptOf("gcloud", steps)],
    calls: [
      {
        operation: "compute:routers.patch",
        input: patch(peers.map((peer) => ({ find: find(peer), set: { advertisedRoutePriority: peer.priority } }))),
        readBack: {
          ...get,
          expect: `as many bgpPeers as before; advertisedRoutePriority ${peers.map(({ neighborIp, priority }) => `${neighborIp}=${priority}`).join(", ")}`,
        },
        undo: {
          operation: "compute:routers.patch",
          input: patch(
            peers.map((peer) => ({
              find: find(peer),
              set: {
                advertisedRoutePriority: before(`bgpPeers[?peerIpAddress==${peer.neighborIp}].advertisedRoutePriority`),
              },
            })),
          ),
        },
      },
    ],
    notes: [
      "It holds for all that is announced over these sessions, not only for these prefixes.",
      "The other side must compare MED: it does so between sessions with the same neighbor AS number. Where it sets a local preference, that comes first.",
      "A router's sessions are one list that is replaced as a whole and has no fingerprint: one writer at a time, read right before writing.",
      "Steps of 10,000, because Google adds 201 to 9,999 for another Region.",
    ],
  };
}

function stepOf(name: string, at: RouterId, { neighborIp, priority }: RankedPeer) {
  const file = quote(`skylane-${name}-${neighborIp}.before`);
  const find = findPeer(at, neighborIp);
  return {
    apply: [
      ...find,
      readPeer(at, neighborIp, "advertisedRoutePriority"),
      `if [ "$now" != ${priority} ]; then printf '%s\\n' "$now" > ${file}; ${updatePeer(at, `--advertised-route-priority=${priority}`)}; fi`,
    ],
    undo: [
      `if [ -f ${file} ]; then`,
      ...find,
      `before=$(cat ${file})`,
      // Google's own default, where none was set
      `case "$before" in ''|*[!0-9]*) before=100 ;; esac`,
      updatePeer(at, '--advertised-route-priority="$before"'),
      `rm -f ${file}`,
      "fi",
    ],
  };
}
