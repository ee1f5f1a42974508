import type { Packet } from "../world/security/packet.ts";
import type { Fate, World } from "../world/world.ts";

/** What becomes of the first packet of a conversation: what the rules at either end forbid is dropped without a word. */
export function sendFirst(world: World, packet: Packet, bytes: number): Fate {
  const verdict = world.admits(packet);
  if (!verdict.isAllowed && verdict.by === "source") return { kind: "lost" };
  const fate = world.send(packet.from, packet.to, bytes);
  return verdict.isAllowed || fate.kind !== "arrives" ? fate : { kind: "lost" };
}
