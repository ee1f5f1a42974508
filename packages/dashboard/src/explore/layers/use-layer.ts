import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchCosts } from "../../api/costs.ts";
import { fetchOverview } from "../../api/overview.ts";
import type { EstateIndex } from "../estate-index.ts";
import { readLayer } from "./layers.ts";
import type { LayerName } from "./names.ts";
import type { Layer } from "./scale.ts";

/** Probes are seen each second or two; a picture of everything need not be drawn again as often. */
const OVERVIEW_MS = 10_000;
const METER_MS = 300_000;

/** What lines are drawn by; absent = their states. What only the present tells is not asked for a look of the past. */
export function useLayer(name: LayerName, { topology }: EstateIndex, isPast: boolean): Layer | undefined {
  const overview = useQuery({
    queryKey: ["overview"],
    queryFn: fetchOverview,
    refetchInterval: OVERVIEW_MS,
    enabled: name === "latency" && !isPast,
    retry: false,
  });
  const meter = useQuery({
    queryKey: ["costs", "meter"],
    queryFn: fetchCosts.meter,
    refetchInterval: METER_MS,
    enabled: (name === "traffic" || name === "cost") && !isPast,
    retry: false,
  });
  return useMemo(
    () =>
      name === "health"
        ? undefined
        : readLayer(name, {
            topology,
            overview: isPast ? undefined : overview.data,
            meter: isPast ? undefined : meter.data,
          }),
    [name, topology, isPast, overview.data, meter.data],
  );
}
