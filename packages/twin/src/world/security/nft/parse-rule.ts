import { canonical, toNumber } from "../../prefix.ts";
import { type NftPart, NftRefusal, type NftRuleBody, type NftVerdict } from "./ruleset.ts";
import { readTokens, type Token, type TokenReader, tokensOf, unexpected } from "./tokens.ts";

/** NFTNL_UDATA_COMMENT_MAXLEN of libnftnl. */
const MAX_COMMENT_LENGTH = 128;
const MAX_PORT = 65_535;
const PROTOCOLS = ["tcp", "udp", "icmp"];
const STATES = ["invalid", "new", "established", "related", "untracked"];
const VERDICTS: Readonly<Record<string, (reader: TokenReader) => NftVerdict>> = {
  accept: () => ({ kind: "accept" }),
  drop: () => ({ kind: "drop" }),
  return: () => ({ kind: "return" }),
  reject: () => ({ kind: "reject" }),
  jump: (reader) => ({ kind: "jump", chain: reader.word() }),
  goto: (reader) => ({ kind: "goto", chain: reader.word() }),
};

/**
 * A rule from what stands behind `add rule <table> <chain>`. @throws NftRefusal for what nft refuses, and for expressions that are
 * not understood here
 * @see https://www.netfilter.org/projects/nftables/manpage.html (read 2026-11)
 */
export const parseRule = (text: string): NftRuleBody => ruleOf(tokensOf(text));

/** The same from tokens, of which none ends a statement. */
export function ruleOf(tokens: readonly Token[]): NftRuleBody {
  const reader = readTokens(tokens);
  const parts: NftPart[] = [];
  let verdict: NftVerdict | undefined;
  let comment: string | undefined;
  while (!reader.isAtEnd()) {
    const token = reader.next();
    if (token.kind !== "word" || comment !== undefined) throw unexpected(token);
    if (token.value === "comment") {
      const said = reader.next();
      if (said.kind !== "text") throw unexpected(said);
      if (said.value.length > MAX_COMMENT_LENGTH)
        throw new NftRefusal(`Comment too long. ${MAX_COMMENT_LENGTH} characters maximum allowed`);
      comment = said.value;
    } else if (verdict) throw new NftRefusal("Statement after terminal statement has no effect");
    else if (Object.hasOwn(VERDICTS, token.value)) verdict = VERDICTS[token.value]?.(reader);
    else parts.push(partOf(token.value, reader));
  }
  if (parts.length === 0 && !verdict) throw new NftRefusal("syntax error, unexpected end of file");
  return { parts, ...(verdict && { verdict }), ...(comment !== undefined && { comment }) };
}

/** As `nft list` prints it. */
export const ruleText = ({ parts, verdict, comment }: NftRuleBody): string =>
  [
    ...parts.map(({ text }) => text),
    ...(verdict ? ["chain" in verdict ? `${verdict.kind} ${verdict.chain}` : verdict.kind] : []),
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
  ].join(" ");

function partOf(first: string, reader: TokenReader): NftPart {
  if (first === "counter") return effect("counter");
  if (first === "log") {
    if (!reader.takes("prefix")) return effect("log");
    return effect(`log prefix "${reader.next().value}"`);
  }
  if (first === "iifname" || first === "oifname") return interfaceTest(first, reader);
  const field = reader.word();
  switch (`${first} ${field}`) {
    case "ip saddr":
    case "ip daddr":
      return addressTest(field as "saddr" | "daddr", reader);
    case "ip protocol":
    case "meta l4proto":
      return protocolTest(`${first} ${field}`, reader);
    case "tcp dport":
    case "udp dport":
    case "th dport":
      return portTest(first as "tcp" | "udp" | "th", reader);
    case "ct state":
      return stateTest(reader);
    case "tcp flags": {
      const flag = reader.word();
      if (flag !== "syn") throw unsupported(`tcp flags ${flag}`);
      // of the packets that are judged, all of TCP bear it
      return { text: "tcp flags syn", test: { kind: "protocol", protocols: ["tcp"], isNot: false } };
    }
    case "tcp option":
      return clamp(reader);
    default:
      throw unsupported(`${first} ${field}`);
  }
}

const unsupported = (what: string): NftRefusal =>
  new NftRefusal(`syntax error, unexpected ${what}: not understood here`);
const effect = (text: string): NftPart => ({ text, test: { kind: "any" } });

function clamp(reader: TokenReader): NftPart {
  for (const word of ["maxseg", "size", "set"]) if (!reader.takes(word)) throw unexpected(reader.next());
  const size = reader.word();
  if (size === "rt" && reader.takes("mtu")) return effect("tcp option maxseg size set rt mtu");
  return effect(`tcp option maxseg size set ${numberIn(size, MAX_PORT)}`);
}

function addressTest(field: "saddr" | "daddr", reader: TokenReader): NftPart {
  const { isNot, values, isSet } = valuesOf(reader, (token) => prefixOf(token.value));
  const ranges = [...values].sort((one, other) => toNumber(hostOf(one)) - toNumber(hostOf(other)));
  const shown = ranges.map((range) => range.replace(/\/32$/, ""));
  return { text: textOf(`ip ${field}`, isNot, shown, isSet), test: { kind: "address", field, ranges, isNot } };
}

function protocolTest(name: string, reader: TokenReader): NftPart {
  const { isNot, values, isSet } = valuesOf(reader, (token) => {
    if (PROTOCOLS.includes(token.value)) return token.value;
    throw new NftRefusal(`Could not resolve protocol name: ${token.value}`);
  });
  return { text: textOf(name, isNot, values, isSet), test: { kind: "protocol", protocols: values, isNot } };
}

function portTest(protocol: "tcp" | "udp" | "th", reader: TokenReader): NftPart {
  const { isNot, values, isSet } = valuesOf(reader, ({ value }): readonly [number, number] => {
    const [from = "", to = from, more] = value.split("-");
    if (more !== undefined) throw unexpected({ kind: "word", value });
    const range = [numberIn(from, MAX_PORT), numberIn(to, MAX_PORT)] as const;
    if (range[0] > range[1]) throw new NftRefusal("Range negative size");
    return range;
  });
  const shown = values.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
  return {
    text: textOf(`${protocol} dport`, isNot, shown, isSet),
    test: { kind: "port", protocol, ranges: values, isNot },
  };
}

function stateTest(reader: TokenReader): NftPart {
  const { isNot, values, isSet } = valuesOf(
    reader,
    ({ value }) => {
      if (STATES.includes(value)) return value;
      throw new NftRefusal(`Could not parse conntrack state: ${value}`);
    },
    { isListBare: true },
  );
  const text = isSet ? textOf("ct state", isNot, values, true) : `ct state ${isNot ? "!= " : ""}${values.join(",")}`;
  return { text, test: { kind: "state", states: values, isNot } };
}

function interfaceTest(name: "iifname" | "oifname", reader: TokenReader): NftPart {
  const { isNot, values, isSet } = valuesOf(reader, ({ value }) => {
    if (/^[\w.@:-]{1,15}\*?$/.test(value)) return value;
    throw new NftRefusal("String exceeds maximum length of 16");
  });
  const shown = values.map((one) => `"${one}"`);
  return {
    text: textOf(name, isNot, shown, isSet),
    test: { kind: "interface", side: name === "iifname" ? "in" : "out", names: values, isNot },
  };
}

interface Values<T> {
  readonly isNot: boolean;
  readonly values: readonly T[];
  readonly isSet: boolean;
}

/** One value, or several in braces; of states a bare list too. */
function valuesOf<T>(
  reader: TokenReader,
  read: (token: Token) => T,
  { isListBare = false }: { readonly isListBare?: boolean } = {},
): Values<T> {
  const isNot = reader.takes("!=");
  if (!isNot) reader.takes("==");
  const one = (): T => {
    const token = reader.next();
    if (token.kind === "word" || token.kind === "text") return read(token);
    throw unexpected(token);
  };
  const isSet = reader.takes("{");
  const values = [one()];
  while ((isSet || isListBare) && reader.takes(",")) {
    if (isSet && reader.peek()?.value === "}") break;
    values.push(one());
  }
  if (isSet && !reader.takes("}")) throw unexpected(reader.next());
  return { isNot, values, isSet };
}

const textOf = (name: string, isNot: boolean, values: readonly string[], isSet: boolean): string =>
  `${name} ${isNot ? "!= " : ""}${isSet ? `{ ${values.join(", ")} }` : values[0]}`;

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const PREFIX = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}(?:/(\\d{1,2}))?$`);

/** With its host bits at zero, as the kernel keeps it; an address alone is a range of one. */
function prefixOf(text: string): string {
  const match = PREFIX.exec(text);
  if (!match) throw new NftRefusal(`Could not resolve hostname: ${text}`);
  if (match[1] !== undefined && Number(match[1]) > 32) throw new NftRefusal(`Invalid prefix length ${match[1]}`);
  return canonical(text);
}
const hostOf = (range: string): string => range.split("/")[0] ?? "";

function numberIn(text: string, max: number): number {
  if (!/^\d{1,9}$/.test(text)) throw unexpected({ kind: "word", value: text });
  if (Number(text) > max) throw new NftRefusal(`Value ${text} exceeds valid range 0-${max}`);
  return Number(text);
}
