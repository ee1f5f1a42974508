import type { EstateGateway } from "../estate/estate.ts";
import { mapByWorld } from "../world/kept-by-world.ts";
import { parseRule, ruleText } from "../world/security/nft/parse-rule.ts";
import { checkJump } from "../world/security/nft/parse-ruleset.ts";
import { type NftChain, NftRefusal, SKYLANE_CHAIN } from "../world/security/nft/ruleset.ts";
import type { World } from "../world/world.ts";

/** Handles that were given: none is given twice, also after its rule is gone. */
const lastHandles = mapByWorld<number>();
const CHAIN = SKYLANE_CHAIN.split(" ");
/** Takes a statement apart in two, or begins a block: the gateway hands no such word to nft, which would. */
const PART_ENDS = /[;\n{}]/;

interface Done {
  readonly text: string;
  readonly isRefused: boolean;
}

/**
 * One command of nft, of those that the gateway lets through: the chain for Skylane is listed with handles, a rule added at its
 * end, or deleted by its handle. `undefined` = not in the gateway's list.
 */
export function nft(world: World, { id }: EstateGateway, args: readonly string[]): Done | undefined {
  const verb = ["-a list chain", "add rule", "delete rule"].find((one) => args.join(" ").startsWith(`${one} `));
  const rest = args.slice(verb?.split(" ").length);
  if (verb === undefined || rest.slice(0, CHAIN.length).join(" ") !== SKYLANE_CHAIN) return undefined;
  const words = rest.slice(CHAIN.length);
  const chains = world.security.routerChains.get(id);
  const chain = chains?.get(SKYLANE_CHAIN);
  if (words.some((word) => PART_ENDS.test(word))) return undefined;
  try {
    if (!chains || !chain) throw new NftRefusal("Could not process rule: No such file or directory");
    const put = (rules: NftChain["rules"]): Done => {
      world.change("nft", () => chains.set(SKYLANE_CHAIN, { ...chain, rules }));
      return { text: "", isRefused: false };
    };
    if (verb === "-a list chain") return words.length > 0 ? undefined : { text: listed(chain), isRefused: false };
    if (verb === "add rule") {
      const rule = parseRule(words.join(" "));
      checkJump(chains, SKYLANE_CHAIN, rule);
      const all = [...chains.values()].flatMap(({ rules }) => rules.map(({ handle }) => handle));
      const handle = Math.max(lastHandles(world).get(id) ?? chains.size, ...all) + 1;
      lastHandles(world).set(id, handle);
      return put([...chain.rules, { ...rule, handle }]);
    }
    const handle = /^handle (\d+)$/.exec(words.join(" "))?.[1];
    if (handle === undefined) throw new NftRefusal("syntax error, unexpected end of file, expecting handle");
    const left = chain.rules.filter((rule) => rule.handle !== Number(handle));
    if (left.length === chain.rules.length) throw new NftRefusal("Could not process rule: No such file or directory");
    return put(left);
  } catch (error) {
    if (error instanceof NftRefusal) return { text: `Error: ${error.message}`, isRefused: true };
    throw error;
  }
}

function listed({ rules }: NftChain): string {
  const [family, table, name] = CHAIN;
  const lines = rules.map((rule) => `\t\t${ruleText(rule)} # handle ${rule.handle}\n`).join("");
  return `table ${family} ${table} {\n\tchain ${name} { # handle 1\n${lines}\t}\n}\n`;
}
