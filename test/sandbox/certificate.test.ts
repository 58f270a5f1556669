import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { localhostCertificate, withOwnAuthorities } from "../../sandbox/certificate.ts";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-cache-"));
});
afterEach(() => rm(cache, { recursive: true }));

test("is created once, even by concurrent callers, and readable only by the user", async () => {
  const created = await Promise.all([1, 2, 3].map(() => localhostCertificate(cache)));
  const kept = await localhostCertificate(cache);
  expect(new Set(created.map(({ cert }) => cert))).toEqual(new Set([kept.cert]));
  expect(await readdir(cache)).toEqual(["sandbox-certificate"]);
  expect((await stat(join(cache, "sandbox-certificate", "localhost.key"))).mode & 0o077).toBe(0);
});

test("is valid only for localhost, and its authority's key is not stored", async () => {
  const { cert, authority } = await localhostCertificate(cache);
  const [server, issuer] = [new X509Certificate(cert), new X509Certificate(authority)];
  expect(server.verify(issuer.publicKey)).toBe(true);
  expect([server.subjectAltName, server.ca, issuer.ca]).toEqual(["DNS:localhost", false, true]);
  const files = await readdir(join(cache, "sandbox-certificate"));
  expect(files.sort()).toEqual(["authority.pem", "localhost.key", "localhost.pem"]);
});

test("is trusted beside what a machine trusts already, and is added once", async () => {
  const { authority, authorityFile } = await localhostCertificate(cache);
  const withOwn = (given?: string) => withOwnAuthorities(authorityFile, "NODE_EXTRA_CA_CERTS", given);
  const company = join(cache, "company.pem");
  await writeFile(company, "company's own\n");
  const both = await withOwn(company);
  expect(await readFile(both, "utf8")).toBe(`company's own\n${authority}`);
  expect(await readFile(company, "utf8")).toBe("company's own\n");
  expect([await withOwn(both), await withOwn(), await withOwn(join(cache, "gone.pem"))]).toEqual([
    both,
    authorityFile,
    authorityFile,
  ]);
});
