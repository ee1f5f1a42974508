import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** What a running instance tells other commands about itself. */
export const InstanceInfo = z.strictObject({
  /** The supervisor's process. */
  pid: z.int().positive(),
  /** The page and the HTTP API. */
  url: z.url(),
  /** What requests for the API bear, made anew at each start. */
  token: z.string().min(1),
  /** The embedded AWS. */
  awsUrl: z.url(),
  twinUrl: z.url(),
  socksUrl: z.url(),
  /** The configuration it runs with; an absolute path. */
  configFile: z.string().min(1),
  /** Its Region. */
  regionId: z.string().min(1),
});
export type InstanceInfo = z.infer<typeof InstanceInfo>;

const fileIn = (dataFolder: string): string => join(dataFolder, "instance.json");

/** The instance that runs from this data folder, or `undefined` if none does. */
export function readInstance(dataFolder: string): InstanceInfo | undefined {
  try {
    const info = InstanceInfo.parse(JSON.parse(readFileSync(fileIn(dataFolder), "utf8")));
    process.kill(info.pid, 0); // throws if there is no such process
    return info;
  } catch {
    return undefined;
  }
}

/** Leaves a note of the instance in its data folder, for its owner's eyes only: it holds the token. */
export function writeInstance(dataFolder: string, info: InstanceInfo): void {
  mkdirSync(dataFolder, { recursive: true });
  // a file that is there already would keep its mode
  removeInstance(dataFolder);
  writeFileSync(fileIn(dataFolder), `${JSON.stringify(info)}\n`, { mode: 0o600, flag: "wx" });
}

/** Address of the page that signs in whoever opens it; `to` = where in the page, such as `/orders`. What follows a `#` no server sees. */
export const pageAddress = ({ url, token }: Pick<InstanceInfo, "url" | "token">, to?: string): string =>
  `${url}/#${new URLSearchParams({ token, ...(to !== undefined && { to }) })}`;

/** Takes the note away. */
export const removeInstance = (dataFolder: string): void => rmSync(fileIn(dataFolder), { force: true });
