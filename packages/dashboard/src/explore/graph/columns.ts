import { compare, ELSEWHERE, type EstateIndex } from "../estate-index.ts";

/** Where a cloud stands: most of what can fail runs to on-prem, so that it stands between the others. */
export type Side = "left" | "middle" | "right";

const ORDER = ["aws", "azure", "gcp", "oci"];
const MIDDLE = ["onprem", ELSEWHERE];

export interface CloudColumn {
  readonly cloud: string;
  readonly side: Side;
}

/** Which cloud stands where, from top to bottom in each column; sides are kept even, and do not depend on what is folded. */
export function chooseColumns({ places }: Pick<EstateIndex, "places">): readonly CloudColumn[] {
  const clouds = [...new Set(places.map(({ cloud }) => cloud))];
  const middle = MIDDLE.filter((cloud) => clouds.includes(cloud));
  const load = { left: 0, right: 0 };
  const outer = clouds
    .filter((cloud) => !MIDDLE.includes(cloud))
    .sort((a, b) => rank(a) - rank(b) || compare(a, b))
    .map((cloud): CloudColumn => {
      const side = load.left <= load.right ? "left" : "right";
      load[side] += places.filter((place) => place.cloud === cloud).length;
      return { cloud, side };
    });
  return [...outer, ...middle.map((cloud) => ({ cloud, side: "middle" as const }))];
}

const rank = (cloud: string): number => (ORDER.includes(cloud) ? ORDER.indexOf(cloud) : ORDER.length);
