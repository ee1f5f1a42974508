import { createHash } from "node:crypto";
import type { EstateConnection } from "../estate/estate.ts";
import type { Atlas } from "../world/trace.ts";

const FIRST_VLAN = 100;
const VLAN_COUNT = 3_900;
const AWS_VLAN = 101;

/**
 * The tag both ends of a circuit use. The estate knows none, and each cloud's API here makes one in its own way; routers, and
 * Oracle's cloud, which has to agree with the other cloud, follow that.
 */
export function vlanOf({ gateways }: Atlas, { id, a, b }: EstateConnection): number {
  const clouds = [a.at, b.at].map((at) => gateways.get(at)?.cloud);
  if (clouds.includes("azure")) return made(id, 6);
  if (clouds.includes("gcp")) return made(`vlan ${id}`, 12);
  return clouds.includes("aws") ? AWS_VLAN : made(`vlan ${id}`, 8);
}

/** Always the same for the same text, from so many digits of its hash. */
const made = (text: string, digits: number): number =>
  FIRST_VLAN + (Number.parseInt(createHash("sha256").update(text).digest("hex").slice(0, digits), 16) % VLAN_COUNT);
