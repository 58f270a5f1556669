type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy's variables as Node and gRPC take them, and what is wrong with them, in words. */
export function proxySettings(environment: Environment): {
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
};

/** Makes Node's own HTTP clients use the proxy. Returns what is wrong, in words. */
export function useProxy(process: NodeJS.Process): string[];

/** The proxy's variables that {@link useProxy} has changed, as they were before; undefined where they were not set. */
export const before: Environment;
