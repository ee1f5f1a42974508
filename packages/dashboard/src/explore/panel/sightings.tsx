import type { LinkSighting } from "@skylane/core";
import { plain } from "../../shell/plain-text.ts";
import { cloudName, counted, moment, rate, usd, volume } from "../words.ts";
import { Facts, Id, tagText } from "./facts.tsx";

/** What each end of a link says of it, in its own cloud's words. */
export function Sightings({ sightings }: { readonly sightings: readonly LinkSighting[] }) {
  return (
    <>
      <h3>{sightings.length === 0 ? "Seen at no end" : `Seen at ${counted(sightings.length, "end")}`}</h3>
      {sightings.length === 0 && (
        <p className="sub">No API lists this link: it was made out from routes, or only the inventory knows it.</p>
      )}
      {sightings.map((sighting) => (
        <details key={sighting.key} className="sighting" open={sightings.length === 1}>
          <summary>
            {cloudName(sighting.cloud)} {plain(sighting.regionId)} <span className="sub">{controlOf(sighting)}</span>
          </summary>
          <Facts facts={factsOf(sighting)} />
        </details>
      ))}
    </>
  );
}

const controlOf = ({ control, provisioning }: LinkSighting): string =>
  `says ${control}${provisioning === "ready" ? "" : `, ${provisioning}`}`;

const factsOf = (sighting: LinkSighting): Parameters<typeof Facts>[0]["facts"] => {
  const { join, listPrice, tunnelCount, tunnelUpCount, receivedPrefixes, announcedPrefixes } = sighting;
  return [
    ["Name", plain(sighting.name ?? "")],
    ["Id", <Id key="id" value={sighting.nativeId} />],
    ["Account", <Id key="account" value={sighting.accountId} />],
    ["Public addresses", pair(join.localPublicIp, join.peerPublicIp)],
    ["Inside addresses", pair(join.localInsideIp, join.peerInsideIp)],
    ["AS numbers", pair(join.localAsn?.toString(), join.peerAsn?.toString())],
    ["VLAN", join.vlan?.toString()],
    ["Shared id", join.sharedId === undefined ? undefined : <Id key="shared" value={join.sharedId} />],
    ["Tunnels", tunnelCount === undefined ? undefined : `${tunnelUpCount ?? "?"} of ${tunnelCount} up`],
    ["Fast failure detection", sighting.isBfdOn === undefined ? undefined : sighting.isBfdOn ? "BFD on" : "off"],
    ["Capacity", sighting.bandwidthMbps === undefined ? undefined : rate(sighting.bandwidthMbps)],
    ["Hears", prefixes(receivedPrefixes, sighting.receivedRouteCount)],
    ["Tells", prefixes(announcedPrefixes)],
    ["Last 30 days", sighting.bytes30d === undefined ? undefined : volume(sighting.bytes30d)],
    [
      "List price",
      listPrice && (
        <span key="price" title={plain(listPrice.source)}>
          {usd(listPrice.monthlyUsd)} a month, as of {listPrice.asOf}
        </span>
      ),
    ],
    ["Made", sighting.createdAtMs === undefined ? undefined : moment(sighting.createdAtMs)],
    ["Changed", sighting.lastChangedAtMs === undefined ? undefined : moment(sighting.lastChangedAtMs)],
    ["Tags", tagText(sighting.tags)],
  ];
};

const pair = (local: string | undefined, peer: string | undefined): string | undefined =>
  local === undefined && peer === undefined ? undefined : `${plain(local ?? "?")} ↔ ${plain(peer ?? "?")}`;

const prefixes = (known: readonly string[] | undefined, count?: number): string | undefined =>
  known === undefined
    ? count === undefined
      ? undefined
      : counted(count, "route")
    : known.length === 0
      ? "nothing"
      : known.map(plain).join(", ");
