import type { MentionReading } from "../mentions/read-mention.ts";
import type { Pieces } from "./pieces.ts";

/** Who opens connections to whom, as a sentence says it. */
export interface Relation {
  readonly source?: MentionReading;
  readonly destination?: MentionReading;
  /** `open`: two services are named, and not who asks whom. `loose`: joined in an order that may say nothing ("connect A to B"). */
  readonly direction: "said" | "loose" | "open";
  /** Ends for which several services are named. */
  readonly several: readonly ("source" | "destination")[];
}

type Reading = Relation["direction"];
interface Pattern {
  readonly form: RegExp;
  readonly direction: Reading;
  /** The first mention is the one that is opened to. */
  readonly isReversed?: true;
}
const said = (form: RegExp): Pattern => ({ form, direction: "said" });
const loose = (form: RegExp): Pattern => ({ form, direction: "loose" });
const open = (form: RegExp): Pattern => ({ form, direction: "open" });
const reversed = (form: RegExp): Pattern => ({ form, direction: "said", isReversed: true });

const VERB_LAST: readonly Pattern[] = [said(/(m)[NG]+T?(m)[NRZQC]/d)]; // A muss B erreichen

/** Sentences with two mentions, the surest forms first. The letters are those of `piecesOf`. */
const WHOLE: readonly Pattern[] = [
  said(/(m)>(m)/d),
  reversed(/(m)<(m)/d),
  open(/(m)=(m)/d),
  open(/B[SC]*(m)A(m)/d),
  open(/D(m)[TWA](m)/d),
  open(/(m)N*D[TWF]?(m)/d),
  reversed(/(m)[NG]*[PQ]+[SZ]*[FYTOW](m)/d), // B must be reachable from A; B accepts connections from A
  reversed(/(m)[NG]*[FY](m)[NPQ]*[PQ]/d), // B muss von A erreichbar sein
  reversed(/[PQ]F(m)S?(m)/d),
  loose(/(m)[NTG]*[RZ](?<what>m)[FT](m)/d), // A pulls reports from B
  said(/(m)[NTG]*[RZ]+[SZ]*[TFWOY]?(m)/d), // A needs to reach B; A reads from B; A needs access to B
  open(/DS?F(m)T(m)/d),
  said(/F(m)[TO]?T(m)/d), // from A to B
  reversed(/[SZ]T(m)[FOY](m)/d), // access to B from A
  loose(/[CG]S?(?:m+A)?(m)[TW](m)/d), // connect A to B
  open(/C(m)A(m)/d),
  reversed(/X(m)[TOF](m)/d), // open B to A
  reversed(/C[TW](m)F(m)/d), // connect to B from A
  said(/[SZ][OF](m)T(m)/d), // connectivity for A to B
  said(/(m)[NTG]*[SZ]+N*[TWO](m)/d), // give A access to B
  said(/(m)(m)[RZQ]/d), // dass A das B abfragt
  said(/GS?T(m)S?T(m)/d), // dar acceso a A a B
  said(/G(m)T?(m)[RZQ]/d),
  loose(/(m)[TW](m)[CZ]/d), // A mit B verbinden
  said(/(m)[NGR]*C[TW]?(m)/d), // A connects to B
  said(/(m)T(m)[RZQ]/d),
  open(/(m)A(m)[TGN]*[RZCDS]/d), // A and B need to talk
  open(/S+[EO]?(m)A(m)/d),
  loose(/[SZ]+(m)[TW](m)/d),
  said(/(m)N+T?(m)[^m]*$/d), // A needs B
  loose(/^(m)T(m)[^m]*$/d),
];

const PARTIAL: readonly { readonly form: RegExp; readonly end: "source" | "destination" }[] = [
  { form: /[CSZR]T(m)/d, end: "destination" },
  { form: /(m)[NG]*[PQ]/d, end: "destination" },
  { form: /[RZX](m)/d, end: "destination" },
  { form: /F(m)/d, end: "source" },
  { form: /C(m)/d, end: "source" },
  { form: /(m)[NTG]*[SZRC]/d, end: "source" },
  { form: /G(m)/d, end: "source" },
  { form: /T(m)/d, end: "destination" },
];

/** The relation a sentence states in full; `undefined` if it names no two services that way. */
export function readRelation(pieces: Pieces): Relation | undefined {
  const { letters, mentions, isVerbLast } = pieces;
  for (const { form, direction, isReversed } of isVerbLast ? [...VERB_LAST, ...WHOLE] : WHOLE) {
    const indices = form.exec(letters)?.indices;
    const what = mentions.get(indices?.groups?.what?.[0] ?? -1);
    if (what && what.rank > 1) continue;
    const first = indices?.[1]?.[0] ?? -1;
    const second = indices?.[what ? 3 : 2]?.[0] ?? -1;
    const [a, b] = [mentions.get(first), mentions.get(second)];
    if (!a || !b) continue;
    const others = othersIn(pieces, first, second);
    const isPairNext = /^A?m[TW]m/.test(letters.slice(second + 1)) && isJoined(pieces, second, 1);
    const isFirstOpen = isJoined(pieces, first, -1) || others.some((at) => at < first) || isPairNext;
    const isSecondOpen = isJoined(pieces, second, 1) || others.some((at) => at > first);
    const [isSourceOpen, isDestinationOpen] = isReversed ? [isSecondOpen, isFirstOpen] : [isFirstOpen, isSecondOpen];
    return {
      ...(isReversed ? { source: b, destination: a } : { source: a, destination: b }),
      direction,
      several: [
        ...(isSourceOpen ? (["source"] as const) : []),
        ...(isDestinationOpen ? (["destination"] as const) : []),
      ],
    };
  }
  return undefined;
}

/** Where else in a sentence a service of the inventory is named that is neither of the two. */
function othersIn({ mentions }: Pieces, first: number, second: number): readonly number[] {
  const taken = [mentions.get(first), mentions.get(second)];
  const isTaken = (key: string): boolean => taken.some((one) => one?.keys.has(key));
  return [...mentions]
    .filter(([, { rank, keys }]) => rank >= 3 && keys.size > 0 && ![...keys].some(isTaken))
    .map(([at]) => at);
}

/** True if another sure name stands beside a mention, with nothing or "and" between. */
function isJoined({ letters, mentions }: Pieces, at: number, step: 1 | -1): boolean {
  const beside = letters[at + step] === "A" ? at + 2 * step : at + step;
  return letters[beside] === "m" && (mentions.get(beside)?.rank ?? 0) >= 2;
}

/** What a sentence says of one end, where it names only that. */
export function readPartial({ letters, mentions }: Pieces): Relation | undefined {
  for (const { form, end } of PARTIAL) {
    const found = mentions.get(form.exec(letters)?.indices?.[1]?.[0] ?? -1);
    if (found) return { [end]: found, direction: "said", several: [] };
  }
  return undefined;
}

/** True if a sentence asks for a connection at all, whoever it is between. */
export const asksToConnect = ({ letters }: Pieces): boolean => /[CRZSGXDBPQ]/.test(letters);
