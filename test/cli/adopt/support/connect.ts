import { connectTo } from "../../../../cli/adopt/connect.ts";
import { targetWith } from "./target.ts";

/** Connects with the settings in the first argument, as a process with its own proxy. Prints the API's address, or the error. */
const target = targetWith(JSON.parse(process.argv[2] ?? "{}"));
await connectTo(target, process.env, { signal: new AbortController().signal, status: () => undefined }).then(
  ({ config, place }) => console.log(place.name, config["gitpod:apiUrl"]),
  (error: Error) => console.log(error.message),
);
