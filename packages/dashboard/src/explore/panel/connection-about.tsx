import type { ConnectionEnd, TopologyConnection } from "@skylane/core";
import { cutOff, plain } from "../../shell/plain-text.ts";
import { writeAddress } from "../address.ts";
import { nameOf } from "../estate-index.ts";
import { cloudName, joinNames, kindNames, rate, usd, volume, worstFirst } from "../words.ts";
import { Facts } from "./facts.tsx";
import { FindingsOn } from "./finding-about.tsx";
import type { Asked } from "./panel.tsx";
import { Sightings } from "./sightings.tsx";

/** A connection: what it is, what it carries and costs, why its ends are taken for one link, and what is wrong with it. */
export function ConnectionAbout({ connection, ...asked }: Asked & { readonly connection: TopologyConnection }) {
  const { id, kind, ends, status, isDeclared, bandwidthMbps, bytes30d, monthlyUsd, reaches, evidence, sightings } =
    connection;
  return (
    <>
      <p className="tags">
        <span className="tag">{kindNames[kind]}</span>
        <span className={`tag state ${status}`}>{status}</span>
        <span className={isDeclared ? "tag" : "tag loud"}>
          {isDeclared ? "in the inventory" : "not in the inventory"}
        </span>
        <span className="tag">{connection.isEncrypted ? "encrypted" : "not encrypted"}</span>
        <span className="tag">{connection.isPublic ? "over the internet" : "private"}</span>
      </p>
      <Facts
        facts={[
          ["From", <EndLink key="from" end={ends[0]} {...asked} />],
          ["To", <EndLink key="to" end={ends[1]} {...asked} />],
          ["Capacity", bandwidthMbps === undefined ? "not known" : rate(bandwidthMbps)],
          ["Last 30 days", bytes30d === undefined ? "not known" : volume(bytes30d)],
          ["Cost", monthlyUsd === undefined ? "not known" : `${usd(monthlyUsd)} a month`],
          ["Carrier", plain(connection.carrier ?? "")],
          ["Beside it", besideIt(connection)],
          ["Building", connection.location === connection.carrier ? "" : plain(connection.location ?? "")],
          ["Reached from the first end", reaches[0].map(plain).join(", ") || "nothing"],
          ["Reached from the second", reaches[1].map(plain).join(", ") || "nothing"],
        ]}
      />
      <FindingsOn subject={id} {...asked} />
      <h3>Why this is one link</h3>
      <ul className="evidence">
        {evidence.map(({ rule, confidence, detail }) => (
          <li key={`${rule}${detail}`}>
            <strong>{joinNames[rule]}</strong> <span className="sub">confidence {confidence}</span>
            <br />
            {plain(detail)}
          </li>
        ))}
        {evidence.length === 0 && <li>No evidence was kept.</li>}
      </ul>
      <Sightings sightings={sightings} />
    </>
  );
}

/** What could carry its traffic instead. */
function besideIt({ redundancy: { alternativeIds, isDiverse }, reaches }: TopologyConnection): string {
  if (reaches.every((prefixes) => prefixes.length === 0)) return "carries nothing";
  if (alternativeIds.length === 0) return "nothing";
  const diversity = isDiverse === undefined ? "carrier not known" : isDiverse ? "other carrier" : "same carrier";
  return `${alternativeIds.map(plain).join(", ")} (${diversity})`;
}

/** Connections one by one, worst first; each can be chosen. */
export function ConnectionList({
  connections,
  index,
  address,
}: Asked & { readonly connections: readonly TopologyConnection[] }) {
  return (
    <ul className="choices">
      {connections
        .toSorted(
          (a, b) =>
            worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status) || Number(a.isDeclared) - Number(b.isDeclared),
        )
        .map(({ id, kind, status, ends, isDeclared, bandwidthMbps }) => (
          <li key={id}>
            <a href={writeAddress({ ...address, select: id })} title={plain(id)}>
              {cutOff(id, 40)}
            </a>{" "}
            <span className={`state ${status}`}>{status}</span>
            <div className="sub">
              {[
                kindNames[kind],
                ...(bandwidthMbps === undefined ? [] : [rate(bandwidthMbps)]),
                ...(isDeclared ? [] : ["not in the inventory"]),
                ends.map(({ at }) => cutOff(nameOf(index, at), 28)).join(" ↔ "),
              ].join(" · ")}
            </div>
          </li>
        ))}
    </ul>
  );
}

export function EndLink({ end, index, address }: Asked & { readonly end: ConnectionEnd }) {
  const where = [end.cloud === undefined ? "not ours to see" : cloudName(end.cloud), plain(end.regionId ?? "")];
  return (
    <>
      <a href={writeAddress({ ...address, select: end.at })} title={plain(end.at)}>
        {cutOff(nameOf(index, end.at), 40)}
      </a>{" "}
      <span className="sub">{where.filter((part) => part !== "").join(" ")}</span>
    </>
  );
}
