import type { Token } from "../text/tokens.ts";
import { type Finder, isStop, type Said, wordSet } from "./said.ts";

const PORT = wordSet("port ports puerto puertos porta poort portnummer");
const TCP = wordSet("tcp");
const WRONG = "Which TCP port is asked for? A port is a number from 1 to 65535.";
const ON = wordSet("on auf sur en op");
const JOIN = wordSet("and or und oder et ou y o , /");

/** The port at the destination: `port 1433`, `tcp/1433`, `1433/tcp`, `orderdb:1433`. */
export const port: Finder = (tokens) =>
  tokens.flatMap((token, at): readonly Said[] => {
    const sign = tokens[at + 1];
    if (PORT.has(token.word)) return portsFrom(tokens, at, /^[:=#]$/.test(sign?.word ?? "") ? at + 2 : at + 1);
    if (TCP.has(token.word)) return portsFrom(tokens, at, /^[/:]$/.test(sign?.word ?? "") ? at + 2 : at + 1);
    if (token.kind === "number" && sign?.word === "/" && TCP.has(tokens[at + 2]?.word ?? ""))
      return [saidPort(at, at + 3, token)];
    if (ON.has(token.word) && sign?.kind === "number" && isBare(tokens, at + 1)) return [saidPort(at, at + 2, sign)];
    return isHostPort(tokens, at) ? [saidPort(at + 1, at + 3, tokens[at + 2] as Token)] : [];
  });

/** A port, and those that are joined to it: `ports 1433 and 5432`. */
function portsFrom(tokens: readonly Token[], from: number, numberAt: number): readonly Said[] {
  const number = tokens[numberAt];
  if (number?.kind !== "number") return [];
  const next = tokens[numberAt + 2];
  const more =
    JOIN.has(tokens[numberAt + 1]?.word ?? "") && next?.kind === "number" && isBare(tokens, numberAt + 2)
      ? [saidPort(numberAt + 1, numberAt + 3, next)]
      : [];
  return [saidPort(from, numberAt + 1, number), ...more];
}

const isBare = (tokens: readonly Token[], at: number): boolean =>
  isStop(tokens[at + 1]) || tokens[at + 1]?.kind === "sign";

const saidPort = (from: number, to: number, { value = 0 }: Token): Said => ({
  from,
  to,
  slot: "port",
  ...(Number.isInteger(value) && value >= 1 && value <= 65_535 ? { field: "port" as const, value } : { doubt: WRONG }),
});

/** `name:1433` with nothing between. */
function isHostPort(tokens: readonly Token[], at: number): boolean {
  const [host, colon, number] = tokens.slice(at, at + 3);
  return (
    (host?.kind === "word" || host?.kind === "id") &&
    colon?.word === ":" &&
    number?.kind === "number" &&
    /^\d+$/.test(number.text) &&
    host.end === colon.start &&
    colon.end === number.start
  );
}
