import { gitpodProvider } from "./provider.ts";
import { serve } from "./server/serve.ts";

await serve(gitpodProvider, process.argv.slice(2), process.env);
