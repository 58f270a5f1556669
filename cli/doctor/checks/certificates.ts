import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";

/** Node reads the first, the azuread plugin the second. */
const VARIABLES = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];
const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Files with the certificates of private authorities. Node ignores one that it cannot read, and so says nothing about it. */
export const certificates: Check = {
  group: "Network",
  name: "certificates",
  async run({ env }) {
    const named = VARIABLES.filter((name) => env[name]);
    return Promise.all(named.map((name) => findingOf(name, env[name] ?? "")));
  },
};

async function findingOf(variable: string, file: string): Promise<Finding> {
  const fix = `export ${variable}=<file with certificates in PEM>`;
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return bad(`${variable} names ${file}, which cannot be read.`, fix);
  const found = text.match(CERTIFICATE) ?? [];
  const broken = found.filter((each) => !isCertificate(each)).length;
  if (found.length === 0 || broken > 0) {
    return bad(`${variable} names ${file}, which does not hold certificates in PEM.`, fix);
  }
  return good(
    `${variable} names ${file}, with ${found.length === 1 ? "a certificate" : `${found.length} certificates`}.`,
  );
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
