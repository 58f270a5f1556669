/** Calls one API; its errors name the request and the answer, never the credentials. */
export interface Api {
  get(path: string): Promise<unknown>;
  /** Every page of a list whose pages hold 100. */
  getAll(path: string): Promise<readonly unknown[]>;
  send(method: "POST" | "PUT" | "PATCH", path: string, body: object): Promise<void>;
}

const PAGE = 100;
const PATIENCE_MS = 30_000;

export function apiAt(base: string, headers: Readonly<Record<string, string>>): Api {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { accept: "application/json", "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`);
    return text === "" ? undefined : parsed(method, path, text);
  };
  return {
    get: (path) => call("GET", path),
    getAll: async (path) => {
      const all: unknown[] = [];
      for (let page = 1; ; page += 1) {
        const items = asList(await call("GET", `${path}?per_page=${PAGE}&page=${page}`));
        all.push(...items);
        if (items.length < PAGE) return all;
      }
    },
    send: async (method, path, body) => {
      await call(method, path, body);
    },
  };
}

/** Azure DevOps answers a refused sign-in with a page. */
function parsed(method: string, path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${method} ${path} was not answered with JSON: is the token accepted?`);
  }
}

/** A list, whatever else came. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands at a path of properties, if anything. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce(
    (found, name) => (typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined),
    value,
  );
}
