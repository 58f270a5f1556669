import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { fileURLToPath } from "node:url";

/** What decides where a person's cache is. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** A project's folder in the person's cache. */
export function cacheFolder(name: string, { platform, env, home }: Machine = thisMachine()): string {
  if (platform === "win32") {
    return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), name);
  }
  if (platform === "darwin") {
    return posix.join(home, "Library", "Caches", name);
  }
  const xdg = env.XDG_CACHE_HOME;
  // The XDG specification has relative paths ignored.
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, ".cache"), name);
}

function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homeFolder() };
}

/** Somebody without a home, such as a user id without a name in a container, gets a cache in the project. */
export function homeFolder(find: () => string = homedir): string {
  try {
    return find();
  } catch {
    return fileURLToPath(new URL("../node_modules", import.meta.url));
  }
}
