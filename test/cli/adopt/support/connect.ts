import { connectTo } from "../../../../cli/adopt/connect.ts";
import { ProjectNames } from "../../../../stack/projectNames.ts";

/** Connects with the settings in the first argument, as a process with its own proxy. Prints the API's address, or the error. */
const [, , settings = "{}"] = process.argv;
const names = new ProjectNames("gitpod-azure-devops", "gitpod-azure-devops", []);
const target = { name: "prod", isNew: false, selected: true, names, before: JSON.parse(settings) };
await connectTo(target, process.env, { signal: new AbortController().signal, status: () => undefined }).then(
  ({ config, place }) => console.log(place.name, config["gitpod:apiUrl"] ?? "at its usual address"),
  (error: Error) => console.log(error.message),
);
