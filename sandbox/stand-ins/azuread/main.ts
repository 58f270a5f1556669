import { serve } from "../../../provider-kit/serve.ts";

await serve(async () => (await import("./provider.ts")).azureadProvider, process.argv.slice(2), process.env);
