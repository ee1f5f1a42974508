import type { Flow, Path, ProbeAnswer, Prober } from "@skylane/core";

/** What became of one real request on each flow, all at once. */
export const requestFlows = (
  prober: Prober,
  flows: readonly Flow[],
  timeoutMs: number,
): Promise<ProbeAnswer["outcome"][]> =>
  Promise.all(
    flows.map(async (flow) => {
      const { ip: host, port } = flow.destination;
      const { outcome } = await prober.probe({ kind: "http", sourceIp: flow.source.ip, host, port, timeoutMs });
      return outcome;
    }),
  );

/** One real request on each flow, all at once: true where it was answered in time. */
export const askFlows = async (prober: Prober, flows: readonly Flow[], timeoutMs: number): Promise<boolean[]> =>
  (await requestFlows(prober, flows, timeoutMs)).map((outcome) => outcome === "ok");

/** One probe of a path by its own target, from wherever this runs. */
export async function probePath(prober: Prober, { probe }: Path, timeoutMs: number): Promise<ProbeAnswer["outcome"]> {
  const { vantageId: _, ...target } = probe;
  return (await prober.probe({ ...target, timeoutMs })).outcome;
}
