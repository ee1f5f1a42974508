import { GetObjectCommand, paginateListObjectsV2, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { coreError } from "@skylane/core";
import type { BillFile, BillFolder } from "./bill-folder.ts";

const MAX_FILES = 20_000;

/** A prefix of a bucket: ListBucket and GetObject are all it needs. @throws ERR_BILL_UNREADABLE */
export function s3Folder(
  bucket: string,
  prefix: string,
  client = new S3Client(s3Settings(process.env.AWS_REGION)),
): BillFolder {
  const at = `s3://${bucket}/${prefix}`;
  const unreadable = (error: unknown): Error =>
    coreError(
      "ERR_BILL_UNREADABLE",
      `${at} cannot be read: ${(error as Error).name}. Check the name, and that s3:ListBucket and s3:GetObject are allowed`,
      { at },
    );
  return {
    async list() {
      const files: BillFile[] = [];
      try {
        for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
          for (const { Key = "", ETag = "", Size = 0, LastModified } of page.Contents ?? [])
            if (!Key.endsWith("/"))
              files.push({
                name: Key.slice(prefix.length),
                version: ETag.replaceAll('"', ""),
                bytes: Size,
                writtenAtMs: LastModified?.getTime() ?? 0,
              });
      } catch (error) {
        throw unreadable(error);
      }
      if (files.length > MAX_FILES) throw unreadable(new RangeError(`it has more than ${MAX_FILES} files`));
      return files;
    },
    async *read(name) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + name }));
        if (Body) yield* Body as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw unreadable(error);
      }
    },
  };
}

/** Buckets of a bill may lie in another Region than who reads them. */
const s3Settings = (region = "us-east-1"): S3ClientConfig => ({ region, followRegionRedirects: true });
