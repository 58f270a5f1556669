import { register } from "./appRegistration.ts";

/** What is not ours: the app registration, and no custom resource. */
export default function program(): object {
  const { application } = register();
  return { clientId: application.clientId };
}
