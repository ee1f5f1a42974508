import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import * as z from "zod";

/** A value as it is kept where it is written often: what it says as JSON, compressed. */
const Packed = z.strictObject({ form: z.literal("json+br"), bytes: z.instanceof(Uint8Array) });
export type Packed = z.infer<typeof Packed>;

// Beyond this every further percent costs more time than its bytes do money; the table of a wider window takes longer to clear
// than what is packed takes to be looked through.
const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 16 };
/** Twice what most values are that are packed. */
const MAX_BYTES = 1_024_000;

/** A value packed, given its JSON. */
export const packText = (json: string): Packed => ({
  form: "json+br",
  bytes: brotliCompressSync(json, { params: PARAMS }),
});

/** What a packed value says, read by its schema. What does not unpack, or to more than `maxBytes`, is refused as what the schema refuses. */
export const packed = <T>(schema: z.ZodType<T>, maxBytes = MAX_BYTES) =>
  Packed.transform(({ bytes }, context): unknown => {
    try {
      return JSON.parse(brotliDecompressSync(bytes, { maxOutputLength: maxBytes }).toString("utf8"));
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: `does not unpack: ${error instanceof Error ? error.message : error}`,
      });
      return z.NEVER;
    }
  }).pipe(schema);
