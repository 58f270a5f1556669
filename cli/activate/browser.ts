import { spawn } from "node:child_process";
import { once } from "node:events";

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that opens a page in the user's browser, with its arguments. */
export type Opener = readonly [program: string, ...args: string[]];

/** The system's own program to open a page; undefined where nobody would see it. */
export function openerFor(platform: NodeJS.Platform, environment: Environment): Opener | undefined {
  if (environment.CI) return undefined;
  if (platform === "darwin") return ["open"];
  // Not `start`, which is part of the command interpreter, where the & of a URL has a meaning.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ["xdg-open"] : undefined;
}

/** Opens a web page without waiting for the browser. True when the opener could be started. */
export async function openPage(url: string, opener: Opener): Promise<boolean> {
  // The URL comes from the stack's state, so check that it is a web page before the system opens it.
  if (!/^https?:\/\//.test(url)) return false;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, url], { detached: true, stdio: "ignore" });
  child.unref();
  return once(child, "spawn").then(
    () => true,
    () => false,
  );
}
