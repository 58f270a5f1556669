import { serve } from "../../../provider-kit/serve.ts";

await serve(async () => (await import("./provider.ts")).azureNativeProvider, process.argv.slice(2), process.env);
