import { type Finder, type Said, skip, wordSet } from "./said.ts";

const CLASS = wordSet("class classification klasse clase classe");
const LINK = wordSet(": = is ist est es");

/** `data class: cardholder`, `Datenklasse intern`: only where it is called so. */
export const dataClass: Finder = (tokens) =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    const isClass =
      /^(data-class|data_class|dataclass|datenklasse)$/.test(word) ||
      (CLASS.has(word) && /^(data)$/.test(tokens[at - 1]?.word ?? "")) ||
      (/^(clase|classe)$/.test(word) &&
        /^(de)$/.test(tokens[at + 1]?.word ?? "") &&
        /^(datos|donnees|dados)$/.test(tokens[at + 2]?.word ?? ""));
    if (!isClass) return [];
    const after = /^(clase|classe)$/.test(word) ? at + 3 : at + 1;
    const valueAt = skip(tokens, after, LINK);
    const value = tokens[valueAt];
    if (value?.kind !== "word" || value.word.length > 64) return [];
    return [
      {
        from: tokens[at - 1]?.word === "data" ? at - 1 : at,
        to: valueAt + 1,
        slot: "compliance",
        field: "dataClass",
        value: value.word,
      },
    ];
  });
