import { join } from "node:path";
import { stdout } from "node:process";
import { converted, datasetOf, exportsThere, folder, isThere, readModel, readTable, unsupportedBy } from "./data.ts";
import { interpret, summary } from "./interpret.ts";

// What holds of the rules of FOCUS 1.2: in what our converters make, and in the sample that the foundation publishes.
if (!isThere) stdout.write(`${JSON.stringify({ skipped: "the requirements model is not beside this repository" })}\n`);
else {
  const model = readModel();
  for (const { format, file } of exportsThere) {
    const data = converted(format, await readTable(join(folder, file)));
    stdout.write(
      `${JSON.stringify({ format, rows: data.rows.length, ...summary(interpret(model, data, unsupportedBy(format))) }, null, 1)}\n`,
    );
  }
  const sample = datasetOf(await readTable(join(folder, "focus_1.0_sample.csv")));
  stdout.write(
    `${JSON.stringify({ format: "focus 1.0 sample", rows: sample.rows.length, ...summary(interpret(model, sample, new Set())) }, null, 1)}\n`,
  );
}
