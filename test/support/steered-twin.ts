import { type Estate, startTwin, type Twin } from "@skylane/twin";

/** A twin whose packets tests follow from outside. */
export interface SteeredTwin {
  readonly twin: Twin;
  temper(realism: object): Promise<unknown>;
  /** Ten packets of that way, sent now: the connections that counted all of them. */
  carriers(way: readonly [from: string, to: string]): readonly string[];
}

/** A fresh one of that estate, without delays. */
export async function startSteeredTwin(estate: Estate): Promise<SteeredTwin> {
  const twin = await startTwin({ estate, apiPort: 0, socksPort: 0, seed: 1 });
  const temper = (realism: object) =>
    fetch(`${twin.apiUrl}/lab/realism`, {
      method: "PUT",
      body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...realism }),
    });
  await temper({});
  const countOf = (id: string): number => {
    const count = twin.world.counters.get(id);
    return (count?.forwardPackets ?? 0) + (count?.reversePackets ?? 0);
  };
  return {
    twin,
    temper,
    carriers([from, to]) {
      const before = new Map([...twin.world.counters.keys()].map((id) => [id, countOf(id)]));
      for (let i = 0; i < 10; i += 1) twin.world.send(from, to, 100);
      return [...before].flatMap(([id, count]) => (countOf(id) - count === 10 ? [id] : []));
    },
  };
}
