import type { CloudId, ServiceKind } from "@skylane/core";
import { CLOUD_NAMES } from "../gazetteer/clouds.ts";
import { KIND_IN_CLOUD, KIND_NAMES } from "../gazetteer/kinds.ts";
import { phraseOf, REGIONS_BY_PHRASE, type RegionOfCloud } from "../gazetteer/regions.ts";
import { type Cue, type Language, NEGATIONS } from "../lexicon/index.ts";
import type { Token } from "../text/tokens.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How sure it is that a word is a name: an id or a name of the inventory, a quoted one, one that looks like one, any word, a noun for services. */
export type NameRank = 4 | 3 | 2 | 1 | 0;

/** What a piece of a request is. */
export type Part =
  | { readonly is: "cloud"; readonly cloud: CloudId; readonly said: string }
  | { readonly is: "region"; readonly said: string; readonly options: readonly RegionOfCloud[] }
  | { readonly is: "kind"; readonly kind: ServiceKind; readonly cloud?: CloudId; readonly said: string }
  | { readonly is: "kind-in-cloud"; readonly word: string; readonly said: string }
  | { readonly is: "account"; readonly id: string }
  | { readonly is: "name"; readonly rank: NameRank; readonly text: string; readonly keys?: ReadonlySet<string> }
  | { readonly is: "cue"; readonly cues: readonly Cue[]; readonly word: string }
  | { readonly is: "arrow"; readonly way: ">" | "<" | "=" }
  | { readonly is: "noise"; readonly word?: string }
  | { readonly is: "stop"; readonly isQuestion: boolean }
  | { readonly is: "comma" | "not" | "said" };

type Meaning = Extract<Part, { is: "cloud" | "kind" | "kind-in-cloud" }>;

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...Object.keys(KIND_IN_CLOUD).map((word): [string, Meaning] => [word, { is: "kind-in-cloud", word, said: word }]),
  ...KIND_NAMES.flatMap(({ kind, cloud, names }) =>
    names.map((said): [string, Meaning] => [phraseOf(said), { is: "kind", kind, ...(cloud && { cloud }), said }]),
  ),
  ...(Object.entries(CLOUD_NAMES) as [CloudId, readonly string[]][]).flatMap(([cloud, names]) =>
    names.map((said): [string, Meaning] => [phraseOf(said), { is: "cloud", cloud, said }]),
  ),
]);
const NOUN_PHRASES = ["base de datos", "base de donnees", "base de dados", "banco de dados", "base dati", "data base"];
const PHRASE_MAX = 5;
const ACCOUNT = new Set(
  "account subscription project tenancy compartment konto abonnement projekt compte projet cuenta suscripcion proyecto".split(
    " ",
  ),
);
/** Words with a hyphen that are no names. */
const PLAIN_HYPHENS = new Set(
  (
    "go-live end-to-end real-time low-latency high-priority read-only read-write cross-cloud cross-region multi-cloud point-to-point round-trip " +
    "one-way third-party follow-up production-grade long-term short-term site-to-site high-throughput high-availability per-month s-tier two-way " +
    "vpc-attached on-call back-end front-end data-center"
  ).split(" "),
);

/** What each token, or run of tokens, is. `used` said something else already. */
export function partsOf(
  tokens: readonly Token[],
  used: ReadonlySet<number>,
  language: Language,
  vocabulary: Vocabulary,
): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < tokens.length; ) {
    const [part, length] = partAt(tokens, at, used, language, vocabulary);
    parts.push(part);
    at += length;
  }
  return parts;
}

function partAt(
  tokens: readonly Token[],
  at: number,
  used: ReadonlySet<number>,
  language: Language,
  vocabulary: Vocabulary,
): readonly [Part, number] {
  const token = tokens[at] as Token;
  if (used.has(at)) return [{ is: "said" }, 1];
  if (token.kind === "line-end") return [{ is: "stop", isQuestion: false }, 1];
  if (token.kind === "arrow") return [{ is: "arrow", way: wayOf(token.text) }, 1];
  const account = accountAt(tokens, at);
  if (account) return account;
  const known = knownName(token, language, vocabulary);
  if (known) return [known, 1];
  const phrase = phraseAt(tokens, at, used, vocabulary);
  if (phrase) return phrase;
  if (token.kind === "sign") return [signOf(token), 1];
  if (token.kind === "number" || token.kind === "date") return [{ is: "noise" }, 1];
  if (token.kind === "id") return [{ is: "name", rank: token.isQuoted ? 3 : 4, text: token.text }, 1];
  const cues = language.cues.get(token.word);
  const isPlain = /^\p{Lu}?[^\p{Lu}]*$/u.test(token.text);
  if (cues && isPlain) return [{ is: "cue", cues, word: token.word }, 1];
  if (isPlain && (NEGATIONS.has(token.word) || isContractedNot(tokens, at))) return [{ is: "not" }, 1];
  if (language.noise.has(token.word) && isPlain) return [{ is: "noise", word: token.word }, 1];
  if (language.nouns.has(token.word)) return [{ is: "name", rank: 0, text: token.text }, 1];
  return [{ is: "name", rank: looksLikeName(token) ? 2 : 1, text: token.text }, 1];
}

/** The `t` of "don't", "shouldn't". */
const isContractedNot = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.word === "t" &&
  /^['’]$/.test(tokens[at - 1]?.word ?? "") &&
  /^(don|doesn|mustn|shouldn)$/.test(tokens[at - 2]?.word ?? "");

function signOf({ word }: Token): Part {
  if (word === "&" || word === "+") return { is: "cue", cues: ["and"], word };
  if (/[.;!?]/.test(word)) return { is: "stop", isQuestion: word === "?" };
  return { is: word === "," ? "comma" : "noise" };
}

function wayOf(arrow: string): ">" | "<" | "=" {
  const isLeft = /^[<←⇐]/.test(arrow);
  const isRight = /[>→⇒➜➔⟶]$/.test(arrow);
  return /[↔⇄⟷]/.test(arrow) || (isLeft && isRight) ? "=" : isLeft ? "<" : ">";
}

/** A name of the inventory, unless it is a word of the language: nobody can take "to" away by naming a service so. */
function knownName(token: Token, language: Language, { keys, written }: Vocabulary): Part | undefined {
  const found = token.kind === "word" || token.kind === "id" ? keys.get(token.text.toLowerCase()) : undefined;
  if (!found) return undefined;
  const isWord =
    !token.isQuoted &&
    (language.cues.has(token.word) || language.noise.has(token.word) || language.nouns.has(token.word));
  return isWord || MEANINGS.has(phraseOf(token.text))
    ? undefined
    : { is: "name", rank: written.has(token.text) ? 4 : 3, text: token.text, keys: found };
}

/** The longest run of words that is a Region, a cloud, a kind or a site. */
function phraseAt(
  tokens: readonly Token[],
  at: number,
  used: ReadonlySet<number>,
  { sites }: Vocabulary,
): readonly [Part, number] | undefined {
  const run = tokens.slice(at, at + PHRASE_MAX * 2);
  let phrase = "";
  let found: readonly [Part, number] | undefined;
  for (const [i, token] of run.entries()) {
    if (used.has(at + i) || token.isQuoted || /^(line-end|arrow|date)$/.test(token.kind)) break;
    if (token.kind === "sign" && !(i > 0 && /^[.()-]$/.test(token.word))) break;
    if (token.kind === "sign") continue;
    phrase = `${phrase} ${phraseOf(token.text)}`.trim();
    const part = meaningOf(phrase, token, sites, i);
    if (part) found = [part, i + 1];
  }
  return found;
}

function meaningOf(phrase: string, token: Token, sites: ReadonlySet<string>, index: number): Part | undefined {
  const options = REGIONS_BY_PHRASE.get(phrase);
  if (options) return { is: "region", said: phrase, options };
  if (index === 0 && sites.has(token.text.toLowerCase())) return siteOf(token.text.toLowerCase());
  if (index === 0 && /^(dc|site)-?\d{1,2}$/.test(token.word)) return siteOf(token.word);
  return MEANINGS.get(phrase) ?? (NOUN_PHRASES.includes(phrase) ? { is: "name", rank: 0, text: phrase } : undefined);
}

const siteOf = (regionId: string): Part => ({ is: "region", said: regionId, options: [{ cloud: "onprem", regionId }] });

/** `account 123456789012`, `subscription <uuid>`, `project shop-prod`. */
function accountAt(tokens: readonly Token[], at: number): readonly [Part, number] | undefined {
  const token = tokens[at] as Token;
  if (token.kind === "number" && /^\d{12}$/.test(token.text)) return [{ is: "account", id: token.text }, 1];
  if (token.kind !== "word" || !ACCOUNT.has(token.word)) return undefined;
  const idAt = /^(id|number|:|#)$/.test(tokens[at + 1]?.word ?? "") ? at + 2 : at + 1;
  const id = tokens[idAt];
  const isId =
    id &&
    (/^\d{12}$/.test(id.text) ||
      /^[0-9a-f]{8}-/.test(id.word) ||
      (id.kind === "word" && /[-\d]/.test(id.word) && /^proj/.test(token.word)));
  return isId ? [{ is: "account", id: id.text }, idAt - at + 1] : undefined;
}

function looksLikeName({ text, word }: Token): boolean {
  if (PLAIN_HYPHENS.has(word)) return false;
  return /[\p{N}_.@+]/u.test(text) || /\p{Ll}\p{Lu}/u.test(text) || /-/.test(text);
}
