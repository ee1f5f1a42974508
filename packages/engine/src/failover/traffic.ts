import type { Flow, Prober } from "@skylane/core";

/** One real request on each flow, all at once: true where it was answered in time. */
export const askFlows = (prober: Prober, flows: readonly Flow[], timeoutMs: number): Promise<boolean[]> =>
  Promise.all(
    flows.map(async (flow) => {
      const { ip: host, port } = flow.destination;
      const { outcome } = await prober.probe({ kind: "http", sourceIp: flow.source.ip, host, port, timeoutMs });
      return outcome === "ok";
    }),
  );
