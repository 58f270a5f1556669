import { register } from "./appRegistration.ts";

/** The app registration, without a custom resource. */
export default function program(): object {
  const { application } = register();
  return { clientId: application.clientId };
}
