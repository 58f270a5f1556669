/** The value at a path as the engine writes it: `web.redirectUris[0]`, `tags["a.b"]`. */
export function valueAt(root: unknown, path: string): unknown {
  return segments(path).reduce(member, root);
}

function segments(path: string): string[] {
  const found = path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g);
  return [...found].map(([, index, quoted, name]) => index ?? quoted?.replace(/\\(.)/g, "$1") ?? name ?? "");
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
