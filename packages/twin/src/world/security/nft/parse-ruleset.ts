import { ruleOf } from "./parse-rule.ts";
import { type NftChain, type NftChains, NftRefusal, type NftRule, type NftRuleBody } from "./ruleset.ts";
import { readTokens, type Token, type TokenReader, tokensOf, unexpected } from "./tokens.ts";

const PRIORITIES: Readonly<Record<string, number>> = { raw: -300, mangle: -150, filter: 0, security: 50 };
const HOOKS = ["prerouting", "input", "forward", "output", "postrouting"];

/**
 * The chains of a file such as `/etc/nftables.conf`. Rules get the handles that come after those of tables and chains.
 * @throws NftRefusal for what nft would not load
 */
export function parseRuleset(text: string): NftChains {
  const reader = readTokens(tokensOf(text));
  const read = new Map<string, ChainRead>();
  for (skipEnds(reader); !reader.isAtEnd(); skipEnds(reader)) {
    expect(reader, "table");
    const family = reader.word();
    if (family !== "inet" && family !== "ip")
      throw new NftRefusal(`syntax error, unexpected ${family}: not understood here`);
    const table = `${family} ${reader.word()}`;
    expect(reader, "{");
    for (skipEnds(reader); !reader.takes("}"); skipEnds(reader)) {
      expect(reader, "chain");
      read.set(`${table} ${reader.word()}`, chainOf(reader));
    }
  }
  const chains = withHandles(read);
  for (const [name, { rules }] of chains) for (const rule of rules) checkJump(chains, name, rule);
  return chains;
}

interface ChainRead extends Omit<NftChain, "rules"> {
  readonly rules: readonly NftRuleBody[];
}

function chainOf(reader: TokenReader): ChainRead {
  expect(reader, "{");
  let hook: NftChain["hook"];
  let policy: NftChain["policy"] = "accept";
  const rules: NftRuleBody[] = [];
  for (skipEnds(reader); !reader.takes("}"); skipEnds(reader)) {
    if (reader.takes("type")) hook = hookOf(reader);
    else if (reader.takes("policy")) policy = policyOf(reader);
    else rules.push(ruleOf(statement(reader)));
  }
  return { ...(hook && { hook }), policy, rules };
}

function hookOf(reader: TokenReader): NonNullable<NftChain["hook"]> {
  expect(reader, "filter");
  expect(reader, "hook");
  const name = reader.word();
  if (!HOOKS.includes(name)) throw new NftRefusal(`unknown chain hook ${name}`);
  expect(reader, "priority");
  const word = reader.word();
  const priority = PRIORITIES[word] ?? Number(word);
  if (!Number.isInteger(priority)) throw unexpected({ kind: "word", value: word });
  return { name, priority };
}

function policyOf(reader: TokenReader): NftChain["policy"] {
  const policy = reader.word();
  if (policy === "accept" || policy === "drop") return policy;
  throw unexpected({ kind: "word", value: policy });
}

/** All up to the end of the line; a set in braces may hold more than one. */
function statement(reader: TokenReader): readonly Token[] {
  const tokens: Token[] = [];
  for (let depth = 0; ; ) {
    const token = reader.peek();
    if (!token || (depth === 0 && (token.kind === "end" || (token.kind === "sign" && token.value === "}"))))
      return tokens;
    if (token.kind === "sign") depth += token.value === "{" ? 1 : token.value === "}" ? -1 : 0;
    if (token.kind !== "end") tokens.push(token);
    reader.next();
  }
}

function skipEnds(reader: TokenReader): void {
  while (reader.peek()?.kind === "end") reader.next();
}

function expect(reader: TokenReader, value: string): void {
  if (!reader.takes(value)) throw unexpected(reader.next());
}

function withHandles(read: ReadonlyMap<string, ChainRead>): NftChains {
  let handle = read.size;
  const numbered = (rule: NftRuleBody): NftRule => {
    handle += 1;
    return { ...rule, handle };
  };
  return new Map([...read].map(([name, chain]) => [name, { ...chain, rules: chain.rules.map(numbered) }]));
}

/** A rule may lead to a chain of its own table that has no hook, and never back to itself. @throws NftRefusal in the kernel's words */
export function checkJump(chains: NftChains, from: string, { verdict }: NftRuleBody): void {
  if (!verdict || !("chain" in verdict)) return;
  const name = sameTable(from, verdict.chain);
  const target = chains.get(name);
  if (!target) throw new NftRefusal("Could not process rule: No such file or directory");
  if (target.hook) throw new NftRefusal("Could not process rule: Operation not supported");
  if (name === from || leadsTo(chains, name, from, new Set()))
    throw new NftRefusal("Could not process rule: Too many levels of symbolic links");
}

/** Name of a chain beside another. */
export const sameTable = (chain: string, other: string): string => chain.replace(/[^ ]+$/, other);

function leadsTo(chains: NftChains, from: string, wanted: string, seen: Set<string>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (chains.get(from)?.rules ?? []).some(({ verdict }) => {
    if (!verdict || !("chain" in verdict)) return false;
    const next = sameTable(from, verdict.chain);
    return next === wanted || leadsTo(chains, next, wanted, seen);
  });
}
