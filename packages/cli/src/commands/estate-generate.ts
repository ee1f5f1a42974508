import { writeFileSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { generateEstate } from "../estate/generate-estate.ts";
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
  const made = { file, networks: estate.networks.length, connections: estate.connections.length };
  print(options.json === true, made, () =>
    [
      `${file}: ${made.networks} networks, ${made.connections} connections, ${options.resources} resources.`,
      `Look at it:  npx skylane discover --estate ${file}`,
    ].join("\n"),
  );
}

function resourceCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 50_000) return count;
  throw new InvalidArgumentError("must be a whole number from 1 to 50000");
}
