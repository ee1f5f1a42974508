import type { Part } from "../mentions/parts.ts";
import { fold } from "../text/clean-text.ts";

const REMOVALS = new Set(
  (
    "stop delete remove disconnect revoke block deny undo tear teardown decommission losche loschen entferne entfernen trenne trennen sperre " +
    "sperren supprimer supprimez retirer couper coupez bloquer deconnecter elimina eliminar borra borrar quita desconecta desconectar " +
    "bloquear bloquea remova remover rimuovi scollega blocca verwijder blokkeer"
  ).split(" "),
);
const VERBS = ["connect", "reach", "grant", "expose", "access"] as const;
const REACH = 5; // not be able to reach

const ASKING = new Set(
  (
    "why is isn are aren does did was were which what who when whose warum wieso weshalb ist sind welche welcher wer pourquoi quel quels qui " +
    "cual cuales quien perche waarom welke"
  ).split(" "),
);

/** True if a sentence only wants to know something: "Why can A reach B?" */
export const onlyAsks = (parts: readonly Part[]): boolean => {
  const last = parts.at(-1);
  const first = parts[0];
  const word =
    first?.is === "name" ? fold(first.text) : first?.is === "noise" || first?.is === "cue" ? first.word : undefined;
  return last?.is === "stop" && last.isQuestion && ASKING.has(word ?? "");
};

/** True if a sentence asks that two services be not connected, or no more: "do not connect", "delete the connection". */
export function forbids(parts: readonly Part[]): boolean {
  const first = parts.find(({ is }) => is !== "noise" && is !== "comma");
  if (first?.is === "name" && first.rank < 3 && REMOVALS.has(fold(first.text))) return true;
  return parts.some((part, at) => isVerb(part) && isNegated(parts, at) && !isOfMeans(parts, at));
}

const isVerb = (part: Part): boolean => part.is === "cue" && VERBS.some((verb) => part.cues[0] === verb);

/** A negation right before the verb, or right behind it. */
function isNegated(parts: readonly Part[], at: number): boolean {
  if (parts[at + 1]?.is === "not") return true;
  for (let i = at - 1; i >= at - REACH; i -= 1) {
    const part = parts[i];
    if (part?.is === "not") return true;
    if (part?.is !== "noise" && !(part?.is === "cue" && /^(to|need)$/.test(part.cues[0] ?? ""))) return false;
  }
  return false;
}

/** True if what follows is how, not whom: "must not use the internet". */
const isOfMeans = (parts: readonly Part[], at: number): boolean =>
  parts.slice(at + 1).find(({ is }) => is !== "noise" && is !== "not")?.is === "said";
