import { serve } from "../../provider/server/serve.ts";

await serve(async () => (await import("./provider.ts")).azureadProvider, process.argv.slice(2), process.env);
