/** The first packet of a conversation. What answers it passes too, unless an ACL stands there. */
export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/** `1433`, `1000-2000` or `*`. */
export function hasPort(range: string, port: number): boolean {
  if (range === "*") return true;
  const [from = 0, to = from] = range.split("-").map(Number);
  return port >= from && port <= to;
}
