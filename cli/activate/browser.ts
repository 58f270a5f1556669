import { spawn } from "node:child_process";
import { once } from "node:events";

type Environment = Readonly<Record<string, string | undefined>>;

/** A program and its arguments that shows a page in the person's browser. */
export type Opener = readonly [program: string, ...args: string[]];

/** The system's own way to open a page; undefined where nobody would see it. */
export function openerFor(platform: NodeJS.Platform, environment: Environment): Opener | undefined {
  if (environment.CI) return undefined;
  if (platform === "darwin") return ["open"];
  // `start` belongs to the command interpreter, to which the & of a URL means something.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ["xdg-open"] : undefined;
}

/** Opens a web page and does not wait for the browser. Whether the opener was found; what it did with the page nobody knows. */
export async function openPage(url: string, opener: Opener): Promise<boolean> {
  // The URL comes from the stack's state: nothing but a web page may be handed to the system.
  if (!/^https?:\/\//.test(url)) return false;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, url], { detached: true, stdio: "ignore" });
  child.unref();
  return once(child, "spawn").then(
    () => true,
    () => false,
  );
}
