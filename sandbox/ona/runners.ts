import { constants, generateKeyPair, type KeyObject, privateDecrypt, publicEncrypt, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { Code, ConnectError } from "@connectrpc/connect";
import { RunnerPhase, RunnerProvider } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { AZURE_DEVOPS_HOST } from "../constants.ts";
import { checkUuid } from "./uuid.ts";

export interface RunnerOptions {
  readonly id?: string;
  readonly name?: string;
  readonly phase?: RunnerPhase;
  readonly provider?: RunnerProvider;
  readonly region?: string;
  readonly message?: string;
  /** False: it has never registered, so it has neither key nor schema. */
  readonly registered?: boolean;
  /** The runner manager whose integrations it inherits. */
  readonly runnerManagerId?: string;
  /** Default: a page of the sandbox, so that a connection can be played. */
  readonly callbackUrl?: string;
  /** Hosts that its schema offers for Azure DevOps Services. */
  readonly defaultHosts?: readonly string[];
  /** Source-control hosts that it reaches. */
  readonly reachableHosts?: readonly string[];
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const newKeyPair = promisify(generateKeyPair);
const PADDING = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" } as const;

/** A runner. Only it can decrypt the secrets that Ona keeps for it. */
export class Runner {
  readonly id: string;
  readonly name: string;
  readonly provider: RunnerProvider;
  readonly region: string;
  readonly runnerManagerId: string;
  readonly defaultHosts: readonly string[];
  readonly reachableHosts: Set<string>;
  message: string;
  phase: RunnerPhase;
  registered: boolean;
  callbackUrl: string;
  /** The tokens see neither it nor its integrations. */
  hidden = false;
  #keys: Promise<KeyPair> | undefined;

  constructor(options: RunnerOptions, callbackUrl: (id: string) => string) {
    this.id = options.id ?? randomUUID();
    this.name = options.name ?? `Runner ${this.id.slice(0, 8)}`;
    this.provider = options.provider ?? RunnerProvider.AWS_EC2;
    this.region = options.region ?? "eu-central-1";
    this.message = options.message ?? "";
    this.registered = options.registered ?? true;
    this.phase = options.phase ?? (this.registered ? RunnerPhase.ACTIVE : RunnerPhase.CREATED);
    this.runnerManagerId = options.runnerManagerId ?? "";
    this.callbackUrl = options.callbackUrl ?? callbackUrl(this.id);
    this.defaultHosts = options.defaultHosts ?? [AZURE_DEVOPS_HOST];
    this.reachableHosts = new Set(options.reachableHosts ?? [AZURE_DEVOPS_HOST]);
  }

  /** In DER; undefined if it has never registered. */
  async publicKey(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!this.registered) return undefined;
    const { publicKey } = await this.#keyPair();
    return new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  }

  /** Encrypts for this runner. The same text gives another ciphertext each time. */
  async encrypt(text: string): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.registered) {
      throw new ConnectError("runner does not have a public key", Code.FailedPrecondition);
    }
    const { publicKey: key } = await this.#keyPair();
    return new Uint8Array(publicEncrypt({ key, ...PADDING }, Buffer.from(text)));
  }

  /** Undefined if it was not encrypted for this runner. */
  async decrypt(encrypted: Uint8Array): Promise<string | undefined> {
    const { privateKey: key } = await this.#keyPair();
    try {
      return privateDecrypt({ key, ...PADDING }, encrypted).toString("utf8");
    } catch {
      return undefined;
    }
  }

  /** Whether it reaches the host, with or without a path. */
  reaches(host: string): boolean {
    return this.reachableHosts.has(host.toLowerCase().split("/", 1)[0] as string);
  }

  /** As if it had never registered. */
  unregister(): void {
    this.registered = false;
    this.phase = RunnerPhase.CREATED;
    this.#keys = undefined;
  }

  /** Comes online, with a new key if it had none. */
  register(): void {
    this.registered = true;
    this.phase = RunnerPhase.ACTIVE;
  }

  #keyPair(): Promise<KeyPair> {
    this.#keys ??= newKeyPair("rsa", { modulusLength: 2048 });
    return this.#keys;
  }
}

/** The runners of the organization. */
export class Runners {
  readonly #runners = new Map<string, Runner>();
  readonly #origin: () => string;

  /** @param origin where the sandbox's Ona listens */
  constructor(origin: () => string) {
    this.#origin = origin;
  }

  add(options: RunnerOptions = {}): Runner {
    const runner = new Runner(options, (id) => `${this.#origin()}/runners/${id}/oauth/callback`);
    this.#runners.set(runner.id, runner);
    return runner;
  }

  get(id: string): Runner | undefined {
    return this.#runners.get(id);
  }

  list(): readonly Runner[] {
    return [...this.#runners.values()];
  }

  /** The runner that a request names. Throws the API's error unless there is one. */
  find(id: string): Runner {
    checkUuid("runner_id", id);
    const runner = this.#runners.get(id);
    if (runner === undefined || runner.hidden) throw new ConnectError("runner not found", Code.NotFound);
    return runner;
  }

  /** The runner whose page this is. */
  findByCallback({ origin, pathname }: URL): Runner | undefined {
    return this.list().find(({ callbackUrl }) => callbackUrl === `${origin}${pathname}`);
  }
}
