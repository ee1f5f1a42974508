import { command, commandWithEquals, quote } from "../../_shared/routes/shell.ts";
import type { TerraformVariable } from "../../_shared/routes/terraform.ts";
import type { RankedPeer, RouterId } from "./ids.ts";

/** What names the router in each call. */
export const placeOf = ({ project, region, router }: RouterId): Readonly<Record<string, string>> => ({
  project,
  region,
  router,
});

/** Reads the name of the session with a neighbor into `$peer`; a session has a name that only its router knows. */
export const findPeer = ({ project, region, router }: RouterId, ip: string): readonly string[] => [
  `peer=$(${commandWithEquals("gcloud compute routers list", {
    project,
    regions: region,
    flatten: "bgpPeers[]",
    filter: `name=${router} AND bgpPeers.peerIpAddress=${ip}`,
    format: "value(bgpPeers.name)",
  })})`,
  `case "$peer" in ''|*[!a-z0-9-]*) printf '%s\\n' ${quote(`no one session of ${router} with ${ip}`)} >&2; exit 1 ;; esac`,
];

/** Reads a field of `$peer` into `$now`. */
export const readPeer = ({ project, region, router }: RouterId, ip: string, field: string): string =>
  `now=$(${commandWithEquals("gcloud compute routers list", {
    project,
    regions: region,
    flatten: "bgpPeers[]",
    filter: `name=${router} AND bgpPeers.peerIpAddress=${ip}`,
    format: `value(bgpPeers.${field})`,
  })})`;

/** Changes `$peer`; gcloud reads the router, changes the one session and writes the whole list back. */
export const updatePeer = ({ project, region, router }: RouterId, option: string): string =>
  `${command("gcloud compute routers update-bgp-peer", {})} ${quote(router)} ${commandWithEquals("", { project, region }).trim()} --peer-name="$peer" ${option}`;

/** A session as Terraform has it: it is there already, so its name and interface are asked for. */
export function peerResource(
  at: RouterId,
  { asn }: RankedPeer,
  key: string,
  settings: Readonly<Record<string, unknown>>,
) {
  return {
    name: `\${var.${key}_name}`,
    interface: `\${var.${key}_interface}`,
    project: at.project,
    region: at.region,
    router: at.router,
    peer_asn: asn ?? `\${var.${key}_asn}`,
    ...settings,
    lifecycle: {
      prevent_destroy: true,
      // what is not said here stays as it is
      ignore_changes: [
        "advertise_mode",
        "advertised_groups",
        "advertised_ip_ranges",
        "bfd",
        "ip_address",
        "peer_ip_address",
        "md5_authentication_key",
      ],
    },
  };
}

export const peerVariables = (
  { asn, neighborIp }: RankedPeer,
  key: string,
): Readonly<Record<string, TerraformVariable>> => ({
  [`${key}_name`]: { description: `Name of the BGP session with ${neighborIp}` },
  [`${key}_interface`]: { description: `Interface of the router that the session with ${neighborIp} is on` },
  ...(asn === undefined && { [`${key}_asn`]: { description: `AS number of ${neighborIp}` } }),
});

export const peerImport = ({ project, region, router }: RouterId, key: string): readonly [string, string] => [
  `google_compute_router_peer.${key}`,
  `projects/${project}/regions/${region}/routers/${router}/\${var.${key}_name}`,
];
