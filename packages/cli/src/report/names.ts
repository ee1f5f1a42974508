import type { ConnectionEnd, Topology, TopologyConnection } from "@skylane/core";
import { cloudName } from "./words.ts";

/** How things of a topology are named in a report: by name where there is one. Text from outside, not yet made harmless. */
export interface Names {
  /** Of a key of a network or gateway, or the key's last part. */
  of(key: string): string;
  /** `tgw-use1 (AWS us-east-1)` */
  end(end: ConnectionEnd): string;
  connection(connection: TopologyConnection): string;
}

/** The names of a topology's networks, gateways and connections. */
export function namesOf(topology: Topology): Names {
  const named = new Map(
    [...topology.networks, ...topology.gateways].map(({ key, name, nativeId }) => [
      key,
      name === undefined || name.trim() === "" ? lastPart(nativeId) : name,
    ]),
  );
  const of = (key: string): string => named.get(key) ?? lastPart(key);
  return {
    of,
    end: ({ at, cloud, regionId }) => {
      const where = [cloud === undefined ? "" : cloudName(cloud), regionId ?? ""].filter((part) => part !== "");
      return where.length === 0 ? `${of(at)} (not seen)` : `${of(at)} (${where.join(" ")})`;
    },
    // an id made of keys says nothing to a person: the name that one of its ends gives it does
    connection: ({ id, isDeclared, sightings }) =>
      isDeclared ? id : (sightings.find(({ name }) => name?.trim())?.name ?? id),
  };
}

const lastPart = (key: string): string => key.split("/").findLast((part) => part !== "") ?? key;
