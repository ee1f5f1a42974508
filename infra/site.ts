import { globSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { deploymentNames, PAGE_CONFIG_PATH, pageHeaders, pagePolicy, STATUS_PATH, statusPolicy } from "@skylane/core";
import type { RegionContext } from "./context.ts";
import { pageConnections, pageSignIn } from "./sign-in.ts";

/** Where `npm run prepare` puts the page. */
const PAGE_FOLDER = "packages/dashboard/dist";
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
/** CloudFront's own policies, by id. @see Amazon CloudFront developer guide, managed cache and origin request policies (read 2026-11) */
const CACHE_AS_ORIGIN_SAYS = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const CACHE_NOTHING = "4135ea2d-6ad8-44a3-9df3-4b5a84be39ad";
const FORWARD_ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const ONE_YEAR_SECONDS = 31_536_000;

/**
 * The page of a Region and, behind the same address, its API: one origin, so that the page needs no other. Files whose name is
 * their content are kept by the edge; the page itself is asked for each time, and nothing of the API is kept anywhere.
 */
export function createSite(region: RegionContext, { apiUrl }: { readonly apiUrl: $util.Input<string> }) {
  const { stage, regionId, suffix, provider } = region;
  const bucket = new aws.s3.Bucket(
    `Site${suffix}`,
    { bucket: deploymentNames(stage.name).siteBucketOf(stage.settings.aws.accountId, regionId), forceDestroy: true },
    { provider },
  );
  new aws.s3.BucketPublicAccessBlock(
    `SiteAccess${suffix}`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { provider },
  );
  const access = new aws.cloudfront.OriginAccessControl(
    `SiteOrigin${suffix}`,
    {
      name: `${stage.name}-${regionId}`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    { provider },
  );
  const headers = createHeaders(region, "", pagePolicy(pageConnections(stage.settings.signIn)));
  const statusHeaders = createHeaders(region, "Status", statusPolicy);
  const serving = { viewerProtocolPolicy: "redirect-to-https", responseHeadersPolicyId: headers.id, compress: true };
  const page = { ...serving, targetOriginId: "page", cachePolicyId: CACHE_AS_ORIGIN_SAYS };
  const api = {
    ...serving,
    targetOriginId: "api",
    cachePolicyId: CACHE_NOTHING,
    originRequestPolicyId: FORWARD_ALL_BUT_HOST,
  };
  const distribution = new aws.cloudfront.Distribution(
    `SiteEdge${suffix}`,
    {
      enabled: true,
      comment: `${stage.name} in ${regionId}`,
      defaultRootObject: "index.html",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      origins: [
        { originId: "page", domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.id },
        {
          originId: "api",
          domainName: $util.output(apiUrl).apply((url) => new URL(url).hostname),
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
          },
        },
      ],
      defaultCacheBehavior: { ...page, allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
      orderedCacheBehaviors: [
        {
          ...api,
          pathPattern: "/v1/*",
          allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
          cachedMethods: ["GET", "HEAD"],
        },
        // what a function writes there, for everybody: no script, and nothing of the page
        {
          ...page,
          responseHeadersPolicyId: statusHeaders.id,
          pathPattern: STATUS_PATH,
          allowedMethods: ["GET", "HEAD"],
          cachedMethods: ["GET", "HEAD"],
        },
        { ...api, pathPattern: "/metrics", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
      ],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    },
    { provider },
  );
  allowTheEdge(region, bucket, distribution.arn);
  upload(region, bucket.bucket);
  return distribution;
}

/** The headers of a page: its policy, and those that keep its connection on TLS and its window to itself. */
const createHeaders = ({ stage, regionId, suffix, provider }: RegionContext, of: "" | "Status", policy: string) =>
  new aws.cloudfront.ResponseHeadersPolicy(
    `Site${of}Headers${suffix}`,
    {
      name: `${stage.name}-${of === "" ? "" : "status-"}${regionId}`,
      securityHeadersConfig: {
        contentSecurityPolicy: {
          contentSecurityPolicy: policy,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: pageHeaders["referrer-policy"], override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: ONE_YEAR_SECONDS, includeSubdomains: true, override: true },
      },
      customHeadersConfig: {
        items: (["cross-origin-opener-policy", "cross-origin-resource-policy"] as const).map((header) => ({
          header,
          value: pageHeaders[header],
          override: true,
        })),
      },
    },
    { provider },
  );

/** Only this distribution reads the bucket, and nobody without TLS. */
function allowTheEdge(
  { suffix, provider }: RegionContext,
  bucket: aws.s3.Bucket,
  distributionArn: $util.Output<string>,
): void {
  const files = $interpolate`${bucket.arn}/*`;
  new aws.s3.BucketPolicy(
    `SitePolicy${suffix}`,
    {
      bucket: bucket.bucket,
      policy: $jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "cloudfront.amazonaws.com" },
            Action: "s3:GetObject",
            Resource: files,
            Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "s3:*",
            Resource: [bucket.arn, files],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
    { provider },
  );
}

function upload({ stage, suffix, provider }: RegionContext, bucket: $util.Output<string>): void {
  const folder = join($cli.paths.root, PAGE_FOLDER);
  const files = globSync("**/*", { cwd: folder }).filter((file) => statSync(join(folder, file)).isFile());
  if (!files.includes("index.html"))
    throw new Error(`there is no page in ${PAGE_FOLDER}; run \`npm run prepare\`, which builds it`);
  new aws.s3.BucketObjectv2(
    `SiteConfig${suffix}`,
    {
      bucket,
      key: PAGE_CONFIG_PATH.slice(1),
      content: JSON.stringify(pageSignIn(stage.settings.signIn)),
      contentType: "application/json",
      cacheControl: "no-cache",
    },
    { provider },
  );
  for (const file of files.sort())
    new aws.s3.BucketObjectv2(
      `SiteFile${suffix}-${file}`,
      {
        bucket,
        key: file,
        source: $asset(join(folder, file)),
        contentType: CONTENT_TYPES[extname(file)] ?? "application/octet-stream",
        // names of assets are hashes of their content; the page is always asked for
        cacheControl: file.startsWith("assets/") ? `public, max-age=${ONE_YEAR_SECONDS}, immutable` : "no-cache",
      },
      { provider },
    );
}
