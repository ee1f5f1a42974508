import { NEGATIONS } from "../lexicon/index.ts";
import type { Token } from "../text/tokens.ts";
import { isStop, skip, wordSet } from "./said.ts";

const NEEDED = wordSet(
  "apply applies applicable relevant involved needed required necessary notig erforderlich benotigt requis requise necessaire necesario necesaria requerido obligatoire allowed " +
    "permitted ok erlaubt gestattet permis permise autorise permitido permesso consentito toegestaan acceptable",
);
const LINKS = wordSet("does do gilt : = is be are ist sei est es e sind wird must may n t there ' ’ unbedingt");
const NONE = wordSet(
  "no none off false optional unnecessary unneeded forbidden prohibited verboten interdit interdite prohibido prohibida vietato " +
    "proibido verboden disallowed nein non aucun aucune keine nicht pas",
);

/** True if a negation stands right before, with at most `reach` words of the same sentence between. */
export function isDenied(tokens: readonly Token[], at: number, reach = 2): boolean {
  for (let i = at - 1; i >= at - 1 - reach; i -= 1) {
    const token = tokens[i];
    if (isStop(token) || token?.word === ",") return false;
    if (NEGATIONS.has(token?.word ?? "")) return true;
  }
  return false;
}

/** True if what follows says that it is not so: `: no`, `is not needed`, `nicht erlaubt`. */
export function isDeniedAfter(tokens: readonly Token[], at: number): boolean {
  const i = skip(tokens, at, LINKS);
  const word = tokens[i]?.word ?? "";
  if (
    /^(optional|unnecessary|forbidden|prohibited|verboten|interdite?|prohibid[oa]|vietato|proibido|verboden|disallowed|off|none)$/.test(
      word,
    )
  )
    return true;
  if (!NONE.has(word) && !NEGATIONS.has(word)) return false;
  const next = skip(tokens, i + 1, LINKS);
  return NEEDED.has(tokens[next]?.word ?? "") || isStop(tokens[next]) || tokens[next]?.word === ",";
}
