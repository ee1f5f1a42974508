import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certificate, goesBy, newKey } from "./certificate.ts";
import { createCertificateAuthority } from "./certificate-authority.ts";

describe("twin/tls", () => {
  it("an authority vouches for itself, always by the same key, and is one", () => {
    const authority = createCertificateAuthority();
    const root = new X509Certificate(authority.pem);

    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(authority.pem).toBe(authority.pem);
    expect(createCertificateAuthority().pem).not.toBe(authority.pem);
  });

  it("a certificate is whole for names and serial numbers of any length", () => {
    const { publicKey, privateKey: signer } = newKey();
    const label = fc.stringMatching(/^[a-z0-9]{1,60}$/);
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 0xffffff }),
        (labels, serial) => {
          const name = labels.join(".");
          const made = new X509Certificate(
            certificate({ serial, subject: "one", issuer: "other", publicKey, signer, extension: goesBy(name) }),
          );

          expect(made.checkHost(name)).toBe(name);
          expect(Number.parseInt(made.serialNumber, 16)).toBe(serial);
          expect(made.verify(publicKey)).toBe(true);
        },
      ),
    );
  });

  it("the same server shows the same certificate each time", () => {
    const authority = createCertificateAuthority();

    expect(authority.contextFor("a.example.internal")).toBe(authority.contextFor("a.example.internal"));
  });
});
