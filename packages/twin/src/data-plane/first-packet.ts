import type { Packet } from "../world/security/packet.ts";
import type { Fate, World } from "../world/world.ts";

/** What becomes of the first packet of a conversation: what rules at either end or on the way forbid is dropped without a word. */
export function sendFirst(world: Pick<World, "send" | "admits">, packet: Packet, bytes: number): Fate {
  const verdict = world.admits(packet);
  if (verdict.isAllowed) return world.send(packet.from, packet.to, bytes);
  if (verdict.by === "source") return { kind: "lost" };
  const droppedBy = verdict.by === "router" && !verdict.isAnswer ? verdict.gatewayId : undefined;
  const fate = world.send(packet.from, packet.to, bytes, droppedBy);
  return fate.kind === "arrives" ? { kind: "lost" } : fate;
}
