import { randomUUID, X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import packageJson from "../package.json" with { type: "json" };
import { cacheFolder } from "../provider-kit/cacheFolder.ts";

/** What a server on localhost needs for TLS, and its clients to trust it. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the authority's certificate, for `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. */
  readonly authorityFile: string;
  readonly authority: string;
}

const DAY = 86_400_000;
const LIFETIME = 365 * DAY;
const RENEW_BEFORE_EXPIRY = 30 * DAY;
const trusted = new Set<string>();
const FILES = { authority: "authority.pem", cert: "localhost.pem", key: "localhost.key" };

/**
 * The sandbox's certificate for localhost, from the cache or new. Only this project trusts its authority, which cannot issue
 * anything else because its key is never stored.
 */
export async function localhostCertificate(cache: string = cacheFolder(packageJson.name)): Promise<Certificate> {
  const folder = join(cache, "sandbox-certificate");
  const cached = await read(folder).catch(() => undefined);
  if (cached !== undefined && isUsable(cached)) return cached;
  await create(folder);
  return read(folder);
}

/** Makes this process trust the authority too. */
export function trustAuthority({ authority }: Pick<Certificate, "authority">): void {
  if (trusted.has(authority)) return;
  trusted.add(authority);
  setDefaultCACertificates([...getCACertificates("default"), authority]);
}

/**
 * A file with the authority and with what a variable of this machine names, because Node and Go take one file only. Without it,
 * npm, for example, would no longer trust a company's own authority.
 *
 * @param given the file that the variable names now
 */
export async function withOwnAuthorities(authorityFile: string, variable: string, given = ""): Promise<string> {
  const own = given === "" ? undefined : await readFile(given, "utf8").catch(() => undefined);
  const authority = await readFile(authorityFile, "utf8");
  if (own === undefined || own.includes(authority.trim())) return own === undefined ? authorityFile : given;
  const file = join(dirname(authorityFile), `${variable}.pem`);
  await writeFile(file, `${own.trimEnd()}\n${authority}`, { mode: 0o600 });
  return file;
}

async function read(folder: string): Promise<Certificate> {
  const text = (file: string) => readFile(join(folder, file), "utf8");
  const [authority, cert, key] = await Promise.all([text(FILES.authority), text(FILES.cert), text(FILES.key)]);
  return { authority, cert, key, authorityFile: join(folder, FILES.authority) };
}

function isUsable({ authority, cert }: Certificate): boolean {
  const [issuer, subject] = [new X509Certificate(authority), new X509Certificate(cert)];
  return subject.verify(issuer.publicKey) && subject.validToDate.getTime() > Date.now() + RENEW_BEFORE_EXPIRY;
}

/** Puts all files in place at once. If several processes do so at the same time, one wins. */
async function create(folder: string): Promise<void> {
  const files = await issue();
  const partial = `${folder}.${randomUUID()}`;
  await mkdir(partial, { recursive: true, mode: 0o700 });
  const write = ([name, text]: [string, string]) => writeFile(join(partial, name), text, { mode: 0o600 });
  await Promise.all(Object.entries(files).map(write));
  try {
    await replace(folder, partial);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Keeps what another process has put there in the meantime. */
async function replace(folder: string, partial: string): Promise<void> {
  const isPlaced = () =>
    rename(partial, folder).then(
      () => true,
      () => false,
    );
  if (await isPlaced()) return;
  const present = await read(folder).catch(() => undefined);
  if (present !== undefined && isUsable(present)) return;
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

async function issue(): Promise<Record<string, string>> {
  const { generate } = await import("selfsigned").catch((cause: unknown) => {
    throw new Error("the sandbox needs the development packages: run `npm ci`", { cause });
  });
  const common = { keyType: "ec", algorithm: "sha256", notAfterDate: new Date(Date.now() + LIFETIME) } as const;
  const authority = await generate([{ name: "commonName", value: "Sandbox of gitpod-azure-devops" }], {
    ...common,
    extensions: [
      { name: "basicConstraints", cA: true, pathLenConstraint: 0, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "localhost" }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  return { [FILES.authority]: authority.cert, [FILES.cert]: server.cert, [FILES.key]: server.private };
}
