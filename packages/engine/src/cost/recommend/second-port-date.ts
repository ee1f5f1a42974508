import { oneLine } from "@skylane/core";
import { type Advice, DAYS_PER_MONTH, type Finder, percent, usd } from "./inputs.ts";

const DAY_MS = 86_400_000;

/** When to order more for a link that fills up: as late as it is still in time, for a port that nobody needs yet costs the same. */
export const secondPortDate: Finder = ({ capacity = [], ports, nowMs }) =>
  capacity.flatMap((forecast): readonly Advice[] => {
    const { connectionId, bandwidthMbps, utilisationRatio, limitRatio, probability } = forecast;
    const port = ports?.get(connectionId);
    if (!port) return [];
    const { leadDays, monthlyUsd } = port;
    const orderBy = (atMs: number): number => atMs - leadDays * DAY_MS;
    // what is not paid of the month that comes
    const savedUsd = (atMs: number): number =>
      monthlyUsd * Math.min(1, Math.max(0, (orderBy(atMs) - nowMs) / DAY_MS / DAYS_PER_MONTH));
    const byMs = Math.max(nowMs, orderBy(forecast.soonestAtMs));
    return [
      {
        title: `Order a second port beside ${oneLine(connectionId, 80)} by ${day(byMs)}, not before`,
        scope: { kind: "link", id: connectionId },
        subjects: [connectionId],
        evidence: [
          `${percent(utilisationRatio)} of ${bandwidthMbps} Mbps in use, the mean of 30 days; full at ${percent(limitRatio)}`,
          `full about ${day(forecast.exhaustedAtMs)}, from ${day(forecast.soonestAtMs)} ${forecast.latestAtMs === undefined ? "on" : `to ${day(forecast.latestAtMs)}`}; ${percent(probability)} within 90 days`,
          `${leadDays} days from order to traffic; ${usd(monthlyUsd)} a month from then on`,
        ],
        savingUsd: savedUsd(forecast.exhaustedAtMs),
        savingLowUsd: savedUsd(forecast.soonestAtMs),
        savingHighUsd: savedUsd(forecast.latestAtMs ?? Number.POSITIVE_INFINITY),
        risk: orderBy(forecast.soonestAtMs) < nowMs ? "high" : "low",
        risks:
          orderBy(forecast.soonestAtMs) < nowMs
            ? ["it may be full before a port that is ordered today carries traffic: see what can go another way"]
            : ["the line may grow faster than it did"],
        todo: [{ step: `order the port by ${day(byMs)}`, undo: "cancel the order before it is built" }],
      },
    ];
  });

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
