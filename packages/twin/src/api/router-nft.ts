import type { EstateGateway } from "../estate/estate.ts";
import type { World } from "../world/world.ts";

const KIND = "onprem:nft-rule";
const RULE =
  /^(ip saddr \d+\.\d+\.\d+\.\d+(?:\/\d+)? ip daddr \d+\.\d+\.\d+\.\d+(?:\/\d+)? tcp dport \d+ accept comment "[\w.: -]{1,128}")$/;

interface Rule {
  readonly chain: string;
  readonly handle: number;
  readonly text: string;
}

const rulesOf = ({ built }: World, routerId: string): readonly Rule[] =>
  built.objects
    .values()
    .flatMap(({ kind, id, data }) => (kind === KIND && id.startsWith(`${routerId}|`) ? [data as Rule] : []))
    .sort((one, other) => one.handle - other.handle);

/** One command of nft: a chain is listed with handles, a rule added at its end, or deleted by its handle. */
export function nft(
  world: World,
  { id }: EstateGateway,
  args: readonly string[],
): { text: string; isRefused: boolean } {
  const command = args.join(" ");
  const list = /^-a list chain inet (\w+) (\w+)$/.exec(command);
  if (list) {
    const chain = `${list[1]} ${list[2]}`;
    const lines = rulesOf(world, id).flatMap((rule) =>
      rule.chain === chain ? [`\t\t${rule.text} # handle ${rule.handle}`] : [],
    );
    return {
      text: `table inet ${list[1]} {\n\tchain ${list[2]} { # handle 1\n${lines.join("\n")}\n\t}\n}\n`,
      isRefused: false,
    };
  }
  const add = /^add rule inet (\w+) (\w+) (.+)$/.exec(command);
  const text = add && RULE.exec(add[3] ?? "")?.[1];
  if (add && text) {
    const handle = Math.max(1, ...rulesOf(world, id).map((rule) => rule.handle)) + 1;
    const data = { chain: `${add[1]} ${add[2]}`, handle, text };
    world.change("nft", () =>
      world.built.objects.put(`${KIND}|${id}|${handle}`, { kind: KIND, id: `${id}|${handle}`, data }),
    );
    return { text: "", isRefused: false };
  }
  const handle = /^delete rule inet \w+ \w+ handle (\d+)$/.exec(command)?.[1];
  const isGone = handle !== undefined && world.built.objects.remove(`${KIND}|${id}|${handle}`);
  return isGone
    ? { text: "", isRefused: false }
    : {
        text: `Error: Could not process rule: ${handle ? "No such file or directory" : "syntax error"}`,
        isRefused: true,
      };
}
