import { serve } from "../provider-kit/serve.ts";

void serve(async () => (await import("./provider.ts")).gitpodProvider, process.argv.slice(2), process.env);
