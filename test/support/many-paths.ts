import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");

interface Target {
  readonly host: string;
  readonly port: number;
}
interface Group {
  readonly id: string;
  paths: { readonly id: string; readonly probe: Target & { readonly vantageId: string } }[];
}

/**
 * The example with as many probed paths as wanted, over two vantages: more ports at the canaries there are, a path each. Nothing
 * else of it is changed, so what each path costs is what it costs there. Writes both files and answers where they are.
 */
export function writeManyPaths(folder: string, pathCount: number, thresholds: object = {}) {
  const config = parse(readFileSync(join(root, "examples/globalcart/skylane.yaml"), "utf8"));
  const estate = parse(readFileSync(join(root, "packages/twin/estates/globalcart.yaml"), "utf8"));
  const vantages = config.vantages.slice(0, 2);
  const groups: Group[] = config.groups.filter((group: Group) =>
    group.paths.every(({ probe }) => vantages.some(({ id }: { id: string }) => id === probe.vantageId)),
  );
  const left = new Set(groups.map(({ id }) => id));
  const perVantage = vantages.map((_: unknown, i: number) => Math.floor((pathCount + i) / vantages.length));
  vantages.forEach(({ id }: { id: string }, i: number) => {
    const own = groups.filter((group) => group.paths.every(({ probe }) => probe.vantageId === id));
    const shipped = own.flatMap((group) => group.paths.map((path) => ({ group, path })));
    for (let n = shipped.length; n < perVantage[i]; n += 1) {
      const one = shipped[n % shipped.length];
      if (!one) continue;
      const probe = { ...one.path.probe, port: one.path.probe.port + 1_000 + n };
      one.group.paths.push({ ...one.path, id: `${one.path.id}-${n}`, probe });
      const canary = estate.canaries.find(({ address }: { address: string }) => address === probe.host);
      estate.canaries.push({ ...canary, port: probe.port });
    }
  });
  const flows = config.flows.map(({ groupId, ...flow }: { groupId?: string }) => ({
    ...flow,
    ...(groupId !== undefined && left.has(groupId) && { groupId }),
  }));
  const files = { configFile: join(folder, "skylane.yaml"), estate: join(folder, "estate.yaml") };
  // JSON is YAML
  writeFileSync(
    files.configFile,
    JSON.stringify({ ...config, vantages, groups, flows, thresholds, status: undefined }),
  );
  writeFileSync(files.estate, JSON.stringify(estate));
  return files;
}
