import type { SeenService, ServiceMention } from "@skylane/core";
import { fold } from "../text/clean-text.ts";
import { isAsSaid } from "./is-as-said.ts";
import { kindsOfNoun } from "./service-words.ts";

const CHOICES_MAX = 10;

/** Services to choose from where none is called so: those that resemble most, the most alike first; 10 at most. */
export function nearestServices(mention: ServiceMention, services: readonly SeenService[]): readonly SeenService[] {
  const kinds = kindsOfNoun(mention.name);
  const isPlaceSaid = mention.cloud !== undefined || mention.regionId !== undefined || mention.kind !== undefined;
  return services
    .map((service) => ({
      service,
      score:
        alike(mention.name, service.name) +
        (kinds.includes(service.kind) ? 0.5 : 0) +
        (isPlaceSaid && isAsSaid({ ...mention, name: service.name }, service) ? 0.4 : 0),
    }))
    .filter(({ score }) => score >= 0.4)
    .sort((a, b) => b.score - a.score || (a.service.key < b.service.key ? -1 : 1))
    .slice(0, CHOICES_MAX)
    .map(({ service }) => service);
}

/** Share of pairs of letters that two names have in common, 0 to 1 (Dice's coefficient). */
function alike(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)];
  if (one.size + other.size === 0) return 0;
  return (2 * [...one].filter((pair) => other.has(pair)).length) / (one.size + other.size);
}

function pairsOf(name: string): ReadonlySet<string> {
  const letters = fold(name)
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .slice(0, 100);
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)));
}
