import { serve } from "../../provider/server/serve.ts";
import { azureadProvider } from "./provider.ts";

await serve(azureadProvider, process.argv.slice(2), process.env);
