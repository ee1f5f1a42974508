import type { Token } from "../text/tokens.ts";
import { type Finder, isNear, type Said, wordSet } from "./said.ts";

const CHEAP = wordSet(
  "cheapest cheap cheaply economical inexpensive low-cost cost-efficient cost-effective cost-optimised cost-optimized cost-sensitive gunstig gunstigste gunstigsten billig kostengunstig economique barato barata baratos economico economica goedkoop goedkoopst goedkoopste",
);
const FASTEST = wordSet(
  "fastest quickest schnellste schnellsten snelst snelste latency-optimised latency-optimized latency-sensitive latency-critical",
);
const MONEY = wordSet("cost costs price money kosten cout couts prix coste costes costo costi custo preis budget");
const SPEED = wordSet("latency speed latenz latence latencia latenza latentie geschwindigkeit velocidad");
const FOR = wordSet(
  "sensitive critical important optimise optimize optimised optimized optimising optimizing optimiere optimieren optimiser optimisez optimiza optimizar otimize otimizar ottimizza minimise minimize minimal minimum lowest reduce matters prioritise prioritize preference prefer priority favour cost-priority low geringste niedrigste faible keep bajo baixo ottimizzare wichtiger optimiert",
);
const FAST = wordSet(
  "fast quick quickly schnell rapide rapido rapida veloce snel speedy snappy performant low-latency",
);
const AS_CAN_BE = wordSet("possible moglich posible possivel possibile mogelijk");
const OVER = wordSet("over before than vor als avant antes sobre");
const VAGUE_SECURE = wordSet(
  "safe safely secure securely secured sicher sichere sicheren abgesichert securise securisee seguro segura sicuro sicura veilig veilige",
);

/** What the better of two ways is chosen by; and the words that ask for speed or safety and say no measure. */
export const preference: Finder = (tokens) =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    const prefer = (value: string): readonly Said[] => [
      { from: at, to: at + 1, slot: "priority", field: "optimiseFor", value },
    ];
    if (CHEAP.has(word) || isPlainCheap(tokens, at)) return prefer("cost");
    if (
      FASTEST.has(word) ||
      (FAST.has(word) && isNear(tokens, at, AS_CAN_BE, { after: 4 })) ||
      isPlainFastest(tokens, at)
    )
      return prefer("latency");
    const isBeaten =
      OVER.has(tokens[at - 1]?.word ?? "") &&
      (MONEY.has(tokens[at - 2]?.word ?? "") || SPEED.has(tokens[at - 2]?.word ?? ""));
    if (isBeaten) return [];
    const isAskedFor = isNear(tokens, at, FOR, { before: 2, after: 2 }) || OVER.has(tokens[at + 1]?.word ?? "");
    if (MONEY.has(word) && isAskedFor) return prefer("cost");
    if (
      SPEED.has(word) &&
      isAskedFor &&
      !isNear(tokens, at, wordSet("low faible bajo baixo keep"), { before: 2 }) &&
      !hasNumber(tokens, at)
    )
      return prefer("latency");
    return [];
  });

/** Words that want a measure: `fast` a latency, `secure` what is meant by it. */
export function vagueWords(tokens: readonly Token[]): { readonly isFast: boolean; readonly isSecure: boolean } {
  const isLowLatency = tokens.some(
    ({ word }, at) =>
      SPEED.has(word) &&
      isNear(
        tokens,
        at,
        wordSet("low niedrige niedriger geringe geringer faible baja bassa lage baixa good keep gute"),
        { before: 2 },
      ),
  );
  return {
    isFast: isLowLatency || tokens.some(({ word }) => FAST.has(word)),
    isSecure: tokens.some(({ word }) => VAGUE_SECURE.has(word)),
  };
}

const hasNumber = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(Math.max(0, at - 3), at + 5).some(({ kind }) => kind === "number");
const isPlainCheap = (tokens: readonly Token[], at: number): boolean =>
  /^moins$/.test(tokens[at]?.word ?? "") && /^chere?$/.test(tokens[at + 1]?.word ?? "");
const isPlainFastest = (tokens: readonly Token[], at: number): boolean =>
  /^(plus|mas|piu)$/.test(tokens[at]?.word ?? "") && FAST.has(tokens[at + 1]?.word ?? "");
