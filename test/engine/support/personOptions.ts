import type { Sandbox, SandboxOptions } from "../../../sandbox/index.ts";
import type { PlatformUnderTest } from "./platforms/platformUnderTest.ts";

export interface PersonOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** File in test/engine/programs, or a path, to run in place of index.ts. */
  readonly program?: string;
  /** Project to work in a clone of; by default this repository. */
  readonly project?: string;
  /** Name of the project; by default that in Pulumi.yaml. */
  readonly projectName?: string;
  /** Folder of the Node language host; by default that of the stand-in. */
  readonly languageHost?: string;
  /** Keeps the program loaded between runs, for tests with many. */
  readonly manyRuns?: boolean;
  /** File in test/engine/plugins to run in place of provider/main.ts. */
  readonly plugin?: string;
  /** Whose settings the stack has. Default: Gitpod Classic. */
  readonly platform?: PlatformUnderTest;
  /** Running clouds, or options to start them with. */
  readonly sandbox?: SandboxOptions | Sandbox;
  /** Added to the platform's settings; undefined removes one. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
  /** Runs programs, plugins and clouds on a clock that {@link Person.travel} moves. */
  readonly timeTravel?: boolean;
  /** Creates no stack; otherwise there is the stack "test", with the platform's settings. */
  readonly withoutStack?: boolean;
  /** The stack has the platform's token. */
  readonly withToken?: boolean;
}
