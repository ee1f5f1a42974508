import { type Finder, isStop, type Said, wordSet } from "./said.ts";

const PRIORITY = wordSet("priority prio prioritat priorite prioridad prioridade priorita prioriteit");
const LEVELS = {
  high: wordSet(
    "high highest top critical urgent hoch hohe hoher hochste haute elevee maximale alta elevada hoge hoog critica critique kritisch",
  ),
  normal: wordSet("normal medium standard mittel mittlere moyenne normale media moyen normaal gemiddelde"),
  low: wordSet("low lowest niedrig niedrige geringe basse faible baja bassa baixa lage laag"),
} as const;
const URGENT = wordSet("urgent urgently dringend urgente urgentemente high-priority");
const COMPOUND = /^(high|low|normal|medium)-priority$/;

/** How urgent it is. */
export const priority: Finder = (tokens) =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    const said = (from: number, to: number, value: string): readonly Said[] => [
      { from, to, slot: "priority", field: "priority", value },
    ];
    const compound = COMPOUND.exec(word)?.[1];
    if (compound) return said(at, at + 1, compound === "medium" ? "normal" : compound);
    if (PRIORITY.has(word)) {
      for (const i of [at - 1, at + 1, at + 2, at + 3]) {
        if (i > at && isStop(tokens[i - 1])) break;
        const level = levelOf(tokens[i]?.word);
        if (level) return said(Math.min(at, i), Math.max(at, i) + 1, level);
      }
      return [];
    }
    const isOfPriority = [at - 3, at - 2, at - 1, at + 1].some((i) => PRIORITY.has(tokens[i]?.word ?? ""));
    return URGENT.has(word) && !isOfPriority ? said(at, at + 1, "high") : [];
  });

const levelOf = (word: string | undefined): keyof typeof LEVELS | undefined =>
  (Object.keys(LEVELS) as (keyof typeof LEVELS)[]).find((level) => LEVELS[level].has(word ?? ""));
