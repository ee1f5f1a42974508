import { writeFileSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { generateEstate, generateInventory } from "../estate/generate-estate.ts";
import { print } from "../output.ts";

interface GenerateOptions {
  readonly resources: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `skylane estate generate`: a world of any size, to see how something scales. */
export const addEstateGenerate = (estate: Command): void => {
  estate
    .command("generate")
    .description("write an estate of a given size, the same each time")
    .requiredOption("--resources <count>", "interfaces in all networks, 1 to 50000", resourceCount)
    .option("--out <file>", "where to (default: generated-<count>.yaml)")
    .option("--json", "print JSON")
    .action(generate);
};

function generate(options: GenerateOptions): void {
  const file = options.out ?? `generated-${options.resources}.yaml`;
  const estate = generateEstate({ resourceCount: options.resources });
  // JSON is YAML, and is read much faster.
  writeFileSync(file, `${JSON.stringify(estate, null, 1)}\n`);
  const inventory = inventoryBeside(file);
  writeFileSync(inventory, `${JSON.stringify(generateInventory(estate), null, 1)}\n`);
  const made = { file, inventory, networks: estate.networks.length, connections: estate.connections.length };
  print(options.json === true, made, () =>
    [
      `${file}, with what its owner knows in ${inventory}: ${made.networks} networks, ${made.connections} connections, ${options.resources} resources.`,
      `Look at it:  npx skylane discover --estate ${file}`,
    ].join("\n"),
  );
}

/** `large.yaml` → `large.skylane.yaml`, where `discover` looks for it. */
const inventoryBeside = (file: string): string => `${file.replace(/(\.estate)?\.ya?ml$/, "")}.skylane.yaml`;

function resourceCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 50_000) return count;
  throw new InvalidArgumentError("must be a whole number from 1 to 50000");
}
