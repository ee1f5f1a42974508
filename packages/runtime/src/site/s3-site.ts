import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { coreError, STATUS_PATH, type StatusSite } from "@skylane/core";

/** The bucket of the page: one object of it, and no other. A page that is a few minutes old is asked for again. @throws ERR_SITE_UNAVAILABLE */
export function s3Site(bucket: string, regionId: string): StatusSite {
  const client = new S3Client({ region: regionId });
  return {
    async publish(html) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: STATUS_PATH.slice(1),
            Body: html,
            ContentType: "text/html; charset=utf-8",
            CacheControl: "public, max-age=60",
          }),
        );
      } catch (error) {
        throw coreError(
          "ERR_SITE_UNAVAILABLE",
          `bucket ${bucket} does not take the status page: ${(error as Error).name}. Check that it is there, and that s3:PutObject is allowed`,
          { bucket },
          error,
        );
      }
    },
  };
}
