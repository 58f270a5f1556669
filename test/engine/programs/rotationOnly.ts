import { Rotation } from "../../../components/gitpod/index.ts";

/** A program that knows nothing of this project's settings: only the plugin checks those of the provider. */
export default async function program() {
  return { generation: new Rotation("rotation").generation };
}
