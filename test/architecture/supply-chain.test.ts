import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const root = join(import.meta.dirname, "../..");
const Versions = z.record(z.string(), z.string()).default({});
const Manifest = z.looseObject({ dependencies: Versions, devDependencies: Versions });
const Lock = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      integrity: z.string().optional(),
      link: z.boolean().default(false),
      inBundle: z.boolean().default(false),
    }),
  ),
});
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));

describe("supply chain", () => {
  it("every dependency is of one exact version", () => {
    const files = [
      "package.json",
      ...globSync("{packages/*,azure-functions,gcp-functions}/package.json", { cwd: root }),
    ];
    const loose = files.flatMap((file) => {
      const { dependencies, devDependencies } = Manifest.parse(read(file));
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${file}: ${name} ${version}`);
    });

    expect(files.length).toBeGreaterThan(8);
    expect(loose).toEqual([]);
  });

  it("every package of the lock has its hash", () => {
    const packages = Object.entries(Lock.parse(read("package-lock.json")).packages);
    // what comes inside another package is under that one's hash
    const isFetched = ([path, { link, inBundle }]: (typeof packages)[number]): boolean =>
      path.includes("node_modules/") && !link && !inBundle;
    const fetched = packages.filter(isFetched);

    expect(fetched.length).toBeGreaterThan(300);
    expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
  });
});
