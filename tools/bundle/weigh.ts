import type { Metafile } from "esbuild";

/** What a bundle weighs, bytes. */
export interface Weight {
  /** Loaded before the handler is there: the entry and all that it imports at once. */
  readonly initBytes: number;
  /** Loaded when it is needed, if ever. */
  readonly lazyBytes: number;
  /** Of it, what is loaded by the first `import()` of each of our own modules. */
  readonly lazyLoads: Readonly<Record<string, number>>;
  /** Bytes of each package, ours and npm's, in what is loaded at once. */
  readonly initPackages: Readonly<Record<string, number>>;
  /** Every npm package that has a part in the bundle, loaded at once or not. */
  readonly npmPackages: readonly string[];
}

/** Weighs a bundle by what esbuild says of it. `entryFile` is one of its outputs. */
export function weigh({ outputs }: Pick<Metafile, "outputs">, entryFile: string): Weight {
  const init = loadedWith(outputs, entryFile);
  const files = [...loadedWith(outputs, entryFile, true)];
  const bytesOf = (some: Iterable<string>): number =>
    [...some].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  const lazyLoads = files.flatMap((file) => {
    const source = outputs[file]?.entryPoint;
    if (source === undefined || init.has(file) || source.includes("node_modules/")) return [];
    return [[source, bytesOf([...loadedWith(outputs, file)].filter((one) => !init.has(one)))] as const];
  });
  const initPackages: Record<string, number> = {};
  const npmPackages = new Set<string>();
  for (const file of files)
    for (const [source, { bytesInOutput }] of Object.entries(outputs[file]?.inputs ?? {})) {
      if (bytesInOutput === 0) continue;
      const name = packageOf(source);
      if (source.includes("node_modules/")) npmPackages.add(name);
      if (init.has(file)) initPackages[name] = (initPackages[name] ?? 0) + bytesInOutput;
    }
  const heaviestFirst = (bytes: readonly (readonly [string, number])[]): Record<string, number> =>
    Object.fromEntries(bytes.toSorted(([, a], [, b]) => b - a));
  return {
    initBytes: bytesOf(init),
    lazyBytes: bytesOf(files.filter((file) => !init.has(file))),
    lazyLoads: heaviestFirst(lazyLoads),
    initPackages: heaviestFirst(Object.entries(initPackages)),
    npmPackages: [...npmPackages].sort(),
  };
}

/** A file and all that it imports at once, directly or not; with `isLater`, what it may import at all. */
function loadedWith(outputs: Metafile["outputs"], file: string, isLater = false): ReadonlySet<string> {
  const loaded = new Set<string>();
  const next = [file];
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    const output = outputs[one];
    if (loaded.has(one) || !output) continue;
    loaded.add(one);
    next.push(...output.imports.filter(({ kind }) => isLater || kind === "import-statement").map(({ path }) => path));
  }
  return loaded;
}

/** The npm package that a source is of, or the folder of ours. */
const packageOf = (source: string): string =>
  /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? /^packages\/[^/]+|^[^/]+/.exec(source)?.[0] ?? source;
